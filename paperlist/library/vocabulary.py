"""How the categories and keypoints of a library are spelled."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from paperlist.model.categories import BETWEEN, category_key, levels
from paperlist.model.keypoints import canonical, keypoint_key, speller, unique
from paperlist.search.spelling import typos_allowed
from paperlist.text.words import fold

if TYPE_CHECKING:
    from paperlist.index import Index
    from paperlist.model.entry import Entry
    from paperlist.model.paper import Paper


SHORTEST_BEGINNING = 4


def respelled(entries: "Iterable[Entry]", aliases: Mapping[str, str]) -> "Iterator[Entry]":
    """Yield the entries with aliases of keypoints replaced. A note may be older than an alias.

    Args:
        entries: the entries.
        aliases: a dict from spellings of keypoints to the spellings to use instead.
    """
    spell = cache(speller(aliases))
    for entry in entries:
        keypoints = unique(map(spell, entry.keypoints)) if aliases else entry.keypoints
        changed = keypoints != entry.keypoints
        fields = {**entry.fields, "keypoints": keypoints} if changed else entry.fields
        yield entry._replace(fields=fields)


class Spelled(NamedTuple):
    """How a category or a keypoint is spelled in the library.

    Attributes:
        name: the spelling to use.
        near: a similar name in the library, which the user may have meant. Empty if `name` is in
            the library, or if no name is similar.
    """

    name: str
    near: str = ""


class Vocabulary:
    """Finds the usual spelling of a category or keypoint in a library.

    A name is looked up in the index when it is asked for, so a large library has no long list to
    read first.

    Args:
        index: the index of the library, up to date.
        aliases: a dict from spellings of keypoints to the spellings to use instead.
        edited: a paper that is edited. A name that only this paper has is not a known name, because
            it may be a typo.
    """

    def __init__(
        self, index: "Index", aliases: Mapping[str, str], edited: "Entry | None" = None
    ) -> None:
        self._index = index
        self._aliases = aliases
        self._own: dict[str, set[str]] = {
            "category": {edited.category} if edited else set(),
            "keypoint": set(edited.keypoints) if edited else set(),
        }
        self._new_categories: dict[str, str] = {}
        self._new_keypoints: dict[str, str] = {}
        self._asked: dict[tuple[str, str], list[str]] = {}

    def category(self, text: str) -> Spelled:
        """Return how the category `text` is spelled. In `A / B`, `A` and `A / B` are looked up."""
        name = self._category_name(text)
        if self._known_path(name) or name in self._own["category"]:
            return Spelled(name)
        keys = [path for key in self._other_keys("category") for path in _paths(key)]
        near = _nearest(category_key(name), keys)
        return Spelled(name, self._known_path(near) if near else "")

    def keypoint(self, text: str) -> Spelled:
        """Return how the keypoint `text` is spelled. The aliases count more than the notes."""
        name = self._keypoint_name(text)
        key = keypoint_key(name)
        known = name in self._own["keypoint"] or self._spellings("keypoint", key)
        if known or name != " ".join(text.split()):
            return Spelled(name)
        near = _nearest(key, self._other_keys("keypoint"))
        return Spelled(name, self._spellings("keypoint", near)[0] if near else "")

    def spelled(self, paper: "Paper") -> "Paper":
        """Return `paper` with names spelled as in the library. Learn the names that are new."""
        category = self._category_name(paper.category)
        keypoints = [self._keypoint_name(keypoint) for keypoint in paper.keypoints]
        for path in _paths(category):
            self._new_categories.setdefault(category_key(path), path)
        for keypoint in keypoints:
            self._new_keypoints.setdefault(fold(keypoint), keypoint)
        if category == paper.category and keypoints == paper.keypoints:
            return paper
        return paper.changed(category=category, keypoints=keypoints)

    def _category_name(self, text: str) -> str:
        found: list[str] = []
        for level in levels(text):
            path = BETWEEN.join([*found, level])
            found = levels(self._known_path(path) or path)
        return BETWEEN.join(found)

    def _keypoint_name(self, text: str) -> str:
        trimmed = " ".join(text.split())
        name = canonical(trimmed, self._aliases)
        if name != trimmed:
            return name
        folded = fold(name)
        spellings = self._spellings("keypoint", keypoint_key(name))
        known = (spelling for spelling in spellings if fold(spelling) == folded)
        return next(known, self._new_keypoints.get(folded, name))

    def _known_path(self, path: str) -> str:
        """Return how a category is spelled in the notes and new papers; empty if it is in none."""
        key = category_key(path)
        spellings = self._spellings("category", key) if key else []
        if not spellings:
            return self._new_categories.get(key, "")
        # The path may also be the beginning of a longer one.
        return BETWEEN.join(levels(spellings[0])[: len(levels(path))])

    def _spellings(self, what: str, key: str) -> list[str]:
        """Return the spellings of a name in the notes, the most frequent first."""
        if (what, key) not in self._asked:
            counts = self._index.spellings(what, key)
            self._asked[what, key] = [
                name for name, papers in counts.items()
                if name not in self._own[what] or papers > 1
            ]  # fmt: skip
        return self._asked[what, key]

    def _other_keys(self, what: str) -> list[str]:
        """Return the keys of all names in the notes, except of names that are not known names."""
        key_of = category_key if what == "category" else keypoint_key
        own = {key for key in map(key_of, self._own[what]) if not self._spellings(what, key)}
        return [key for key in self._index.name_keys(what) if key not in own]


def _paths(category: str) -> list[str]:
    """Return a category and the categories above it: `A / B` gives `A` and `A / B`."""
    parts = levels(category)
    return [BETWEEN.join(parts[:end]) for end in range(1, len(parts) + 1)]


def _nearest(key: str, known: Collection[str]) -> str:
    """Return the key that `key` may be a typo or the beginning of, or an empty text.

    A beginning has to end within a word: `Diff` may mean `Diffusion`, but `Video` is no beginning
    of `Video generation`.

    Args:
        key: the key of the name that the user typed.
        known: the keys of the names in the library.
    """
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    most = typos_allowed(key)
    # The numbers have to be equal: `GPT-3` is not a typo of `GPT-4`.
    alike = [each for each in known if _digits(each) == _digits(key)] if most else []
    found = process.extractOne(key, alike, scorer=OSA.distance, score_cutoff=most)
    if found:
        return str(found[0])
    may_be_cut = len(key) >= SHORTEST_BEGINNING
    return next((each for each in known if may_be_cut and _is_cut_off(key, each)), "")


def _is_cut_off(key: str, whole: str) -> bool:
    return whole.startswith(key) and whole[len(key) : len(key) + 1].isalpha() and key[-1].isalpha()


def _digits(text: str) -> list[str]:
    return re.findall(r"\d+", text)
