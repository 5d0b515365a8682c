"""Values of fields as plain text, for formats that have only text."""

from typing import Any


def as_text(value: Any, *, between: str = "; ") -> str:
    """Return the value of a field as text: `['a', 'b']` gives `a; b`.

    Args:
        value: a text, number, list or mapping, however deeply nested; true, false and null are
            written as in the note.
        between: the text between the items of a mapping, which look like `name: text`. The items
            of a list are always separated by `; `.
    """
    if isinstance(value, dict):
        items = value.items()
        return between.join(f"{name}: {as_text(item, between=between)}" for name, item in items)
    if isinstance(value, list):
        return "; ".join(as_text(item, between=between) for item in value)
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return str(value)
