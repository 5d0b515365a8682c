"""The reader of pages that people wrote by hand.

`outline` finds out what each heading is: a month, a category, a paper. `listings` reads the lists,
tables and paragraphs below a heading. `body` reads the notes below a paper's title. Text that
belongs to no paper becomes the introduction.
"""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from paperlist.readers.markdown.collector import Collector
from paperlist.readers.markdown.contents import Contents
from paperlist.readers.markdown.introduction import (
    keep_names_of_empty_categories,
    keep_uncovered_lines,
    take_front_matter,
)
from paperlist.readers.markdown.line.labels import Label
from paperlist.readers.markdown.line.paper_line import NUMBERING, OneLiner
from paperlist.readers.markdown.line.recognize import is_dated_venue
from paperlist.readers.markdown.line.tokens import shown
from paperlist.readers.markdown.listings import Listings
from paperlist.readers.markdown.outline.headings import (
    Role,
    Section,
    is_contents,
    is_news,
    is_of_the_page,
    more_in,
)
from paperlist.readers.markdown.outline.position import Position
from paperlist.readers.markdown.outline.roles import sections_of
from paperlist.readers.markdown.reading import Reading
from paperlist.readers.markdown.tree.blocks import Page, lines_of
from paperlist.text.words import title_key

if TYPE_CHECKING:
    from paperlist.readers.markdown.body import Body


def read_handwritten(page: Page, label_aliases: Mapping[str, str]) -> Reading:
    """Read a page written by hand: its papers, in the order of the page, and all other text."""
    return _Handwritten(page, label_aliases).read()


class _Handwritten:
    """The reader of one page, heading by heading."""

    def __init__(self, page: Page, label_aliases: Mapping[str, str]) -> None:
        self._page = page
        self._collector = Collector(page, label_aliases)
        self._reading = self._collector.reading
        self._sections = sections_of(page, label_aliases)
        self._contents = Contents(self._sections)
        self._listings = Listings(self._collector, self._contents)
        self._position = Position()
        self._papers: dict[int, Body] = {}  # by the lines of their headings

    def read(self) -> Reading:
        """Read the whole page."""
        body: Body | None = None
        for section in self._sections:
            before = self._position
            if section.role is Role.LABEL and body:
                self._label(section, body)
            elif section.role is Role.PAPER:
                body = self._paper(section)
            else:
                body = None
                self._other(section)
            if section.after:
                body = None
                self._position = before
                self._listings.read(section.after, before, dated=section.dated)
        self._contents.read(self._papers, self._collector)
        keep_uncovered_lines(self._collector)
        keep_names_of_empty_categories(self._sections, self._collector)
        take_front_matter(self._reading)
        self._collector.date_by_years()
        self._collector.set_status_by_headings()
        return self._reading

    def _label(self, section: Section, body: "Body") -> None:
        """Read a heading such as `Method`, and the text below it, into the paper above."""
        body.open(Label(section.name), section.line)
        body.draft.mark_structure(section.line, section.source)
        body.draft.text("notes", more_in(section.source))
        body.draft.claim_lines(section.line, section.end)
        for block in section.blocks:
            self._collector.block(block, body)

    def _paper(self, section: Section) -> "Body":
        """Read a heading that is a paper's title, and the notes below it."""
        one = section.one
        if one and not one.tail.rest and _reads_as_line(one, section):
            body = self._collector.paper(one.title, section.line, section.end, self._position)
            body.fields.title(one, section.line)
        else:
            numbered = NUMBERING.match(section.source)
            source = section.source[numbered.end() if numbered else 0 :]
            title = shown(source)
            body = self._collector.paper(title, section.line, section.end, self._position)
            body.fields.plain(source, section.line)
            if numbered:
                body.draft.mark_structure(section.line, numbered[0])
        for tag in re.findall(r"<[^<>]+>", section.source):
            body.draft.mark_structure(section.line, tag)
        self._papers[section.line] = body
        for block in section.blocks:
            self._collector.block(block, body)
        return body

    def _other(self, section: Section) -> None:
        """Read a heading that is no paper, such as a month, and the papers listed below it."""
        if section.role in {Role.MONTH, Role.YEAR, Role.CATEGORY}:
            self._position = self._position.below(section, self._page)
        if section.role is Role.MONTH:
            self._reading.months[section.name] = section.month
        if section.role is Role.TITLE:
            self._reading.title = section.name
        if section.role is Role.WORDS:
            self._words(section)
            return
        self._collector.mark_lines(section.line, section.end)
        if more := more_in(section.source):
            self._reading.words.append((section.line, more))
        self._listings.read(section.blocks, self._position, dated=section.dated)

    def _words(self, section: Section) -> None:
        """Read a heading that is neither a month, a category nor a paper.

        The import reports what became of such a heading, for example `nothing below it`.
        """
        place, entries = len(self._reading.words), len(self._contents.entries)
        if is_news(section.name):
            for block in section.blocks:
                self._collector.keep_words(*lines_of(block))
        else:
            self._listings.read(section.blocks, self._position, dated=section.dated)
        if len(self._reading.words) > place:
            text = self._page.source_text(section.line, section.end)
            self._reading.words.insert(place, (section.line, text))
            why = "no paper below it; its words are kept in the introduction"
        elif len(self._contents.entries) > entries and is_contents(section.name):
            self._collector.mark_lines(section.line, section.end)
            why = "a table of contents"
        elif not section.blocks and is_of_the_page(section.name):
            self._collector.mark_lines(section.line, section.end)
            why = "nothing below it"
        else:
            self._collector.keep_words(section.line, section.end)
            why = "nothing below it; its words are kept in the introduction"
        self._reading.no_papers.append((section.line, section.name, why))


def _reads_as_line(one: OneLiner, section: Section) -> bool:
    """Return whether the title that was found in a heading can be trusted.

    It can be if links, a date or a venue stand beside the title, or if the title is the whole
    heading. `one` is the title, and what stands beside it.
    """
    tail, numbered = one.tail, NUMBERING.match(section.source)
    if one.url or tail.links or tail.dates or tail.arxiv or any(map(is_dated_venue, tail.venues)):
        return True
    words = shown(section.source[numbered.end() if numbered else 0 :])
    return title_key(one.title) == title_key(words)
