"""Finds what stands below a heading: papers, and deeper headings."""

from collections.abc import Iterator, Sequence

from paperlist.readers.markdown.line.labels import LISTS
from paperlist.readers.markdown.line.recognize import names_a_paper
from paperlist.readers.markdown.outline.headings import Section, is_news
from paperlist.readers.markdown.places.lists import Item, Kind, items_of
from paperlist.readers.markdown.places.paragraphs import papers_in_words
from paperlist.readers.markdown.places.tables import rows_of
from paperlist.readers.markdown.tree.anchors import Anchors
from paperlist.readers.markdown.tree.blocks import Block, Page, lines_of


def sections_within(sections: Sequence[Section], i: int) -> Iterator[Section]:
    """Yield the sections inside the i-th section.

    Inside a `##` section are all deeper sections that follow, up to the next `##` or `#`.
    """
    for j in range(i + 1, len(sections)):
        if sections[j].level <= sections[i].level:
            return
        yield sections[j]


def sections_around(sections: Sequence[Section]) -> list[int]:
    """Return for each section the index of the section that contains it, or -1."""
    around: list[int] = []
    for i, section in enumerate(sections):
        place = i - 1
        while place >= 0 and sections[place].level >= section.level:
            place = around[place]
        around.append(place)
    return around


def holds_papers(section: Section, page: Page) -> bool:
    """Return whether papers are listed directly below a heading.

    News have dates and links just as papers do. So below a heading such as `News`, a block counts
    only if it has the address or id of a paper.
    """
    if is_news(section.name):
        return any(names_a_paper(page.text(*lines_of(block))) for block in section.blocks)
    return any(lists_papers(block, page, dated=section.dated) for block in section.blocks)


def lists_papers(block: Block, page: Page, *, dated: bool = False) -> bool:
    """Return whether a list, table or paragraph contains papers.

    `dated` says that a heading above is a month or a year.
    """
    if block.type == "table":
        return bool(rows_of(page, block))
    if block.type == "paragraph":
        return bool(papers_in_words(page, block, dated=dated))
    return block.type in LISTS and any(
        map(_is_or_holds_a_paper, items_of(page, block, Anchors(), {}, dated=dated))
    )


def _is_or_holds_a_paper(item: Item) -> bool:
    return item.kind is Kind.PAPER or any(map(_is_or_holds_a_paper, item.below))
