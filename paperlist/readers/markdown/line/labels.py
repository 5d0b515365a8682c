"""Finds the label that a list item or a line begins with.

These are labels:

    `Label:` text    `Label`: text    `Label` text      code, if the label is known or has
    **Label:** text  **Label**: text  *Label:* text     a colon; bold and italics likewise
    Label: text                                         plain words, if the label is known
    **Label** - text    `Label` = text    Label - text  a dash, an arrow or `=`, if it is known

`model/labels.py` decides which labels are known; it tolerates one wrong letter. A known label in
plain words needs no colon if it has a line for itself, above the other lines of a list item. An
emoji may stand before a label, and the colon may be full-width.

All that follows a label in its list item is the text of the label, even if there are more labels in
it. In a paragraph, the text of a label goes on in the next blocks, up to the next label.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from paperlist.model.entry import TEXT_FIELDS
from paperlist.model.labels import field_of, is_known
from paperlist.readers.markdown.line.remainder import HASH_TAGS
from paperlist.readers.markdown.line.tokens import shown
from paperlist.readers.markdown.tree.blocks import Block, Page, is_summary, lines_of

_CODE = re.compile(
    r"(?P<mark>`+)\s*+(?P<label>[^`]{1,300}?)\s*+"
    r"(?:(?P<colon>[:：])\s*(?P=mark)|(?P=mark)\s*(?P<after>[:：]{0,2}))"
)
_BOLD = re.compile(
    r"(?P<mark>\*\*|__|\*|_)(?=\S)(?P<label>(?:\\.|[^*\\]){1,300}?)\s*"
    r"(?:(?P<colon>[:：])\s*(?P=mark)|[.。]?(?P=mark)\s*(?P<after>[:：]{0,2}))"
)
_PLAIN = re.compile(
    r"(?P<label>[^\s`*\[\]():：<>][^`*\[\]():：<>]{0,40}?(?:\([^()]{1,20}\))?)\s*(?P<colon>::|[:：])(?P<after>)"
)
# What people write instead of a colon: `**Goal** - text`, `**Goal** → text`, `**Goal** = text`.
_DASH = re.compile(r"[ \t]*(?:(?:-{1,2}|[–—])(?=[ \t])|->|[→=])[ \t]*")
_DASHED = re.compile(r"(?P<label>[A-Za-z][A-Za-z ]{2,20}?)[ \t]+(?:-{1,2}|[–—])[ \t]+")
# `arXiv:2404.05726` is an identifier; `arXiv:` is not a label in it.
_IDENTIFIER = re.compile(r"(?:arxiv|doi):\d", re.I)
_LINK = re.compile(r"(?<!\\)\]\(")
_EMOJI = re.compile("[\u2190-\u2bff\u3030\ufe0f\u200d\U0001f000-\U0001faff]+\\s*")
WORDS_OF_A_LABEL = 3
_OF_A_NOTE = frozenset({"keypoints", *TEXT_FIELDS})
LISTS = ("bullet_list", "ordered_list")


class Label(NamedTuple):
    """A label, such as `**Method:**`.

    Attributes:
        name: the label's words, here `Method`.
        bold: whether the label is in bold or italics.
        width: the number of characters up to the end of the label, here 11.
    """

    name: str
    bold: bool = False
    width: int = 0


def label_of(text: str, label_aliases: Mapping[str, str]) -> Label | None:
    """Return the label that `text` begins with, or None."""
    emoji = _EMOJI.match(text)
    start = emoji.end() if emoji else 0
    for pattern in (_CODE, _BOLD, _PLAIN):
        if (match := pattern.match(text, start)) and not _IDENTIFIER.match(text, start):
            colon = match["colon"] or match["after"]
            if pattern is _BOLD and (
                _LINK.search(match["label"]) or not (colon or _stands_alone(match))
            ):
                continue  # a link, or a sentence: `**Performance** drops`
            known = is_known(match["label"], label_aliases)
            if known or (colon and pattern is not _PLAIN):
                name = match["label"] if pattern is _CODE else shown(match["label"])
                dash = _DASH.match(text, match.end()) if known and not colon else None
                return Label(name, pattern is _BOLD, (dash or match).end())
    dashed = _DASHED.match(text, start)
    if dashed and field_of(dashed["label"], label_aliases) in _OF_A_NOTE:
        return Label(dashed["label"], width=dashed.end())
    return None


def _stands_alone(match: re.Match[str]) -> bool:
    """Return False if a sentence goes on after bold words, as in `**Performance** drops`."""
    behind = match.string[match.end() : match.end() + 1]
    return "\n" in match[0][len(match[0].rstrip()) :] or not behind.islower()


def label_of_item(page: Page, item: Block, label_aliases: Mapping[str, str]) -> Label | None:
    """Return the label of a list item, or None.

    A known label needs no colon if its text stands on the lines below.
    """
    head, rest = page.item_parts(item)
    if label := label_of(head, label_aliases):
        return label
    bare = not page.exact and rest.strip() and is_known(head, label_aliases)
    return Label(head.strip(), width=len(head)) if bare else None


def has_fields(page: Page, block: Block, label_aliases: Mapping[str, str]) -> bool:
    """Return whether a paragraph or some item of a list begins with a known label."""
    if block.type == "paragraph":
        text = page.text(*lines_of(block))
        first, _, rest = text.partition("\n")
        label = label_of(rest if HASH_TAGS.fullmatch(first) else text, label_aliases)
        return label is not None and is_known(label.name, label_aliases)
    if block.type not in LISTS:
        return False
    for item in block.children:
        head, _ = page.item_parts(item)
        label = label_of_item(page, item, label_aliases)
        if label and is_known(label.name, label_aliases):
            return True
        if (not head.strip() or is_summary(head)) and any(
            has_fields(page, child, label_aliases) for child in item.children
        ):
            return True
    return False


def plain_label(line: str) -> Label | None:
    """Return the words before a colon as a label: `Hardware` in `Hardware: 8 GPUs`.

    Return None if the line does not begin with a few plain words and a colon.
    """
    emoji = _EMOJI.match(line)
    match = _PLAIN.match(line, emoji.end() if emoji else 0)
    return Label(match["label"], width=match.end()) if match else None


def short_label(line: str) -> Label | None:
    """Return the words before a colon as a label, if there are at most three words.

    Call this only where lines nearby have known labels.
    """
    label = plain_label(line)
    short = label is not None and len(label.name.split()) <= WORDS_OF_A_LABEL
    return label if short and not line.startswith("http") else None


def is_own_label(line: str, first: str) -> bool:
    """Return whether both lines begin with a label, such as `Data: A` and `Code: B`.

    The label of `line` may have at most three words; `first` is a line above.
    """
    return short_label(line.lstrip()) is not None and _PLAIN.match(first.lstrip()) is not None
