"""A Markdown page as a tree of blocks that know their lines.

The tree is markdown-it-py's. What is ours is done to the lines before: the outer `<details>` of a
paper, closed or not, is structure and makes way, so that the lists inside are lists; tabs at a
line's beginning are columns; a byte order mark and foreign line ends go.
"""

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from textwrap import dedent
from typing import TYPE_CHECKING, Any, NamedTuple

from paperlist.markdown.escape import OPEN_FORMULA, parser, without_code
from paperlist.model.labels import is_known
from paperlist.model.months import month_in
from paperlist.readers.markdown.tree.indentation import as_meant
from paperlist.text.words import fold

if TYPE_CHECKING:
    from markdown_it.token import Token

_HEADING = re.compile(r"^ {0,3}#{1,6}(\s|$)")
_FRONT_MATTER = re.compile(r"---[ \t]*\n(?:\w[\w-]*:.*\n(?:[ \t-].*\n)*)+---[ \t]*(?=\n|\Z)")
_LITERAL = re.compile(r"```|~~~|\$\$")
_TAGS = re.compile(
    r"(?<!\\)<(?:details\b[^<>]*|/details\s*|"
    r"summary\b[^<>]*>([^<]*+(?>(?:<(?!/?summary\b)[^<]*+)*))</summary\s*)>",
    re.I,
)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_MARKS = re.compile(r"</?(?:b|strong|i|em|big|h[1-6]|u|span|font)\b[^<>]*>", re.I)
_HTML_HEADING = re.compile(
    r" {0,3}(?P<open><h(?P<level>[1-6])\b[^<>]*>)(?P<words>.*)(?P<close></h(?P=level)\s*>)\s*", re.I
)
_WIKI_LINK = re.compile(r"\[\[([^\[\]|]+)\]\](?![\[(])")
_OUR_DETAILS = re.compile(r"(?:[-*+]\s+)?<details", re.I)
_ANCHOR = re.compile(r"\s*<(a|span)\s+(?:name|id)\s*=[^<>]*>(?:\s*</\1\s*>)?\s*", re.I)
_BARE_ITEM = re.compile(r"^(\s*(?:[-*+]|\d+[.)]))(\s*)$")
_ITEM = re.compile(r"^(?P<indent>\s*)(?P<marker>[-*+]|\d{1,9}[.)])(?P<gap>\s+|$)")
_PLAIN_SUMMARY = re.compile(
    r"(?:(?:more|full|all|the|some)? ?(?:details?|more|notes?)|expand|unfold"
    r"|(?:点击|查看)?(?:展开|更多|详情|全部|细节|折叠)*"
    r"|(?:click|tap|press|show|see|view|open)(?: (?:here|me|this|to|for|the|all|full|more|less|"
    r"details?|notes?|expand|unfold|see|view|show|read|open|close|toggle|collapse))*)?",
    re.I,
)


@dataclass(slots=True)
class Block:
    """A block of a page: heading, paragraph, bullet_list, list_item, table, fence ...

    Attributes:
        type: markdown-it-py's name, without `_open`.
        tag: the HTML element, `h2`.
        map: the first line (from 0) and the one behind the last.
        content: the Markdown of an `inline` block, the text of a fence or of HTML.
        children: the blocks within.
        parts: what `Page.item_parts` has made of it, which is asked for again and again.
    """

    type: str
    tag: str = ""
    map: Sequence[int] | None = None
    content: str = ""
    children: "list[Block]" = field(default_factory=list)
    parts: tuple[str, str] | None = None


class Page(NamedTuple):
    """A page as a tree.

    Attributes:
        source: its lines as they stand.
        lines: its lines as read: tabs expanded, structure taken out.
        root: the tree over `lines`; inline Markdown is not parsed.
        references: its link definitions, folded label -> address.
        structure: lines (from 0) and the words that were taken out as structure.
        folds: the lines on which a fold is called as no label is, and those on which each ends.
        exact: the page is one of ours, whose indentation is to be taken at its word.
        placeholder: a sign that is not on the page, and holds the place of a tag taken out.
        front: how many lines the page's front matter has, with its rules.
    """

    source: list[str]
    lines: list[str]
    root: Block
    references: dict[str, str]
    structure: list[tuple[int, str]]
    folds: dict[int, int]
    exact: bool
    placeholder: str
    front: int

    def text(self, first: int, end: int, column: int = 0) -> str:
        """Lines `first` to `end` (exclusive) from `column` on, blank lines around left out."""
        lines = [_from_column(line, column) for line in self.lines[first:end]]
        return "\n".join(lines).replace(self.placeholder, "").strip("\n").rstrip()

    def source_text(self, first: int, end: int) -> str:
        """Lines `first` to `end` (exclusive) as they stand."""
        return "\n".join(self.source[first:end]).strip("\n")

    def marker(self, line: int) -> str:
        """The bullet or number of the list item on `line`."""
        match = _ITEM.match(self.lines[line])
        return match["marker"] if match else ""

    def item_parts(self, item: Block) -> tuple[str, str]:
        """A list item's first line without its marker, and its further lines, moved left.

        Blank lines between the two are part of the second.
        """
        if item.parts is None:
            item.parts = self._item_parts(item)
        return item.parts

    def _item_parts(self, item: Block) -> tuple[str, str]:
        first, end = lines_of(item)
        match = _ITEM.match(self.lines[first])
        width = match.end() if match else 0
        gap = len(match["gap"]) if match else 0
        column = width if gap <= 4 else width - gap + 1  # noqa: PLR2004 (CommonMark's rule)
        head = self.lines[first][width:].replace(self.placeholder, "").lstrip()
        rest = [_from_column(line, column) for line in self.lines[first + 1 : end]]
        text = "\n".join(rest).replace(self.placeholder, "").rstrip()
        return head, text if self.exact else moved_left(text)


def parse_page(text: str, *, exact: bool = False) -> Page:
    """The page that `text` is; `exact` where it is one of ours."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\x00", "\ufffd")
    source = text.split("\n")
    lines = source if exact else list(as_meant(source))
    front = 0
    if matter := _FRONT_MATTER.match(text):
        # To Markdown a line and a heading; it is neither.
        front = matter[0].count("\n") + 1
        lines[0] = lines[front - 1] = "```"
    structure: list[tuple[int, str]] = []
    # One of Unicode's private signs that the page leaves free.
    private = map(chr, range(0xE000, 0xF900))
    placeholder = next((sign for sign in private if sign not in text), "\ufffe")
    details = _Details(structure, exact=exact)
    lines = list(_without_details(lines, details, placeholder))
    env: dict[str, Any] = {}
    root = _tree(parser(inline=False).parse("\n".join(lines), env))
    found = env.get("references", {})
    references = {fold(label): reference["href"] for label, reference in found.items()}
    return Page(
        source, lines, root, references, structure, details.named, exact, placeholder, front
    )


def _tree(tokens: "Iterable[Token]") -> Block:
    open_blocks = [Block("root")]
    for token in tokens:
        if token.nesting < 0:
            open_blocks.pop()
            continue
        block = Block(token.type.removesuffix("_open"), token.tag, token.map, token.content)
        open_blocks[-1].children.append(block)
        if token.nesting:
            open_blocks.append(block)
    return open_blocks[0]


def is_summary(text: str) -> bool:
    """Whether `text` only says that something is folded away: `Details`, `Click to expand`."""
    return _PLAIN_SUMMARY.fullmatch(" ".join(re.findall(r"\w+", text))) is not None


def heading_source(heading: Block) -> str:
    """A heading's Markdown, on one line, and without the signs of a wiki's links."""
    source = " ".join(heading.children[0].content.split()) if heading.children else ""
    return _WIKI_LINK.sub(r"\1", source) if "[[" in source else source


def lines_of(node: Block) -> tuple[int, int]:
    """The first line of a block, and the one behind its last."""
    first, end = node.map or (0, 0)
    return first, end


def moved_left(text: str) -> str:
    """`text` without the indentation that its lines share."""
    return dedent(text) if text[:1].isspace() else text


def _from_column(line: str, column: int) -> str:
    blank = len(line) - len(line.lstrip(" "))
    return line[min(blank, column) :]


def _without_details(lines: Sequence[str], details: "_Details", placeholder: str) -> Iterator[str]:
    literal = _literal(lines)
    for number, line in enumerate(lines):
        if number in literal:
            yield line
            continue
        if details.is_anchor(line, number):
            yield ""
            continue
        line = details.as_heading(line, number)  # noqa: PLW2901
        if _HEADING.match(line):
            details.close()
        if "<" in line:
            rest = details.taken_out(line, number)
            # An item whose only content was the tag must not become an empty one: those end at
            # a blank line.
            bare = _BARE_ITEM.match(rest) if rest != line else None
            yield f"{bare[1]}{bare[2] or ' '}{placeholder}" if bare else rest
        else:
            yield line


def _literal(lines: Sequence[str]) -> set[int]:
    """The lines of code blocks and formulas, in which a tag is just these characters.

    Only what stands below a heading together with one is parsed, which is little of most pages.
    """
    bounds = [0, *(number for number, line in enumerate(lines) if _HEADING.match(line)), len(lines)]
    found: set[int] = set()
    i = 0
    while i + 1 < len(bounds):
        j = i + 1
        if any(_LITERAL.search(line) for line in lines[bounds[i] : bounds[j]]):
            inside, is_open = _literal_in(lines, bounds[i], bounds[j])
            # What looks like a heading may be a comment in code.
            while is_open and j + 1 < len(bounds):
                j = min(j + (j - i), len(bounds) - 1)
                inside, is_open = _literal_in(lines, bounds[i], bounds[j])
            found |= inside
        i = j
    return found


def _literal_in(lines: Sequence[str], first: int, end: int) -> tuple[set[int], bool]:
    """Which of the lines are literal, and whether code or a formula may go on behind them."""
    tokens = parser(inline=False).parse("\n".join(lines[first:end]))
    found = {
        first + number
        for token in tokens
        if token.type in {"fence", "math_block", "math_block_label"} and token.map
        for number in range(*token.map)
    }
    last = max((number for number in range(first, end) if lines[number].strip()), default=first)
    begun = (number for number in range(first, end) if OPEN_FORMULA.match(lines[number]))
    return found, last in found or not found.issuperset(begun)


class _Fold(NamedTuple):
    """A fold that is open: whether it is structure, where it is named, whether it is a month's."""

    is_structure: bool
    named: int | None = None
    is_month: bool = False


_OURS = _Fold(True)


class _Details:
    """Takes the outer `<details>` of papers out of lines, and says so in `structure`.

    On a page of ours it begins an item of the outermost list; any other is a note's own.
    """

    def __init__(self, structure: list[tuple[int, str]], *, exact: bool) -> None:
        self.named: dict[int, int] = {}  # where a fold is called as no label is -> where it ends
        self._structure = structure
        self._exact = exact
        self.close()

    def close(self) -> None:
        """Whatever is open ends here."""
        self._open: list[_Fold] = []
        self._opened = -2  # the line of the last that is

    def is_anchor(self, line: str, number: int) -> bool:
        """Whether a line is but a place that the contents point at: `<a name="llm"></a>`."""
        anchor = not self._exact and "<" in line and _ANCHOR.fullmatch(line) is not None
        self._structure += [(number, line)] if anchor else []
        return anchor

    def as_heading(self, line: str, number: int) -> str:
        """A line that is a heading in HTML, as it is written in Markdown."""
        match = _HTML_HEADING.fullmatch(line) if not self._exact and "<" in line else None
        if match is None or not _TAG.sub("", match["words"]).strip():
            return line
        self._structure += [(number, match["open"]), (number, match["close"])]
        return f"{'#' * int(match['level'])} {match['words'].strip()}"

    def taken_out(self, line: str, number: int) -> str:
        """What is left of a line."""
        kept: list[str] = []
        place = 0
        for match in _TAGS.finditer(without_code(line)):
            if not self._is_structure(match[0].lower(), line, number):
                continue
            kept.append(line[place : match.start()])
            place = match.end()
            words = (match[1] or "").strip()
            if is_summary(_TAG.sub("", words)):
                self._structure.append((number, match[0]))
            else:
                self._structure.append((number, "<summary></summary>"))
                kept.append(self._as_bold(words, number, line[: match.start()]))
                if line[place : place + 1].strip():
                    kept.append(" ")
        return "".join([*kept, line[place:]])

    def _as_bold(self, words: str, number: int, before: str) -> str:
        """What a fold is called, in bold where that is a label, or on a line of its own."""
        if is_known(words):
            return f"**{words}:**"
        if self._exact or before[:1] not in {"", "<"} or not re.search(r"\w", words):
            return words
        self.named[number] = sys.maxsize
        if self._open:
            # What is folded within a month's fold are its papers.
            self._open[-1] = _Fold(True, number, month_in(words) is not None)
        self._structure += [(number, tag) for tag in _MARKS.findall(words)]
        return f"**{_MARKS.sub('', words).replace('**', '').strip('*_ ')}**"

    def _is_structure(self, tag: str, line: str, number: int) -> bool:
        if tag.startswith("</"):
            if not self._open:
                return not self._exact
            fold = self._open.pop()
            if fold.named is not None:
                self.named[fold.named] = number
            return fold.is_structure
        within = [fold for fold in self._open if not fold.is_month]
        if not tag.startswith("<details"):
            ours = self._open == [_OURS] and self._opened in {number, number - 1}
            return ours if self._exact else len(within) <= 1
        outer = not within and (not self._exact or _OUR_DETAILS.match(line) is not None)
        self._open.append(_OURS._replace(is_structure=outer))
        self._opened = number if outer else self._opened
        return outer
