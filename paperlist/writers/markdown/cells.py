"""Writes the Markdown of a note into one cell of a table, which has to be a single line.

Lines are joined by `<br>`. A cell shows emphasis, code, links and formulas. Headings, lists and
other blocks cannot stand in a cell, so they are shown as they were typed. Nothing in a cell can end
the cell: a `|` is escaped, and an HTML tag such as `</td>` is shown as text.
"""

import re
from collections.abc import Iterator, Mapping

from paperlist.markdown.disarm import without_marks
from paperlist.markdown.parser import hidden
from paperlist.text.formulas import split_formulas

_FENCE = re.compile(r"\s*(`{3,}|~{3,})(.*)")
# A formula between `$$` that may have several lines.
_DISPLAY = re.compile(r"^[ \t]*\$\$([^$`]+)\$\$[ \t]*$", re.M)
# The start of an HTML tag or comment, but not of an address such as `<https://example.org>`.
_TAG = re.compile(r"<(?=[a-zA-Z/!?])(?!(?:https?|mailto):[^\s<>`|\\]*>)")
# Tags that only style the text of their own cell.
_KEPT = re.compile(r"</?(?:b|i|em|strong|u|s|del|ins|sub|sup|kbd|mark|small|br ?/?)>", re.I)
_TAG_IN_CODE = re.compile(r"<[a-zA-Z/!?]")
# Most lines have none of these signs, and need no change.
_SIGN = re.compile(r"[\\`$<]")
# The signs that Markdown does not show as they are.
_SPECIAL = re.compile(r"[\\`*_\[\]#&~!$@|]")
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
    return "<br>".join(map(_with_escaped_pipes, lines))


def _code(text: str) -> str:
    """Return text as a code span."""
    if _TAG_IN_CODE.search(text):
        # Before a code span, there may be an address or formula to which a program adds the first
        # backtick. Then the text would be no code any more, so a tag in it is never left as it is.
        shown = _SPECIAL.sub(lambda sign: f"\\{sign[0]}", text).replace("<", "&lt;")
        return f"<code>{shown}</code>"
    longest = max(map(len, _BACKTICKS.findall(text)), default=0)
    ticks = "`" * (longest + 1)
    blank = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{ticks}{blank}{text}{blank}{ticks}"


def _line(line: str) -> str:
    """Return a line of Markdown whose code, formulas and tags end with the line."""
    if _SIGN.search(line) is None:
        return line
    if end := _BACKSLASHES.search(line):
        # A backslash would escape what follows the line.
        line += "\\" * (len(end[0]) % 2)
    code = dict(hidden(line))
    formulas = dict(_formulas(line, code))
    parts, place = [], 0
    while place < len(line):
        start = place
        place = formulas.get(start) or code.get(start) or start + 1
        part = line[start:place]
        if start in formulas:
            parts.append(_formula(part))
        elif part == "\\<":
            parts.append("&lt;")
        elif start in code and part[0] == "`":
            ticks = len(part) - len(part.lstrip("`"))
            parts.append(_code(part[ticks:-ticks].strip()) if _TAG_IN_CODE.search(part) else part)
        else:
            parts.append(_text(line, start) if len(part) == 1 else part)
    return "".join(parts)


def _formulas(line: str, code: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of each formula. A `$` in code or behind a backslash begins no formula.

    Args:
        line: the line.
        code: a dict from the start to the end of each code span and each escaped character.
    """
    covered = {place for start, end in code.items() for place in range(start, end)}
    end = 0
    for is_math, part in split_formulas(line):
        start, end = end, end + len(part)
        if is_math and start not in covered and end - 1 not in covered:
            yield start, end


def _formula(formula: str) -> str:
    # TeX has commands for the signs that would end the cell or begin a tag.
    formula = formula.replace(r"\|", r"\Vert ").replace("|", r"\vert ")
    return re.sub(r"<(?=[a-zA-Z/!?])", "< ", formula)


def _text(line: str, place: int) -> str:
    """Return a character of a line, escaped if it could begin a tag, code or a formula.

    An unpaired backtick or `$` could begin code or a formula that ends on a later line.
    """
    if line[place] in {"`", "$"}:
        return f"\\{line[place]}"
    if line[place] == "<" and _TAG.match(line, place) and not _KEPT.match(line, place):
        return "&lt;"
    return line[place]


def _with_escaped_pipes(text: str) -> str:
    """Return `text` with a backslash before each `|` that is not escaped.

    An odd number of backslashes escapes the `|` for every program. An even number does so only for
    some.
    """
    return _PIPE.sub(lambda found: f"{found[1]}{'' if len(found[1]) % 2 else chr(92)}|", text)
