"""Disarms the Markdown of a note, so that the note changes nothing outside of its list item.

A *text* of a note (objective, method ...) is Markdown, and most of it stays unchanged. But a
heading, an unclosed fence or comment, or an unbalanced tag would change the rest of the page. So
would a definition (`[x]: address`), or the comment by which paperlist finds its part of a page. The
first character of each of these is written as an HTML entity: `&#x0023;` for `#`. `restore` in
`escape.py` turns the entity back into the character.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import count, groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from paperlist.markdown.escape import as_entity, without_entities
from paperlist.markdown.parser import OPEN_FORMULA, parser, without_code

if TYPE_CHECKING:
    from markdown_it.token import Token

_AUTOLINK = r"[a-zA-Z][\w+.-]{1,31}:[^\s<>]*>|[\w.+-]+@[\w.-]+>"
_NAME = "[a-zA-Z][a-zA-Z0-9-]*"
_ATTRIBUTE = r"""\s+[a-zA-Z_:][\w.:-]*(?:\s*=\s*(?:[^\s"'=<>`]+|'[^']*'|"[^"]*"))?"""
_TAG = re.compile(
    rf"<!--|(?!<(?:{_AUTOLINK}))<(?:(?P<close>/)(?P<closed>{_NAME})\s*>"
    rf"|(?P<opened>{_NAME})(?:{_ATTRIBUTE})*\s*(?P<empty>/?)>|[?!]|(?=/?[a-zA-Z]))"
)
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
# The marks of a page, which are disarmed everywhere, even in code.
_MARK = re.compile(r"<(?=!--\s*paperlist\s*:)")
# The start of a definition of a link or footnote. Some matches are no definitions; to disarm them
# does no harm, since the page shows them as before.
_DEFINITION = re.compile(
    r"^(?:[ \t>*+-]|\d+[.)][ \t])*(?=\[)(?P<head>\[(?:\\.|[^\[\]\\])+\]:)", re.M | re.S
)
_HEADING_TAG = re.compile("h[1-6]")
# Nearly every text needs no change, but the Markdown parser is slow to find that out. So a text is
# parsed only if it matches both expressions: `_SIGN` is fast, `_SUSPECT` is slower and more exact.
# `_SIGN` begins with a set of characters, since `re` scans for a set in a third of the time.
_SIGN = re.compile(
    r"[<#`~=$\r\v\f\0\x85\u2028\u2029&\]-]"
    r"(?:(?<=[^&\]-])|(?<=&)#x|(?<=\]):|(?<=-)[ \t]*(?:\n|\Z))"
)
_SUSPECT = re.compile(
    r"<|&#x|```|~~~|\$\$|\]:|^[ \t>*+\-\d.)]*#|^[ \t>*+\d.)=-]*[=-][ \t]*$"
    r"|[\r\v\f\0\x85\u2028\u2029]",
    re.M,
)
_DASHES = re.compile(r"[\s>]*-+\s*")
_HEADING_LINE = re.compile(r"(?P<before>[ \t>]*)(?:#{1,6}(?=[ \t]|$)|(?:=+|-+)[ \t]*$)")
# How a text is indented in its list item. Some texts are indented by six columns instead, but a tab
# is as wide there as after two columns.
_ITEM_INDENT = "  "
# Each open fence may hide the next one. In round `_MOST_ROUNDS` every possible fence is disarmed.
_FENCE = re.compile(r"`{3,}|~{3,}|\${2,}")
_MOST_ROUNDS = 8


def disarm(text: str) -> str:
    """Return a note's text with headings and the like made harmless: `# A` gives `&#x0023; A`."""
    if _SIGN.search(text) is None or _SUSPECT.search(text) is None:
        return text
    return disarm_parsed(text)


def disarm_parsed(text: str) -> str:
    """Return the same as `disarm`, but parse `text` even if the fast tests find nothing."""
    text = without_marks(without_entities(text))
    lines = text.split("\n")
    # Disarming an open fence can reveal what it hid, so check again.
    rounds = count(1)
    while leaks := _leaks("\n".join(map(_in_an_item, lines)), lines):
        if next(rounds) == _MOST_ROUNDS:
            leaks |= {
                (row, m.start()) for row, line in enumerate(lines) for m in _FENCE.finditer(line)
            }
        for row, places in groupby(sorted(leaks), key=itemgetter(0)):
            characters = [*lines[row]]
            for _, column in places:
                characters[column] = as_entity(characters[column])
            lines[row] = "".join(characters)
    return "\n".join(lines)


def without_marks(text: str) -> str:
    """Return `text` with the `<` of each comment `<!-- paperlist: ... -->` written as an entity."""
    return _MARK.sub("&#x003C;", text)


def _leaks(text: str, lines: list[str]) -> set[tuple[int, int]]:
    """Return the places (row, column) of the characters that have to be disarmed.

    `text` is `lines` joined, with the tabs of their indentation expanded for the parser.
    """
    leaks: set[tuple[int, int]] = set()
    # Only blocks are looked at, and the parser spends half of its time on what is inside them.
    tokens = parser(inline=False).parse(text)
    literal: set[int] = set()
    raw: set[int] = set()
    for token in tokens:
        if token.map is None:
            continue
        first, last = token.map[0], token.map[1] - 1
        if token.type == "heading_open":
            row = first if token.markup.startswith("#") else last
            leaks.add((row, _column(lines[row], token.markup[0])))
        elif token.type in {"fence", "math_block", "math_block_label"}:
            if _is_open(token, lines):
                leaks.add((first, _column(lines[first], (token.markup or "$")[0])))
            else:
                literal.update(range(first, last + 1))
        elif token.type == "table_open" and _DASHES.fullmatch(lines[first + 1]):
            # Some renderers show a table of one column, others a heading.
            leaks.add((first + 1, _column(lines[first + 1], "-")))
        elif token.type == "html_block":
            raw.update(range(first, last + 1))
    leaks |= set(_headings_in_formulas(tokens, lines))
    for row, line in enumerate(lines):
        if row not in literal and (match := OPEN_FORMULA.match(line)):
            leaks.add((row, match.end() - 2))
    leaks |= {place for place in _definitions(text, lines) if place[0] not in literal}
    return leaks | {
        leak for seen in _blank_code(tokens, lines, raw) for leak in _unbalanced_tags(seen, literal)
    }


def _headings_in_formulas(tokens: "Iterable[Token]", lines: list[str]) -> Iterator[tuple[int, int]]:
    """Yield the place (row, column) of each line in a formula that looks like a heading.

    GitHub looks for headings before it looks for formulas, so such a line becomes a heading.
    """
    for token in tokens:
        if token.type in {"math_block", "math_block_label"} and token.map:
            for row in range(token.map[0] + 1, token.map[1]):
                if match := _HEADING_LINE.match(lines[row]):
                    yield row, match.end("before")


def _blank_code(
    tokens: "Iterable[Token]", lines: list[str], raw: set[int]
) -> tuple[list[str], list[str]]:
    """Return the lines with code spans blanked, in two versions.

    For the first version code spans are searched in each line alone; for the second, in each
    paragraph as a whole. The rows in `raw` stay as they are: they are HTML, which has no code
    spans and no escapes.
    """
    by_line = [line if row in raw else without_code(line) for row, line in enumerate(lines)]
    seen = by_line.copy()
    done: slice | None = None
    for token in tokens:
        rows = slice(*token.map) if token.type == "inline" and token.map else None
        if rows and rows != done:  # the cells of a row follow each other, all on the same line
            done = rows
            seen[rows] = without_code("\n".join(lines[rows])).split("\n")
    return by_line, seen


def _in_an_item(line: str) -> str:
    """Return `line` with the tabs of its indentation as wide as they are in a list item."""
    blank = line[: len(line) - len(line.lstrip(" \t"))]
    if "\t" not in blank:
        return line
    return f"{_ITEM_INDENT}{blank}".expandtabs(4)[len(_ITEM_INDENT) :] + line[len(blank) :]


def _definitions(text: str, lines: list[str]) -> Iterator[tuple[int, int]]:
    row = place = 0
    for match in _DEFINITION.finditer(text):
        row += text.count("\n", place, match.start("head"))
        place = match.start("head")
        yield row, _column(lines[row], "[")


def _is_open(token: "Token", lines: list[str]) -> bool:
    first, last = token.map or (0, 0)
    closing = lines[last - 1].strip().lstrip("> ")
    mark = token.markup or "$$"
    return (last - first == 1 and token.type == "fence") or not closing.endswith(mark)


def _column(line: str, character: str) -> int:
    return line.index(character)


def _unbalanced_tags(lines: list[str], literal: set[int]) -> set[tuple[int, int]]:
    leaks: set[tuple[int, int]] = set()
    open_tags: list[tuple[str, tuple[int, int]]] = []
    in_comment = False
    for row, line in enumerate(lines):
        if row in literal:
            continue
        closed = line.rfind("-->")
        for match in _TAG.finditer(line):
            place = (row, match.start())
            name, closing = match["closed"] or match["opened"], match["close"]
            if name is None:
                in_comment = match[0] == "<!--" and closed >= match.end()
                if not in_comment:
                    leaks.add(place)
            elif _HEADING_TAG.fullmatch(name.lower()):
                leaks.add(place)
            elif not closing and name.lower() not in _VOID and not match["empty"]:
                open_tags.append((name.lower(), place))
            elif closing:
                if open_tags and open_tags[-1][0] == name.lower():
                    open_tags.pop()
                else:
                    leaks.add(place)
    return leaks | {place for _, place in open_tags}
