"""When two entries are one paper, and what becomes of a paper that is already there."""

from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from paperlist import identifiers
from paperlist.text import fold, lazily, title_key

if TYPE_CHECKING:
    from paperlist.entry import Entry
    from paperlist.index import Index
    from paperlist.model import Paper

# What tells the papers of a series apart, however near their titles are.
_serials = lazily(r"\d+|\b[ivx]+\b|\+")
# Two titles are near where their keys are this alike (rapidfuzz's ratio, 0 to 100); measured on
# real titles, see docs/duplicates.md.
NEAR_TITLE = 95
SHORTEST_NEAR_TITLE = 20
# Titles under one identifier are those of one paper where they share this much.
SAME_PAPER = 55
_ENDS = 6


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
    found = identifiers.identities({"arxiv": paper.arxiv, "doi": paper.doi, "links": paper.links})
    kinds = {kind: found.get(kind, "") for kind in ("arxiv", "doi")}
    kinds["title"] = title_key(paper.title)
    return {kind: value for kind, value in kinds.items() if value}


_WORDED = {"arxiv": "the same arXiv id", "doi": "the same DOI", "title": "the same title"}


class Known:
    """The papers of a library together with those about to be added to it."""

    def __init__(self, index: "Index") -> None:
        self._index = index
        self._new: dict[tuple[str, str], Entry] = {}
        self._titles = _NearTitles(index)

    def find(self, paper: "Paper") -> Match | None:
        """The paper that this one already is, or None."""
        for kind, value in identities(paper).items():
            for entry in self._with(kind, value):
                if kind == "title" or _may_be(entry, paper):
                    return Match(entry, _WORDED[kind])
        if near := self._titles.find(paper.title):
            key, title = near
            return Match(next(iter(self._with("title", key))), f"nearly the same title, '{title}'")
        return None

    def clash(self, paper: "Paper") -> Match | None:
        """A paper that carries the same identifier and yet is another one, or None."""
        for kind in ("arxiv", "doi"):
            if value := identities(paper).get(kind):
                for entry in self._with(kind, value):
                    if not _may_be(entry, paper):
                        return Match(entry, _WORDED[kind])
        return None

    def remember(self, entry: "Entry", paper: "Paper") -> None:
        """Take `paper`, about to be added as `entry`, for known from now on."""
        for identity in identities(paper).items():
            self._new.setdefault(identity, entry)
        self._titles.add(title_key(paper.title), paper.title)

    def _with(self, kind: str, value: str) -> "list[Entry]":
        new = self._new.get((kind, value))
        return [new] if new else self._index.identified(kind, value)


class _NearTitles:
    """Titles, found again in spite of a slip of the pen.

    A slip seldom touches both ends of a title, so only those that begin or end alike are
    compared.
    """

    def __init__(self, index: "Index") -> None:
        self._index = index
        self._by_end: dict[str, list[tuple[str, str]]] = {}

    def add(self, key: str, title: str) -> None:
        for end in _ends(key):
            self._by_end.setdefault(end, []).append((key, title))

    def find(self, title: str) -> tuple[str, str] | None:
        key = title_key(title)
        if len(key) < SHORTEST_NEAR_TITLE:
            return None
        from rapidfuzz.fuzz import ratio

        alike = self._index.near_titles(key[:_ENDS], key[-_ENDS:])
        for end in _ends(key):
            alike += self._by_end.get(end, ())
        for other, written in alike:
            near = ratio(key, other, score_cutoff=NEAR_TITLE) >= NEAR_TITLE
            if near and _serial(title) == _serial(written):
                return other, written
        return None


def _ends(key: str) -> tuple[str, str]:
    return f"^{key[:_ENDS]}", f"{key[-_ENDS:]}$"


def _serial(title: str) -> list[str]:
    return sorted(_serials().findall(fold(title)))


def may_be_one(title: str, other: str) -> bool:
    """Whether two titles under one identifier can be those of one paper.

    Titles change between versions, and are shortened by hand; what shares next to no word is an
    identifier copied by mistake.
    """
    from rapidfuzz.fuzz import partial_ratio, token_set_ratio

    first, second = fold(title), fold(other)
    return max(token_set_ratio(first, second), partial_ratio(first, second)) >= SAME_PAPER


def _may_be(entry: "Entry", paper: "Paper") -> bool:
    if identifiers.is_unnamed(entry.fields) or identifiers.is_unnamed(paper.fields()):
        return True
    return may_be_one(entry.title, paper.title)


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


# What the published page does not show.
_UNSHOWN = ("status", "added")


def corrected(paper: "Paper", published: "Paper") -> "Paper":
    """`paper` with every field that a published page shows as an edit of that page left it."""
    unshown = {
        name: value
        for name, value in paper.fields().items()
        if name in _UNSHOWN or name in (paper.model_extra or {})
    }
    shown = {name: value for name, value in published.fields().items() if name not in _UNSHOWN}
    return paper.parse({**shown, **unshown})


def merged(paper: "Paper", other: "Paper") -> "Paper":
    """Both papers in one: every word of either, what differs from `paper` behind what it has."""
    from paperlist.keypoints import unique

    values = paper.fields()
    asides: list[str] = []
    for name, theirs in other.fields().items():
        mine = values.get(name)
        if name == "added" or mine == theirs:
            continue
        if not mine:
            values[name] = theirs
        elif isinstance(mine, list) and isinstance(theirs, list):
            values[name] = unique([*mine, *theirs])
        elif isinstance(mine, dict) and isinstance(theirs, dict):
            values[name] = _both(mine, theirs, numbered=name == "links")
        elif name in {"objective", "method", "metric", "limitation", "notes"}:
            values[name] = _behind(mine, theirs)
        elif fold(str(mine)) != fold(str(theirs)):
            asides.append(f"{name}: {theirs}")
    for aside in asides:
        values["notes"] = _behind(values.get("notes", ""), aside)
    return paper.parse(values)


def _both(mine: dict[str, Any], theirs: dict[str, Any], *, numbered: bool) -> dict[str, Any]:
    both = dict(mine)
    for key, text in theirs.items():
        if key not in both:
            both[key] = text
        elif not numbered:
            both[key] = _behind(both[key], text)
        elif text not in both.values():
            number = 2
            while f"{key} {number}" in both:
                number += 1
            both[f"{key} {number}"] = text
    return both


def _behind(mine: str, theirs: str) -> str:
    if not mine or mine in theirs:
        return theirs
    return mine if theirs in mine else f"{mine}\n\n{theirs}"
