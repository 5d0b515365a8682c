"""Writers of JSON, JSON lines and CSV, with every field, for programs and spreadsheets."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from paperlist.model.columns import Column
from paperlist.model.entry import FIELDS, Entry
from paperlist.model.values import as_text

# Characters that end a line for some programs, but not in JSON.
_LINE_ENDS = {ord(each): f"\\u{ord(each):04x}" for each in "\x85\u2028\u2029"}
# A spreadsheet takes a cell for a formula if it starts with one of these, also in full width.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def to_json(entries: Sequence[Entry]) -> Iterator[str]:
    """Yield a JSON array of all entries, in parts, as `paperlist list --json` prints it."""
    return json_array(entry.as_json() for entry in entries)


def json_array(items: Iterable[Any]) -> Iterator[str]:
    """Yield the text of a JSON array in parts, with one item in each.

    The parts together are `json.dumps(list(items), ensure_ascii=False, indent=2)` and a line end.
    """
    before = "[\n"
    for item in items:
        yield before + json.dumps([item], ensure_ascii=False, indent=2)[2:-2]
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def json_lines(entries: Sequence[Entry]) -> Iterator[str]:
    """Yield one line of JSON for each entry."""
    for entry in entries:
        yield f"{json.dumps(entry.as_json(), ensure_ascii=False).translate(_LINE_ENDS)}\n"


def to_csv(entries: Sequence[Entry]) -> Iterator[str]:
    """Yield a CSV header and one row for each entry.

    Lists are written as `one; two`. If a spreadsheet would run a cell as a formula, an apostrophe
    is put in front of the cell: `=A1` becomes `'=A1`.

    Source: OWASP, CSV Injection.
    """
    own = sorted({name for entry in entries for name in entry.fields} - {*FIELDS, "id", "month"})
    yield _row(["id", "month", *FIELDS, *own])
    for entry in entries:
        values = (entry.fields.get(name, "") for name in (*FIELDS, *own))
        yield _row([entry.id, entry.month, *map(as_text, values)])


def csv_table(entries: Iterable[Entry], columns: Sequence[Column]) -> Iterator[str]:
    """Yield a CSV header with the names of the fields, and one row for each entry."""
    yield csv_header(columns)
    for entry in entries:
        yield _row([column.text(entry) for column in columns])


def csv_header(columns: Iterable[Column]) -> str:
    """Return the first line of a CSV table."""
    return _row([column.field for column in columns])


def json_table(entries: Iterable[Entry], columns: Sequence[Column]) -> Iterator[str]:
    """Yield a JSON array of objects, each with a value for every column, or null."""
    return json_array(
        {column.field: column.value(entry) for column in columns} for entry in entries
    )


def _row(cells: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(map(_disarmed, cells))
    return out.getvalue()


def _disarmed(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
