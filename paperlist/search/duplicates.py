"""Detection of papers that the library already has."""

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from paperlist.model.identity import WORDED, identities, identities_of, may_be, told_apart
from paperlist.model.titles import Title, TitleIndex, alike
from paperlist.text.words import title_key

if TYPE_CHECKING:
    from paperlist.index import Index
    from paperlist.model.entry import Entry
    from paperlist.model.paper import Paper


class Match(NamedTuple):
    """A known paper that a new paper duplicates, or whose identifier a new paper has by mistake.

    Attributes:
        entry: the known paper, which is in the library or about to be added.
        why: what the two papers have in common, in words: `the same DOI`.
    """

    entry: "Entry"
    why: str


class Duplicate(NamedTuple):
    """A known paper that a new paper duplicates.

    Attributes:
        entry: the known paper, which is in the library or about to be added.
        why: what the two papers have in common, in words: `the same DOI`.
        new_id: the id that the new paper would get.
    """

    entry: "Entry"
    why: str
    new_id: str


# One title is cached, since `remember` is called with the same title as `find` just before.
_title = lru_cache(maxsize=1)(Title)


class KnownPapers:
    """The papers of a library, and the new papers that are about to be added."""

    def __init__(self, index: "Index") -> None:
        self._index = index
        # Most imports start with an empty library; then the index need not be searched.
        self._is_empty = not index.counts("month")
        # Id -> the latest form of a new paper, which changes if a duplicate is merged into it.
        self._new: dict[str, Entry] = {}
        self._identified: dict[tuple[str, str], dict[str, None]] = {}
        self._new_titles, self._new_ids = TitleIndex(), list[str]()

    def find(self, paper: "Paper") -> Match | None:
        """Return the known paper that `paper` duplicates, or None."""
        for kind, value in identities(paper).items():
            for entry in self._find_identified(kind, value, paper.title):
                if kind == "title" or may_be(entry.fields, paper.fields()):
                    return Match(entry, WORDED[kind])
        for entry in self._find_near(paper):
            if not told_apart(identities_of(entry.fields), identities(paper)):
                return Match(entry, f"nearly the same title, '{entry.title}'")
        return None

    def clash(self, paper: "Paper") -> Match | None:
        """Return a known paper with the same identifier as `paper` but a different title, or None.

        The titles differ so much that the arXiv id or DOI of one paper must be wrong.
        """
        for kind in ("arxiv", "doi"):
            if value := identities(paper).get(kind):
                for entry in self._find_identified(kind, value, paper.title):
                    if not may_be(entry.fields, paper.fields()):
                        return Match(entry, WORDED[kind])
        return None

    def remember(self, entry: "Entry", paper: "Paper") -> None:
        """Add `paper`, about to be stored as `entry`, to the known papers."""
        before = self._new.get(entry.id)
        self._new[entry.id] = entry
        for identity in identities(paper).items():
            self._identified.setdefault(identity, {})[entry.id] = None
        if before is None or before.title != entry.title:
            self._new_titles.add(_title(paper.title))
            self._new_ids.append(entry.id)

    def _find_identified(self, kind: str, value: str, title: str) -> "list[Entry]":
        """Return the known papers with an identifier; papers with the title `title` come first."""
        found = [self._new[paper_id] for paper_id in self._identified.get((kind, value), ())]
        if not self._is_empty:
            there = self._index.identified(kind, value)
            found += [entry for entry in there if entry.id not in self._new]
        key = title_key(title)
        return sorted(found, key=lambda entry: title_key(entry.title) != key)

    def _find_near(self, paper: "Paper") -> "list[Entry]":
        title = _title(paper.title)
        there = [] if self._is_empty else self._index.near(title)
        there = [entry for entry in there if entry.id not in self._new]
        near = [there[i] for i in alike(title, [Title(entry.title) for entry in there])]
        new = dict.fromkeys(self._new_ids[number] for number in self._new_titles.near(title))
        return near + [self._new[paper_id] for paper_id in new]
