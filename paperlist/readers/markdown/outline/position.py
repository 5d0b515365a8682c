"""The month, the year and the categories that apply at a place of a page."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from paperlist.readers.markdown.outline.below import holds_papers
from paperlist.readers.markdown.outline.headings import Role, Section
from paperlist.readers.markdown.tree.blocks import Page
from paperlist.text.words import title_key


@dataclass(frozen=True)
class Position:
    """What the headings above a place on the page say about the papers there.

    Attributes:
        month: the month, `YYYY-MM`, or None.
        categories: the names of the categories by the levels of their headings: `{2: "LLM"}`.
        year: the heading of the year, or None.
        in_contents: whether the place is below an entry of the table of contents.
        category_month: the month beside the name of the last category, `LLM (2024-02)`, or None.
        month_within: the level of the category that contains the month's heading, or 0.
        month_level: the level of the month's heading if papers or deeper headings stand below that
            heading, else 0.
        entered: the level of the month's heading if that is the last heading above, else 0.
    """

    month: str | None = None
    categories: Mapping[float, str] = field(default_factory=dict)
    year: Section | None = None
    in_contents: bool = False
    category_month: str | None = None
    month_within: float = 0
    month_level: float = 0
    entered: float = 0

    def below(self, section: Section, page: Page) -> "Position":
        """Return the position below the heading of a month, a year or a category."""
        role, level = section.role, section.level
        year = self.year
        if role is Role.YEAR or (year and level <= year.level):
            year = section if role is Role.YEAR else None
        categories = {at: name for at, name in self.categories.items() if at < level}
        if role is Role.MONTH:
            return replace(
                self,
                month=section.month,
                categories=categories,
                year=year,
                month_within=max(categories, default=0),
                month_level=level if holds_papers(section, page) else 0,
                entered=level,
            )
        month, category_month = self.month, self.category_month
        month_within, month_level = self.month_within, self.month_level
        if self.entered and not month_level and level > self.entered:
            month_level = self.entered
        if role is Role.YEAR or level <= max(month_within, month_level):
            month, month_within, month_level = None, 0, 0
        if role is Role.CATEGORY:
            around = list(categories.values())
            again = bool(around) and title_key(around[-1]) == title_key(section.name)
            if section.is_named and not again and not section.says_nothing:
                categories[level] = section.name
            if section.month or category_month:
                month = category_month = section.month or None
        return Position(
            month, categories, year, self.in_contents, category_month, month_within, month_level
        )
