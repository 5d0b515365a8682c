"""Whether the notes that git merges are about one paper."""

from typing import Any

import pytest

from paperlist.model.three_way_identity import are_one_paper

ONE = {"title": "Attention Is All You Need"}
OTHER = {"title": "Deep Residual Learning for Image Recognition"}


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        (ONE, ONE, True),
        (ONE, {"title": "Attention is all you need!"}, True),
        (ONE, OTHER, False),
        (ONE | {"arxiv": "1706.03762"}, ONE | {"arxiv": "1706.03762v5"}, True),
        (ONE | {"arxiv": "1706.03762"}, ONE | {"arxiv": "1512.03385"}, False),
        (ONE | {"doi": "10.1000/a"}, ONE | {"doi": "10.1000/b"}, False),
        (ONE | {"doi": "10.1000/a"}, ONE | {"doi": "10.1000/A"}, True),
        (ONE | {"doi": "10.1000/a"}, ONE | {"arxiv": "1706.03762"}, True),
        (
            ONE | {"doi": "10.1000/a", "arxiv": "1706.03762"},
            ONE | {"doi": "10.1000/b", "arxiv": "1706.03762"},
            True,
        ),
    ],
)
def test_two_notes_that_were_added_as_one_file(
    ours: dict[str, Any], theirs: dict[str, Any], *, expected: bool
) -> None:
    """Identifiers decide, and then the titles."""
    assert are_one_paper(None, ours, theirs) is expected
    assert are_one_paper(None, theirs, ours) is expected


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "expected"),
    [
        (ONE, ONE, ONE | {"title": "Attention is all you need, again"}, True),
        (ONE, ONE | {"venue": "NeurIPS"}, OTHER, False),
        # Both sides gave the paper another title; or it had only an identifier.
        (ONE, OTHER, OTHER, True),
        ({"title": "1706.03762", "arxiv": "1706.03762"}, ONE, {"title": "1706.03762"}, True),
        (ONE | {"arxiv": "1706.03762"}, ONE, OTHER | {"arxiv": "1706.03762"}, True),
    ],
)
def test_a_rename_that_git_guessed(
    base: dict[str, Any], ours: dict[str, Any], theirs: dict[str, Any], *, expected: bool
) -> None:
    """If only one side has the paper of the base, the other side has another paper."""
    assert are_one_paper(base, ours, theirs) is expected
    assert are_one_paper(base, theirs, ours) is expected
