"""What stands above the papers of a page: contents and summary."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlist.markdown.anchors import anchor
from paperlist.markdown.contents import (
    Line,
    contents,
    counts,
    is_contents,
    summary,
)
from paperlist.model.entry import Entry
from tests.strategies import lines, texts

ENTRIES = [
    Entry("a", "2024-04", {"title": "A", "keypoints": ["Memory bank", "CFG"]}),
    Entry("b", "2024-04", {"title": "B", "keypoints": ["memory banks"]}),
    Entry("c", "2024-03", {"title": "C", "keypoints": ["Memory bank"]}),
]


def test_the_summary_counts() -> None:
    """Spellings of one keypoint count together; one of a kind is not worth a word."""
    assert summary(ENTRIES) == ("3 papers in 2 months. Most frequent keypoints: Memory bank (3).")
    assert summary(ENTRIES[:1]) == "1 paper in 1 month."
    assert summary([]) == "0 papers in 0 months."


@given(lines.filter(str.strip), lines, st.integers(0, 99999))
def test_what_we_write_above_the_papers_is_known_again(name: str, keypoint: str, n: int) -> None:
    """Whatever the headings and keypoints are."""
    name, keypoint = " ".join(name.split()), " ".join(keypoint.split()) or "x"
    rows = [Line(0, name, anchor(name), n), Line(1, name, "x", 1)]
    entries = [Entry("a", "2024-04", {"title": "A", "keypoints": [keypoint]})] * 2
    assert is_contents(contents(rows, counted=True))
    assert is_contents(contents(rows, counted=False))
    assert is_contents(summary(entries))
    assert is_contents(counts("month", [(name, f"#{anchor(name)}", n)]))


@pytest.mark.parametrize(
    "text",
    ["", "words", "- [a](#b) and more", "- a", "[a](http://b) c", "| a | b |", "12 papers read",
     "- [a](http://b)"],
)  # fmt: skip
def test_words_of_others_are_not_taken_for_ours(text: str) -> None:
    """They are kept by an import."""
    assert not is_contents(text)


@given(texts)
def test_anything_may_be_asked(text: str) -> None:
    """Without an error."""
    is_contents(text)
