"""The reader of pages written by hand, which goes by what headings and lists look like.

`outline` tells what each heading is, `places` finds papers in lists, tables and paragraphs, and
`body` adds what stands below a paper's title. Text of no paper is kept as the page's own words.
"""

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from paperlist.model.months import month_in
from paperlist.readers.markdown.body import Body
from paperlist.readers.markdown.line.labels import LISTS, Label, has_fields
from paperlist.readers.markdown.line.paper_line import NUMBERING, OneLiner
from paperlist.readers.markdown.line.recognize import is_dated_venue, names_in
from paperlist.readers.markdown.line.tokens import shown
from paperlist.readers.markdown.outline.below import holds_papers, lists_papers
from paperlist.readers.markdown.outline.headings import (
    BOLD_LEVEL,
    Role,
    Section,
    is_contents,
    is_news,
    is_of_the_page,
    more_in,
)
from paperlist.readers.markdown.outline.roles import month_of_year, sections_of
from paperlist.readers.markdown.places.lists import Item, Kind, is_link_line, items_of
from paperlist.readers.markdown.places.paragraphs import papers_in_words
from paperlist.readers.markdown.places.tables import Row, rows_of
from paperlist.readers.markdown.reading import Reader, Reading
from paperlist.readers.markdown.tree.anchors import Anchors, is_called
from paperlist.readers.markdown.tree.blocks import Block, Page, lines_of
from paperlist.text.words import title_key

if TYPE_CHECKING:
    from paperlist.readers.draft import Draft


_TITLE = re.compile(r"""^title:\s*["']?(.*?\w.*?)["']?\s*$""", re.M)
# The current month, year and categories; see `Handwritten.__init__`.
_State = tuple[str | None, str | None, Section | None, dict[float, str], tuple[float, float, float]]
# A link definition. One with a title does not match: the title is an author's words.
_DEFINITION = re.compile(r"\s*\[[^\[\]]+\]:\s*<?(?P<url>[^\s<>]+)>?\s*")


class Handwritten(Reader):
    """The reader of a page written by hand."""

    def __init__(self, page: Page, label_aliases: Mapping[str, str]) -> None:
        super().__init__(page, label_aliases)
        self._category_month: str | None = None
        self._month_within = 0.0  # the level of the category around the month
        self._month_level = 0.0  # the level of the month's heading if it has content, else 0
        self._entered = 0.0  # the level of a month's heading that no other has followed yet, else 0
        self._year: Section | None = None
        self._years: list[tuple[Draft, str]] = []
        self._anchors: Anchors[Section] = Anchors()
        self._bodies: dict[int, Body] = {}
        self._contents: list[tuple[Section, Item]] = []
        self._in_contents = 0
        self._used: set[str] = set()  # the names of categories that have papers

    def read(self) -> Reading:
        """Read the page: its papers in the order of the page, and all other words."""
        sections = sections_of(self._page, self._label_aliases)
        self._anchors = Anchors((section.name, section) for section in sections if section.source)
        body: Body | None = None
        for section in sections:
            before = self._state() if section.after else None
            if section.role is Role.LABEL and body:
                body.open(Label(section.name), section.line)
                self.reading.drafts[-1].mark_structure(section.line, section.name)
                self.reading.drafts[-1].text("notes", more_in(section.source))
                self.reading.drafts[-1].claim_lines(section.line, section.end)
                for block in section.blocks:
                    self._below(body, block)
            elif section.role is Role.PAPER:
                body = self._paper(section)
                for block in section.blocks:
                    self._below(body, block)
            else:
                body = None
                self._read_other(section)
            if before:
                body = None
                self._restore(before)
                self._loose(section.after, dated=section.dated)
        self._take_contents()
        self._keep_uncovered_lines()
        self._keep_names_of_empty_categories(sections)
        self._take_front_matter()
        for draft, year in self._years:
            if not re.search(r"\d", draft.fields.get("venue", "")):
                draft.fields.setdefault("published", year)
        return self.reading

    def _state(self) -> _State:
        within = self._month_within, self._month_level, self._entered
        return self._month, self._category_month, self._year, self._categories, within

    def _restore(self, state: _State) -> None:
        self._month, self._category_month, self._year, self._categories, within = state
        self._month_within, self._month_level, self._entered = within

    def _read_other(self, section: Section) -> None:
        """Read a section that is no paper, and the papers in its blocks."""
        if section.role in {Role.MONTH, Role.YEAR, Role.CATEGORY}:
            self._enter(section)
        if section.role is Role.TITLE:
            self.reading.title = section.name
        if section.role is not Role.WORDS:
            self._mark_lines(section.line, section.end)
            if more := more_in(section.source):
                self.reading.words.append((section.line, more))
            self._loose(section.blocks, dated=section.dated)
            return
        place, entries = len(self.reading.words), len(self._contents)
        if is_news(section.name):
            for block in section.blocks:
                self._keep_words(*lines_of(block))
        else:
            self._loose(section.blocks, dated=section.dated)
        if len(self.reading.words) > place:
            text = self._page.source_text(section.line, section.end)
            self.reading.words.insert(place, (section.line, text))
            why = "no paper below it; its words are kept in the introduction"
        elif len(self._contents) > entries and is_contents(section.name):
            self._mark_lines(section.line, section.end)
            why = "a table of contents"
        elif not section.blocks and is_of_the_page(section.name):
            self._mark_lines(section.line, section.end)
            why = "nothing below it"
        else:
            self._keep_words(section.line, section.end)
            why = "nothing below it; its words are kept in the introduction"
        self.reading.no_papers.append((section.line, section.name, why))

    def _enter(self, section: Section) -> None:
        """Make the section's month, year or category that of the papers that follow."""
        role, level = section.role, section.level
        if role is Role.YEAR or (self._year and level <= self._year.level):
            self._year = section if role is Role.YEAR else None
        self._categories = {at: name for at, name in self._categories.items() if at < level}
        if role is Role.MONTH:
            self._month, self._month_within = section.month, max(self._categories, default=0)
            self._month_level = level if holds_papers(section, self._page) else 0
            self._entered = level
            return
        if self._entered and not self._month_level and level > self._entered:
            self._month_level = self._entered
        self._entered = 0
        over = level <= max(self._month_within, self._month_level)
        if role is Role.YEAR or over:
            self._month, self._month_within, self._month_level = None, 0, 0
        if role is Role.CATEGORY:
            around = list(self._categories.values())
            again = bool(around) and title_key(around[-1]) == title_key(section.name)
            if not again and not section.says_nothing:
                self._categories[level] = section.name
            if section.month or self._category_month:
                self._month = self._category_month = section.month or None

    def _paper(self, section: Section) -> Body:
        one = section.one
        if one and not one.tail.rest and _says_more(one, section):
            body = self._draft(one.title, section.line, section.end)
            body.fields.title(one, section.line)
        else:
            numbered = NUMBERING.match(section.source)
            source = section.source[numbered.end() if numbered else 0 :]
            body = self._draft(shown(source), section.line, section.end)
            body.fields.plain(source, section.line)
            if numbered:
                self.reading.drafts[-1].mark_structure(section.line, numbered[0])
        for tag in re.findall(r"<[^<>]+>", section.source):
            self.reading.drafts[-1].mark_structure(section.line, tag)
        self._bodies[section.line] = body
        return body

    def _loose(self, blocks: Sequence[Block], *, dated: bool) -> None:
        """Read the blocks below a heading that is no paper."""
        body: Body | None = None
        alone = listed = False
        for block in blocks:
            if body and self._goes_on(block, alone=alone, listed=listed):
                self._below(body, block)
                continue
            above, body = body if alone else None, None
            listed = block.type in LISTS
            rows = rows_of(self._page, block) if block.type == "table" else None
            if listed:
                items = items_of(self._page, block, self._anchors, self._label_aliases, dated=dated)
                body = self._items(items)
            elif rows is not None:
                self._mark_lines(*lines_of(block.children[0]))
                for row in rows:
                    self._row(row)
            elif block.type == "paragraph":
                before = len(self.reading.drafts)
                body = self._paragraph(block, above, dated=dated)
                alone = len(self.reading.drafts) == before + 1
            else:
                self._keep_words(*lines_of(block))

    def _goes_on(self, block: Block, *, alone: bool, listed: bool) -> bool:
        """Return whether a block belongs to the paper above it.

        A paragraph directly after a list (`listed`) belongs to its last item if it is links or
        authors. After a paragraph that is one paper (`alone`), most blocks belong to that paper.
        """
        if listed:
            text = self._page.text(*lines_of(block)) if block.type == "paragraph" else ""
            return bool(names_in(text)) or (bool(text) and is_link_line(text, self._page))
        if block.type == "blockquote" or has_fields(self._page, block, self._label_aliases):
            return True
        return alone and block.type != "hr" and not lists_papers(block, self._page)

    def _paragraph(self, block: Block, above: Body | None, *, dated: bool) -> Body | None:
        """Read a paragraph; lines before its first paper belong to the paper `above`, if any.

        Returns the last paper in it, or None.
        """
        body = above
        at, last = lines_of(block)
        found = papers_in_words(self._page, block, dated=dated)
        for first, end, one in found:
            self._below_title(body, at, first)
            body = self._draft(one.title, first, end)
            body.fields.title(one, first)
            at = end
        self._below_title(body if found else None, at, last)
        return body if found else None

    def _below_title(self, body: Body | None, first: int, end: int) -> None:
        """Add lines of a paragraph to the paper above them, or keep them if there is none."""
        if body is None or first == end:
            self._keep_words(first, end)
            return
        body.paragraph(self._page.text(first, end), first)
        self.reading.drafts[-1].claim_lines(first, end)

    def _items(self, items: Sequence[Item]) -> Body | None:
        """Read the items of a list; return the last if it is a paper."""
        body: Body | None = None
        for item in items:
            body = None
            if item.kind is Kind.PAPER and item.one:
                body = self._draft(item.one.title, item.first, item.head_end)
                body.fields.title(item.one, item.first)
                marker = self._page.marker(item.first)
                self.reading.drafts[-1].mark_structure(item.first, f"{marker} {item.title_label}")
                if item.notes:
                    body.paragraph(item.notes, item.first)
                for block in item.blocks:
                    self._below(body, block)
            elif item.kind is Kind.CATEGORY and item.one:
                self._list_category(item, item.one)
            elif item.kind is Kind.CONTENTS and item.one:
                if section := self._anchors.find(item.one.url, item.one.title):
                    self._contents.append((section, item))
                    self._below_contents(item, section)
            elif item.below and all(each.kind is Kind.CONTENTS for each in item.below):
                one = item.one
                contents = one and is_contents(one.title) and not one.tail.says_anything
                (self._mark_lines if contents else self._keep_words)(item.first, item.head_end)
                self._items(item.below)
                self._keep_between(item)
            else:
                self._keep_words(item.first, item.end)
        return body

    def _below_contents(self, item: Item, section: Section) -> None:
        """Read the items below an entry of the contents, as papers of the category it points at."""
        before = self._categories
        if section.role is not Role.PAPER:
            inside = before if self._in_contents else {}
            self._categories = {**inside, max([0, *inside]) + 1: section.name}
        self._in_contents += 1
        self._items(item.below)
        self._keep_between(item)
        self._in_contents -= 1
        self._categories = before

    def _list_category(self, item: Item, one: OneLiner) -> None:
        before = self._month, self._year, self._categories
        level = max([*self._categories, BOLD_LEVEL]) + 1
        year = self._year.month if self._year else ""
        if month := month_in(one.title) or month_of_year(one.title, year):
            self._month = month
        elif one.title.isdigit() and len(one.title) == len("2024"):
            self._year = Section(level, one.title, item.first, item.head_end, month=one.title)
        else:
            self._categories = {**self._categories, level: one.title}
        self._mark_lines(item.first, item.head_end)
        if one.tail.says_anything or one.url.startswith("http"):
            self._keep_words(item.first, item.head_end)
        self._items(item.below)
        self._keep_between(item)
        self._month, self._year, self._categories = before

    def _keep_between(self, item: Item) -> None:
        """Keep the text of an item's blocks, except that of its lists."""
        for block in item.blocks:
            if block.type not in LISTS:
                self._keep_words(*lines_of(block))

    def _row(self, row: Row) -> None:
        if row.one is None:
            self._keep_words(row.line, row.line + 1)
            return
        body = self._draft(row.one.title, row.line, row.line + 1)
        body.fields.title(row.one, row.line)
        for name, cell in row.cells:
            body.fields.cell(name, cell, row.line)

    def _take_contents(self) -> None:
        """Add to each paper what the table of contents says about it."""
        for section, item in self._contents:
            body = self._bodies.get(section.line)
            one = item.one
            if body is None or one is None:
                self._mark_lines(item.first, item.head_end)
                named = section.role in {Role.MONTH, Role.YEAR} or (
                    one is not None and is_called(one.title, section.name)
                )
                if one and (one.tail.says_anything or not named):
                    self._keep_words(item.first, item.head_end)
                continue
            body.fields.listed(one, item.first, item.head_end)

    def _keep_uncovered_lines(self) -> None:
        """Keep the lines outside all blocks: link definitions that no paper uses."""
        covered: set[int] = set()
        for block in self._page.root.children:
            covered.update(range(*lines_of(block)))
        used = {
            url for draft in self.reading.drafts for url in draft.fields.get("links", {}).values()
        }
        for number, line in enumerate(self._page.lines):
            if number not in covered and line.strip():
                defined = _DEFINITION.fullmatch(line)
                if defined and defined["url"] in used:
                    self._mark_lines(number, number + 1)
                else:
                    self._keep_words(number, number + 1)

    def _take_front_matter(self) -> None:
        """Keep front matter as code; take the title in it if the page has no other."""
        end = self._page.front
        for i, (line, _) in enumerate(self.reading.words):
            if end and line == 0:
                matter = self._page.source_text(1, end - 1)
                self.reading.words[i] = (0, f"```yaml\n{matter}\n```")
                title = _TITLE.search(matter)
                if title and not self.reading.title:
                    self.reading.title = title[1]

    def _keep_names_of_empty_categories(self, sections: Sequence[Section]) -> None:
        """Keep the names of categories that have no papers, so that no word is lost."""
        for section in sections:
            if section.role is not Role.CATEGORY or section.name in self._used:
                continue
            if section.says_nothing and section.level > 1:
                continue  # a heading such as `Papers` within a category
            if section.level == 1 and not self.reading.title:
                self.reading.title = section.name
            else:
                self.reading.words.append((section.line, section.source))

    def _draft(self, title: str, first: int, end: int) -> Body:
        body = super()._draft(title, first, end)
        self._used.update(self._categories.values())
        if self._year and not self._month:
            self._years.append((self.reading.drafts[-1], self._year.month))
        return body


def _says_more(one: OneLiner, section: Section) -> bool:
    """Return whether a heading holds more than a title: links, dates, a venue or numbering."""
    tail, numbered = one.tail, NUMBERING.match(section.source)
    if one.url or tail.links or tail.dates or tail.arxiv or any(map(is_dated_venue, tail.venues)):
        return True
    words = shown(section.source[numbered.end() if numbered else 0 :])
    return title_key(one.title) == title_key(words)
