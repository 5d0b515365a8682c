"""The marks of a page between which the list is generated; words outside are never touched."""

import re
from typing import NamedTuple

from paperlist.errors import MarksError

BEGIN = "<!-- paperlist:begin -->"
END = "<!-- paperlist:end -->"
_MARK = re.compile(r"<!--\s*paperlist\s*:\s*(?P<name>[\w-]*)[^>]*-->")
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")


class _Mark(NamedTuple):
    name: str
    line: int
    start: int
    end: int


def put_between(page: str, generated: str, path: str) -> str | None:
    """`page` with `generated`, marks included, in the place of its marked part.

    None where the page has no marks. Marks in a code fence are examples and pass for text.

    Raises:
        MarksError: a mark is misspelled, missing, doubled or out of order; the line is named.
    """
    marks = list(_marks(page))
    if not marks:
        return None
    for mark in marks:
        if mark.name not in {"begin", "end"}:
            raise MarksError(path, mark.line, f"'paperlist:{mark.name}' is neither begin nor end")
    for mark, wanted in zip(marks, ("begin", "end"), strict=False):
        if mark.name != wanted:
            raise MarksError(path, mark.line, f"paperlist:{mark.name} where {wanted} should be")
    if len(marks) == 1:
        raise MarksError(path, marks[0].line, "paperlist:begin without a paperlist:end")
    if len(marks) > 2:  # noqa: PLR2004 (begin and end)
        raise MarksError(path, marks[2].line, f"a second paperlist:{marks[2].name}")
    begin, end = marks
    if "\r\n" in page:
        generated = generated.replace("\n", "\r\n")
    return f"{page[: begin.start]}{generated}{page[end.end :]}"


def _marks(page: str) -> list[_Mark]:
    marks, fence, place = [], "", 0
    for number, line in enumerate(page.splitlines(keepends=True), 1):
        if match := _FENCE.match(line):
            if not fence:
                fence = match[1]
            elif match[1].startswith(fence):
                fence = ""
        elif not fence:
            marks += [
                _Mark(mark["name"], number, place + mark.start(), place + mark.end())
                for mark in _MARK.finditer(line)
            ]
        place += len(line)
    return marks
