"""Finds titles of papers in plain paragraphs, by the labelled notes below each of them.

    LoRA: Low-Rank Adaptation
    - Keypoints: adapter

    MAE ([arxiv](https://arxiv.org/abs/2111.06377))
    - Keypoints: masking

One such paragraph may be a remark on the paper of the heading above it. But a paper has its
keypoints, or any other field, only once. So if the same field stands below two paragraphs under one
heading, both are titles. Bold lines above lists without labels are titles if most of them have a
link to a paper, and no paper is named in the heading.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from paperlist.model.entry import TEXT_FIELDS
from paperlist.model.labels import field_of
from paperlist.model.months import month_in
from paperlist.readers.markdown.line.labels import LISTS, label_of, label_of_item
from paperlist.readers.markdown.line.paper_line import parse_line
from paperlist.readers.markdown.line.recognize import (
    is_aside,
    is_link_name,
    leads_to_a_paper,
    names_in,
)
from paperlist.readers.markdown.line.tokens import shown
from paperlist.readers.markdown.outline.below import lists_papers
from paperlist.readers.markdown.outline.headings import is_short
from paperlist.readers.markdown.places.lists import is_link_line
from paperlist.readers.markdown.tree.blocks import Block, Page, heading_source, lines_of
from paperlist.text.words import fold

NOTED = frozenset({"keypoints", "authors", *TEXT_FIELDS})
"""The fields whose labels show that a text is notes on a paper."""

_Titles = dict[int, set[str]]
"""The lines (from 0) that may be titles, each with the fields in the notes below it."""


def titles_above_notes(page: Page, label_aliases: Mapping[str, str]) -> set[int]:
    """Return the lines (from 0) that are titles of papers, though only plain paragraphs.

    If a heading has several titles below it, a single one below another heading counts as well
    if that heading is a month, has the same name, or is short while the title is long.
    """
    headings = [
        (shown(source), blocks)
        for source, blocks in _below_headings(page.root.children)
        if not _names_a_paper(page, source, blocks)
    ]
    below = [(name, _may_be_titles(page, blocks, label_aliases)) for name, blocks in headings]
    # The headings with several titles, and those that have the same name.
    names = {fold(heading) for heading, titles in below if _has_a_field_twice(titles)}
    bold = (
        line
        for name, blocks in headings
        if month_in(name) or is_short(name)
        for line in _bold_titles(page, blocks)
    )
    return {*bold} | {
        line
        for heading, titles in below
        for line in titles
        if fold(heading) in names
        or (names and (month_in(heading) or is_short(heading)) and not is_short(page.lines[line]))
    }


def _below_headings(blocks: Iterable[Block]) -> Iterator[tuple[str, list[Block]]]:
    """Yield each heading's Markdown and the blocks up to the next heading."""
    heading = ""
    below: list[Block] = []
    for block in blocks:
        if block.type == "heading":
            yield heading, below
            heading, below = heading_source(block), []
        else:
            below.append(block)
    yield heading, below


def _names_a_paper(page: Page, heading: str, blocks: Sequence[Block]) -> bool:
    """Return whether a heading is itself a paper: it has a link to a paper, or only links below."""
    one = parse_line(heading, page.references)
    urls = [one.url, *(url for _, url in one.tail.links)] if one else []
    if any(map(leads_to_a_paper, urls)):
        return True
    first = page.text(*lines_of(blocks[0])) if blocks and blocks[0].type == "paragraph" else ""
    return bool(first) and is_link_line(first, page)


def _has_a_field_twice(titles: _Titles) -> bool:
    fields = [field for below in titles.values() for field in below]
    return len(fields) > len(set(fields))


def _may_be_titles(
    page: Page, blocks: Sequence[Block], label_aliases: Mapping[str, str]
) -> _Titles:
    """Return the lines directly above labelled notes; none if the first notes have no such line.

    In that case the notes belong to the paper of the heading.
    """
    titles: _Titles = {}
    last: set[str] | None = None
    for above, block in zip([None, *blocks], blocks, strict=False):
        head, fields = _notes(page, block, label_aliases)
        if not fields:
            continue
        if head is None and above and _is_one_line(above, page):
            head, _ = lines_of(above)
        if head is not None and _may_be_title(page, head, label_aliases):
            last = titles.setdefault(head, set())
        if last is None:
            return {}
        last |= fields
    return titles


def _bold_titles(page: Page, blocks: Sequence[Block]) -> list[int]:
    """Return the lines that begin in bold and stand above lists without papers.

    Return none if only one line is such a line, or if fewer than half have a link to a paper.
    """
    found: dict[int, bool] = {}
    for above, block in pairwise(blocks):
        line, _ = lines_of(above)
        text = page.lines[line].strip()
        if block.type not in LISTS or not _is_one_line(above, page) or not _begins_in_bold(text):
            continue
        if _may_be_title(page, line, {}) and not lists_papers(block, page):
            one = parse_line(text, page.references)
            links = one.tail.links if one else []
            found[line] = any(is_link_name(name) and leads_to_a_paper(url) for name, url in links)
    return list(found) if len(found) > 1 and sum(found.values()) * 2 >= len(found) else []


def _is_one_line(block: Block, page: Page) -> bool:
    """Return whether a paragraph is one line, apart from lines of only names, dates or links."""
    if block.type != "paragraph":
        return False
    _, *rest = page.text(*lines_of(block)).split("\n")
    return all(names_in(line) or is_aside(line) or is_link_line(line, page) for line in rest)


def _begins_in_bold(line: str) -> bool:
    return line.startswith(("**", "__"))


def _notes(
    page: Page, block: Block, label_aliases: Mapping[str, str]
) -> tuple[int | None, set[str]]:
    """Return the fields that the labels in a list or paragraph name, and the title's line.

    The title's line is the paragraph's first one if only the lines below it have labels; else None.
    """
    first, end = lines_of(block)
    if block.type in LISTS:
        labels = [label_of_item(page, item, label_aliases) for item in block.children]
    elif block.type == "paragraph":
        lines = page.text(first, end).split("\n")
        labels = [label_of(line.lstrip(), label_aliases) for line in lines]
    else:
        return None, set()
    fields = [field_of(label.name, label_aliases) if label else None for label in labels]
    found = {field for field in fields if field in NOTED}
    if block.type in LISTS or labels[0]:
        return None, found
    return (first, found) if any(fields[1:2]) else (None, set())


def _may_be_title(page: Page, line: int, label_aliases: Mapping[str, str]) -> bool:
    """Return whether a line has words that can be a title, and is not a label, names or a date."""
    text = page.lines[line].strip()
    if line in page.folds or label_of(text, label_aliases) or text.endswith((":", "：", "。")):
        return False
    one = parse_line(text, page.references)
    words = shown(text)
    if one is None or names_in(words) or is_aside(words):
        return False
    # A sentence, unless links, authors or a date stand beside the title.
    return one.tail.is_evidence or bool(one.url) or not re.search(r"\w\.$", text)
