"""When two entries are one paper, and what becomes of a paper that is already there."""

import re
from collections.abc import Container, Mapping
from enum import StrEnum
from functools import lru_cache
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple

from paperlist import identifiers
from paperlist.text import fold, title_key
from paperlist.titles import Shelf, Title, alike

if TYPE_CHECKING:
    from paperlist.entry import Entry
    from paperlist.index import Index
    from paperlist.model import Paper

# Titles under one identifier are those of one paper where they share this much (rapidfuzz, 0 to
# 100); measured, see docs/duplicates.md.
SAME_PAPER = 65


class OnDuplicate(StrEnum):
    """What to do with a paper that is already in the library."""

    SKIP = "skip"
    UPDATE = "update"
    ADD = "add"


class Match(NamedTuple):
    """A paper of the library that a new one is, and what tells."""

    entry: "Entry"
    why: str


class Duplicate(NamedTuple):
    """A paper that is there, what tells that a new one is it, and the id that would get."""

    entry: "Entry"
    why: str
    new_id: str


def identities(paper: "Paper") -> dict[str, str]:
    """What tells one paper from others, surest first: arXiv id without version, DOI, title."""
    fields = {"arxiv": paper.arxiv, "doi": paper.doi, "links": paper.links, "title": paper.title}
    return identities_of(fields)


def identities_of(fields: Mapping[str, Any]) -> dict[str, str]:
    """The same of an entry's fields."""
    found = identifiers.identities(fields)
    kinds = {kind: found.get(kind, "") for kind in ("arxiv", "doi")}
    kinds["title"] = title_key(fields["title"])
    return {kind: value for kind, value in kinds.items() if value}


WORDED = {"arxiv": "the same arXiv id", "doi": "the same DOI", "title": "the same title"}


# A paper that is not known is looked for, and then remembered.
_title = lru_cache(maxsize=1)(Title)


class Known:
    """The papers of a library together with those about to be added to it."""

    def __init__(self, index: "Index") -> None:
        self._index = index
        # Most imports begin with an empty library, of which nothing has to be asked.
        self._is_empty = not index.counts("month")
        # By id, as each is by now: a paper that takes another in is more than it was.
        self._new: dict[str, Entry] = {}
        self._identified: dict[tuple[str, str], dict[str, None]] = {}
        self._shelf, self._on_shelf = Shelf(), list[str]()

    def find(self, paper: "Paper") -> Match | None:
        """The paper that this one already is, or None."""
        for kind, value in identities(paper).items():
            for entry in self._with(kind, value, paper.title):
                if kind == "title" or may_be(entry.fields, paper.fields()):
                    return Match(entry, WORDED[kind])
        for entry in self._near(paper):
            if not told_apart(identities_of(entry.fields), identities(paper)):
                return Match(entry, f"nearly the same title, '{entry.title}'")
        return None

    def clash(self, paper: "Paper") -> Match | None:
        """A paper that carries the same identifier and yet is another one, or None."""
        for kind in ("arxiv", "doi"):
            if value := identities(paper).get(kind):
                for entry in self._with(kind, value, paper.title):
                    if not may_be(entry.fields, paper.fields()):
                        return Match(entry, WORDED[kind])
        return None

    def remember(self, entry: "Entry", paper: "Paper") -> None:
        """Take `paper`, about to be in the library as `entry`, for known from now on."""
        before = self._new.get(entry.id)
        self._new[entry.id] = entry
        for identity in identities(paper).items():
            self._identified.setdefault(identity, {})[entry.id] = None
        if before is None or before.title != entry.title:
            self._shelf.put(_title(paper.title))
            self._on_shelf.append(entry.id)

    def _with(self, kind: str, value: str, title: str) -> "list[Entry]":
        """The papers under an identifier, those of this very title first."""
        found = [self._new[paper_id] for paper_id in self._identified.get((kind, value), ())]
        if not self._is_empty:
            there = self._index.identified(kind, value)
            found += [entry for entry in there if entry.id not in self._new]
        key = title_key(title)
        return sorted(found, key=lambda entry: title_key(entry.title) != key)

    def _near(self, paper: "Paper") -> "list[Entry]":
        title = _title(paper.title)
        there = [] if self._is_empty else self._index.near(title)
        there = [entry for entry in there if entry.id not in self._new]
        near = [there[i] for i in alike(title, [Title(entry.title) for entry in there])]
        new = dict.fromkeys(self._on_shelf[number] for number in self._shelf.near(title))
        return near + [self._new[paper_id] for paper_id in new]


def told_apart(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Whether two arXiv ids say that two papers are two, however near their titles are."""
    return "arxiv" in one and "arxiv" in other and one["arxiv"] != other["arxiv"]


def may_be_one(title: str, other: str, least: float = SAME_PAPER) -> bool:
    """Whether two titles under one identifier can be those of one paper.

    Titles change between versions, and are shortened by hand; what shares next to no word is an
    identifier copied by mistake. `least` is how much they have to share.
    """
    from rapidfuzz.fuzz import partial_ratio, token_set_ratio

    first, second = fold(title), fold(other)
    return max(token_set_ratio(first, second), partial_ratio(first, second)) >= least


def may_be(fields: Mapping[str, Any], others: Mapping[str, Any]) -> bool:
    """Whether two notes under one identifier can be of one paper.

    A note that was made of the identifier alone has no title that could say otherwise.
    """
    if identifiers.is_unnamed(fields) or identifiers.is_unnamed(others):
        return True
    one, other = Title(fields["title"]).serial, Title(others["title"]).serial
    if one and other and set(one).isdisjoint(other):
        return False  # `Part I` and `Part II`
    return may_be_one(fields["title"], others["title"])


def filled(paper: "Paper", other: "Paper") -> "Paper":
    """`paper` with its empty fields taken from `other`; no word of it is overwritten.

    A title that is but the paper's identifier is none.
    """
    mine = paper.fields()
    values = dict(mine)
    if identifiers.is_unnamed(mine):
        values["title"] = other.title
    for name, theirs in other.fields().items():
        have = mine.get(name)
        if name in {"sections", "links"}:
            have = have or {}
            values[name] = have | {key: text for key, text in theirs.items() if key not in have}
        elif name != "added" and _is_empty(have):
            values[name] = theirs
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
    """Both papers in one: every word of either, what differs from `paper` behind what it has.

    `added` stays that of `paper`.
    """
    from paperlist.keypoints import unique

    values: dict[str, Any] = paper.fields()
    unnamed = identifiers.is_unnamed(values) or identifiers.is_unnamed(other.fields())
    asides: list[str] = []
    for name, theirs in other.fields().items():
        mine: Any = values.get(name)
        if name == "added" or _is_empty(theirs) or _same(mine, theirs):
            continue
        if name == "title" and unnamed:
            # A title that is but an identifier says nothing that the identifier does not.
            values[name] = theirs if identifiers.is_unnamed(values) else mine
            continue
        if _is_empty(mine):
            values[name] = theirs
        elif name in {"objective", "method", "metric", "limitation", "notes"}:
            values[name] = _behind(mine, theirs)
        elif name in {"keypoints", "authors"}:
            values[name] = unique([*mine, *theirs])
        elif isinstance(mine, (list, dict)) and type(mine) is type(theirs):
            values[name] = _together(mine, theirs, numbered=name == "links")
        elif not _same(fold(_written(mine)), fold(_written(theirs))):
            asides.append(f"{name}: {_written(theirs)}")
    for aside in asides:
        values["notes"] = _behind(values.get("notes", ""), aside)
    return paper.parse(values)


def _is_empty(value: Any) -> bool:
    return value in ("", None, [], {}) and not isinstance(value, (bool, int, float))


def _same(one: Any, other: Any) -> bool:
    # To Python `1`, `1.0` and `True` are the same.
    return bool(one == other) and repr(one) == repr(other)


def _written(value: Any) -> str:
    if isinstance(value, dict):
        return "\n".join(f"{name}: {_written(item)}" for name, item in value.items())
    if isinstance(value, list):
        return "; ".join(map(_written, value))
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return str(value)


def _together(mine: Any, theirs: Any, *, numbered: bool) -> Any:
    """Two lists or two mappings in one; `numbered`: texts of one name keep a name each."""
    if isinstance(mine, list):
        return mine + [each for each in theirs if not any(_same(each, one) for one in mine)]
    both = dict(mine)
    for key, value in theirs.items():
        have = both.get(key)
        if key not in both or _is_empty(have):
            both[key] = value
        elif isinstance(have, str) and isinstance(value, str) and not numbered:
            both[key] = _behind(have, value)
        elif isinstance(have, (list, dict)) and type(have) is type(value):
            both[key] = _together(have, value, numbered=False)
        elif not any(_same(value, one) for one in both.values()):
            both[_free(key, both)] = value
    return both


def _free(key: Any, taken: Container[Any]) -> str:
    return next(name for number in count(2) if (name := f"{key} {number}") not in taken)


def _behind(mine: str, theirs: str) -> str:
    if not mine or _holds(theirs, mine):
        return theirs
    return mine if _holds(mine, theirs) else f"{mine}\n\n{theirs}"


def _holds(text: str, part: str) -> bool:
    # `art` is within `start`, and yet is another word.
    return re.search(rf"(?<!\w){re.escape(part)}(?!\w)", text) is not None
