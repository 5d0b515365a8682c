"""The keypoints and categories in use; renaming, merging or removing them in all notes."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from paperlist.errors import UsageError
from paperlist.library.library import Library
from paperlist.model.categories import BETWEEN, category_key, levels, tidied
from paperlist.model.keypoints import unique
from paperlist.model.variants import Variants, variants
from paperlist.text.suggest import nearest
from paperlist.text.words import fold, words

if TYPE_CHECKING:
    from paperlist.model.entry import Entry
    from paperlist.model.paper import Paper


COMMON = 3


class Kind(StrEnum):
    """The kinds of names that can be renamed: keypoints and categories."""

    KEYPOINT = "keypoint"
    CATEGORY = "category"


class Use(NamedTuple):
    """How often and when a keypoint or a category is used.

    Attributes:
        name: the keypoint or category, as the notes spell it.
        papers: the number of papers that have it.
        months: the number of papers in each month that has one, the oldest month first.
    """

    name: str
    papers: int
    months: dict[str, int]

    @property
    def first(self) -> str:
        """Return the oldest month with such a paper, `YYYY-MM`."""
        return min(self.months)

    @property
    def last(self) -> str:
        """Return the newest month with such a paper, `YYYY-MM`."""
        return max(self.months)

    def as_json(self) -> dict[str, Any]:
        """Return the name and the counts as JSON values, with the first and the last month."""
        return {
            "name": self.name, "papers": self.papers, "first": self.first, "last": self.last,
            "months": self.months,
        }  # fmt: skip


def uses(entries: "Iterable[Entry]", kind: Kind) -> list[Use]:
    """Return how each keypoint or category is used, the most frequent first."""
    months: dict[str, Counter[str]] = {}
    for entry in entries:
        for name in names_of(entry, kind):
            months.setdefault(name, Counter())[entry.month] += 1
    found = [Use(name, each.total(), dict(sorted(each.items()))) for name, each in months.items()]
    return sorted(found, key=lambda use: (-use.papers, fold(use.name), use.name))


def variants_in_use(entries: "Iterable[Entry]", kind: Kind) -> list[Variants]:
    """Return the keypoints or categories that are one name in different spellings.

    A word that several titles have is no typo of another word.
    """
    counts: Counter[str] = Counter()
    titled: Counter[str] = Counter()
    for entry in entries:
        counts.update(dict.fromkeys(names_of(entry, kind), 1))
        titled.update(dict.fromkeys(words(entry.title), 1))
    return variants(counts, {word for word, papers in titled.items() if papers >= COMMON})


def rename(library: Library, kind: Kind, names: Sequence[str], new: str) -> "list[Entry]":
    """Rename keypoints or categories in all notes.

    Several names become one. If the new name is in use already, the old name is merged into it.
    Categories below a renamed category move too: if `Video` becomes `Movies`, `Video / Editing`
    becomes `Movies / Editing`.

    Args:
        library: the library.
        kind: what to rename.
        names: the old names.
        new: the new name.

    Returns:
        The papers that changed. One undo takes back the change in all of them.

    Raises:
        UsageError: an old name is not in use, or the new name is not valid.
    """
    new = _valid_name(kind, new)
    listed = " and ".join(f"'{each}'" for each in names)
    if len(names) == 1:
        return _replace_names(library, kind, names, new, f"rename {kind} {listed} to '{new}' in")
    plural = "categories" if kind is Kind.CATEGORY else "keypoints"
    return _replace_names(library, kind, names, new, f"merge {plural} {listed} into '{new}' in")


def remove(library: Library, kind: Kind, names: Sequence[str]) -> "list[Entry]":
    """Remove keypoints or categories from all notes. The papers stay.

    The categories below a removed category stay too.

    Args:
        library: the library.
        kind: what to remove.
        names: the names to remove.

    Returns:
        The papers that changed. One undo takes back the change in all of them.

    Raises:
        UsageError: a name is not in use.
    """
    listed = " and ".join(f"'{each}'" for each in names)
    return _replace_names(library, kind, names, None, f"remove {kind} {listed} from")


def _replace_names(
    library: Library, kind: Kind, names: Sequence[str], new: str | None, summary: str
) -> "list[Entry]":
    entries = library.papers()
    used = dict.fromkeys(name for entry in entries for name in names_of(entry, kind))
    if kind is Kind.KEYPOINT:
        spelled = {each for name in names for each in _spellings_in_use(name, used)}
        changed = [
            (entry, partial(_with_keypoint, spelled, new))
            for entry in entries
            if not spelled.isdisjoint(entry.keypoints)
        ]
    else:
        known = dict.fromkeys(above for name in used for above in _with_parents(name))
        keys = {category_key(each) for name in names for each in _category_in_use(name, known)}
        changed = [
            (entry, partial(_with_category, keys, new))
            for entry in entries
            if _category_after(entry.category, keys, new) != entry.category
        ]
    return library.complete(changed, summary)


def with_other_names(kind: Kind, names: Mapping[str, str], paper: "Paper") -> "Paper":
    """Return `paper` with other names for its keypoints or its category.

    Args:
        kind: which names to replace.
        names: a dict from each old name, spelled as `names_of` does, to the new name.
        paper: the paper.
    """
    if kind is Kind.KEYPOINT:
        return paper.changed(keypoints=unique(names.get(each, each) for each in paper.keypoints))
    return paper.changed(category=names.get(tidied(paper.category), paper.category))


def _with_keypoint(names: set[str], new: str | None, paper: "Paper") -> "Paper":
    """Return `paper` with the keypoints `names` replaced by `new`, or removed if `new` is None."""
    kept = [new if each in names else each for each in paper.keypoints]
    return paper.changed(keypoints=unique(each for each in kept if each is not None))


def _with_category(keys: set[str], new: str | None, paper: "Paper") -> "Paper":
    return paper.changed(category=_category_after(paper.category, keys, new))


def _category_after(category: str, keys: set[str], new: str | None) -> str:
    """Return the new name of a category after renaming or removing some categories.

    Args:
        category: the category of a paper.
        keys: the keys of the categories to rename or remove.
        new: their new name. None removes them, but not the categories below them.
    """
    if new is None:
        return "" if category_key(category) in keys else category
    parts = levels(category)
    for end in range(len(parts), 0, -1):
        if category_key(BETWEEN.join(parts[:end])) in keys:
            return BETWEEN.join([new, *parts[end:]])
    return category


def names_of(entry: "Entry", kind: Kind) -> list[str]:
    """Return the keypoints of a paper, or its category as a list of at most one name."""
    if kind is Kind.KEYPOINT:
        return entry.keypoints
    return [tidied(entry.category)] if entry.category else []


def _with_parents(category: str) -> list[str]:
    """Return a category and its parents: `A / B` gives `A` and `A / B`."""
    parts = levels(category)
    return [BETWEEN.join(parts[:end]) for end in range(1, len(parts) + 1)]


def _spellings_in_use(name: str, used: Mapping[str, object]) -> list[str]:
    """Return the keypoint `name` if it is in use, or else its spellings with other case or accents.

    Raises:
        UsageError: the keypoint is not in use.
    """
    if name in used:
        return [name]
    if found := [each for each in used if fold(each) == fold(" ".join(name.split()))]:
        return found
    raise _unknown_name_error(Kind.KEYPOINT, name, used)


def _category_in_use(name: str, used: Mapping[str, object]) -> list[str]:
    if found := [each for each in used if category_key(each) == category_key(name)]:
        return found
    raise _unknown_name_error(Kind.CATEGORY, name, used)


def _unknown_name_error(kind: Kind, name: str, used: Mapping[str, object]) -> UsageError:
    guess = nearest(name, [*used])
    hint = f"; did you mean '{guess}'?" if guess else "."
    return UsageError(f"there is no {kind} '{name}'{hint} Nothing was changed.")


def _valid_name(kind: Kind, name: str) -> str:
    tidy = tidied(name) if kind is Kind.CATEGORY else " ".join(name.split())
    if not tidy:
        raise UsageError(f"a {kind} needs a name; 'remove' removes one.")
    if kind is Kind.KEYPOINT and ";" in tidy:
        raise UsageError(f"'{tidy}' is more than one keypoint; give one name.")
    return tidy
