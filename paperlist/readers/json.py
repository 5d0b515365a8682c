"""paperlist's own JSON, what `--json` prints, -> papers."""

from typing import Any

from paperlist.errors import InvalidPaperError
from paperlist.model.months import parse_month
from paperlist.model.paper import Paper
from paperlist.readers.draft import Draft
from paperlist.readers.records import Problem, Progress, Records

# What `search --json` says of a hit, and what else is shown of a paper but not kept in its note.
_SHOWN = ("score", "matched", "snippet", "attachments")


def read(items: list[Any], progress: Progress | None = None) -> Records:
    """The papers of an array of objects, in its order; a problem's line is its number."""
    records = Records()
    for number, item in enumerate(items, 1):
        if progress:
            progress(number, len(items))
        if not isinstance(item, dict):
            records.problems.append(Problem(number, "an item that is no object"))
            continue
        fields = {name: value for name, value in item.items() if name not in _SHOWN}
        wanted, given = str(fields.pop("id", "")), str(fields.pop("month", ""))
        month = parse_month(given) if given else None
        if given and not month:
            records.problems.append(Problem(number, f"'{given}' is no month"))
            continue
        try:
            Paper.parse(fields)
        except InvalidPaperError as error:
            records.problems.append(Problem(number, str(error)))
            continue
        draft = Draft(number, fields, month, "month" if month else "")
        draft.id = wanted
        records.drafts.append(draft)
    return records
