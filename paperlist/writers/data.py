"""Entries -> JSON, JSON lines and CSV: every field, for programs and spreadsheets."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from paperlist.model.entry import FIELDS, Entry

# What ends a line for some programs and not for JSON.
_LINE_ENDS = {ord(sign): f"\\u{ord(sign):04x}" for sign in "\x85\u2028\u2029"}
# What makes a spreadsheet take a cell for a formula, in either width.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def to_json(entries: Sequence[Entry]) -> Iterator[str]:
    """An array of all entries, as `paperlist list --json` prints it, in pieces."""
    return json_array(entry.as_json() for entry in entries)


def json_array(items: Iterable[Any]) -> Iterator[str]:
    """What `json.dumps(list(items), indent=2)` gives, an item at a time."""
    before = "[\n"
    for item in items:
        yield before + json.dumps([item], ensure_ascii=False, indent=2)[2:-2]
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def json_lines(entries: Sequence[Entry]) -> Iterator[str]:
    """One object a line."""
    for entry in entries:
        yield f"{json.dumps(entry.as_json(), ensure_ascii=False).translate(_LINE_ENDS)}\n"


def to_csv(entries: Sequence[Entry]) -> Iterator[str]:
    """A header and a row an entry; lists and mappings in one cell, parted by `; `.

    A cell that a spreadsheet would take for a formula gets an apostrophe in front.

    Source: OWASP, CSV Injection.
    """
    own = sorted({name for entry in entries for name in entry.fields} - {*FIELDS, "id", "month"})
    yield _row(["id", "month", *FIELDS, *own])
    for entry in entries:
        values = (entry.fields.get(name, "") for name in (*FIELDS, *own))
        yield _row([entry.id, entry.month, *map(_cell, values)])


def _row(cells: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(map(_disarmed, cells))
    return out.getvalue()


def _cell(value: Any) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{name}: {_cell(each)}" for name, each in value.items())
    if isinstance(value, list):
        return "; ".join(map(_cell, value))
    if isinstance(value, bool) or value is None:
        return json.dumps(value)
    return str(value)


def _disarmed(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
