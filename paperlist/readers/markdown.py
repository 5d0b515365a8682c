"""A Markdown page -> papers, and an account of every word on it.

A page that we published is read by the levels of its headings alone, so that the same entries
come back. A page written by hand is read by what its headings and lists look like: `outline`
says what each heading is, `labelled` takes what stands under a paper's heading, `listed` finds
papers in lists and tables. What belongs to no paper is kept as the page's own words.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from paperlist.month import parse_month
from paperlist.readers.blocks import Block, Page, heading_source, lines_of, parse_page
from paperlist.readers.body import Body
from paperlist.readers.draft import Draft, audit_words
from paperlist.readers.labelled import LISTS, Label, has_fields
from paperlist.readers.listed import Item, Kind, Row, anchor_key, items_of, papers_in_words, rows_of
from paperlist.readers.oneliner import NUMBERING, OneLiner
from paperlist.readers.outline import BOLD_LEVEL, Role, Section, sections_of
from paperlist.readers.pieces import shown
from paperlist.text import title_key
from paperlist.toc import NO_CATEGORY, is_contents

_BEGIN = re.compile(r"^<!-- paperlist:begin\b(?P<attributes>[^>\n]*)", re.M)
_ATTRIBUTE = re.compile(r"(\w+)=(\S+)")
# The levels of the headings of a page that we published: what its sections are, and what these
# are parted into.
SECTION_LEVEL = 2
PART_LEVEL = 3
PAPER_LEVEL = 4
_FIELDS_OF_A_NOTE = {"keypoints", "objective", "method", "metric", "limitation"}


@dataclass
class Reading:
    """What was read from a page.

    Attributes:
        page: the page as a tree.
        drafts: its papers, in its order.
        title: its first heading, where that spans all papers.
        words: what belongs to no paper, each piece with its first line (from 0).
        structure: lines (from 0) and the words on them that are structure.
        inside: the lines (from 0) of the marked part of a page of ours.
        no_papers: headings that became no paper, each with its line (from 0) and what it is.
        by: where the page is one of ours with all notes, what its sections are; else empty.
    """

    page: Page
    drafts: list[Draft] = field(default_factory=list)
    title: str = ""
    words: list[tuple[int, str]] = field(default_factory=list)
    structure: list[tuple[int, str]] = field(default_factory=list)
    no_papers: list[tuple[int, str, str]] = field(default_factory=list)
    inside: set[int] = field(default_factory=set)
    by: str = ""


def read(text: str, taught: Mapping[str, str] | None = None) -> Reading:
    """The papers of a page, in its order.

    Args:
        text: the page.
        taught: the `labels` setting: further labels and what they mean.
    """
    begin = _BEGIN.search(text)
    said = dict(_ATTRIBUTE.findall(begin["attributes"])) if begin else {}
    # What shows papers in a line or a row is read as the lists are that people write.
    exact = begin is not None and said.get("style", "notes") == "notes"
    page = parse_page(text, exact=exact)
    reader = _Reader(page, taught or {})
    if not exact:
        return reader.handwritten()
    reading = reader.published(said.get("by", "month"))
    _take_outside(reading, taught or {})
    return reading


def _take_outside(reading: Reading, taught: Mapping[str, str]) -> None:
    """What stands around our list is somebody's own: words, perhaps papers in our form."""
    inside = reading.inside
    lines = ["" if i in inside else line for i, line in enumerate(reading.page.source)]
    first = next((i for i, line in enumerate(lines) if line.strip()), 0)
    if match := re.match(r"#\s+(.+?)\s*#*$", lines[first]):
        reading.title = shown(match[1])
        reading.structure.append((first, lines[first]))
        lines[first] = ""
    page = parse_page("\n".join(lines))
    around = _Reader(page, taught).handwritten()
    if all(_FIELDS_OF_A_NOTE & draft.fields.keys() for draft in around.drafts):
        reading.drafts = sorted([*reading.drafts, *around.drafts], key=lambda draft: draft.line)
        reading.words += around.words
        reading.structure += around.structure
        return
    # A list of links in an introduction is no list of papers.
    for block in page.root.children:
        if text := page.source_text(*lines_of(block)):
            reading.words.append((lines_of(block)[0], text))


class _Reader:
    def __init__(self, page: Page, taught: Mapping[str, str]) -> None:
        self._page = page
        self._taught = taught
        self._reading = Reading(page, structure=list(page.structure))
        self._month: str | None = None
        self._category_month: str | None = None
        self._year: Section | None = None
        self._years: list[tuple[Draft, str]] = []
        self._categories: dict[int, str] = {}
        self._anchors: dict[str, Section] = {}
        self._bodies: dict[int, Body] = {}
        self._contents: list[tuple[Section, Item]] = []
        self._in_contents = 0

    def published(self, by: str) -> Reading:
        """A page of ours: levels say what the headings of the marked part are."""
        self._reading.by = by
        body: Body | None = None
        inside, marked = False, 0
        for block in self._page.root.children:
            first, end = lines_of(block)
            if block.type == "html_block" and "paperlist:" in block.content:
                begins = _BEGIN.match(block.content) is not None
                self._say(first, end)
                self._reading.inside |= set(range(marked if inside else first, end))
                inside, marked = begins, first
            elif not inside:
                continue
            elif block.type != "heading":
                self._below(body, block)
            elif int(block.tag[1]) == PAPER_LEVEL:
                body = self._draft(shown(heading_source(block)), first, end)
            else:
                body = None
                self._level(int(block.tag[1]), shown(heading_source(block)), by)
                self._say(first, end)
        if inside:
            self._reading.inside |= set(range(marked, len(self._page.source)))
        return self._reading

    def _level(self, level: int, name: str, by: str) -> None:
        if level == SECTION_LEVEL:
            self._month = parse_month(name) if by == "month" else None
            is_category = by == "category" and name != NO_CATEGORY
            self._categories = {level: name} if is_category else {}
        elif level == PART_LEVEL and by == "month":
            self._categories = {level: name}
        elif level == PART_LEVEL:
            self._month = parse_month(name)

    def _below(self, body: Body | None, block: Block) -> None:
        first, end = lines_of(block)
        if (block.type == "hr" and not self._page.exact) or (
            body is None and is_contents(self._page.source_text(first, end))
        ):
            self._say(first, end)
        elif body is None:
            self._keep(first, end)
        else:
            body.block(block)
            self._reading.drafts[-1].own(first, end)

    def handwritten(self) -> Reading:
        """Any other page."""
        sections = sections_of(self._page, self._taught)
        for section in sections:
            if section.source:
                self._anchors.setdefault(anchor_key(section.name), section)
        body: Body | None = None
        for section in sections:
            if section.role is Role.LABEL and body:
                body.open(Label(section.name), section.line)
                self._reading.drafts[-1].say(section.line, section.source)
                self._reading.drafts[-1].own(section.line, section.end)
                for block in section.blocks:
                    self._below(body, block)
            elif section.role is Role.PAPER:
                body = self._paper(section)
                for block in section.blocks:
                    self._below(body, block)
            else:
                body = None
                self._place(section)
        self._take_contents()
        self._take_rest()
        for draft, year in self._years:
            if not re.search(r"\d", draft.fields.get("venue", "")):
                draft.fields.setdefault("published", year)
        return self._reading

    def _place(self, section: Section) -> None:
        role, level = section.role, section.level
        if role in {Role.MONTH, Role.YEAR}:
            self._month = section.month if role is Role.MONTH else None
        if role in {Role.MONTH, Role.YEAR, Role.CATEGORY}:
            if role is Role.YEAR or (self._year and level <= self._year.level):
                self._year = section if role is Role.YEAR else None
            self._categories = {at: name for at, name in self._categories.items() if at < level}
        if role is Role.CATEGORY:
            self._categories[level] = section.name
            if section.month or self._category_month:
                self._month = self._category_month = section.month or None
        if role is Role.TITLE:
            self._reading.title = section.name
        if role is not Role.WORDS:
            self._say(section.line, section.end)
            self._loose(section.blocks)
            return
        before = len(self._reading.words)
        place = len(self._reading.words)
        self._loose(section.blocks)
        if len(self._reading.words) > before:
            text = self._page.source_text(section.line, section.end)
            self._reading.words.insert(place, (section.line, text))
            why = "no paper below it; its words are kept in the introduction"
        else:
            self._say(section.line, section.end)
            why = "a table of contents" if section.blocks else "nothing below it"
        self._reading.no_papers.append((section.line, section.name, why))

    def _paper(self, section: Section) -> Body:
        one = section.one
        titled = one is not None and (one.tail.links or one.url or one.tail.dates)
        if one and titled and not one.tail.rest:
            body = self._draft(one.title, section.line, section.end)
            body.title(one, section.line)
        else:
            numbered = NUMBERING.match(section.source)
            source = section.source[numbered.end() if numbered else 0 :]
            body = self._draft(shown(source), section.line, section.end)
            body.plain(source, section.line)
            if numbered:
                self._reading.drafts[-1].say(section.line, numbered[0])
        for tag in re.findall(r"<[^<>]+>", section.source):
            self._reading.drafts[-1].say(section.line, tag)
        self._bodies[section.line] = body
        return body

    def _draft(self, title: str, first: int, end: int) -> Body:
        category = " / ".join(name for _, name in sorted(self._categories.items()))
        fields = {"title": title, "category": category}
        draft = Draft(first + 1, fields, self._month, "heading" if self._month else "")
        draft.own(first, end)
        self._reading.drafts.append(draft)
        if self._year and not self._month:
            self._years.append((draft, self._year.month))
        return Body(self._page, draft, self._taught)

    def _loose(self, blocks: Sequence[Block]) -> None:
        """Blocks below a heading that is no paper's."""
        body: Body | None = None
        for block in blocks:
            if body and (has_fields(self._page, block, self._taught) or block.type == "blockquote"):
                self._below(body, block)
                continue
            body = None
            rows = rows_of(self._page, block) if block.type == "table" else None
            if block.type in LISTS:
                self._items(items_of(self._page, block, self._anchors, self._taught))
            elif rows is not None:
                self._say(*lines_of(block.children[0]))
                for row in rows:
                    self._row(row)
            elif block.type == "paragraph":
                body = self._paragraph(block)
            else:
                self._keep(*lines_of(block))

    def _paragraph(self, block: Block) -> Body | None:
        body: Body | None = None
        for first, end, one in papers_in_words(self._page, block):
            body = self._draft(one.title, first, end)
            body.title(one, first)
        if body is None:
            self._keep(*lines_of(block))
        return body

    def _items(self, items: Sequence[Item]) -> None:
        for item in items:
            if item.kind is Kind.PAPER and item.one:
                body = self._draft(item.one.title, item.first, item.head_end)
                body.title(item.one, item.first)
                self._reading.drafts[-1].say(
                    item.first, f"{self._page.marker(item.first)} title 标题 题目"
                )
                if item.notes:
                    body.paragraph(item.notes, item.first)
                for block in item.blocks:
                    self._below(body, block)
            elif item.kind is Kind.CATEGORY and item.one:
                self._list_category(item, item.one)
            elif item.kind is Kind.CONTENTS and item.one:
                key = anchor_key(item.one.url)
                section = self._anchors.get(key) or self._anchors[title_key(item.one.title)]
                self._contents.append((section, item))
                self._below_contents(item, section)
            elif item.below and all(each.kind is Kind.CONTENTS for each in item.below):
                # `Contents`, above them.
                self._say(item.first, item.head_end)
                self._items(item.below)
                self._keep_between(item)
            else:
                self._keep(item.first, item.end)

    def _below_contents(self, item: Item, section: Section) -> None:
        """What a contents list holds below a heading that it points at is of that category."""
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
        level = max([*self._categories, BOLD_LEVEL]) + 1
        self._categories[level] = one.title
        self._say(item.first, item.head_end)
        if one.tail.rest or one.tail.links:
            self._keep(item.first, item.head_end)
        self._items(item.below)
        self._keep_between(item)
        del self._categories[level]

    def _keep_between(self, item: Item) -> None:
        """Keep the blocks of an item that are no lists."""
        for block in item.blocks:
            if block.type not in LISTS:
                self._keep(*lines_of(block))

    def _row(self, row: Row) -> None:
        body = self._draft(row.one.title, row.line, row.line + 1)
        body.title(row.one, row.line)
        for name, cell in row.cells:
            body.cell(name, cell, row.line)

    def _take_contents(self) -> None:
        """Give what the table of contents says of a paper to that paper."""
        for section, item in self._contents:
            body = self._bodies.get(section.line)
            one = item.one
            if body is None or one is None:
                self._say(item.first, item.head_end)
                if one and (one.tail.links or one.tail.rest):
                    self._keep(item.first, item.head_end)
                continue
            body.listed(one, item.first, item.head_end)

    def _take_rest(self) -> None:
        """Keep the lines that no block covers: link definitions that no paper uses."""
        covered: set[int] = set()
        for block in self._page.root.children:
            covered.update(range(*lines_of(block)))
        used = {
            url for draft in self._reading.drafts for url in draft.fields.get("links", {}).values()
        }
        for number, line in enumerate(self._page.lines):
            if number not in covered and line.strip():
                if any(url in line for url in used):
                    self._say(number, number + 1)
                else:
                    self._keep(number, number + 1)

    def _keep(self, first: int, end: int) -> None:
        text = self._page.source_text(first, end)
        if audit_words(text):
            self._reading.words.append((first, text))

    def _say(self, first: int, end: int) -> None:
        lines = enumerate(self._page.lines[first:end], first)
        self._reading.structure += [(number, line) for number, line in lines]
