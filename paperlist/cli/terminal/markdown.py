"""Shows Markdown on a terminal: lists, quotations, code and tables, with wrapped lines.

Formulas, HTML and line ends stay as they were typed, since a terminal cannot show them better. rich
could render Markdown too. But rich breaks English words within Chinese text, leaves out HTML, and
takes longer to import than everything else that `show` needs.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from paperlist.cli.terminal.console import BOLD, CYAN, DIM, styled
from paperlist.cli.terminal.markdown_inline import inline_text
from paperlist.cli.terminal.tables import Column, grid
from paperlist.cli.terminal.wrapping import MIN_WIDTH, breaks, columns_of

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

    from paperlist.cli.terminal.styled_text import StyledText

_QUOTED = "│ "
_CODE_INDENT = "    "
_TAB = 4
_RULE = "─" * 20


def markdown_lines(text: str, indent: str, room: int) -> Iterator[str]:
    """Yield the lines of a note's Markdown for a terminal.

    A long word, such as an address, is not cut, so that the user can copy it.

    Args:
        text: the Markdown.
        indent: the text to put before each line.
        room: the greatest width of a line.
    """
    text = text.expandtabs(_TAB)
    blocks = _Blocks(text, indent, room)
    for token in _parser().parse(text):
        blocks.add(token)
    return iter(blocks.lines)


def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt
    from mdit_py_plugins.dollarmath import dollarmath_plugin

    from paperlist.markdown.parser import linear_helpers

    # With `reference` disabled, the definition of a link is shown as it was typed.
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    parser.disable(["code", "reference"])
    parser.use(dollarmath_plugin, allow_space=True, double_inline=False)
    parser.helpers = linear_helpers()
    # An address is shown as it was typed: Chinese characters are not encoded with percent signs.
    parser.normalizeLink = _unchanged  # type: ignore[method-assign, assignment]
    parser.normalizeLinkText = _unchanged  # type: ignore[method-assign, assignment]
    return parser


def _unchanged(address: str) -> str:
    return address


class _Blocks:
    """Collects the lines for a Markdown text, block by block."""

    def __init__(self, text: str, indent: str, room: int) -> None:
        self.lines: list[str] = []
        self._typed, self._width = text.split("\n"), room
        # The prefix of the next line, and the prefix of the lines after it. In a list item, these
        # end with `- ` and two spaces.
        self._first = self._rest = indent
        # The prefix of the lines of each list item and quotation around the present one.
        self._outer: list[str] = []
        self._base: tuple[str, ...] = ()
        self._rows: list[list[StyledText]] = []
        self._rules = {
            "heading_open": self._begin_heading,
            "heading_close": self._end_heading,
            "list_item_open": self._begin_item,
            "list_item_close": self._leave,
            "blockquote_open": self._begin_quotation,
            "blockquote_close": self._leave,
            "tr_open": self._begin_row,
            "table_close": self._end_table,
            "inline": self._paragraph,
            "fence": self._code,
            "math_block": self._formula,
            "math_block_label": self._formula,
            "hr": self._rule,
        }

    def add(self, token: "Token") -> None:
        """Add the lines for the next token of the Markdown parser."""
        if token.map and token.map[0] and token.type != "tr_open":
            self._keep_blank_line(self._typed[token.map[0] - 1])
        if rule := self._rules.get(token.type):
            rule(token)

    def _keep_blank_line(self, line: str) -> None:
        """Add a blank line above a block, if the line above it in the text is blank.

        Args:
            line: the line above the block in the text.
        """
        is_blank = not line.strip(" >")
        begins_item = self._first != self._rest
        if is_blank and not begins_item and self.lines and self.lines[-1].strip(" │"):
            self.lines.append(self._rest.rstrip())

    def _begin_heading(self, _: "Token") -> None:
        self._base = (BOLD,)

    def _end_heading(self, _: "Token") -> None:
        self._base = ()

    def _begin_item(self, token: "Token") -> None:
        marker = f"{token.info}{token.markup} " if token.info else "- "
        self._enter(marker, " " * len(marker))

    def _begin_quotation(self, _: "Token") -> None:
        self._enter(_QUOTED, _QUOTED)

    def _enter(self, first: str, rest: str) -> None:
        """Begin a list item or a quotation.

        Args:
            first: what stands before its first line, such as `- `.
            rest: what stands before its other lines, such as two spaces.
        """
        self._outer.append(self._rest)
        self._first += first
        self._rest += rest

    def _leave(self, _: "Token") -> None:
        """End a list item or a quotation."""
        if self._first != self._rest:
            # The item has no text.
            self._line("")
        self._first = self._rest = self._outer.pop()

    def _begin_row(self, _: "Token") -> None:
        self._rows.append([])

    def _end_table(self, _: "Token") -> None:
        header, *rows = self._rows
        self._rows = []
        columns = [Column(cell.text, wraps=True) for cell in header]
        for line in grid(columns, rows, self._room()):
            self._line(line)

    def _paragraph(self, token: "Token") -> None:
        text = inline_text(token, self._base)
        if self._rows:
            self._rows[-1].append(text)
        else:
            for line in text.lines(_line_ranges(text.text, self._room())):
                self._line(line)

    def _code(self, token: "Token") -> None:
        for line in token.content.removesuffix("\n").split("\n"):
            self._line(_CODE_INDENT + styled(line, CYAN))

    def _formula(self, token: "Token") -> None:
        label = f" ({token.info})" if token.info else ""
        for line in f"$${token.content}$${label}".split("\n"):
            self._line(styled(line))

    def _rule(self, _: "Token") -> None:
        self._line(styled(_RULE, DIM))

    def _line(self, text: str) -> None:
        self.lines.append(f"{self._first}{text}".rstrip(" "))
        self._first = self._rest

    def _room(self) -> int:
        return max(self._width - columns_of(self._rest), MIN_WIDTH)


def _line_ranges(text: str, room: int) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of each line of `text`. Lines longer than `room` are wrapped."""
    at = 0
    for line in text.split("\n"):
        for start, end in breaks(line, room):
            yield at + start, at + end
        at += len(line) + 1
