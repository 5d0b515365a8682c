"""An overview of a library: the number of papers, the newest paper, what to read, and drafts."""

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from paperlist.index.conditions import Condition
from paperlist.store.user_folders import drafts

if TYPE_CHECKING:
    from paperlist.index import Index
    from paperlist.library.catalogue import Catalogue
    from paperlist.model.entry import Entry


class Overview(NamedTuple):
    """An overview of a library.

    Attributes:
        papers: the number of papers.
        months: the number of months that have papers.
        newest: the paper that was added last; None if the library is empty.
        queue: the papers being read, then those to read; in both groups, the paper that was added
            first comes first.
        drafts: the files with what could not be saved: new papers, and edits of notes of the
            library.
    """

    papers: int
    months: int
    newest: "Entry | None"
    queue: "list[Entry]"
    drafts: list[Path]


def queue(index: "Index") -> "list[Entry]":
    """Return the papers being read, then those to read; in both groups, the oldest first."""
    return [
        entry
        for status in ("reading", "to-read")
        for entry in reversed(index.select([Condition("status", status)], "added"))
    ]


def overview(catalogue: "Catalogue") -> Overview:
    """Return the overview of a library; this is fast, because its numbers come from the index."""
    to_read = catalogue.queue()
    index = catalogue.known
    months = index.counts("month")
    newest = index.select(sort="added", limit=1)
    return Overview(
        sum(months.values()),
        len(months),
        newest[0] if newest else None,
        to_read,
        drafts(catalogue.root),
    )
