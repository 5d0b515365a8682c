"""Collects the papers of a page, and the text that belongs to no paper."""

import re
from collections.abc import Mapping

from paperlist.markdown.contents import is_contents
from paperlist.model.statuses import status_of_heading
from paperlist.readers.draft import Draft, audit_words
from paperlist.readers.markdown.body import Body
from paperlist.readers.markdown.outline.position import Position
from paperlist.readers.markdown.reading import Reading
from paperlist.readers.markdown.tree.blocks import Block, Page, lines_of

# A mark of a page that paperlist published, which is nobody's words.
_MARK = re.compile(r"<!-- paperlist:(?:begin|end|hash)\b[^<>\n]*-->")


class Collector:
    """The papers that were found on a page so far, and the text that belongs to no paper.

    Attributes:
        page: the page.
        label_aliases: the `labels` setting, a dict from a label to a field or section name.
        reading: everything that was found so far.
        used_categories: the names of the categories that have papers.
    """

    def __init__(self, page: Page, label_aliases: Mapping[str, str]) -> None:
        self.page = page
        self.label_aliases = label_aliases
        self.reading = Reading(page, structure=list(page.structure))
        self.used_categories: set[str] = set()
        self._years: list[tuple[Draft, str]] = []
        self._statuses: list[tuple[Draft, str]] = []

    def paper(self, title: str, first: int, end: int, position: Position) -> Body:
        """Add a paper, and return a `Body` that reads the notes on the paper.

        Args:
            title: the title.
            first: the first line (from 0) of the title.
            end: the line after the title.
            position: the month and the categories that the headings above give the paper.
        """
        month = position.month
        named = [position.categories[at] for at in sorted(position.categories)]
        fields = {"title": title, "category": " / ".join(named)}
        draft = Draft(first + 1, fields, month, "heading" if month else "")
        draft.claim_lines(first, end)
        self.reading.drafts.append(draft)
        if said := list(filter(None, map(status_of_heading, named))):
            self._statuses.append((draft, said[-1]))
        self.used_categories.update(named)
        if position.year and not month:
            self._years.append((draft, position.year.month))
        return Body(self.page, draft, self.label_aliases)

    def block(self, block: Block, body: Body | None) -> None:
        """Add a block to a paper or, if `body` is None, to the text that belongs to no paper."""
        first, end = lines_of(block)
        text = self.page.source_text(first, end)
        is_mark = block.type == "html_block" and _MARK.fullmatch(text.strip())
        is_rule = block.type == "hr" and not self.page.exact
        if is_mark or is_rule or (body is None and is_contents(text)):
            self.mark_lines(first, end)
        elif body is None:
            self.keep_words(first, end)
        else:
            body.block(block)
            body.draft.claim_lines(first, end)

    def keep_words(self, first: int, end: int) -> None:
        """Keep lines `first` to `end` (exclusive) as text that belongs to no paper."""
        text = self.page.source_text(first, end)
        if _MARK.fullmatch(text.strip()):
            self.mark_lines(first, end)
        elif audit_words(text):
            self.reading.words.append((first, text))

    def mark_lines(self, first: int, end: int) -> None:
        """Record that the words on lines `first` to `end` (exclusive) need not be kept."""
        self.reading.structure += enumerate(self.page.lines[first:end], first)

    def set_status_by_headings(self) -> None:
        """Give papers below a heading such as `To read` its status, if they have no other."""
        for draft, status in self._statuses:
            draft.fields.setdefault("status", status)

    def date_by_years(self) -> None:
        """Set the date of the papers below a heading such as `2024` to that year.

        A paper that has a date already, or a number in its venue (`CVPR 2023`), is not changed.
        """
        for draft, year in self._years:
            if not re.search(r"\d", draft.fields.get("venue", "")):
                draft.fields.setdefault("published", year)
