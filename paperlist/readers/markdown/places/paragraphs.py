"""Finds the papers in a paragraph.

Each line may be a paper; or all lines together; or the first line, with links or notes below. Most
paragraphs are only text, so plain words are a paper only if they have the form of a citation.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from paperlist.model.labels import field_of
from paperlist.readers.markdown.line.labels import label_of
from paperlist.readers.markdown.line.paper_line import NUMBERING, OneLiner, parse_line
from paperlist.readers.markdown.line.recognize import is_link_name, leads_to_a_paper, names_in
from paperlist.readers.markdown.line.remainder import begins_with_link
from paperlist.readers.markdown.line.tokens import pieces, shown
from paperlist.readers.markdown.outline.headings import SHORT_TITLE_WORDS
from paperlist.readers.markdown.places.lists import (
    WORDS_OF_A_TITLE,
    is_link_line,
    is_marked,
    looks_like_a_paper,
    was_read,
)
from paperlist.readers.markdown.tree.blocks import Block, Page, lines_of

_NUMBERED = re.compile(r"\s{0,3}\d{1,3}[.)]\s+\S")
Found = tuple[int, int, OneLiner]
"""A paper in a paragraph: its first line, the line after its last, and the paper."""


def papers_in_words(page: Page, block: Block, *, dated: bool = False) -> list[Found]:
    """Return the papers in a paragraph.

    The lines between two papers are notes on the first of them. `dated` says that a heading above
    is a month or a year.
    """
    first, end = lines_of(block)
    lines = [line.removesuffix("\\") for line in page.text(first, end).split("\n")]
    label = label_of(lines[0].lstrip(), {})
    labelled = label is not None and bool(field_of(label.name) or is_link_name(label.name))
    if labelled or _is_index(" ".join(lines)):
        return []
    return [
        (first + start, first + end, one)
        for start, end, one in _numbered(page, lines)
        or _below_authors(page, lines)
        or _one_a_line(page, lines, dated=dated)
        or _one_in_all(page, lines)
        or _above_links(page, lines)
        or _in_the_first_line(page, lines)
    ]


def _is_index(line: str) -> bool:
    """Return whether a text is only links to other files: `[A](a.md) | [B](b.md)`."""
    found = [piece for piece in pieces(line) if re.search(r"\w", piece.source)]
    return len(found) > 1 and all(
        piece.kind == "link" and not piece.url.startswith(("#", "http")) for piece in found
    )


def _numbered(page: Page, lines: Sequence[str]) -> list[Found]:
    """Return the papers in numbered lines inside a paragraph.

    Markdown takes such lines for a list only if the first number is 1.
    """
    starts = [i for i, line in enumerate(lines) if i and _NUMBERED.match(line)]
    found = []
    for start, end in pairwise([*starts, len(lines)]):
        whole = " ".join(lines[start:end])
        one = parse_line(whole, page.references)
        if one and is_marked(whole) and looks_like_a_paper(one, whole):
            found.append((start, end, one))
    return found


def _below_authors(page: Page, lines: Sequence[str]) -> list[Found]:
    """Return the paper if the first line is only authors, `Ada Moss, Ben Reed:`, else [].

    The title is on the second line, and addresses may follow.
    """
    authors = lines[0].rstrip()
    if len(lines) == 1 or authors[-1:] not in ":：" or not names_in(authors[:-1]):
        return []
    end = next((i for i in range(2, len(lines)) if not lines[i].startswith("http")), len(lines))
    one = parse_line(" ".join([f"{authors[:-1]}.", *lines[1:end]]), page.references)
    return [(0, end, one)] if one and one.tail.authors else []


def _one_a_line(page: Page, lines: Sequence[str], *, dated: bool) -> list[Found]:
    ones = [parse_line(line, page.references) for line in lines]
    every = all(
        one
        and is_marked(line)
        and (looks_like_a_paper(one, line) or (dated and one.url and was_read(one)))
        for one, line in zip(ones, lines, strict=True)
    )
    if not every or (len(lines) == 1 and not dated):
        return []
    return [(i, i + 1, one) for i, one in enumerate(ones) if one]


def _one_in_all(page: Page, lines: Sequence[str]) -> list[Found]:
    whole = " ".join(lines)
    one = parse_line(whole, page.references)
    if one is None or not looks_like_a_paper(one, whole):
        return []
    tail = one.tail
    linked = any(leads_to_a_paper(url) for _, url in tail.links)
    cited = linked and tail.authors and (not tail.rest or NUMBERING.match(whole))
    named = one.title[:1].isupper() and len(one.title.split()) >= WORDS_OF_A_TITLE
    led = named and begins_with_link(pieces(whole)) and bool(tail.venues or tail.dates)
    is_one = cited or ((is_marked(whole) or led) and not tail.rest)
    if not is_one and len(lines) > 1 and _is_title(lines[0]):
        is_one = linked or any(is_link_line(line, page) for line in lines[1:])
    return [(0, len(lines), one)] if is_one else []


def _is_title(line: str) -> bool:
    """Return whether a line is entirely in bold, and long enough for a title."""
    found = [piece for piece in pieces(line) if re.search(r"\w", piece.source)]
    words = shown(found[0].shown).split() if found else []
    return [piece.kind for piece in found] == ["bold"] and len(words) >= SHORT_TITLE_WORDS


def _above_links(page: Page, lines: Sequence[str]) -> list[Found]:
    """Return the paper if the first line is a title and the second line has only links, else []."""
    if len(lines) == 1 or not is_link_line(lines[1], page) or lines[0][-1:] in ":：.。":
        return []
    one = parse_line(f"{lines[0]} {lines[1]}", page.references)
    beside = one is not None and any(re.search(r"\w", words) for words in one.tail.rest)
    return [(0, 2, one)] if one and not beside else []


def _in_the_first_line(page: Page, lines: Sequence[str]) -> list[Found]:
    one = parse_line(lines[0], page.references)
    if one is None or not is_marked(lines[0]) or not looks_like_a_paper(one, lines[0]):
        return []
    # With fewer words the line may be the name of a paper, and the other lines a sentence about it.
    return [(0, 1, one)] if len(one.title.split()) >= WORDS_OF_A_TITLE else []
