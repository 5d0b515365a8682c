"""The marks of a page between which the list is generated; words outside are never touched."""

import re
from typing import NamedTuple

from paperlist.errors import MarksError
from paperlist.markup import parser

BEGIN = "<!-- paperlist:begin -->"
END = "<!-- paperlist:end -->"
_MARK = re.compile(r"<!--[ \t]*paperlist[ \t]*:[ \t]*(?P<name>[\w-]*)[^>\r\n]*-->")
_LINE_END = re.compile(r"\r\n?|\n")


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
    tokens = parser(inline=False).parse(page)
    fences = [range(*token.map) for token in tokens if token.type == "fence" and token.map]
    marks = []
    for mark in _MARK.finditer(page):
        line = len(_LINE_END.findall(page, 0, mark.start()))
        if not any(line in fence for fence in fences):
            marks.append(_Mark(mark["name"], line + 1, mark.start(), mark.end()))
    return marks
