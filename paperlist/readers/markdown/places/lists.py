"""Finds the papers in a list: a paper is an item of one line, perhaps with notes below the line.

A list item is a paper if its line looks like a paper, or if labelled notes stand below the line. An
item with papers below its line is a category. An item that links to a heading of the page is an
entry of the table of contents. Any other item becomes a paper if most items of the list are papers.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any

from paperlist.model.labels import is_known
from paperlist.model.months import month_in
from paperlist.readers.markdown.line.labels import LISTS, has_fields, label_of
from paperlist.readers.markdown.line.paper_line import NUMBERING, OneLiner, parse_line
from paperlist.readers.markdown.line.recognize import SHORTCODES, is_link_name, leads_to_a_paper
from paperlist.readers.markdown.line.remainder import begins_with_link, sort_out
from paperlist.readers.markdown.line.tail import Tail
from paperlist.readers.markdown.line.tokens import pieces, shown
from paperlist.readers.markdown.tree.anchors import Anchors
from paperlist.readers.markdown.tree.blocks import Block, Page, lines_of
from paperlist.text.words import title_key

WORDS_OF_A_TITLE = 4
LONG_WORD = 4
_TITLE_LABEL = re.compile(r"[*_`]*(?:title|标题|题目|论文标题)[*_`]*\s*[:：][*_`]*\s*", re.I)
_WORD = re.compile(r"[^\W_]")
_MARKER = re.compile(r"^\s*(?:[-*+]|\d{1,9}[.)])\s+")


class Kind(Enum):
    """What a list item is."""

    PAPER = auto()
    CATEGORY = auto()
    CONTENTS = auto()
    WORDS = auto()


@dataclass
class Item:
    """A list item.

    Attributes:
        kind: what the item is.
        head: the first paragraph, without its bullet and without lines such as `Method: diffusion`.
        one: the title, links, dates and so on in the head; None if the head has no title.
        first: the item's first line (from 0).
        head_end: the line after the head.
        end: the line after the item.
        below: the items of the lists inside this item.
        blocks: the blocks inside this item, after the head.
        notes: the lines of the first paragraph that begin with a label, or empty.
        title_label: the label `Title:` before the title, or empty.
    """

    kind: Kind
    head: str
    one: OneLiner | None
    first: int
    head_end: int
    end: int
    below: "list[Item]" = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    notes: str = ""
    title_label: str = ""


def items_of(
    page: Page,
    block: Block,
    anchors: Anchors[Any],
    label_aliases: Mapping[str, str],
    *,
    dated: bool = False,
) -> list[Item]:
    """Return the items of a list, each with its kind.

    Args:
        page: the page.
        block: the list.
        anchors: finds the heading that a link such as `#a-title` leads to.
        label_aliases: the `labels` setting, a dict from a label to a field or section name.
        dated: whether the list stands below a month or a year, where a link alone is a paper.
    """
    items = [_item(page, item, anchors, label_aliases, dated=dated) for item in block.children]
    papers = sum(item.kind is Kind.PAPER for item in items)
    for item in items:
        alone = papers * 2 > len(items) and not _is_labelled(item.head, item.one, label_aliases)
        if item.kind is Kind.WORDS and alone and _may_be_a_paper(item.one, item.head):
            item.kind = Kind.PAPER
    return items


def _is_labelled(head: str, one: OneLiner | None, label_aliases: Mapping[str, str]) -> bool:
    """Return whether a line begins with a known label and has no link to a paper."""
    label = label_of(head, label_aliases)
    linked = one is not None and any(leads_to_a_paper(url) for _, url in one.tail.links)
    return label is not None and is_known(label.name, label_aliases) and not linked


def _may_be_a_paper(one: OneLiner | None, head: str) -> bool:
    """Return whether a line among papers can be a paper, too: `nothing read today` cannot."""
    if one is None:
        return False
    if one.url:
        return True
    first = one.title.partition(" ")[0].rstrip(",.;:!?")
    within = one.tail.links and not any(is_link_name(name) for name, _ in one.tail.links)
    sentence = head.rstrip().endswith(".") and within
    return not sentence and not (first.isascii() and first.isalpha() and first.islower())


def _item(
    page: Page, item: Block, anchors: Anchors[Any], label_aliases: Mapping[str, str], *, dated: bool
) -> Item:
    first, end = lines_of(item)
    children = list(item.children)
    head_end = lines_of(children[0])[1] if children and children[0].type == "paragraph" else first
    if children and children[0].type == "paragraph":
        children = children[1:]
    head = _MARKER.sub("", page.text(first, max(head_end, first + 1)), count=1)
    head, title_label, notes = without_labels(head, label_aliases)
    one = parse_line(head, page.references) if head_end > first else None
    one = one or _read_pointer(head, anchors)
    linked = one is not None and bool(one.url or one.tail.links)
    dated_below = not linked and (dated or month_in(head) is not None)
    below = [each for child in children if child.type in LISTS
             for each in items_of(page, child, anchors, label_aliases, dated=dated_below)
            ]  # fmt: skip
    found = Item(
        Kind.WORDS, head, one, first, max(head_end, first + 1), end, below, children, notes,
        title_label,
    )  # fmt: skip
    if one is None and any(each.kind in {Kind.PAPER, Kind.CATEGORY} for each in below):
        found.kind, found.one = Kind.CATEGORY, OneLiner(shown(head), "", "", Tail())
    if one is None:
        return found
    labelled = bool(notes) or any(has_fields(page, child, label_aliases) for child in children)
    if anchors.find(one.url, one.title) is not None:
        found.kind = Kind.CONTENTS
    elif not labelled and _is_linked_below(one, head, below):
        found.kind = Kind.PAPER
    elif not labelled and any(each.kind in {Kind.PAPER, Kind.CATEGORY} for each in below):
        found.kind = Kind.CATEGORY
    elif (
        labelled
        or (looks_like_a_paper(one, head) and not is_label(one, head, label_aliases))
        or (dated and was_read(one) and not _is_labelled(head, one, label_aliases))
        or any(_links_below(page, child, marked=is_marked(head)) for child in children)
    ):
        found.kind = Kind.PAPER
    return found


def _is_linked_below(one: OneLiner, head: str, below: Sequence[Item]) -> bool:
    """Return whether an item is a title in plain words, with one link to code or a site below.

    A title of a few words may be a category instead. So the text of the link has to contain them.
    """
    links = [(each.one.title, each.one.url) if each.one else ("", each.head) for each in below]
    linked = [(title, url) for title, url in links if url.startswith("http")]
    if one.url or one.tail.says_anything or len(linked) != 1 or head[-1:] in ":：.。":
        return False
    (title, url), deeper = linked[0], any(each.below for each in below)
    if leads_to_a_paper(url) or deeper:
        return False
    return _reads_as_title(one.title) or title_key(one.title) in title_key(title)


def _reads_as_title(title: str) -> bool:
    """Return whether a text reads like a title: long enough, with many capitals or a colon."""
    long = [word for word in title.split() if len(word) >= LONG_WORD]
    capitalised = sum(word[:1].isupper() for word in long)
    colon = re.search(r"\w: \w", title) is not None
    return len(title.split()) > WORDS_OF_A_TITLE and (colon or capitalised * 2 > len(long))


def _links_below(page: Page, block: Block, *, marked: bool) -> bool:
    """Return whether the links below an item show that the item is a paper.

    If the item begins with bold words or the like (`marked`), a list of links such as `[code](URL)`
    is enough, or a paragraph with a link such as `[paper](URL)`. If the item is plain words, a link
    in the list has to lead to a paper.
    """
    if block.type == "paragraph" and marked:
        tail = sort_out(pieces(page.text(*lines_of(block)), page.references))
        return any(is_link_name(name) and leads_to_a_paper(url) for name, url in tail.links)
    if block.type not in LISTS:
        return False
    heads = [page.item_parts(item)[0] for item in block.children]
    lines = [head for head in heads if is_link_line(head, page)]
    return any(
        marked or leads_to_a_paper(url)
        for line in lines
        for _, url in sort_out(pieces(line, page.references)).links
    )


def is_link_line(line: str, page: Page) -> bool:
    """Return whether a line has only links, and one leads to a paper or has a usual name."""
    found = pieces(line, page.references)
    tail = sort_out(found)
    if any(is_link_name(name) and leads_to_a_paper(url) for name, url in tail.links):
        # One link such as `paper` is enough, whatever the texts of the other links are.
        return all(each.url for each in found if _WORD.search(SHORTCODES.sub("", each.source)))
    named = any(leads_to_a_paper(url) or is_link_name(name) for name, url in tail.links)
    return named and not tail.rest and parse_line(line, page.references) is None


def is_label(one: OneLiner, head: str, label_aliases: Mapping[str, str]) -> bool:
    """Return whether an item begins with a label, such as `Method: diffusion`.

    An unknown label does not count if a link to a paper follows: `MAE: [paper](URL)`.
    """
    label = label_of(head, label_aliases)
    if label is None or is_known(label.name, label_aliases):
        return label is not None
    return not any(leads_to_a_paper(url) for _, url in one.tail.links)


def without_labels(head: str, label_aliases: Mapping[str, str]) -> tuple[str, str, str]:
    """Split an item into its line, the label `Title:` before it, and the labelled lines below."""
    lines = head.split("\n")
    labels = [label_of(line.lstrip(), label_aliases) for line in lines]
    start = next(
        (
            i
            for i, label in enumerate(labels)
            if i and label and is_known(label.name, label_aliases)
        ),
        None,
    )
    match = _TITLE_LABEL.match(lines[0])
    if start is None and not match:
        return head, "", ""
    lines = [line.lstrip() for line in lines]
    start = len(lines) if start is None else start
    label = match[0] if match else ""
    lines[0] = lines[0][len(label) :]
    return "\n".join(lines[:start]), label, "\n".join(lines[start:])


def _read_pointer(head: str, anchors: Anchors[Any]) -> OneLiner | None:
    """Read an item that only leads to a heading of the page, such as `[202404](#202404)`.

    Return None if the item is another one.
    """
    found = pieces(head)
    links = [piece for piece in found if piece.kind == "link"]
    if len(links) != 1 or not links[0].url.startswith("#"):
        return None
    one = OneLiner(shown(links[0].shown), links[0].url, "", sort_out(set(found) - {*links}))
    return one if anchors.find(one.url, one.title) is not None else None


def looks_like_a_paper(one: OneLiner, source: str) -> bool:
    """Return whether a line is a paper, by its markup and what stands beside the title.

    `one` is the line as `parse_line` returned it, `source` is the line's Markdown.
    """
    tail, words = one.tail, len(one.title.split())
    named = any(is_link_name(name) or leads_to_a_paper(url) for name, url in tail.links)
    evidence = bool(
        named or tail.dates or tail.venues or tail.arxiv or leads_to_a_paper(one.url) or (one.status
        and one.url)
    )  # fmt: skip
    bold = any(f"{mark}{one.title}" in source for mark in ("**", "__"))
    marked = bold or bool(one.url) or source.lstrip().startswith(("**", "__", "*"))
    if not marked and one.title[:1].islower() and not (named or tail.venues or tail.arxiv):
        return False
    if marked and (evidence or one.url.startswith("http")):
        return evidence or words >= WORDS_OF_A_TITLE
    if marked and tail.authors:
        return True
    if one.url and not one.url.startswith("#") and words > WORDS_OF_A_TITLE and not tail.rest:
        return True  # the link may lead to the author's notes; fewer words may be a topic
    # Plain words with a link may be a sentence.
    return evidence and (words >= WORDS_OF_A_TITLE or not tail.rest)


def was_read(one: OneLiner) -> bool:
    """Return whether a line is only a title with links.

    Below a month, such a line is a paper that was read in that month.
    """
    if one.tail.rest or one.url.startswith("#") or month_in(one.title) or one.title.isdigit():
        return False
    return bool(one.url or one.tail.links) and all(is_link_name(name) for name, _ in one.tail.links)


def is_marked(line: str) -> bool:
    """Return whether a line begins with a link, bold words, brackets or code."""
    for before in (NUMBERING, SHORTCODES):
        if match := before.match(line):
            line = line[match.end() :]
    found = [piece for piece in pieces(line) if re.search(r"\w", piece.source)]
    marks = {"bold", "link", "brackets", "code"}
    return bool(found) and found[0].kind in marks and not begins_with_link(found)
