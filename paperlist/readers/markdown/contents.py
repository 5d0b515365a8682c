"""Reads the table of contents of a page written by hand.

An entry may say more about a paper: `[A Title](#a-title) (ICLR 2024)`.
"""

from collections.abc import Iterable, Mapping

from paperlist.readers.markdown.body import Body
from paperlist.readers.markdown.collector import Collector
from paperlist.readers.markdown.line.paper_line import OneLiner
from paperlist.readers.markdown.outline.headings import Role, Section
from paperlist.readers.markdown.places.lists import Item
from paperlist.readers.markdown.tree.anchors import Anchors, is_called


class Contents:
    """The table of contents of a page.

    Attributes:
        anchors: finds the section that a link such as `#a-title` leads to.
        entries: for each entry, the section to which it links, and the list item.
    """

    def __init__(self, sections: Iterable[Section]) -> None:
        self.anchors = Anchors((section.name, section) for section in sections if section.source)
        self.entries: list[tuple[Section, Item]] = []

    def add(self, item: Item, one: OneLiner) -> Section | None:
        """Add a list item as an entry, and return the section to which it links.

        If the item links to no section, add nothing and return None.

        Args:
            item: the list item.
            one: the title, the link and the rest of the item's line.
        """
        section = self.anchors.find(one.url, one.title)
        if section:
            self.entries.append((section, item))
        return section

    def read(self, papers: Mapping[int, Body], collector: Collector) -> None:
        """Add to each paper what the table of contents says about the paper.

        Any other entry is kept in the introduction, if it says more than the heading to which it
        links.

        Args:
            papers: the papers that have a heading, by the line (from 0) of that heading.
            collector: gets the entries that are kept.
        """
        for section, item in self.entries:
            body, one = papers.get(section.line), item.one
            if body and one:
                body.fields.listed(one, item.first, item.head_end)
                continue
            collector.mark_lines(item.first, item.head_end)
            named = section.role in {Role.MONTH, Role.YEAR} or (
                one is not None and is_called(one.title, section.name)
            )
            if one and (one.tail.says_anything or not named):
                collector.keep_words(item.first, item.head_end)
