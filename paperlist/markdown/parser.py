"""The Markdown parser that readers and writers of pages share, and functions that go with it."""

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

# Brackets nested deeper than this are text. The parser has the same limit for other nested parts.
_DEEPEST_BRACKETS = 20
_LONGEST_DEFINITION = 2000  # characters
# The key, in the cache of the parser, for the place of the last closing bracket.
_LAST = -1
# An escaped character, or backticks, which begin a code span if it is closed.
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

    With `inline=False` the parser only finds blocks, in a third of the time. Indented code is off,
    because people indent lists as they like, and do not mean an indented paragraph as code.
    """
    from markdown_it import MarkdownIt
    from mdit_py_plugins.dollarmath import dollarmath_plugin

    markdown = MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable("code")
    markdown.use(dollarmath_plugin, allow_space=True, double_inline=False)
    markdown.helpers = linear_helpers()
    markdown.block.ruler.at("reference", _short_definition)
    return markdown if inline else markdown.disable("inline")


def _short_definition(state: "StateBlock", start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 (the parser's signature)
    """Read a definition such as `[x]: address`, but leave a very long one as text.

    Every link `[text][x]` gets the address and title of its definition. So a long address with many
    links would make a small page take gigabytes.
    """
    from markdown_it.rules_block.reference import reference

    known = state.env.setdefault("references", {})
    line, many = state.line, len(known)
    if not reference(state, start, end, silent):
        return False
    if len(known) > many:
        label, found = known.popitem()
        if len(found["href"]) + len(found["title"]) > _LONGEST_DEFINITION:
            state.line = line
            return False
        known[label] = found
    return True


@cache
def linear_helpers() -> Any:
    """Return markdown-it's helper functions, with a faster `parseLinkLabel` among them.

    The original searches the whole rest of the text for each opening bracket. The faster function
    gives up if no closing bracket follows, or if brackets are nested too deeply.
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
    """Return the text that parsed Markdown shows, without tags; the inverse of `escape_line`."""
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
    """Return `text` with spaces for code spans and escaped characters; lines and columns stay."""
    if "`" not in text and "\\" not in text:
        return text
    kept: list[str] = []
    place = 0
    for start, end in hidden(text):
        kept += (text[place:start], _NO_LINE_END.sub(" ", text[start:end]))
        place = end
    return "".join([*kept, text[place:]])


def hidden(text: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of each code span, which starts with a backtick, and escaped character."""
    closing: dict[int, list[int]] = {}
    for run in reversed(list(_BACKTICKS.finditer(text))):
        closing.setdefault(len(run[0]), []).append(run.start())
    place = 0
    while character := _CODE_SIGN.search(text, place):
        place, length = character.end(), len(character[0])
        if character[0][0] == "`":
            # The next run of the same length closes the span; runs before this place are dropped.
            ends = closing.get(length, [])
            while ends and ends[-1] < place:
                ends.pop()
            if not ends:
                continue
            place = ends.pop() + length
        yield character.start(), place


def first_block(text: str) -> str:
    """Return the type of the first block in `text`: `paragraph`, `bullet_list`, `fence` ..."""
    if _PARAGRAPH.match(text) and _UNDERLINE.search(text) is None:
        return "paragraph"
    return "bullet_list" if _BULLETS.match(text) else first_parsed(text)


def first_parsed(text: str) -> str:
    """Return the same as `first_block`, but always parse `text`; empty if there is no block."""
    tokens: list[Any] = parser().parse(text)
    return tokens[0].type.removesuffix("_open") if tokens else ""
