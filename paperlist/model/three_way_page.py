"""Three-way merge of a note with the edits of its published page, which may be older than the note.

What only the page changed is taken from the page; what only the note changed stays. The page shows
neither the status, nor the time of adding, nor the user's own fields, so these stay the note's.
"""

from typing import TYPE_CHECKING, Any

from paperlist.model.categories import category_key
from paperlist.model.three_way import merge_fields, undecided_fields

if TYPE_CHECKING:
    from paperlist.model.paper import Paper

_UNSHOWN = ("status", "added")


def merge_page(note: "Paper", published: "Paper", before: "Paper") -> "Paper":
    """Return the paper that the note and the edits of its page make together.

    Args:
        note: the paper as its note has it now.
        published: the paper as the edited page has it.
        before: the paper as the page had it before it was edited.
    """
    mine = note.fields()
    old, new = (_shown(side, note) for side in (before, published))
    if published.status not in {"", before.status}:
        # The user wrote a status on the page.
        old["status"] = note.status
        new["status"] = published.status
    return note.parse(merge_fields(old, mine, new))


def newly_undecided(note: "Paper", merged: "Paper") -> tuple[str, ...]:
    """Return the names of the fields of which the merged paper has two versions, unlike the note.

    Args:
        note: the paper before the merge.
        merged: the paper after the merge.
    """
    known = undecided_fields(note.fields())
    return tuple(name for name in undecided_fields(merged.fields()) if name not in known)


def _shown(side: "Paper", note: "Paper") -> dict[str, Any]:
    """Return the fields of a side that a page shows, with the category in the note's spelling."""
    fields = {name: value for name, value in side.fields().items() if name not in _UNSHOWN}
    if category_key(side.category) == category_key(note.category) and note.category:
        # The page has one heading for all spellings of a category.
        fields["category"] = note.category
    return fields
