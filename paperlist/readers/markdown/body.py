"""Reads the blocks below a paper's title into the paper's fields, by the labels of the blocks."""

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
    """Writes the blocks below a paper's title into its draft.

    A label that stands alone stays open: the blocks up to the next label are its text.

    Attributes:
        draft: the paper that is being read.
        fields: writes single fields into the same draft.
    """

    def __init__(self, page: Page, draft: Draft, label_aliases: Mapping[str, str]) -> None:
        self.fields = Fields(page, draft, label_aliases)
        self._page = page
        self.draft = draft
        self._label_aliases = label_aliases
        self._open: Label | None = None

    def block(self, block: Block) -> None:
        """Add a block, with everything inside it, to the draft."""
        if block.type in LISTS and (
            not self._open or has_fields(self._page, block, self._label_aliases)
        ):
            labelled = not self._page.exact and has_fields(self._page, block, self._label_aliases)
            for item in block.children:
                self.item(item, labelled=labelled)
        elif block.type == "paragraph":
            self.paragraph(self._text(block), lines_of(block)[0])
        else:
            self._loose(self._text(block))

    def open(self, label: Label, line: int) -> None:
        """Open `label`, which stands alone on `line`: the blocks below are the label's text."""
        self._labelled(label, "", line)
        self._open = None if self._is_linked(label) else label

    def item(self, item: Block, *, labelled: bool = False) -> None:
        """Add a list item.

        `labelled` says that some item of the list has a known label. Then up to three words before
        a colon are a label as well, even an unknown one.
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
            self._labelled(label, text, first)
            if not text and not self._page.exact and not self._is_linked(label):
                # The label has no text here; it may stand below the list: a formula, a figure.
                self._open = label
        elif (not head.strip() or is_summary(head)) and any(map(self._is_labelled, item.children)):
            # The item is only a <details> around further labels.
            self.draft.mark_structure(first, f"{marker} {head}")
            for child in item.children:
                if lines_of(child)[0] > first or child.type in LISTS:
                    self._nested(child)
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
            self._loose(self._text(item), "\n")

    def paragraph(self, text: str, first: int) -> None:
        """Add the paragraph `text`, which begins on the line `first`."""
        parts = self._parts(text, first)
        for row, lines in parts:
            words = "\n".join(lines)
            label = label_of(words.lstrip(), self._label_aliases)
            if not label and row > first and not self._page.exact and not self._is_links(words):
                label = plain_label(words.lstrip())
            if label:
                behind = words.lstrip()[label.width :].strip()
                self._labelled(label, behind, row)
                # The text of a lone labelled line may go on in the next block. If a paragraph has
                # several labelled lines, each is complete.
                goes_on = len(parts) == 1 or not behind or behind[-1] in ":："
                if self._page.exact or (goes_on and not self._is_linked(label)):
                    self._open = label
            elif self._page.exact or not self._beside(words, row):
                self._loose(words)

    def _parts(self, text: str, first: int) -> list[tuple[int, list[str]]]:
        """Group the lines of a paragraph: a label, or a line of links, starts a new group.

        Return for each group the number of its first line, and its lines.
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

    def _beside(self, words: str, line: int) -> bool:
        """Add `words` if they are only keypoints, authors or links; else return False."""
        if HASH_TAGS.fullmatch(words):
            self.draft.keypoints(words.replace("#", " ").split(), line)
        elif names := self._names_alone(words):
            self.draft.mark_structure(line, " and" * len(names))
            self.draft.fields["authors"] = names
        elif (tail := self.fields.tail(words)) and self._is_beside(tail):
            self.fields.apply(tail, line)
        else:
            return False
        return True

    def _lines(self, text: str) -> Iterator[tuple[int, str]]:
        """Yield each line of a paragraph with its number (from 0).

        A line of several labels with bars between them, `Code: x | Data: y`, is split at the bars.
        """
        for row, line in enumerate(text.split("\n")):
            parts = [] if self._page.exact else _BAR.split(line.strip())
            if len(parts) > 1 and all(label_of(part, self._label_aliases) for part in parts):
                yield from ((row, part) for part in parts)
            else:
                yield row, line

    def _nested(self, block: Block) -> None:
        if block.type in LISTS:
            for item in block.children:
                self.item(item)
        else:
            self._loose(self._text(block))

    def _text(self, block: Block) -> str:
        return dedent(self._page.text(*lines_of(block)))

    def _names_in(self, head: str, *, labelled: bool) -> list[str]:
        """Return the authors if an item has only names; in a `labelled` list one name is enough."""
        if self._page.exact:
            return []
        bare = shown(head).strip(" .")
        alone = labelled and " " in bare and is_name(bare) and not self.draft.fields.get("authors")
        return self._names_alone(head) or ([bare] if alone else [])

    def _names_alone(self, text: str) -> list[str]:
        """Return the names if a line has only names and the paper has no authors yet, else []."""
        return [] if self._open or self.draft.fields.get("authors") else names_in(text)

    def _is_links(self, line: str) -> bool:
        """Return whether a line has only links, and one of them has a usual name such as `code`."""
        tail = self.fields.tail(line) if "](" in line or "href" in line else None
        return tail is not None and any(is_link_name(name) for name, _ in tail.links)

    def _is_beside(self, tail: Tail) -> bool:
        """Return whether a line of parts `tail` belongs to the paper, and not to an open label."""
        named = any(is_link_name(name) and leads_to_a_paper(url) for name, url in tail.links)
        return not self._open or named

    def _is_linked(self, label: Label) -> bool:
        """Return whether a label became a link, as `Paper: URL` does; then no text can follow."""
        section = section_of(label.name, self._label_aliases)
        return field_of(
            label.name, self._label_aliases
        ) is None and section not in self.draft.fields.get("sections", {})

    def _is_labelled(self, block: Block) -> bool:
        if self._page.exact:
            return block.type in LISTS
        return has_fields(self._page, block, self._label_aliases)

    def _loose(self, text: str, between: str = "\n\n") -> None:
        if not text.strip():
            return
        text = restore(text) if self._page.exact else text
        if self._open:
            self.fields.add(self._open, text, between)
        else:
            self.draft.text("notes", text, between)

    def _labelled(self, label: Label, text: str, line: int) -> None:
        self._open = None
        self.fields.put(label, text, line)
