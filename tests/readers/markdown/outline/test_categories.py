"""Which headings are categories, and which is the page's title."""

import pytest

from paperlist.readers.markdown.outline.categories import assign_bold_categories, assign_categories
from paperlist.readers.markdown.outline.headings import BOLD_LEVEL, Role, Section
from paperlist.readers.markdown.tree.blocks import parse_page

PAGE = parse_page("- [Moss Nets](https://arxiv.org/abs/2404.01234)")


def _section(line: str) -> Section:
    """A section of `2 Moss +`: its level, its name, and a plus where papers are listed below it.

    A name with an exclamation mark is a paper's.
    """
    level, _, name = line.partition(" ")
    section = Section(int(level), name.removesuffix("+").strip(), 0, 1)
    section.role = Role.PAPER if name.endswith("!") else Role.WORDS
    section.blocks = PAGE.root.children if name.endswith("+") else []
    return section


def _roles(sections: list[Section]) -> str:
    return " ".join(section.role.name for section in sections)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("2 Moss +", "CATEGORY"),
        ("2 Words", "WORDS"),
        ("2 Moss|3 Nets +", "CATEGORY CATEGORY"),
        ("2 Moss|3 Moss Nets!", "CATEGORY PAPER"),
        ("2 Moss|2 Moss Nets!", "WORDS PAPER"),
        ("1 Page|2 Moss +|2 Reeds +", "TITLE CATEGORY CATEGORY"),
        ("1 Moss +|1 Reeds +", "CATEGORY CATEGORY"),
        ("1 Page|2 Moss +|2 Words", "TITLE CATEGORY WORDS"),
        ("2 Paper list|3 Moss +", "TITLE CATEGORY"),
        ("2 Contents +|2 Moss +", "WORDS CATEGORY"),
    ],
)
def test_assign_categories(lines: str, expected: str) -> None:
    """A heading with papers below it is a category; the first around all of them is the title."""
    sections = [_section(line) for line in lines.split("|")]
    assign_categories(sections, PAGE)
    assert _roles(sections) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("2 Moss|3 Papers +", [False, True]),
        ("2 Moss|3 Papers +|3 Reeds +", [False, False, False]),
        ("2 Papers +", [False]),
        ("2 Moss +", [False]),
        ("2 Moss|3 Notes +|2 Reeds|3 Notes +", [False, True, False, True]),
        ("1 Page|2 Moss +|2 Papers +", [False, False, False]),
    ],
)
def test_says_nothing(lines: str, expected: list[bool]) -> None:
    """`Papers` says nothing where it is the only one of its kind within a category."""
    sections = [_section(line) for line in lines.split("|")]
    assign_categories(sections, PAGE)
    assert [section.says_nothing for section in sections] == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (f"{BOLD_LEVEL} Moss|3 Moss Nets!", "CATEGORY PAPER"),
        (f"{BOLD_LEVEL} Moss|3 Moss Nets!|{BOLD_LEVEL} Reeds|3 Reed Nets!",
         "CATEGORY PAPER CATEGORY PAPER"),
        (f"0|3 Moss Nets!|{BOLD_LEVEL} Moss|3 Reed Nets!", "WORDS PAPER WORDS PAPER"),
        (f"2 Moss|3 Moss Nets!|{BOLD_LEVEL} Reeds|3 Reed Nets!", "WORDS PAPER WORDS PAPER"),
        (f"{BOLD_LEVEL} Moss +|3 Moss Nets!", "WORDS PAPER"),
        (f"{BOLD_LEVEL} Moss|3 Words", "WORDS WORDS"),
    ],
)  # fmt: skip
def test_assign_bold_categories(lines: str, expected: str) -> None:
    """A bare bold line above a paper's heading is one where the first paper has one above it."""
    sections = [_section(line) for line in lines.split("|")]
    assign_bold_categories(sections)
    assert _roles(sections) == expected


def test_a_bold_category_stands_half_a_level_above_its_papers() -> None:
    """So it is within the heading above them, and around them."""
    sections = [_section(f"{BOLD_LEVEL} Moss (2024-04)"), _section("3 Moss Nets!")]
    assign_bold_categories(sections)
    assert (sections[0].level, sections[0].name, sections[0].month) == (2.5, "Moss", "2024-04")
