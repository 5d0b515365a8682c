"""A glance at a library: how many papers it has, the newest, the next to read, and drafts."""

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from paperlist.store.user_folders import drafts

if TYPE_CHECKING:
    from paperlist.library.catalogue import Catalogue
    from paperlist.model.entry import Entry


class Overview(NamedTuple):
    """A glance at a library.

    Attributes:
        papers: the number of papers.
        months: the number of months that have papers.
        newest: the paper that was added last; None in an empty library.
        queue: the papers being read, then those to read, the longest waiting first.
        drafts: the user's texts that could not be saved, of this library or another one.
    """

    papers: int
    months: int
    newest: "Entry | None"
    queue: "list[Entry]"
    drafts: list[Path]


def overview(catalogue: "Catalogue") -> Overview:
    """Return the overview of a library, from its index alone."""
    queue = catalogue.queue()
    index = catalogue.known
    months = index.counts("month")
    newest = index.select(sort="added", limit=1)
    return Overview(
        sum(months.values()), len(months), newest[0] if newest else None, queue, drafts()
    )
