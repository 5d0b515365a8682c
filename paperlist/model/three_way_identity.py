"""Whether the notes that git wants to merge are about one paper.

git knows files by their names, and guesses renames by what the files have in common. So it may pair
two papers that got the same id, or a note that was removed and another that was added.
"""

from collections.abc import Mapping
from typing import Any

from paperlist.model.identity import identities_of, may_be, told_apart
from paperlist.text.words import fold


def are_one_paper(
    base: Mapping[str, Any] | None, ours: Mapping[str, Any], theirs: Mapping[str, Any]
) -> bool:
    """Return whether the fields of up to three notes are about one paper.

    `ours` and `theirs` can be swapped without any effect.

    Args:
        base: the fields before both changes; None if both sides added the note.
        ours: the fields of one side.
        theirs: the fields of the other side.
    """
    if base is None:
        return _may_be_one(ours, theirs)
    # If only one side kept the paper, the other side has another paper in its place.
    return _may_be_kept(base, ours) == _may_be_kept(base, theirs)


def _may_be_one(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Return whether two notes that were added as one file are about one paper."""
    first, second = identities_of(one), identities_of(other)
    if told_apart(first, second):
        return False
    same_arxiv = "arxiv" in first and "arxiv" in second
    both_have_doi = "doi" in first and "doi" in second
    # With the same arXiv id, two DOIs are those of the preprint and of the published paper.
    if both_have_doi and not same_arxiv and first["doi"] != second["doi"]:
        return False
    if not same_arxiv and not both_have_doi and _have_other_authors(one, other):
        return False  # two papers may both be called `Editorial`
    return may_be(one, other)


def _have_other_authors(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Return whether both notes name authors, and no author is in both."""
    first, second = ({fold(name) for name in each.get("authors", ())} for each in (one, other))
    return bool(first and second) and first.isdisjoint(second)


def _may_be_kept(base: Mapping[str, Any], side: Mapping[str, Any]) -> bool:
    """Return whether a side kept the paper of the note, perhaps with another title."""
    old, new = identities_of(base), identities_of(side)
    same = any(kind in old and old[kind] == new.get(kind) for kind in ("arxiv", "doi"))
    return same or may_be(base, side)
