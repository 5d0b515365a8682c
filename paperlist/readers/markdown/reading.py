"""The result of reading a page, and the base of the two readers of pages."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from paperlist.markdown.contents import is_contents
from paperlist.readers.draft import Draft, audit_words
from paperlist.readers.markdown.body import Body
from paperlist.readers.markdown.tree.blocks import Block, Page, lines_of


@dataclass
class Reading:
    """Everything that was read from a page.

    Attributes:
        page: the page as a tree.
        drafts: its papers, in the order of the page.
        title: its first heading, if all papers stand below it.
        words: text that belongs to no paper, each piece with its first line (from 0).
        structure: lines (from 0) and the words on them that are structure.
        inside: the lines (from 0) between our marks on a page that we published.
        no_papers: headings that became no paper, each with its line (from 0) and the reason.
        by: on a page that we published with all notes, what its sections are: `month` or
            `category`; on any other page empty.
    """

    page: Page
    drafts: list[Draft] = field(default_factory=list)
    title: str = ""
    words: list[tuple[int, str]] = field(default_factory=list)
    structure: list[tuple[int, str]] = field(default_factory=list)
    no_papers: list[tuple[int, str, str]] = field(default_factory=list)
    inside: set[int] = field(default_factory=set)
    by: str = ""


class Reader:
    """A reader that collects the blocks of a page, one after the other, in `reading`."""

    def __init__(self, page: Page, label_aliases: Mapping[str, str]) -> None:
        self.reading = Reading(page, structure=list(page.structure))
        self._page = page
        self._label_aliases = label_aliases
        self._month: str | None = None
        self._categories: dict[float, str] = {}

    def _draft(self, title: str, first: int, end: int) -> Body:
        category = " / ".join(name for _, name in sorted(self._categories.items()))
        fields = {"title": title, "category": category}
        draft = Draft(first + 1, fields, self._month, "heading" if self._month else "")
        draft.claim_lines(first, end)
        self.reading.drafts.append(draft)
        return Body(self._page, draft, self._label_aliases)

    def _below(self, body: Body | None, block: Block) -> None:
        first, end = lines_of(block)
        if (block.type == "hr" and not self._page.exact) or (
            body is None and is_contents(self._page.source_text(first, end))
        ):
            self._mark_lines(first, end)
        elif body is None:
            self._keep_words(first, end)
        else:
            body.block(block)
            self.reading.drafts[-1].claim_lines(first, end)

    def _keep_words(self, first: int, end: int) -> None:
        text = self._page.source_text(first, end)
        if audit_words(text):
            self.reading.words.append((first, text))

    def _mark_lines(self, first: int, end: int) -> None:
        lines = enumerate(self._page.lines[first:end], first)
        self.reading.structure += [(number, line) for number, line in lines]
