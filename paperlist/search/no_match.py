"""The message about a condition that no paper meets."""

from typing import TYPE_CHECKING

from paperlist.text.suggest import nearest

if TYPE_CHECKING:
    from paperlist.index import Index
    from paperlist.index.conditions import Condition

FEW = 8


def sentence(index: "Index", unmet: "Condition") -> str:
    """Return a sentence that names the value without papers, and what may have been meant."""
    field, value, _ = unmet
    if field in {"category", "keypoint"}:
        names = {name.lower(): name for name in index.counts(field)}
        guess = nearest(value, list(names))
        hint = f"; did you mean '{names[guess]}'?" if guess else "."
        if not guess and 0 < len(names) <= FEW:
            hint = f"; there are {', '.join(names.values())}."
        return f"there is no {field} '{value}'{hint}"
    months = index.counts("month")
    if field == "since" and months:
        return f"no paper is of {value} or later; the newest month is {max(months)}."
    if field == "until" and months:
        return f"no paper is of {value} or earlier; the oldest month is {min(months)}."
    return f"no paper {'is of' if field == 'month' else 'has the status'} {value}."
