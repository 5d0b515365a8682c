"""Which of a page's headings are months, categories, papers, labels or mere words."""

import pytest

from paperlist.readers.markdown.outline.roles import month_of_year, sections_of
from paperlist.readers.markdown.tree.blocks import parse_page

PAPER = "- [Moss Nets](https://arxiv.org/abs/2404.01234)"
NOTES = "- Objective: to see\n- Method: by light"


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("", "ROOT"),
        ("# Words\n\nmore words", "ROOT WORDS:Words"),
        (f"# 2024-04\n\n{PAPER}", "ROOT MONTH:2024-04"),
        (f"# 2024\n\n## April\n\n{PAPER}", "ROOT YEAR:2024 MONTH:April"),
        (f"# 2024-04\n\n## Moss\n\n{PAPER}", "ROOT MONTH:2024-04 CATEGORY:Moss"),
        (f"# My page\n\n## Moss\n\n{PAPER}\n\n## Reeds\n\n{PAPER}",
         "ROOT TITLE:My page CATEGORY:Moss CATEGORY:Reeds"),
        (f"# Moss Nets\n\n{NOTES}", "ROOT PAPER:Moss Nets"),
        (f"# Moss\n\n## Moss Nets\n\n{NOTES}\n\n# Reeds\n\n## Reed Nets\n\n{NOTES}",
         "ROOT CATEGORY:Moss PAPER:Moss Nets CATEGORY:Reeds PAPER:Reed Nets"),
        ("# [Moss Nets](https://arxiv.org/abs/2404.01234)\n\nwords", "ROOT PAPER:Moss Nets"),
        ("# Moss Nets\n\n## Objective\n\nto see\n\n## Method\n\nby light",
         "ROOT PAPER:Moss Nets LABEL:Objective LABEL:Method"),
        (f"# Moss Nets\n\n{NOTES}\n\n## Colour\n\ngreen", "ROOT PAPER:Moss Nets LABEL:Colour"),
        (f"**2024-04**\n\n{PAPER}", "ROOT MONTH:2024-04"),
        (f"**Moss**\n\n{PAPER}", "ROOT CATEGORY:Moss"),
        ("**Words**\n\nmore words", "ROOT"),
        (f"# Moss\n\n{PAPER}\n\n# License\n\nfree", "ROOT CATEGORY:Moss WORDS:License"),
    ],
)  # fmt: skip
def test_sections_of(markdown: str, expected: str) -> None:
    """Each section's role and name; the root is what stands before the first heading."""
    sections = sections_of(parse_page(markdown), {})
    found = [f"{section.role.name}:{section.name}".removesuffix(":") for section in sections]
    assert " ".join(found) == expected


def test_labels_of_ones_own() -> None:
    """The `labels` setting makes notes of what would be words."""
    page = parse_page("# Moss Nets\n\n- Gripe: it is slow\n- Cure: more light")
    roles = [sections_of(page, taught)[1].role.name for taught in ({}, {"gripe": "limitation"})]
    assert roles == ["WORDS", "PAPER"]


@pytest.mark.parametrize(
    ("name", "year", "expected"),
    [
        ("April", "2024", "2024-04"),
        ("Apr", "2024", "2024-04"),
        ("04", "2024", "2024-04"),
        ("4月", "2024", "2024-04"),
        ("13", "2024", None),
        ("Moss", "2024", None),
        ("April", "", None),
    ],
)
def test_month_of_year(name: str, year: str, expected: str | None) -> None:
    """A month without its year is one below the heading of a year."""
    assert month_of_year(name, year) == expected
