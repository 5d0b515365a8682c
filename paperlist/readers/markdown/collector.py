"""Collects what is read from a page: its papers, and the text that belongs to no paper."""

import re
from collections.abc import Mapping

from paperlist.markdown.contents import is_contents
from paperlist.readers.draft import Draft, audit_words
from paperlist.readers.markdown.body import Body
from paperlist.readers.markdown.outline.position import Position
from paperlist.readers.markdown.reading import Reading
from paperlist.readers.markdown.tree.blocks import Block, Page, lines_of


class Collector:
    """Collects the parts of a page, published or written by hand.

    Attributes:
        page: the page.
        label_aliases: the `labels` setting, a dict from a label to a field or section name.
        reading: what was collected so far.
        used_categories: the names of the categories that have papers.
    """

    def __init__(self, page: Page, label_aliases: Mapping[str, str]) -> None:
        self.page = page
        self.label_aliases = label_aliases
        self.reading = Reading(page, structure=list(page.structure))
        self.used_categories: set[str] = set()
        self._years: list[tuple[Draft, str]] = []

    def paper(self, title: str, first: int, end: int, position: Position) -> Body:
        """Add a paper with its title on lines `first` to `end` (exclusive).

        Return the `Body` to which everything else about the paper is added.
        """
        month, categories = position.month, position.categories
        fields = {
            "title": title,
            "category": " / ".join(categories[at] for at in sorted(categories)),
        }
        draft = Draft(first + 1, fields, month, "heading" if month else "")
        draft.claim_lines(first, end)
        self.reading.drafts.append(draft)
        self.used_categories.update(categories.values())
        if position.year and not month:
            self._years.append((draft, position.year.month))
        return Body(self.page, draft, self.label_aliases)

    def block(self, block: Block, body: Body | None) -> None:
        """Add a block to the paper `body`, or for None to the text that belongs to no paper."""
        first, end = lines_of(block)
        if (block.type == "hr" and not self.page.exact) or (
            body is None and is_contents(self.page.source_text(first, end))
        ):
            self.mark_lines(first, end)
        elif body is None:
            self.keep_words(first, end)
        else:
            body.block(block)
            body.draft.claim_lines(first, end)

    def keep_words(self, first: int, end: int) -> None:
        """Keep lines `first` to `end` (exclusive) as text that belongs to no paper."""
        text = self.page.source_text(first, end)
        if audit_words(text):
            self.reading.words.append((first, text))

    def mark_lines(self, first: int, end: int) -> None:
        """Mark lines `first` to `end` (exclusive) as structure: their words need not be kept."""
        self.reading.structure += enumerate(self.page.lines[first:end], first)

    def date_by_years(self) -> None:
        """Date the papers below the heading of a year by that year, if they have no other date."""
        for draft, year in self._years:
            if not re.search(r"\d", draft.fields.get("venue", "")):
                draft.fields.setdefault("published", year)
