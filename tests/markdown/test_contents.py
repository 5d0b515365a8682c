"""What stands above the papers of a page: anchors as GitHub makes them, contents, summary."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlist.markdown.contents import (
    Anchors,
    Line,
    anchor,
    contents,
    counts,
    is_contents,
    summary,
)
from paperlist.model.entry import Entry
from tests.strategies import lines, texts


# What GitHub gives: by github-slugger's fixtures, which come from its pages.
@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("202404", "202404"),
        ("bravoCharlieDelta", "bravocharliedelta"),
        ("heading with a - dash", "heading-with-a---dash"),
        ("heading with an _ underscore", "heading-with-an-_-underscore"),
        ("heading with a period.txt", "heading-with-a-periodtxt"),
        ("exchange.bind_headers(exchange, routing [, bindCallback])",
         "exchangebind_headersexchange-routing--bindcallback"),
        ("apostrophe’s should be trimmed", "apostrophes-should-be-trimmed"),
        ("I ♥ unicode", "i--unicode"),
        ("en–dash", "endash"),
        ("😄 unicode emoji", "-unicode-emoji"),
        ("😄-😄 unicode emoji", "--unicode-emoji"),
        ("😄_😄 unicode emoji", "_-unicode-emoji"),
        (":smile: - a gemoji", "smile---a-gemoji"),
        ("Профили пользователей", "профили-пользователей"),
        ("Привет non-latin 你好", "привет-non-latin-你好"),
        ("第 1 步：软硬件环境需求及前置检查", "第-1-步软硬件环境需求及前置检查"),
        ("图像、生成（扩散）", "图像生成扩散"),
        ("❤️ love", "️-love"),
        ("Ⓔ Ⅷ ½ ² ‿", "ⓔ-ⅷ---‿"),
        ("a\u2028b", "ab"),
        ("Video / Controllable", "video--controllable"),
        ("C++ & C#", "c--c"),
        ("Ünïcode É", "ünïcode-é"),
        ("$x^2$ matters", "x2-matters"),
        ("???", ""),
    ],
)  # fmt: skip
def test_anchors_are_github_s(heading: str, expected: str) -> None:
    """Lower case, without punctuation, symbols and emoji; letters of all scripts stay."""
    assert anchor(heading) == expected


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        (["echo", "echo", "echo 1", "echo-1", "echo"],
         ["echo", "echo-1", "echo-1-1", "echo-1-2", "echo-2"]),
        (["foxtrot-1", "foxtrot", "foxtrot"], ["foxtrot-1", "foxtrot", "foxtrot-2"]),
        (["golf", "Golf", "golf?"], ["golf", "golf-1", "golf-2"]),
        (["LLM", "LLM!", "图像", "图像"], ["llm", "llm-1", "图像", "图像-1"]),
        (["?", "!"], ["", "-1"]),
    ],
)  # fmt: skip
def test_a_second_heading_of_a_name_gets_a_number(headings: list[str], expected: list[str]) -> None:
    """And one that is taken is passed over."""
    anchors = Anchors()
    assert [anchors.add(heading) for heading in headings] == expected


@given(st.lists(st.sampled_from(["a", "a-1", "A", "a 1", "b", "a-1-1", "?"]), max_size=12))
def test_no_two_headings_share_an_anchor(headings: list[str]) -> None:
    """Whatever they are called."""
    anchors = Anchors()
    given = [anchors.add(heading) for heading in headings]
    assert len(set(given)) == len(given)


def test_headings_above_count() -> None:
    """A page's own heading takes the name first."""
    assert Anchors(["202404", "LLM"]).add("LLM") == "llm-1"


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
