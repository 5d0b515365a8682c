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
        title: the page's title, or empty.
        words: text that belongs to no paper: pairs of its first line (from 0) and the text.
        structure: words that need not be kept, such as markup: pairs of their line (from 0) and the
            words.
        inside: the lines (from 0) between the marks of a page that paperlist published.
        no_papers: headings that became no paper: the line (from 0), the heading, and the reason.
        by: on a page that paperlist published with all notes, what its sections are: `month` or
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
