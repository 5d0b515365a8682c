"""How the categories and keypoints of a library are spelled."""

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from paperlist.model.categories import BETWEEN, category_key, levels, tidied
from paperlist.model.keypoints import canonical, keypoint_key
from paperlist.search.spelling import typos_allowed
from paperlist.text.words import fold

if TYPE_CHECKING:
    from paperlist.model.entry import Entry
    from paperlist.model.paper import Paper


SHORTEST_BEGINNING = 4


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

    Args:
        categories: the categories of the library, the most frequent first.
        keypoints: the keypoints of the library, the most frequent first.
        aliases: a dict from spellings of keypoints to the spellings to use instead.
    """

    def __init__(
        self, categories: Iterable[str], keypoints: Iterable[str], aliases: Mapping[str, str]
    ) -> None:
        self._aliases = aliases
        self._categories: dict[str, str] = {}
        self._keypoints: dict[str, str] = {}
        self._keypoint_keys: dict[str, str] = {}
        for category in categories:
            self._learn_category(category)
        for keypoint in keypoints:
            self._learn_keypoint(keypoint)

    def category(self, text: str) -> Spelled:
        """Return how the category `text` is spelled. In `A / B`, `A` and `A / B` are looked up."""
        found: list[str] = []
        for level in levels(text):
            path = BETWEEN.join([*found, level])
            found = levels(self._categories.get(category_key(path), path))
        name = BETWEEN.join(found)
        if category_key(name) in self._categories:
            return Spelled(name)
        return Spelled(name, _nearest(category_key(name), self._categories))

    def keypoint(self, text: str) -> Spelled:
        """Return how the keypoint `text` is spelled. The aliases count more than the notes."""
        trimmed = " ".join(text.split())
        name = canonical(trimmed, self._aliases)
        if name != trimmed:
            return Spelled(name)
        name = self._keypoints.get(fold(name), name)
        key = keypoint_key(name)
        if key in self._keypoint_keys:
            return Spelled(name)
        return Spelled(name, _nearest(key, self._keypoint_keys))

    def spelled(self, paper: "Paper") -> "Paper":
        """Return `paper` with names spelled as in the library. Learn the names that are new."""
        category = self.category(paper.category).name
        keypoints = [self.keypoint(keypoint).name for keypoint in paper.keypoints]
        self._learn_category(category)
        for keypoint in keypoints:
            self._learn_keypoint(keypoint)
        if category == paper.category and keypoints == paper.keypoints:
            return paper
        return paper.changed(category=category, keypoints=keypoints)

    def _learn_category(self, category: str) -> None:
        parts = levels(category)
        for end in range(1, len(parts) + 1):
            path = BETWEEN.join(parts[:end])
            self._categories.setdefault(category_key(path), tidied(path))

    def _learn_keypoint(self, keypoint: str) -> None:
        self._keypoints.setdefault(fold(keypoint), keypoint)
        self._keypoint_keys.setdefault(keypoint_key(keypoint), keypoint)


def without(counts: Mapping[str, int], names: Iterable[str]) -> list[str]:
    """Return the names in `counts` that may be suggested while a note is edited.

    A name that only the edited note has is left out, because the name may be a typo.

    Args:
        counts: the number of papers for each name.
        names: the names in the edited note.
    """
    own = set(names)
    return [name for name, count in counts.items() if name not in own or count > 1]


def names_of(entry: "Entry") -> tuple[list[str], list[str]]:
    """Return (categories, keypoints) of a paper. The list of categories has one name."""
    return [entry.category], entry.keypoints


def _nearest(key: str, known: Mapping[str, str]) -> str:
    """Return the name that `key` may be a typo or the beginning of, or an empty text.

    A beginning has to end within a word: `Diff` may mean `Diffusion`, but `Video` is no beginning
    of `Video generation`.

    Args:
        key: the key of the name that the user typed.
        known: a dict from keys to names.
    """
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    most = typos_allowed(key)
    # The numbers have to be equal: `GPT-3` is not a typo of `GPT-4`.
    alike = [each for each in known if _digits(each) == _digits(key)] if most else []
    found = process.extractOne(key, alike, scorer=OSA.distance, score_cutoff=most)
    if found:
        return known[found[0]]
    may_be_cut = len(key) >= SHORTEST_BEGINNING
    return next((name for each, name in known.items() if may_be_cut and _is_cut_off(key, each)), "")


def _is_cut_off(key: str, whole: str) -> bool:
    return whole.startswith(key) and whole[len(key) : len(key) + 1].isalpha() and key[-1].isalpha()


def _digits(text: str) -> list[str]:
    return re.findall(r"\d+", text)
