"""Comments of a YAML text."""

import pytest

from paperlist.store.yaml_comments import find_comments, with_comments, without_comments

NOTE = """\
# above
title: 'a # b'   # beside
keypoints:
- c#d   # of an item
# above an item
- "x # y"
method: |-   # of a block
  # a heading
  text # no comment
  # the end
notes: "two
  lines # no comment"
links: {a: b} # flow
# at the end
"""


def test_only_comments_are_found() -> None:
    """No headings of a text, and no signs in quotes."""
    assert [comment.text for comment in find_comments(NOTE)] == [
        "# above", "# beside", "# of an item", "# above an item", "# of a block", "# flow",
        "# at the end",
    ]  # fmt: skip


def test_comments_are_removed_and_put_back() -> None:
    """The values stay as they are."""
    found = find_comments(NOTE)
    bare = without_comments(NOTE, found)
    assert find_comments(bare) == []
    assert with_comments(bare, found, NOTE) == NOTE


@pytest.mark.parametrize(
    ("text", "source", "result"),
    [
        ("a: 1\nc: 3\n", "a: 1\n# x\nb: 2\nc: 3\n", "a: 1\n# x\nc: 3\n"),
        ("a: 1\n", "a: 1\n# x\nb: 2\n", "a: 1\n# x\n"),
        ("a: 1", "# x\nb: 2\n", "a: 1\n# x\n"),
        ("k:\n- a\n- b\n", "k:\n- a\n# x\n- b\n", "k:\n- a\n# x\n- b\n"),
        ("m:\n  a: 1\n  b: 2\n", "m:\n  a: 1\n  b: 3  # x\n", "m:\n  a: 1\n  # x\n  b: 2\n"),
        ("m:\n  a: 1\n", "m:\n  b: 3  # x\n", "# x\nm:\n  a: 1\n"),
        ("n: |\n  a: 1\na: 1\n", "a: 1  # x\n", "n: |\n  a: 1\na: 1  # x\n"),
    ],
)
def test_a_comment_goes_where_it_was(text: str, source: str, result: str) -> None:
    """Above its key or item, the next one, or at the end."""
    assert with_comments(text, find_comments(source), source) == result
