"""Reads the notes below a paper's title: `Method: diffusion` fills the field `method`."""

import re
from collections.abc import Iterator, Mapping
from textwrap import dedent

from paperlist.markdown.escape import restore
from paperlist.model.labels import field_of, is_known, section_of
from paperlist.readers.draft import Draft
from paperlist.readers.markdown.fields import Fields
from paperlist.readers.markdown.line.labels import (
    LISTS,
    Label,
    has_fields,
    is_own_label,
    label_of,
    label_of_item,
    plain_label,
    short_label,
)
from paperlist.readers.markdown.line.recognize import (
    is_link_name,
    is_name,
    leads_to_a_paper,
    names_in,
)
from paperlist.readers.markdown.line.remainder import HASH_TAGS
from paperlist.readers.markdown.line.tail import Tail
from paperlist.readers.markdown.line.tokens import shown
from paperlist.readers.markdown.tree.blocks import Block, Page, is_summary, lines_of

_BAR = re.compile(r"\s+[|｜·•]\s+")


class Body:
    """The reader of the notes below one paper's title.

    If a label such as `Method:` stands alone on its line, its text is in the blocks below it, up to
    the next label.

    Attributes:
        draft: the paper, with the fields that were read so far.
        fields: fills the fields of the same paper.
    """

    def __init__(self, page: Page, draft: Draft, label_aliases: Mapping[str, str]) -> None:
        self.fields = Fields(page, draft, label_aliases)
        self._page = page
        self.draft = draft
        self._label_aliases = label_aliases
        self._open: Label | None = None

    def block(self, block: Block) -> None:
        """Add a list, a paragraph or another block to the paper."""
        if block.type in LISTS and (
            not self._open or has_fields(self._page, block, self._label_aliases)
        ):
            labelled = not self._page.exact and has_fields(self._page, block, self._label_aliases)
            for item in block.children:
                self.item(item, labelled=labelled)
        elif block.type == "paragraph":
            self.paragraph(self._text(block), lines_of(block)[0])
        else:
            self._add_loose_text(self._text(block))

    def open(self, label: Label, line: int) -> None:
        """Add a label that stands alone on its line; the blocks added next are its text."""
        self._add_label(label, "", line)
        self._open = None if self._is_linked(label) else label

    def item(self, item: Block, *, labelled: bool = False) -> None:
        """Add a list item to the paper.

        Args:
            item: the list item.
            labelled: whether some item of the list has a known label. Then up to three words before
                a colon are a label, too, even if unknown: `Hardware: 8 GPUs`.
        """
        head, rest = self._page.item_parts(item)
        first = lines_of(item)[0]
        marker = self._page.marker(first)
        label = label_of_item(self._page, item, self._label_aliases)
        if label is None and labelled and not self.fields.tail(head):
            label = short_label(head)
        if label:
            text = head[label.width :].lstrip()
            self.draft.mark_structure(first, marker)
            text = f"{text}\n{rest}".strip("\n") if rest.strip() else text
            self._add_label(label, text, first)
            if not text and not self._page.exact and not self._is_linked(label):
                # The label has no text here; it may stand below the list: a formula, a figure.
                self._open = label
        elif (not head.strip() or is_summary(head)) and any(map(self._is_labelled, item.children)):
            # The item is only a <details> around further labels.
            self.draft.mark_structure(first, f"{marker} {head}")
            for child in item.children:
                if lines_of(child)[0] > first or child.type in LISTS:
                    self._add_nested(child)
                else:
                    text = dedent(self._page.text(first + 1, lines_of(child)[1]))
                    self.paragraph(text, first + 1)
        elif not rest.strip() and not self._page.exact and HASH_TAGS.fullmatch(head):
            self.draft.mark_structure(first, marker)
            self.draft.keypoints(head.replace("#", " ").split(), first)
        elif not rest.strip() and not self._page.exact and (tail := self.fields.tail(head)):
            self.draft.mark_structure(first, marker)
            self.fields.apply(tail, first)
        elif not rest.strip() and (names := self._names_in(head, labelled=labelled)):
            self.draft.mark_structure(first, f"{marker} {' and' * len(names)}")
            self.draft.fields["authors"] = names
        else:
            self._add_loose_text(self._text(item), "\n")

    def paragraph(self, text: str, first: int) -> None:
        """Add a paragraph to the paper.

        Args:
            text: the Markdown of the paragraph.
            first: the line (from 0) on which the paragraph begins.
        """
        parts = self._split_at_labels(text, first)
        for row, lines in parts:
            words = "\n".join(lines)
            label = label_of(words.lstrip(), self._label_aliases)
            if not label and row > first and not self._page.exact and not self._is_links(words):
                label = plain_label(words.lstrip())
            if label:
                behind = words.lstrip()[label.width :].strip()
                self._add_label(label, behind, row)
                # The text of a lone labelled line may go on in the next block. If a paragraph has
                # several labelled lines, each is complete.
                goes_on = len(parts) == 1 or not behind or behind[-1] in ":："
                if self._page.exact or (goes_on and not self._is_linked(label)):
                    self._open = label
            elif self._page.exact or not self._add_unlabelled(words, row):
                self._add_loose_text(words)

    def _split_at_labels(self, text: str, first: int) -> list[tuple[int, list[str]]]:
        """Split a paragraph before each line that begins with a label, and around lines of links.

        Return for each part the number of its first line, and its lines.
        """
        parts: list[tuple[int, list[str]]] = []
        for row, line in self._lines(text):
            label = label_of(line.lstrip(), self._label_aliases)
            again = bool(parts and label) and label_of(parts[0][1][0].lstrip(), self._label_aliases)
            starts = bool(
                label and (row == 0 or is_known(label.name, self._label_aliases) or again)
            )
            if not starts and parts and not self._page.exact:
                starts = self._is_links(line) or is_own_label(line, parts[-1][1][0])
            if starts or not parts:
                parts.append((first + row, []))
            parts[-1][1].append(line)
        return parts

    def _add_unlabelled(self, words: str, line: int) -> bool:
        """Add words without a label to the paper, if they are only keypoints, authors or links.

        Return whether the words were added.
        """
        if HASH_TAGS.fullmatch(words):
            self.draft.keypoints(words.replace("#", " ").split(), line)
        elif names := self._names_alone(words):
            self.draft.mark_structure(line, " and" * len(names))
            self.draft.fields["authors"] = names
        elif (tail := self.fields.tail(words)) and self._belongs_to_paper(tail):
            self.fields.apply(tail, line)
        else:
            return False
        return True

    def _lines(self, text: str) -> Iterator[tuple[int, str]]:
        """Yield each line of a paragraph with its number (from 0).

        `Code: x | Data: y` is yielded as two lines with the same number: `Code: x` and `Data: y`.
        """
        for row, line in enumerate(text.split("\n")):
            parts = [] if self._page.exact else _BAR.split(line.strip())
            if len(parts) > 1 and all(label_of(part, self._label_aliases) for part in parts):
                yield from ((row, part) for part in parts)
            else:
                yield row, line

    def _add_nested(self, block: Block) -> None:
        if block.type in LISTS:
            for item in block.children:
                self.item(item)
        else:
            self._add_loose_text(self._text(block))

    def _text(self, block: Block) -> str:
        return dedent(self._page.text(*lines_of(block)))

    def _names_in(self, head: str, *, labelled: bool) -> list[str]:
        """Return the authors if a list item has only names, else an empty list.

        In a list with known labels (`labelled`), a single name is enough.
        """
        if self._page.exact:
            return []
        bare = shown(head).strip(" .")
        alone = labelled and " " in bare and is_name(bare) and not self.draft.fields.get("authors")
        return self._names_alone(head) or ([bare] if alone else [])

    def _names_alone(self, text: str) -> list[str]:
        """Return the names if a line has only names, else an empty list.

        The list is also empty if the paper has authors already, or if the line is the text of a
        label.
        """
        return [] if self._open or self.draft.fields.get("authors") else names_in(text)

    def _is_links(self, line: str) -> bool:
        """Return whether a line is a row of links, such as `[Paper](URL) [Code](URL)`."""
        tail = self.fields.tail(line) if "](" in line or "href" in line else None
        return tail is not None and any(is_link_name(name) for name, _ in tail.links)

    def _belongs_to_paper(self, tail: Tail) -> bool:
        """Return whether a line belongs to the paper, and not to the text of the label above.

        `tail` is the line, sorted into links, dates and so on.
        """
        named = any(is_link_name(name) and leads_to_a_paper(url) for name, url in tail.links)
        return not self._open or named

    def _is_linked(self, label: Label) -> bool:
        """Return whether a label was stored as a link, as in `Code: URL`, and not as a text."""
        section = section_of(label.name, self._label_aliases)
        return field_of(
            label.name, self._label_aliases
        ) is None and section not in self.draft.fields.get("sections", {})

    def _is_labelled(self, block: Block) -> bool:
        if self._page.exact:
            return block.type in LISTS
        return has_fields(self._page, block, self._label_aliases)

    def _add_loose_text(self, text: str, between: str = "\n\n") -> None:
        if not text.strip():
            return
        text = restore(text) if self._page.exact else text
        if self._open:
            self.fields.add(self._open, text, between)
        else:
            self.draft.text("notes", text, between)

    def _add_label(self, label: Label, text: str, line: int) -> None:
        self._open = None
        self.fields.put(label, text, line)
