"""The parser of Markdown for all that reads or writes pages, and questions that it answers."""

import re
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

# Brackets nested deeper than this are text; the parser has the same limit for everything else.
_DEEPEST_BRACKETS = 20
# The key, in the cache of the parser, for the place of the last closing bracket.
_LAST = -1
# An escaped character, code, or backticks that nothing closes.
_CODE_SIGN = re.compile(r"\\.|`+", re.S)
_BACKTICKS = re.compile(r"`+")
_NO_LINE_END = re.compile(r"[^\n]")
_PARAGRAPH = re.compile(
    r"(?:(?!\d{1,9}[.)](?:\s|\Z))[^\s\-+*#>`~<=|$_\[]|\[(?![^\n]*\]:))"
    r"[^\n]*(?:\Z|\n(?![ \t]*[|:=-]))"
)
_UNDERLINE = re.compile(r"\n[ \t]*(?:=+|-+)[ \t]*(?:\n|\Z)")
_BULLETS = re.compile(r"[-*+] [^\W\d_]")
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
