"""The result of reading a page."""

from dataclasses import dataclass, field

from paperlist.readers.draft import Draft
from paperlist.readers.markdown.tree.blocks import Page


@dataclass
class Reading:
    """Everything that was read from a page.

    Attributes:
        page: the page as a tree.
        drafts: the papers, in the order of the page.
        title: the page's title, or empty.
        words: text that belongs to no paper: pairs of a first line (from 0) and a text.
        structure: words that need not be kept, such as markup: pairs of a line (from 0) and words.
        inside: the lines (from 0) of the part that paperlist wrote, if it published the page.
        no_papers: headings that became no paper: the line (from 0), the heading, and the reason.
        months: a dict from the headings that are months to these months, as in
            `{"April 2024": "2024-04"}`; only for pages written by hand.
        by: what the `##` headings are, `month` or `category`, if paperlist published the page with
            all notes; else empty.
    """

    page: Page
    drafts: list[Draft] = field(default_factory=list)
    title: str = ""
    words: list[tuple[int, str]] = field(default_factory=list)
    structure: list[tuple[int, str]] = field(default_factory=list)
    no_papers: list[tuple[int, str, str]] = field(default_factory=list)
    inside: set[int] = field(default_factory=set)
    months: dict[str, str] = field(default_factory=dict)
    by: str = ""
