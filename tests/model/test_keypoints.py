"""Keypoints: a line of them is split and joined, and spellings of one are told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlist.markdown.escape import escape_line
from paperlist.model.keypoints import join_keypoints, keypoint_key, split_keypoints, unique
from tests.strategies import lines


@pytest.mark.parametrize(
    ("line", "keypoints"),
    [
        ("a; b；c，d、e, f", ["a", "b", "c", "d", "e", "f"]), ("a;;a; A ;", ["a"]),
        ("f(a, b); `x;y`; $a;b$", ["f(a, b)", "`x;y`", "$a;b$"]), ("1,000 hours", ["1,000 hours"]),
        ("a (b; c", ["a (b", "c"]), ("", []),
    ],
)  # fmt: skip
def test_keypoints_are_split(line: str, keypoints: list[str]) -> None:
    """On every separator that people use, but not within brackets, code or numbers."""
    assert split_keypoints(line) == keypoints


@given(st.lists(lines.map(escape_line), max_size=5).map(unique))
def test_keypoints_go_round(keypoints: list[str]) -> None:
    """Joined and split again they are the same."""
    assert split_keypoints(join_keypoints(keypoints)) == keypoints


def test_spellings_of_one_keypoint() -> None:
    """Case, hyphens and a plural's s do not count."""
    assert keypoint_key("Long-Context LLMs") == keypoint_key("long context LLM")
