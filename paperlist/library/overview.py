"""The overview of a library: number of papers, newest paper, papers to read, drafts."""

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from paperlist.index.conditions import Condition
from paperlist.store.user_folders import drafts

if TYPE_CHECKING:
    from paperlist.index import Index
    from paperlist.library.catalogue import Catalogue
    from paperlist.model.entry import Entry


class Overview(NamedTuple):
    """The overview of a library.

    Attributes:
        papers: the number of papers.
        months: the number of months that have papers.
        newest: the paper that was added last. None if the library is empty.
        queue: the papers being read, then the papers to read, each in the order of adding.
        drafts: files with texts that could not be saved: new papers, and edits of notes in this
            library.
    """

    papers: int
    months: int
    newest: "Entry | None"
    queue: "list[Entry]"
    drafts: list[Path]


def queue(index: "Index") -> "list[Entry]":
    """Return the papers being read, then the papers to read. Papers added first come first."""
    return [
        entry
        for status in ("reading", "to-read")
        for entry in reversed(index.select([Condition("status", status)], "added"))
    ]


def overview(catalogue: "Catalogue") -> Overview:
    """Return the overview of a library. This is fast, because it only needs the index."""
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
