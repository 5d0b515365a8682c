"""The reader of pages that paperlist published: `####` is a paper, `##` a month or category."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from paperlist.markdown.contents import NO_CATEGORY
from paperlist.model.months import parse_month
from paperlist.readers.markdown.collector import Collector
from paperlist.readers.markdown.line.tokens import pieces, shown
from paperlist.readers.markdown.outline.position import Position
from paperlist.readers.markdown.reading import Reading
from paperlist.readers.markdown.tree.blocks import Page, heading_source, lines_of

if TYPE_CHECKING:
    from paperlist.readers.markdown.body import Body

_BEGIN = re.compile(r"^<!-- paperlist:begin\b(?P<attributes>[^>\n]*)", re.M)
_HASH = re.compile(r"<!-- paperlist:hash=")
_ATTRIBUTE = re.compile(r"(\w+)=(\S+)")
# The levels of headings: sections of the page, their parts, and papers.
SECTION_LEVEL = 2
PART_LEVEL = 3
PAPER_LEVEL = 4


def attributes(text: str) -> dict[str, str] | None:
    """Return the attributes in `<!-- paperlist:begin by=month -->`: here `{"by": "month"}`.

    Return None if the page has no such comment.
    """
    begin = _BEGIN.search(text)
    return dict(_ATTRIBUTE.findall(begin["attributes"])) if begin else None


def read_published(page: Page, label_aliases: Mapping[str, str], by: str) -> Reading:
    """Read a page that paperlist published with all notes.

    Args:
        page: the page, parsed with `exact=True`.
        label_aliases: the `labels` setting, a dict from a label to a field or section name.
        by: what the `##` headings are, `month` or `category`.
    """
    collector = Collector(page, label_aliases)
    reading, position = collector.reading, Position()
    reading.by = by
    body: Body | None = None
    inside, marked = False, 0
    for block in page.root.children:
        first, end = lines_of(block)
        if block.type == "html_block" and "paperlist:" in block.content:
            collector.mark_lines(first, end)
            if inside and _HASH.match(block.content):
                continue
            begins = _BEGIN.match(block.content) is not None
            reading.inside |= set(range(marked if inside else first, end))
            inside, marked = begins, first
        elif not inside:
            continue
        elif block.type != "heading" or int(block.tag[1]) > PAPER_LEVEL:
            # An author may write deeper headings in the notes of the paper above.
            collector.block(block, body)
        elif int(block.tag[1]) == PAPER_LEVEL:
            source = heading_source(block)
            body = collector.paper(shown(source), first, end, position)
            # paperlist writes titles without links, but an author may have added this one.
            for piece in pieces(source, page.references) if "](" in source else ():
                if piece.kind == "link":
                    body.fields.link("paper", piece.url, first)
        else:
            body = None
            position = _position_below(
                position, int(block.tag[1]), shown(heading_source(block)), by
            )
            collector.mark_lines(first, end)
    if inside:
        reading.inside |= set(range(marked, len(page.source)))
    return reading


def _position_below(position: Position, level: int, name: str, by: str) -> Position:
    """Return the month and the categories of the papers below a heading."""
    if level == SECTION_LEVEL:
        month = parse_month(name) if by == "month" else None
        categories: dict[float, str] = {} if month or name == NO_CATEGORY else {level: name}
        # A heading that an author added is a category within the month above.
        return Position(month or (position.month if by == "month" else None), categories)
    if level == PART_LEVEL and by == "month":
        above = {at: each for at, each in position.categories.items() if at < level}
        return Position(position.month, {**above, level: name})
    if level == PART_LEVEL:
        return Position(parse_month(name), position.categories)
    return position
