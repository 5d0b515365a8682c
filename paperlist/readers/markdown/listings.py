"""Reads the papers in lists, tables and paragraphs on a page written by hand."""

from collections.abc import Sequence
from dataclasses import replace

from paperlist.model.months import month_in
from paperlist.readers.markdown.body import Body
from paperlist.readers.markdown.collector import Collector
from paperlist.readers.markdown.contents import Contents
from paperlist.readers.markdown.line.labels import LISTS, has_fields
from paperlist.readers.markdown.line.paper_line import OneLiner
from paperlist.readers.markdown.line.recognize import names_in
from paperlist.readers.markdown.outline.below import lists_papers
from paperlist.readers.markdown.outline.headings import BOLD_LEVEL, Role, Section, is_contents
from paperlist.readers.markdown.outline.position import Position
from paperlist.readers.markdown.outline.roles import month_of_year
from paperlist.readers.markdown.places.lists import Item, Kind, is_link_line, items_of
from paperlist.readers.markdown.places.paragraphs import papers_in_words
from paperlist.readers.markdown.places.tables import Row, rows_of
from paperlist.readers.markdown.tree.blocks import Block, lines_of


class Listings:
    """The reader of lists, tables and paragraphs below a heading such as a month.

    Args:
        collector: collects the papers and all other words.
        contents: the table of contents, to which list items may be added.
    """

    def __init__(self, collector: Collector, contents: Contents) -> None:
        self._collector = collector
        self._contents = contents
        self._page = collector.page
        self._label_aliases = collector.label_aliases

    def read(self, blocks: Sequence[Block], position: Position, *, dated: bool) -> None:
        """Read the papers in some blocks.

        Args:
            blocks: lists, tables, paragraphs and other blocks, in their order.
            position: the month and the categories that the headings above give the papers.
            dated: whether a heading above is a month or a year.
        """
        body: Body | None = None
        alone = listed = False
        for block in blocks:
            if body and self._goes_on(block, alone=alone, listed=listed):
                self._collector.block(block, body)
                continue
            above, body = body if alone else None, None
            listed = block.type in LISTS
            rows = rows_of(self._page, block) if block.type == "table" else None
            if listed:
                anchors, aliases = self._contents.anchors, self._label_aliases
                items = items_of(self._page, block, anchors, aliases, dated=dated)
                body = self._items(items, position)
            elif rows is not None:
                self._collector.mark_lines(*lines_of(block.children[0]))
                for row in rows:
                    self._row(row, position)
            elif block.type == "paragraph":
                before = len(self._collector.reading.drafts)
                body = self._paragraph(block, above, position, dated=dated)
                alone = len(self._collector.reading.drafts) == before + 1
            else:
                self._collector.keep_words(*lines_of(block))

    def _goes_on(self, block: Block, *, alone: bool, listed: bool) -> bool:
        """Return whether a block belongs to the paper above it.

        Args:
            block: the block.
            alone: whether a paragraph above is one paper. Then most blocks belong to that paper.
            listed: whether a list stands above. Then only a paragraph of links or authors belongs
                to the last item.
        """
        if listed:
            text = self._page.text(*lines_of(block)) if block.type == "paragraph" else ""
            return bool(names_in(text)) or (bool(text) and is_link_line(text, self._page))
        if block.type == "blockquote" or has_fields(self._page, block, self._label_aliases):
            return True
        return alone and block.type != "hr" and not lists_papers(block, self._page)

    def _paragraph(
        self, block: Block, above: Body | None, position: Position, *, dated: bool
    ) -> Body | None:
        """Read a paragraph; return its last paper, or None if there is no paper.

        Lines before the first paper in the paragraph are notes on the paper `above`, if given.
        """
        body = above
        at, last = lines_of(block)
        found = papers_in_words(self._page, block, dated=dated)
        for first, end, one in found:
            self._add_lines(body, at, first)
            body = self._collector.paper(one.title, first, end, position)
            body.fields.title(one, first)
            at = end
        self._add_lines(body if found else None, at, last)
        return body if found else None

    def _add_lines(self, body: Body | None, first: int, end: int) -> None:
        """Add lines of a paragraph to a paper or, if `body` is None, to the text of no paper."""
        if body is None or first == end:
            self._collector.keep_words(first, end)
            return
        body.paragraph(self._page.text(first, end), first)
        body.draft.claim_lines(first, end)

    def _row(self, row: Row, position: Position) -> None:
        if row.one is None:
            self._collector.keep_words(row.line, row.line + 1)
            return
        body = self._collector.paper(row.one.title, row.line, row.line + 1, position)
        body.fields.title(row.one, row.line)
        for name, cell in row.cells:
            body.fields.cell(name, cell, row.line)

    def _items(self, items: Sequence[Item], position: Position) -> Body | None:
        """Read the items of a list.

        Return the paper of the last item, or None if the last item is no paper.
        """
        body: Body | None = None
        for item in items:
            one = item.one
            body = None
            if item.kind is Kind.PAPER and one:
                body = self._paper(item, one, position)
            elif item.kind is Kind.CATEGORY and one:
                self._category(item, one, position)
            elif item.kind is Kind.CONTENTS and one:
                if section := self._contents.add(item, one):
                    self._below_entry(item, section, position)
            elif item.below and all(each.kind is Kind.CONTENTS for each in item.below):
                if one and is_contents(one.title) and not one.tail.says_anything:
                    self._collector.mark_lines(item.first, item.head_end)
                else:
                    self._collector.keep_words(item.first, item.head_end)
                self._below_item(item, position)
            else:
                self._collector.keep_words(item.first, item.end)
        return body

    def _paper(self, item: Item, one: OneLiner, position: Position) -> Body:
        body = self._collector.paper(one.title, item.first, item.head_end, position)
        body.fields.title(one, item.first)
        marker = self._page.marker(item.first)
        body.draft.mark_structure(item.first, f"{marker} {item.title_label}")
        if item.notes:
            body.paragraph(item.notes, item.first)
        for block in item.blocks:
            self._collector.block(block, body)
        return body

    def _category(self, item: Item, one: OneLiner, position: Position) -> None:
        """Read a list item that is a category, a month or a year, and the papers below it."""
        level = max([*position.categories, BOLD_LEVEL]) + 1
        year = position.year.month if position.year else ""
        if month := month_in(one.title) or month_of_year(one.title, year):
            position = replace(position, month=month)
        elif one.title.isdigit() and len(one.title) == len("2024"):
            section = Section(level, one.title, item.first, item.head_end, month=one.title)
            position = replace(position, year=section)
        else:
            position = replace(position, categories={**position.categories, level: one.title})
        self._collector.mark_lines(item.first, item.head_end)
        if one.tail.says_anything or one.url.startswith("http"):
            self._collector.keep_words(item.first, item.head_end)
        self._below_item(item, position)

    def _below_entry(self, item: Item, section: Section, position: Position) -> None:
        """Read the papers below an entry of the table of contents.

        Their category is the heading to which the entry links, unless that heading is a paper.
        """
        categories = position.categories
        if section.role is not Role.PAPER:
            inside = categories if position.in_contents else {}
            categories = {**inside, max([0, *inside]) + 1: section.name}
        self._below_item(item, replace(position, categories=categories, in_contents=True))

    def _below_item(self, item: Item, position: Position) -> None:
        """Read the papers in the lists inside an item, and keep the item's other blocks."""
        self._items(item.below, position)
        for block in item.blocks:
            if block.type not in LISTS:
                self._collector.keep_words(*lines_of(block))
