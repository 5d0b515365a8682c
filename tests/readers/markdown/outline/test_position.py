"""The month, the year and the categories that headings set for the papers below them."""

import pytest

from paperlist.readers.markdown.outline.headings import Role, Section
from paperlist.readers.markdown.outline.position import Position
from paperlist.readers.markdown.tree.blocks import parse_page

PAGE = parse_page("")


def month(level: float, name: str) -> Section:
    return Section(level, name, 0, 1, role=Role.MONTH, month=name)


def year(level: float, name: str) -> Section:
    return Section(level, name, 0, 1, role=Role.YEAR, month=name)


def category(level: float, name: str, named_month: str = "") -> Section:
    return Section(level, name, 0, 1, role=Role.CATEGORY, month=named_month)


def below(*headings: Section) -> Position:
    position = Position()
    for heading in headings:
        position = position.below(heading, PAGE)
    return position


@pytest.mark.parametrize(
    ("headings", "expected_month", "expected_categories"),
    [
        ([month(2, "2024-04"), category(3, "LLM")], "2024-04", ["LLM"]),
        ([category(2, "LLM"), month(3, "2024-04")], "2024-04", ["LLM"]),
        ([category(2, "LLM"), month(3, "2024-04"), category(2, "Vision")], None, ["Vision"]),
        ([category(2, "Vision"), category(3, "Video"), category(2, "LLM")], None, ["LLM"]),
        ([category(2, "Vision"), category(3, "Video")], None, ["Vision", "Video"]),
        ([category(2, "LLM"), category(3, "LLM")], None, ["LLM"]),
        ([category(2, "LLM", "2024-02"), category(2, "Vision")], None, ["Vision"]),
    ],
)
def test_a_heading_ends_what_is_not_around_it(
    headings: list[Section], expected_month: str | None, expected_categories: list[str]
) -> None:
    position = below(*headings)
    assert (position.month, [*position.categories.values()]) == (
        expected_month,
        expected_categories,
    )


def test_a_year_lasts_until_a_heading_of_its_level() -> None:
    assert below(year(2, "2023"), category(3, "LLM")).year
    assert below(year(2, "2023"), category(3, "LLM"), category(2, "Vision")).year is None


def test_a_position_is_not_changed_by_what_follows() -> None:
    """The blocks after a section are read at the position before it."""
    before = below(month(2, "2024-04"), category(3, "LLM"))
    before.below(category(3, "Vision"), PAGE)
    assert [*before.categories.values()] == ["LLM"]
