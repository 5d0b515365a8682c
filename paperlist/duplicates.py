"""When two entries are one paper, and what becomes of a paper that is already there."""

import re
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from paperlist.text import title_key

if TYPE_CHECKING:
    from paperlist.entry import Entry
    from paperlist.index import Index
    from paperlist.model import Paper

_VERSION = re.compile(r"v\d+$")


class OnDuplicate(StrEnum):
    """What to do with a paper that is already in the library."""

    SKIP = "skip"
    UPDATE = "update"
    ADD = "add"


class Match(NamedTuple):
    """A paper of the library that a new one is, and what tells."""

    entry: "Entry"
    why: str


def identities(paper: "Paper") -> dict[str, str]:
    """What tells one paper from others, surest first: arXiv id without version, DOI, title."""
    found = {
        "arxiv": _VERSION.sub("", paper.arxiv),
        "doi": paper.doi.lower(),
        "title": title_key(paper.title),
    }
    return {kind: value for kind, value in found.items() if value}


_WORDED = {"arxiv": "the same arXiv id", "doi": "the same DOI", "title": "the same title"}


class Known:
    """The papers of a library together with those about to be added to it."""

    def __init__(self, index: "Index") -> None:
        self._index = index
        self._new: dict[tuple[str, str], Entry] = {}

    def find(self, paper: "Paper") -> Match | None:
        """The paper that this one already is, or None."""
        for kind, value in identities(paper).items():
            found = self._new.get((kind, value))
            if entry := found or next(iter(self._index.identified(kind, value)), None):
                return Match(entry, _WORDED[kind])
        return None

    def remember(self, entry: "Entry", paper: "Paper") -> None:
        """Take `paper`, about to be added as `entry`, for known from now on."""
        for identity in identities(paper).items():
            self._new.setdefault(identity, entry)


def filled(paper: "Paper", other: "Paper") -> "Paper":
    """`paper` with its empty fields taken from `other`; no word of it is overwritten."""
    mine = paper.fields()
    values = dict(mine)
    for name, theirs in other.fields().items():
        if name in {"sections", "links"}:
            have = mine.get(name, {})
            values[name] = have | {key: text for key, text in theirs.items() if key not in have}
        elif name != "added":
            values.setdefault(name, theirs)
    return paper.parse(values)
