"""Dates in words."""

from datetime import date

import pytest

from paperlist.errors import UsageError
from paperlist.index.conditions import Condition
from paperlist.model.months import MONTH_ABBREVIATIONS, MONTH_NAMES, english_month
from paperlist.search.dates import first_month, last_month, one_month
from paperlist.search.query import parse

TODAY = date(2026, 3, 5)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024-04", "2024-04", "2024-04"),
        ("202404", "2024-04", "2024-04"),
        ("2024-04-09", "2024-04", "2024-04"),
        ("April 2024", "2024-04", "2024-04"),
        ("2024", "2024-01", "2024-12"),
        ("this year", "2026-01", "2026-12"),
        ("last year", "2025-01", "2025-12"),
        ("today", "2026-03", "2026-03"),
        ("Yesterday", "2026-03", "2026-03"),
        ("this month", "2026-03", "2026-03"),
        ("last month", "2026-02", "2026-02"),
        ("last week", "2026-02", "2026-02"),
        ("2 weeks ago", "2026-02", "2026-02"),
        ("two weeks", "2026-02", "2026-02"),
        ("4 days ago", "2026-03", "2026-03"),
        ("5 days ago", "2026-02", "2026-02"),
        ("3 months ago", "2025-12", "2025-12"),
        ("past 3 months", "2025-12", "2025-12"),
        ("3_months_ago", "2025-12", "2025-12"),
        ("a year ago", "2025-03", "2025-03"),
        ("last 2 years", "2024-03", "2024-03"),
        ("6m", "2025-09", "2025-09"),
        ("february", "2026-02", "2026-02"),
        ("march", "2026-03", "2026-03"),
        ("Apr", "2025-04", "2025-04"),
    ],
)
def test_dates_in_words(text: str, first: str, last: str) -> None:
    """The months that they touch, the first and the last."""
    assert first_month(text, TODAY) == first
    assert last_month(text, TODAY) == last


@pytest.mark.parametrize(
    "text", ["", "soon", "weeks", "2 fortnights ago", "2024-13", "some days ago", "marching", "20"]
)
def test_what_is_no_date(text: str) -> None:
    """Says what would be one."""
    with pytest.raises(
        UsageError, match="is not a date; write it like 2024-04, 2024, 'april 2024'"
    ):
        first_month(text, TODAY)


def test_since_takes_the_first_month_and_until_the_last() -> None:
    """`since:2024 until:2024` is all of 2024, as an option and within a query."""
    assert parse('since:2024 until:"april 2025" x').conditions == (
        Condition("since", "2024-01"), Condition("until", "2025-04"),
    )  # fmt: skip
    assert parse("until:2024").conditions == (Condition("until", "2024-12"),)


def test_english_months_come_from_one_table() -> None:
    """The names, their abbreviations and `sept`, in any case; no month of another language."""
    assert [english_month(name) for name in MONTH_NAMES] == [*range(1, 13)]
    assert [english_month(f"{name}.") for name in MONTH_ABBREVIATIONS] == [*range(1, 13)]
    assert [english_month(name) for name in ("SEPT", "mai", "Janu", "")] == [9, 0, 0, 0]


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2024-04", "2024-04"), ("2024/4", "2024-04"), ("202404", "2024-04"),
        ("April 2024", "2024-04"), ("April", "2026-04"), ("04", "2026-04"), ("4", "2026-04"),
        ("12", "2025-12"), ("december", "2025-12"), ("last month", "2026-10"),
        ("this month", "2026-11"), ("3 weeks ago", "2026-11"),
    ],
)  # fmt: skip
def test_one_month_of_a_date_in_words(text: str, month: str) -> None:
    """Without a year, the most recent such month that is not in the future."""
    assert one_month(text, date(2026, 11, 29)) == month


@pytest.mark.parametrize("text", ["2024", "last year", "never", "13", "0", "2024-13", ""])
def test_what_is_not_one_month_is_refused(text: str) -> None:
    """A year has twelve."""
    with pytest.raises(UsageError, match=f"'{text}' is not a month; write it like 2024-04"):
        one_month(text, date(2026, 11, 29))
