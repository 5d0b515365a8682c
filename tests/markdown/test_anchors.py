"""The anchors of headings, as GitHub makes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlist.markdown.anchors import Anchors, anchor


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
