"""Months, as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlist.model.months import format_month, month_in, parse_month, pattern_of


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2024-04", "2024-04"), ("202404", "2024-04"), ("2024.4", "2024-04"),
        ("2024/04", "2024-04"),
        ("April 2024", "2024-04"), ("Apr. 2024", "2024-04"), ("2024 April", "2024-04"),
        ("2024年4月", "2024-04"), ("2024年04月份", "2024-04"), ("April 5th, 2024", "2024-04"),
        ("2024-04-09", "2024-04"), ("2024-13", None), ("2024-00", None), ("2024", None),
        ("1234", None), ("Aprilia 2024x", None), ("", None),
        ("Ferbuary 2024", "2024-02"), ("Setpember 2024", "2024-09"), ("Transformer 2024", None),
    ],
)  # fmt: skip
def test_months(text: str, month: str | None) -> None:
    """The usual ways to write one, and what is none."""
    assert parse_month(text) == month


@pytest.mark.parametrize(
    ("heading", "month"),
    [
        ("2024-06 (June)", "2024-06"), ("2024-05 — May", "2024-05"), ("2024-06 (July)", None),
        ("Latest Update: April 2024", "2024-04"), ("📅 2024-04 (12 papers)", "2024-04"),
        ("[2024.04](#x)", "2024-04"), ("**202404**", "2024-04"), ("2024年4月论文", "2024-04"),
        ("2024年4月 论文", "2024-04"), ("A survey of 2024-04", None), ("CVPR 2024", None),
        ("PaperList 202405", "2024-05"), ("1706.03762", None),
    ],
)  # fmt: skip
def test_months_in_headings(heading: str, month: str | None) -> None:
    """With the words that stand beside a month, and no others."""
    assert month_in(heading) == month


@given(st.dates().filter(lambda date: date.year >= 1900 and date.year < 2100))
def test_a_month_goes_round(date: object) -> None:
    """In every form that the page can have."""
    month = str(date)[:7]
    for pattern in ("%Y%m", "%Y-%m", "%B %Y", "%b %Y"):
        assert parse_month(format_month(month, pattern)) == month


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        (["March 2024", "April 2024"], "%B %Y"),
        (["Mar 2024"], "%b %Y"),
        (["2024-03", "2024-04"], "%Y-%m"),
        (["202403"], "%Y%m"),
        (["2024年03月"], "%Y年%m月"),
        (["March 2024", "2024-04"], ""),
        (["Papers of March 2024"], ""),
        ([], ""),
    ],
)
def test_pattern_of(headings: list[str], expected: str) -> None:
    """One pattern for all headings, or none."""
    assert pattern_of({heading: month_in(heading) or "" for heading in headings}) == expected
