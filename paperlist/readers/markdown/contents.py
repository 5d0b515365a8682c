"""Reads the table of contents of a page written by hand; an entry may say more about a paper."""

from collections.abc import Iterable, Mapping

from paperlist.readers.markdown.body import Body
from paperlist.readers.markdown.collector import Collector
from paperlist.readers.markdown.line.paper_line import OneLiner
from paperlist.readers.markdown.outline.headings import Role, Section
from paperlist.readers.markdown.places.lists import Item
from paperlist.readers.markdown.tree.anchors import Anchors, is_called


class Contents:
    """The entries of the table of contents, each with the section to which the entry links.

    Attributes:
        anchors: finds a section by its anchor.
        entries: the entries that were added so far.
    """

    def __init__(self, sections: Iterable[Section]) -> None:
        self.anchors = Anchors((section.name, section) for section in sections if section.source)
        self.entries: list[tuple[Section, Item]] = []

    def add(self, item: Item, one: OneLiner) -> Section | None:
        """Add an entry that links to a section, and return the section; else return None."""
        section = self.anchors.find(one.url, one.title)
        if section:
            self.entries.append((section, item))
        return section

    def read(self, papers: Mapping[int, Body], collector: Collector) -> None:
        """Add to each paper what its entry says; keep other entries that say more than a name.

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
