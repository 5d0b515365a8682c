"""The reader of the JSON that `--json` prints; `items_of` splits any JSON text into items."""

import json
from typing import Any

from paperlist.errors import InvalidPaperError
from paperlist.model.entry import BESIDE_FIELDS
from paperlist.model.months import parse_month
from paperlist.model.paper import Paper
from paperlist.readers.draft import Draft
from paperlist.readers.records import Problem, Progress, Records

# `search --json` prints all three with each hit; if one is absent, they are the user's own fields.
_OF_A_HIT = {"score", "matched", "snippet"}
# What `search --json` prints with some hits only.
_OF_SOME_HITS = {"missing"}


def read(items: list[Any], progress: Progress | None = None) -> Records:
    """Read the papers of an array of objects, in their order.

    The `line` of a draft or a problem is the number of its object, from 1.
    """
    records = Records()
    for number, item in enumerate(items, 1):
        if progress:
            progress(number, len(items))
        if not isinstance(item, dict):
            records.problems.append(Problem(number, "an item that is no object"))
            continue
        given = str(item.get("month") or "")
        month = parse_month(given) if given else None
        if given and not month:
            records.problems.append(Problem(number, f"'{given}' is no month"))
            continue
        fields = _fields(item)
        try:
            Paper.parse(fields)
        except InvalidPaperError as error:
            records.problems.append(Problem(number, str(error)))
            continue
        draft = Draft(number, fields, month, "month" if month else "")
        draft.id = str(item.get("id") or "")
        records.drafts.append(draft)
    return records


def _fields(item: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a note, without what `--json` prints in addition, such as the score."""
    shown = {*BESIDE_FIELDS}
    if item.keys() >= _OF_A_HIT:
        shown |= _OF_A_HIT | _OF_SOME_HITS
    return {name: value for name, value in item.items() if name not in shown}


def items_of(text: str) -> list[Any]:
    """Return the items of JSON text.

    The text is an array, one object, one object per line, or an object with an array `items`, as
    Zotero writes it.

    Raises:
        ValueError: the text is not JSON; the message names the line.
    """
    try:
        values = json.loads(text)
    except RecursionError:
        raise ValueError("JSON that is nested too deeply") from None
    except json.JSONDecodeError as error:
        lines = [line for line in text.splitlines() if line.strip()]
        try:
            return [json.loads(line) for line in lines] if len(lines) > 1 else _refuse(error)
        except json.JSONDecodeError:
            _refuse(error)
    if isinstance(values, dict) and isinstance(values.get("items"), list):
        return list(values["items"])
    return values if isinstance(values, list) else [values]


def _refuse(error: json.JSONDecodeError) -> Any:
    raise ValueError(f"not JSON: {error.msg} in line {error.lineno}") from error
