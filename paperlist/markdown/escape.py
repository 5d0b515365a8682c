"""Escaping of plain text and of a note's Markdown for the published page, and the way back.

Two kinds of text go into a page. A *line* (title, category, label) is plain text: its special
characters are escaped, and the reader takes the rendered text. A *text* (objective, method ...) is
Markdown and is kept unchanged, except for what would have an effect outside of its list item: a
heading, an unclosed fence or comment, an unbalanced tag, a mark of the page, and a definition
(`[x]: address`). The first character of each is disarmed: written as an entity padded to four hex
digits (`&#x0023;`), a spelling that people do not use, so that `restore` can recognize it.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import count, groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from paperlist.text.latex import split_math

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

_SPECIAL = re.compile(r"[\\`*_\[\]<>#&~|!$@]|^(?=[-+]\s)|(?<=\d)[.)](?=\s)")
_DISARMED = re.compile(r"&#x([0-9A-F]{4});")
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
# An escaped character, code, or backticks that nothing closes.
_CODE_SIGN = re.compile(r"\\.|`+", re.S)
_BACKTICKS = re.compile(r"`+")
_NO_LINE_END = re.compile(r"[^\n]")
# The start of a definition of a link or footnote; other matches look the same when disarmed.
_DEFINITION = re.compile(
    r"^(?:[ \t>*+-]|\d+[.)][ \t])*(?=\[)(?P<head>\[(?:\\.|[^\[\]\\])+\]:)", re.M | re.S
)
_HEADING_TAG = re.compile("h[1-6]")
# Nearly every text is plain, but a Markdown parser is slow to find out. The first expression is a
# fast test for most texts, the second a slower one for the rest.
_SIGN = re.compile(r"[<#`~=$\r\v\f\0\x85\u2028\u2029]|&#x|\]:|-[ \t]*(?:\n|\Z)")
_SUSPECT = re.compile(
    r"<|&#x|```|~~~|\$\$|\]:|^[ \t>*+\-\d.)]*#|^[ \t>*+\d.)=-]*[=-][ \t]*$"
    r"|[\r\v\f\0\x85\u2028\u2029]",
    re.M,
)
_PARAGRAPH = re.compile(
    r"(?:(?!\d{1,9}[.)](?:\s|\Z))[^\s\-+*#>`~<=|$_\[]|\[(?![^\n]*\]:))"
    r"[^\n]*(?:\Z|\n(?![ \t]*[|:=-]))"
)
_UNDERLINE = re.compile(r"\n[ \t]*(?:=+|-+)[ \t]*(?:\n|\Z)")
_BULLETS = re.compile(r"[-*+] [^\W\d_]")
# It starts with a letter, and has no digits and no characters of `_SPECIAL`.
_ORDINARY_LINE = re.compile(r"[^\W\d_][^\d\\`*_\[\]<>#&~|!$@]*")
_DASHES = re.compile(r"[\s>]*-+\s*")
_HEADING_LINE = re.compile(r"(?P<before>[ \t>]*)(?:#{1,6}(?=[ \t]|$)|(?:=+|-+)[ \t]*$)")
# With six columns, below a second label, a tab has the same effect.
_ITEM_INDENT = "  "
# Brackets nested deeper than this are text; the parser has the same limit for everything else.
_DEEPEST_BRACKETS = 20
# Each open fence may hide the next one; after this many rounds, all possible ones are disarmed.
_FENCE = re.compile(r"`{3,}|~{3,}|\${2,}")
_MOST_ROUNDS = 8
# The key, in the cache of the parser, for the place of the last closing bracket.
_LAST = -1
OPEN_FORMULA = re.compile(r"\s*(?:(?:[-*+>]|\d+[.)])\s+)*\$\$")


@cache
def parser(*, inline: bool = True) -> "MarkdownIt":
    """Return a parser for CommonMark with tables and formulas, and without indented code.

    Without `inline` it only finds blocks, in a third of the time. There is no indented code,
    because people indent lists as they like, and mean a paragraph by an indented paragraph.
    """
    from markdown_it import MarkdownIt
    from mdit_py_plugins.dollarmath import dollarmath_plugin

    markdown = MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable("code")
    markdown.use(dollarmath_plugin, allow_space=True, double_inline=False)
    markdown.helpers = linear_helpers()
    return markdown if inline else markdown.disable("inline")


@cache
def linear_helpers() -> Any:
    """Return the helpers of the parser, but with a `parseLinkLabel` that is fast for open brackets.

    The original searches the whole rest of the text for each opening bracket, at any depth.
    """
    from types import SimpleNamespace

    from markdown_it import helpers

    def label_end(state: "StateInline", start: int, disableNested: bool = False) -> int:  # noqa: FBT001, FBT002, N803 (the parser's signature)
        if _LAST not in state.cache:
            state.cache[_LAST] = state.src.rfind("]")
        if state.cache[_LAST] < start:
            return -1
        place, level, end = state.pos, 1, -1
        state.pos = start + 1
        while 0 < level <= _DEEPEST_BRACKETS and state.pos < state.posMax:
            character, before = state.src[state.pos], state.pos
            if character == "]" and level == 1:
                end = state.pos
                break
            level -= character == "]"
            state.md.inline.skipToken(state)
            if character == "[" and before == state.pos - 1:
                level += 1
            elif character == "[" and disableNested:
                break
        state.pos = place
        return end

    return SimpleNamespace(**{**vars(helpers), "parseLinkLabel": label_end})


def escape_line(line: str, *, bold: bool = False) -> str:
    """Return `line` as Markdown that shows exactly this text; formulas in `$` are kept.

    With `bold`, a formula with an asterisk is treated as text, because it would end the bold.
    """
    if _ORDINARY_LINE.fullmatch(line):
        return line
    if line.startswith("$") and line.endswith("\\"):
        # The parser takes the last character of a line for the one before its first.
        return _escape(line)
    return "".join(
        part if is_math and not (bold and "*" in part) else _escape(part)
        for is_math, part in split_math(line)
    )


def _escape(text: str) -> str:
    return _SPECIAL.sub(lambda match: f"\\{match[0]}" if match[0] else "\\", text)


def escape_address(url: str) -> str:
    """Return `url` as the destination of a link; `restore` undoes this."""
    url = _DISARMED.sub(lambda match: f"&#x0026;{match[0][1:]}", url)
    return re.sub(r"[\s\x00-\x1f\x7f()<>\\`]", lambda match: f"&#x{ord(match[0]):04X};", url)


def plain(inline: "Token") -> str:
    """Return the text that an inline token shows, without tags; the inverse of `escape_line`."""
    return "".join(_plain(token) for token in inline.children or ())


def _plain(token: "Token") -> str:
    if token.type in {"softbreak", "hardbreak"}:
        return " "
    if token.type == "math_inline":
        return f"${token.content}$"
    if token.type == "code_inline":
        return token.content
    if token.type == "image":
        return plain(token)
    return "" if token.type == "html_inline" else token.content


def disarm(text: str) -> str:
    """Return `text` with everything disarmed that would have an effect outside of a list item."""
    if _SIGN.search(text) is None or _SUSPECT.search(text) is None:
        return text
    return disarm_parsed(text)


def disarm_parsed(text: str) -> str:
    """Return what `disarm` returns, but always by means of the parser."""
    text = _DISARMED.sub(lambda match: f"&#x0026;{match[0][1:]}", text)
    text = without_marks(text)
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
                characters[column] = f"&#x{ord(characters[column]):04X};"
            lines[row] = "".join(characters)
    return "\n".join(lines)


def without_marks(text: str) -> str:
    """Return `text` with all marks of a page disarmed."""
    return _MARK.sub("&#x003C;", text)


def restore(text: str) -> str:
    """Return the text that was given to `disarm`."""
    return _DISARMED.sub(lambda match: chr(int(match[1], 16)), text)


def _leaks(text: str, lines: list[str]) -> set[tuple[int, int]]:
    """Return row and column of each character that has to be disarmed."""
    leaks: set[tuple[int, int]] = set()
    tokens = parser().parse(text)
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
    leaks |= set(_in_formulas(tokens, lines))
    for row, line in enumerate(lines):
        if row not in literal and (match := OPEN_FORMULA.match(line)):
            leaks.add((row, match.end() - 2))
    leaks |= {place for place in _definitions(text, lines) if place[0] not in literal}
    return leaks | {
        leak for seen in _uncoded(tokens, lines, raw) for leak in _unbalanced_tags(seen, literal)
    }


def _in_formulas(tokens: "Iterable[Token]", lines: list[str]) -> Iterator[tuple[int, int]]:
    """Yield the places in formulas that GitHub, which parses blocks first, takes for headings."""
    for token in tokens:
        if token.type in {"math_block", "math_block_label"} and token.map:
            for row in range(token.map[0] + 1, token.map[1]):
                if match := _HEADING_LINE.match(lines[row]):
                    yield row, match.end("before")


def _uncoded(
    tokens: "Iterable[Token]", lines: list[str], raw: set[int]
) -> tuple[list[str], list[str]]:
    """Return the lines without code spans, once parsed line by line and once as a whole.

    A block of HTML has no code spans and no escapes.
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
    """Return `line` with the tabs of its indentation expanded, as in an item of the page."""
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


def without_code(text: str) -> str:
    """Return `text` with code spans and escaped characters blanked; lines and columns stay."""
    if "`" not in text and "\\" not in text:
        return text
    closing: dict[int, list[int]] = {}
    for run in reversed(list(_BACKTICKS.finditer(text))):
        closing.setdefault(len(run[0]), []).append(run.start())
    kept, place = [], 0
    while character := _CODE_SIGN.search(text, place):
        kept.append(text[place : character.start()])
        place, length = character.end(), len(character[0])
        if character[0][0] == "`":
            # The next run with the same length; drop those that are before this place.
            ends = closing.get(length, [])
            while ends and ends[-1] < place:
                ends.pop()
            if not ends:
                kept.append(character[0])
                continue
            place = ends.pop() + length
        kept.append(_NO_LINE_END.sub(" ", text[character.start() : place]))
    return "".join([*kept, text[place:]])


def first_block(text: str) -> str:
    """Return the type of the first block: `paragraph`, `bullet_list`, `fence` ..."""
    if _PARAGRAPH.match(text) and _UNDERLINE.search(text) is None:
        return "paragraph"
    return "bullet_list" if _BULLETS.match(text) else first_parsed(text)


def first_parsed(text: str) -> str:
    """Return what `first_block` returns, but always by means of the parser."""
    tokens: list[Any] = parser().parse(text)
    return tokens[0].type.removesuffix("_open") if tokens else ""
