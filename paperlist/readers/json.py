"""The reader of paperlist's own JSON, which `--json` prints."""

from typing import Any

from paperlist.errors import InvalidPaperError
from paperlist.model.months import parse_month
from paperlist.model.paper import Paper
from paperlist.readers.draft import Draft
from paperlist.readers.records import Problem, Progress, Records

# Names that `--json` prints for information only: they are not stored in a note.
_SHOWN = ("score", "matched", "snippet", "attachments")


def read(items: list[Any], progress: Progress | None = None) -> Records:
    """Read the papers of an array of objects, in their order.

    The line of a paper or a problem is the number of its object.
    """
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
