"""Counts of papers: by month, category, status, keypoint and field, and which keypoints rise."""

from collections.abc import Mapping
from typing import Any

import pytest

from paperlist.library.counting import FIELDS, Count, by_year, count_papers
from paperlist.library.rising import Rising, rising
from paperlist.model.entry import Entry


def paper(month: str = "2024-04", **fields: Any) -> Entry:
    return Entry("x", month, {"title": "A", **fields})


def with_keypoints(month: str, papers: int, keypoint: str, others: int = 0) -> list[Entry]:
    """Papers of a month that have a keypoint, and others that have none."""
    return [paper(month, keypoints=[keypoint])] * papers + [paper(month)] * others


def test_no_papers_have_no_counts() -> None:
    """All lists are empty except that of the fields, which says 0 for each."""
    counts = count_papers([])
    assert counts.papers == 0
    assert counts.months == counts.categories == counts.statuses == counts.keypoints == []
    assert counts.fields == [Count(field, 0) for field in FIELDS]
    assert counts.trend.since is None


def test_months_are_newest_first() -> None:
    """Months without papers are left out."""
    entries = [paper("2024-03"), paper("2024-05"), paper("2024-03")]
    assert count_papers(entries).months == [Count("2024-05", 1), Count("2024-03", 2)]


def test_years_add_up_their_months() -> None:
    """Newest first, like the months."""
    months = [Count("2024-05", 1), Count("2024-03", 2), Count("2022-12", 4)]
    assert by_year(months) == [Count("2024", 3), Count("2022", 4)]


def test_categories_are_sorted_by_papers_and_an_empty_name_is_last() -> None:
    """Blanks around a slash make no difference; a category below another one is its own."""
    entries = [paper(), paper(), paper(), paper(category="LLM"), paper(category="Video/Editing"),
               paper(category="Video / Editing"), paper(category="Video")]  # fmt: skip
    assert count_papers(entries).categories == [
        Count("Video / Editing", 2), Count("LLM", 1), Count("Video", 1), Count("", 3),
    ]  # fmt: skip


def test_statuses_are_in_the_order_of_reading() -> None:
    """Those that no paper has are left out; papers without a status are last."""
    entries = [paper(status="read"), paper(status="read"), paper(), paper(status="to-read")]
    assert count_papers(entries).statuses == [Count("to-read", 1), Count("read", 2), Count("", 1)]


def test_keypoints_are_sorted_by_papers() -> None:
    """Keypoints with the same number of papers are sorted by name."""
    entries = [paper(keypoints=["b", "a"]), paper(keypoints=["c", "b"]), paper()]
    assert count_papers(entries).keypoints == [Count("b", 2), Count("a", 1), Count("c", 1)]


@pytest.mark.parametrize(
    ("fields", "filled"),
    [
        ({}, ()),
        ({"objective": "o", "method": "m"}, ("objective", "method")),
        ({"metric": "71%", "limitation": "l"}, ("metric", "limitation")),
        ({"category": "LLM", "keypoints": ["x"]}, ("category", "keypoints")),
        ({"authors": ["A"], "venue": "CVPR"}, ("authors", "venue")),
        ({"published": "2024"}, ("published",)),
        ({"links": {"code": "http://x.y"}}, ("links",)),
        ({"arxiv": "2404.00001"}, ("links",)),
        ({"doi": "10.1000/x", "status": "read"}, ("links",)),
    ],
)
def test_a_field_counts_the_papers_that_have_it(
    fields: Mapping[str, Any], filled: tuple[str, ...]
) -> None:
    """An arXiv id or a DOI counts as a link, since it leads to the paper as well."""
    counts = count_papers([paper(**fields), paper()])
    assert counts.fields == [Count(field, int(field in filled)) for field in FIELDS]


@pytest.mark.parametrize(
    ("limit", "names"),
    [(None, ["a", "b", "c", ""]), (0, ["a", "b", "c", ""]), (2, ["a", "b", ""])],
)
def test_a_limit_shortens_long_lists(limit: int | None, names: list[str]) -> None:
    """Papers without a category stay, and so do months, statuses and fields; 0 means no limit."""
    entries = [paper("2024-01")] + [
        paper("2024-02", category=name, keypoints=[name], status=status)
        for name, status in (("a", "read"), ("b", "reading"), ("c", "to-read"))
    ]
    counts = count_papers(entries).limited_to(limit)
    assert [each.name for each in counts.categories] == names
    assert [each.name for each in counts.keypoints] == names[:-1]
    assert (len(counts.months), len(counts.statuses)) == (2, 4)
    assert len(counts.fields) == len(FIELDS)


def test_a_keypoint_rises_if_its_share_is_larger_in_the_latest_third_of_the_months() -> None:
    """Of six months, the last two are the latest third. The number of papers alone says nothing."""
    entries = [
        *with_keypoints("2024-01", 2, "steady", 2),
        *with_keypoints("2024-02", 1, "new", 3),
        *with_keypoints("2024-03", 1, "old", 1),
        *with_keypoints("2024-04", 1, "old", 1),
        *with_keypoints("2024-05", 3, "new"),
        *with_keypoints("2024-06", 3, "steady"),
    ]
    trend = rising(entries)
    assert trend.since == "2024-05"
    assert trend.keypoints == [
        Rising("new", 3, 1, 3 / 6, 1 / 12),
        Rising("steady", 3, 2, 3 / 6, 2 / 12),
    ]


def test_a_keypoint_with_the_same_share_does_not_rise() -> None:
    """Though more papers have it: so many more were read."""
    entries = [
        *with_keypoints("2024-01", 1, "x", 1),
        *with_keypoints("2024-02", 1, "x", 1),
        *with_keypoints("2024-03", 5, "x", 5),
    ]
    assert rising(entries).keypoints == []


def test_a_few_papers_are_no_rise() -> None:
    """At least three papers of the latest third have to have the keypoint."""
    before = [paper("2024-01"), paper("2024-02")]
    for papers, names in ((2, []), (3, ["x"])):
        trend = rising([*before, *with_keypoints("2024-03", papers, "x")])
        assert [each.name for each in trend.keypoints] == names


@pytest.mark.parametrize(
    ("months", "since"),
    [
        ("01", None),
        ("01 02", None),
        ("01 02 12", "2024-12"),
        ("01 02 03 04 05", "2024-05"),
        ("01 02 03 04 05 06", "2024-05"),
    ],
)
def test_the_latest_third_is_rounded_down(months: str, since: str | None) -> None:
    """Two months are too few for a third. Months without papers do not count."""
    assert rising([paper(f"2024-{month}") for month in months.split()]).since == since


def test_a_month_that_is_read_in_any_order_gives_the_same() -> None:
    """The order of the papers does not matter."""
    entries = [paper("2024-01"), paper("2024-02"), *with_keypoints("2024-03", 3, "x")]
    assert count_papers(entries) == count_papers(entries[::-1])
