"""The result of reading a page."""

from dataclasses import dataclass, field

from paperlist.readers.draft import Draft
from paperlist.readers.markdown.tree.blocks import Page


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
