"""The charts of `stats`: which ones there are, what they say, and what they leave out."""

import pytest

from paperlist.cli.terminal.bars import Bar, Chart
from paperlist.cli.terminal.charts import charts
from paperlist.library.counting import count_papers
from paperlist.model.entry import Entry


def chart(heading: str, entries: list[Entry], limit: int = 10) -> Chart:
    (found,) = (
        each for each in charts(count_papers(entries), limit) if each.heading.startswith(heading)
    )
    return found


def papers(months: int, **fields: object) -> list[Entry]:
    """One paper in each of so many months, from 2000-01."""
    return [
        Entry(f"p{month}", f"{2000 + month // 12}-{month % 12 + 1:02}", {"title": "A", **fields})
        for month in range(months)
    ]


def test_empty_charts_are_left_out() -> None:
    """No paper has a keypoint, and one month is too short for a rise."""
    assert [each.heading for each in charts(count_papers(papers(1)), 10)] == [
        "Papers by month", "Papers by category", "Papers by status", "Papers with each field",
    ]  # fmt: skip


def test_papers_without_a_category_or_status_are_named() -> None:
    """A bar needs a name."""
    assert chart("Papers by category", papers(1)).bars == [Bar("(no category)", 1, "100%")]
    assert chart("Papers by status", papers(1)).bars == [Bar("(no status)", 1, "100%")]


@pytest.mark.parametrize(
    ("months", "heading", "bars", "remark"),
    [
        (24, "Papers by month", 24, ""),
        (25, "Papers by year", 3, "25 months; 'paperlist months' lists them."),
        (24 * 12, "Papers by year", 24, "288 months; 'paperlist months' lists them."),
        (25 * 12, "Papers by year", 24, "Not shown: 1 older year with 12 papers."),
        (26 * 12, "Papers by year", 24, "Not shown: 2 older years with 24 papers."),
    ],
)
def test_many_months_are_added_up_by_year(
    months: int, heading: str, bars: int, remark: str
) -> None:
    """At most 24 rows are shown, the newest first."""
    found = chart(heading, papers(months))
    assert (len(found.bars), found.remark) == (bars, remark)
    assert found.bars[0].name.startswith(str(2000 + (months - 1) // 12))


@pytest.mark.parametrize(
    ("limit", "bars", "remark"),
    [
        (1, 1, "2 more keypoints; --limit 0 shows all."),
        (2, 2, "1 more keypoint; --limit 0 shows all."),
        (3, 3, ""),
        (0, 3, ""),
    ],
)
def test_a_chart_says_what_it_leaves_out(limit: int, bars: int, remark: str) -> None:
    """And how to see it."""
    found = chart("Most common keypoints", papers(1, keypoints=["a", "b", "c"]), limit)
    assert (len(found.bars), found.remark) == (bars, remark)


def test_left_out_categories_are_counted_without_the_unnamed() -> None:
    """Papers without a category have a bar of their own, whatever the limit."""
    entries = [*papers(1), *papers(1, category="a"), *papers(1, category="b")]
    found = chart("Papers by category", entries, 1)
    assert [bar.name for bar in found.bars] == ["a", "(no category)"]
    assert found.remark == "1 more category; --limit 0 shows all."


def test_shares_are_never_rounded_to_none_or_all() -> None:
    """One of 300 papers is `<1%`, and 299 of them are not `100%`."""
    entries = [*papers(1, status="read"), *papers(1, status="to-read") * 299]
    assert chart("Papers by status", entries).bars == [
        Bar("to-read", 299, "99%"), Bar("read", 1, "<1%"),
    ]  # fmt: skip


def test_a_field_that_all_papers_have_fills_the_width() -> None:
    """So that the empty part of the other bars is what is left to write."""
    entries = [*papers(1, objective="o"), *papers(3)]
    assert chart("Papers with each field", entries).most == 4


def test_rising_keypoints_show_both_shares() -> None:
    """Of six months, the last two are the latest."""
    entries = papers(6) + papers(6)[-1:] + papers(6, keypoints=["x"])[-2:] * 2
    found = chart("Rising keypoints", entries)
    assert found.heading == "Rising keypoints since 2000-05"
    assert found.bars == [Bar("x", 4, "0.0% → 57.1%")]
