"""Writes the Markdown of a note into one cell of a table, which has to be a single line.

Lines are joined by `<br>`. A cell shows emphasis, code, links and formulas. Headings, lists and
other blocks cannot stand in a cell, so they are shown as they were typed. Nothing in a cell can end
the cell: a `|` is escaped, and an HTML tag such as `</td>` is shown as text.
"""

import re

from paperlist.markdown.disarm import without_marks
from paperlist.markdown.parser import without_code
from paperlist.text.formulas import split_formulas

_FENCE = re.compile(r"\s*(`{3,}|~{3,})(.*)")
# A formula between `$$` that may have several lines.
_DISPLAY = re.compile(r"^[ \t]*\$\$([^$`]+)\$\$[ \t]*$", re.M)
# The start of an HTML tag or comment, but not of an address such as `<https://example.org>`.
_TAG = re.compile(r"<(?=[a-zA-Z/!?])(?!(?:https?|mailto):[^\s<>`|\\]*>)")
# Tags that only style the text of their own cell.
_KEPT = re.compile(r"</?(?:b|i|em|strong|u|s|del|ins|sub|sup|kbd|mark|small|br ?/?)>", re.I)
_PIPE = re.compile(r"(?<!\\)(\\*)\|")
_BACKSLASHES = re.compile(r"(?<!\\)\\+\Z")
_BACKTICKS = re.compile(r"`+")


def markdown_cell(text: str) -> str:
    """Return a note's Markdown as a single line that can stand in a cell of a table."""
    text = _DISPLAY.sub(lambda found: f"${' '.join(found[1].split())}$", without_marks(text))
    lines, fence = [], ""
    for line in text.splitlines():
        mark = _FENCE.fullmatch(line)
        if mark and not fence and "`" not in mark[2]:
            fence = mark[1]
        elif mark and fence and mark[1].startswith(fence) and not mark[2].strip():
            fence = ""
        elif line.strip():
            lines.append(_code(line.strip()) if fence else _line(line.strip()))
    return "<br>".join(lines)


def _code(line: str) -> str:
    """Return a line of a code block as a code span."""
    longest = max(map(len, _BACKTICKS.findall(line)), default=0)
    ticks = "`" * (longest + 1)
    blank = " " if line.startswith("`") or line.endswith("`") else ""
    return _with_escaped_pipes(f"{ticks}{blank}{line}{blank}{ticks}")


def _line(line: str) -> str:
    """Return a line of Markdown whose code spans and tags end with the line."""
    if end := _BACKSLASHES.search(line):
        # A backslash would escape what follows the line.
        line += "\\" * (len(end[0]) % 2)
    seen = without_code(line)
    place, parts = 0, []
    for is_math, part in split_formulas(line):
        # A `$` in code begins no formula.
        if is_math and seen[place] == "$" and seen[place + len(part) - 1] == "$":
            parts.append(_formula(part))
        else:
            parts.append(_text(line, seen, place, place + len(part)))
        place += len(part)
    return _with_escaped_pipes("".join(parts))


def _formula(formula: str) -> str:
    # TeX has commands for the signs that would end the cell or begin a tag.
    formula = formula.replace(r"\|", r"\Vert ").replace("|", r"\vert ")
    return re.sub(r"<(?=[a-zA-Z/!?])", "< ", formula)


def _text(line: str, seen: str, start: int, end: int) -> str:
    """Return a part of a line, with tags and unpaired backticks escaped.

    Args:
        line: the whole line.
        seen: the line with blanks for code spans and escaped characters.
        start: the start of the part.
        end: the end of the part.
    """
    parts = []
    for place in range(start, end):
        character = line[place]
        if character == "`" and seen[place] == "`":
            character = "\\`"
        elif (
            character == "<"
            and seen[place] == "<"
            and _TAG.match(line, place)
            and not _KEPT.match(line, place)
        ):
            character = "&lt;"
        parts.append(character)
    return "".join(parts)


def _with_escaped_pipes(text: str) -> str:
    """Return `text` with a backslash before each `|` that is not escaped.

    An odd number of backslashes escapes the `|` for every program. An even number does so only for
    some.
    """
    return _PIPE.sub(lambda found: f"{found[1]}{'' if len(found[1]) % 2 else chr(92)}|", text)
