"""A Markdown page as a tree of blocks that know their lines.

The tree is markdown-it-py's. What is ours is done to the lines before: the outer `<details>` of a
paper, closed or not, is structure and makes way, so that the lists inside are lists; tabs at a
line's beginning are columns; a byte order mark and foreign line ends go.
"""

import re
from collections.abc import Iterator, Sequence
from textwrap import dedent
from typing import NamedTuple

from markdown_it.tree import SyntaxTreeNode

from paperlist.markup import parser, plain

PLACEHOLDER = "\ue000"
_FENCE = re.compile(r"^\s*(?:[-*+]\s+)?(`{3,}|~{3,}|\$\$)")
_HEADING = re.compile(r"^ {0,3}#{1,6}(\s|$)")
_TAGS = re.compile(r"<details\b[^<>]*>|</details\s*>|<summary\b[^<>]*>(.*?)</summary\s*>", re.I)
_BARE_ITEM = re.compile(r"^(\s*(?:[-*+]|\d+[.)]))(\s*)$")
_ITEM = re.compile(r"^(?P<indent>\s*)(?P<marker>[-*+]|\d{1,9}[.)])(?P<gap>\s+|$)")
_PLAIN_SUMMARY = re.compile(
    r"\W*(details?|more|notes?|click.*|expand|show.*|see.*|详情|细节|展开|点击.*|查看.*)?\W*",
    re.I,
)


class Page(NamedTuple):
    """A page: its lines as read (structure taken out), the tree, and what was taken out.

    `structure` holds a line's number (from 0) and the words that stood there as structure.
    """

    lines: list[str]
    root: SyntaxTreeNode
    structure: list[tuple[int, str]]

    def text(self, first: int, end: int, column: int = 0) -> str:
        """Lines `first` to `end` (exclusive) from `column` on, blank lines around left out."""
        lines = [_from_column(line, column) for line in self.lines[first:end]]
        return "\n".join(lines).replace(PLACEHOLDER, "").strip("\n").rstrip()

    def item_parts(self, item: SyntaxTreeNode) -> tuple[str, str]:
        """A list item's first line without its marker, and its further lines, moved left."""
        first, end = _lines_of(item)
        match = _ITEM.match(self.lines[first])
        width = match.end() if match else 0
        gap = len(match["gap"]) if match else 0
        column = width if gap <= 4 else width - gap + 1  # noqa: PLR2004 (CommonMark's rule)
        head = self.lines[first][width:].replace(PLACEHOLDER, "").strip()
        rest = self.text(first + 1, end, column)
        return head, dedent(rest)


def parse_page(text: str) -> Page:
    """The page that `text` is."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\x00", "\ufffd")
    lines = [_expanded(line) for line in text.split("\n")]
    structure: list[tuple[int, str]] = []
    lines = list(_without_details(lines, structure))
    root = SyntaxTreeNode(parser().parse("\n".join(lines)))
    return Page(lines, root, structure)


def heading_text(heading: SyntaxTreeNode) -> str:
    """What a heading shows, on one line."""
    inline = heading.children[0].token if heading.children else None
    return " ".join(plain(inline).split()) if inline else ""


def lines_of(node: SyntaxTreeNode) -> tuple[int, int]:
    """The first line of a block, and the one behind its last."""
    return _lines_of(node)


def _lines_of(node: SyntaxTreeNode) -> tuple[int, int]:
    first, end = node.map or (0, 0)
    return first, end


def _from_column(line: str, column: int) -> str:
    blank = len(line) - len(line.lstrip(" "))
    return line[min(blank, column) :]


def _expanded(line: str) -> str:
    stripped = line.lstrip(" \t")
    return line[: len(line) - len(stripped)].expandtabs(4) + stripped


def _without_details(lines: Sequence[str], structure: list[tuple[int, str]]) -> Iterator[str]:
    depth = 0
    fence = ""
    for number, line in enumerate(lines):
        match = _FENCE.match(line)
        if fence:
            if match and match[1].startswith(fence):
                fence = ""
            yield line
            continue
        if match and not line.rstrip().endswith("$$" if match[1] == "$$" else "\0", match.end()):
            fence = match[1]
            yield line
            continue
        if _HEADING.match(line):
            depth = 0
        if "<" not in line:
            yield line
            continue
        depth, cleaned = _taken_out(line, number, depth, structure)
        yield cleaned


def _taken_out(
    line: str, number: int, depth: int, structure: list[tuple[int, str]]
) -> tuple[int, str]:
    kept: list[str] = []
    place = 0
    for match in _TAGS.finditer(line):
        tag = match[0].lower()
        closing = tag.startswith("</")
        depth += 1 if tag.startswith("<details") else 0
        outer = depth <= 1
        if closing:
            depth = max(depth - 1, 0)
        if outer:
            kept.append(line[place : match.start()])
            place = match.end()
            words = re.sub(r"<[^<>]*>", "", match[0])
            if match[1] is not None and not _PLAIN_SUMMARY.fullmatch(words):
                kept.append(f"**{words.strip()}:**" if words.strip() else "")
            else:
                structure.append((number, match[0]))
    if not place:
        return depth, line
    rest = "".join([*kept, line[place:]])
    bare = _BARE_ITEM.match(rest)
    # An item whose only content was the tag must not become an empty one: those end at a blank.
    return depth, f"{bare[1]}{bare[2] or ' '}{PLACEHOLDER}" if bare else rest
