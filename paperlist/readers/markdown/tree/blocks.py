"""A Markdown page as a tree of blocks; each block has the numbers of its lines.

markdown-it-py builds the tree. Before that, the lines are prepared. The tags `<details>` around a
paper are removed, so that the lists inside are parsed as lists. Leading tabs become spaces. A byte
order mark and the line ends of other systems are removed.
"""

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from textwrap import dedent
from typing import TYPE_CHECKING, Any, NamedTuple

from paperlist.markdown.parser import OPEN_FORMULA, parser, without_code
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
    """A block of a page: a heading, paragraph, bullet_list, list_item, table, fence or other.

    Attributes:
        type: markdown-it-py's name, without `_open`.
        tag: the HTML element, `h2`.
        map: the first line (from 0) and the line after the last.
        content: the Markdown of an `inline` block, the text of a fence or of HTML.
        children: the blocks inside it.
        parts: the stored result of `Page.item_parts`, which is called many times.
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
        source: the lines of the page, unchanged.
        lines: the lines as parsed: with spaces for tabs, and without the words in `structure`.
        root: the tree over `lines`; inline Markdown is not parsed.
        references: the link definitions: `[Code]: URL` gives `{"code": URL}`.
        structure: removed words, such as `<details>`: pairs of a line (from 0) and the words.
        folds: for each summary that became a bold line, the line where its <details> ends.
        exact: whether paperlist published the page, so that its indentation needs no repair.
        placeholder: a character that is not on the page, and replaces a tag that was taken out.
        front: the number of lines of front matter (YAML at the top), including its rules.
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
        """Return lines `first` to `end` (exclusive), without outer blank lines.

        Indentation is removed up to `column`.
        """
        lines = [_from_column(line, column) for line in self.lines[first:end]]
        return "\n".join(lines).replace(self.placeholder, "").strip("\n").rstrip()

    def source_text(self, first: int, end: int) -> str:
        """Return lines `first` to `end` (exclusive) of the unchanged page."""
        return "\n".join(self.source[first:end]).strip("\n")

    def marker(self, line: int) -> str:
        """Return the bullet or number of the list item on `line`; empty if there is none."""
        match = _ITEM.match(self.lines[line])
        return match["marker"] if match else ""

    def item_parts(self, item: Block) -> tuple[str, str]:
        """Return a list item's first line without its marker, and its other lines dedented.

        Blank lines after the first line are kept at the beginning of the other lines.
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
    """Parse a page; `exact` says that paperlist published the page."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\x00", "\ufffd")
    source = text.split("\n")
    lines = source if exact else list(as_meant(source))
    front = 0
    if matter := _FRONT_MATTER.match(text):
        # Markdown would take front matter for a rule and a heading, so it is made code.
        front = matter[0].count("\n") + 1
        lines[0] = lines[front - 1] = "```"
    structure: list[tuple[int, str]] = []
    # A private character of Unicode that the page does not contain.
    private = map(chr, range(0xE000, 0xF900))
    placeholder = next((each for each in private if each not in text), "\ufffe")
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


def is_summary(text: str, *, labels: bool = False) -> bool:
    """Return whether a summary says nothing: `Details`, and with `labels` `Method / Metric`."""
    several = labels and "/" in text and all(is_known(each.strip()) for each in text.split("/"))
    return several or _PLAIN_SUMMARY.fullmatch(" ".join(re.findall(r"\w+", text))) is not None


def heading_source(heading: Block) -> str:
    """Return a heading's Markdown on one line, with the brackets of wiki links removed."""
    source = " ".join(heading.children[0].content.split()) if heading.children else ""
    return _WIKI_LINK.sub(r"\1", source) if "[[" in source else source


def lines_of(node: Block) -> tuple[int, int]:
    """Return the first line of a block (from 0) and the line after its last."""
    first, end = node.map or (0, 0)
    return first, end


def moved_left(text: str) -> str:
    """Return `text` without the indentation that all its lines share."""
    return dedent(text) if text[:1].isspace() else text


def _from_column(line: str, column: int) -> str:
    blank = len(line) - len(line.lstrip(" "))
    return line[min(blank, column) :]


def _without_details(lines: Sequence[str], details: "_Details", placeholder: str) -> Iterator[str]:
    literal = _literal_lines(lines)
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
            # An item must not become empty when its tag is taken out: Markdown ends empty items
            # at the next blank line.
            bare = _BARE_ITEM.match(rest) if rest != line else None
            yield f"{bare[1]}{bare[2] or ' '}{placeholder}" if bare else rest
        else:
            yield line


def _literal_lines(lines: Sequence[str]) -> set[int]:
    """Return the numbers of the lines in code blocks and formulas, where tags are only text.

    To save time, only the parts between headings that contain such a block are parsed.
    """
    bounds = [0, *(number for number, line in enumerate(lines) if _HEADING.match(line)), len(lines)]
    found: set[int] = set()
    i = 0
    while i + 1 < len(bounds):
        j = i + 1
        if any(_LITERAL.search(line) for line in lines[bounds[i] : bounds[j]]):
            inside, is_open = _literal_in(lines, bounds[i], bounds[j])
            # The next heading may in fact be a comment in the code, so parse further.
            while is_open and j + 1 < len(bounds):
                j = min(j + (j - i), len(bounds) - 1)
                inside, is_open = _literal_in(lines, bounds[i], bounds[j])
            found |= inside
        i = j
    return found


def _literal_in(lines: Sequence[str], first: int, end: int) -> tuple[set[int], bool]:
    """Return which lines are code or formulas, and whether one of these may go on after `end`."""
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
    """An open <details>."""

    is_structure: bool  # whether its tags are taken out
    named: int | None = None  # the line of its summary, if the summary became a bold line
    is_month: bool = False  # whether its summary is a month


_OURS = _Fold(True)


class _Details:
    """Removes the tags `<details>` around papers from the lines of a page.

    On a page that paperlist published, only a `<details>` at the start of an outermost list item is
    removed; any other belongs to the text of a note.
    """

    def __init__(self, structure: list[tuple[int, str]], *, exact: bool) -> None:
        self.named: dict[
            int, int
        ] = {}  # from the line of a summary that is no label to the line where its <details> ends
        self._structure = structure
        self._exact = exact
        self.close()

    def close(self) -> None:
        """Forget every <details> that is still open."""
        self._open: list[_Fold] = []
        self._opened = -2  # the line of the last <details> that was taken out

    def is_anchor(self, line: str, number: int) -> bool:
        """Return whether a line is only an anchor, `<a name="x"></a>`, and record the anchor."""
        anchor = not self._exact and "<" in line and _ANCHOR.fullmatch(line) is not None
        self._structure += [(number, line)] if anchor else []
        return anchor

    def as_heading(self, line: str, number: int) -> str:
        """Return an HTML heading as a Markdown heading, and any other line unchanged."""
        match = _HTML_HEADING.fullmatch(line) if not self._exact and "<" in line else None
        if match is None or not _TAG.sub("", match["words"]).strip():
            return line
        self._structure += [(number, match["open"]), (number, match["close"])]
        return f"{'#' * int(match['level'])} {match['words'].strip()}"

    def taken_out(self, line: str, number: int) -> str:
        """Return a line without the tags `<details>` around a paper, and record these tags."""
        kept: list[str] = []
        place = 0
        for match in _TAGS.finditer(without_code(line)):
            if not self._is_structure(match[0].lower(), line, number):
                continue
            kept.append(line[place : match.start()])
            place = match.end()
            if is_summary(_TAG.sub("", words := (match[1] or "").strip()), labels=not self._exact):
                self._structure.append((number, match[0]))
            else:
                self._structure.append((number, "<summary></summary>"))
                kept.append(self._as_bold(words, number, line[: match.start()]))
                if line[place : place + 1].strip():
                    kept.append(" ")
        return "".join([*kept, line[place:]])

    def _as_bold(self, words: str, number: int, before: str) -> str:
        """Return a summary's words, in bold if they are a label or can be a heading."""
        if is_known(words):
            return f"**{words}:**"
        if self._exact or before[:1] not in {"", "<"} or not re.search(r"\w", words):
            return words
        self.named[number] = sys.maxsize
        if self._open:
            # Each <details> inside the <details> of a month is a paper.
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
