"""Finds papers that are in a library more than once, and merges them."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from paperlist.errors import UsageError
from paperlist.library.attachments import folder_of, moved
from paperlist.model.combine import merged
from paperlist.model.identity import WORDED, identities_of, may_be, told_apart
from paperlist.model.titles import Title, TitleIndex
from paperlist.store import notes
from paperlist.store.changeset import Change
from paperlist.store.containment import inside
from paperlist.store.content import Link
from paperlist.store.files import read_file
from paperlist.store.layout import path_of

if TYPE_CHECKING:
    from pathlib import Path

    from paperlist.library.catalogue import Catalogue
    from paperlist.library.session import Session
    from paperlist.model.entry import Entry


class Group(NamedTuple):
    """Notes about the same paper.

    Attributes:
        entries: the notes, the first added first.
        why: the reasons for the group, such as `the same title`.
    """

    entries: "tuple[Entry, ...]"
    why: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the group as JSON values."""
        return {"why": list(self.why), "papers": [entry.as_json() for entry in self.entries]}


def groups(entries: "Sequence[Entry]") -> list[Group]:
    """Return groups of notes about the same paper. No note is in two groups.

    The groups are sorted by the id of their first note.
    """
    # For each entry, the position of another entry of its group. Following these positions leads to
    # the root of the group, whose position here is its own.
    whose = list(range(len(entries)))
    told: list[tuple[int, str]] = []

    def root(place: int) -> int:
        while whose[place] != place:
            whose[place] = whose[whose[place]]
            place = whose[place]
        return place

    for one, other, why in _pairs(entries):
        whose[root(other)] = root(one)
        told.append((one, why))
    members: dict[int, list[Entry]] = {}
    for place, entry in enumerate(entries):
        members.setdefault(root(place), []).append(entry)
    reasons: dict[int, dict[str, None]] = {}
    for place, why in told:
        reasons.setdefault(root(place), {})[why] = None
    found = [
        Group(tuple(sorted(together, key=_age)), tuple(reasons[place]))
        for place, together in members.items()
        if len(together) > 1
    ]
    return sorted(found, key=lambda group: group.entries[0].id)


def _pairs(entries: "Sequence[Entry]") -> Iterator[tuple[int, int, str]]:
    """Yield (i, j, reason) if `entries[i]` and `entries[j]` are the same paper.

    The surest pairs come first.
    """
    known = [identities_of(entry.fields) for entry in entries]
    for kind, why in WORDED.items():
        with_it: dict[str, list[int]] = {}
        for place, identities in enumerate(known):
            if kind in identities:
                with_it.setdefault(identities[kind], []).append(place)
        for value, places in with_it.items():
            for one, other in pairwise(places):
                sure = kind == "title" or may_be(entries[one].fields, entries[other].fields)
                named = why if kind == "title" else f"{why}, {value}"
                yield one, other, named if sure else f"{named}, under titles that differ"
    titles = TitleIndex()
    for place, entry in enumerate(entries):
        title = Title(entry.title)
        for other in titles.near(title):
            same = known[other].get("title") == known[place].get("title")
            if not same and not told_apart(known[place], known[other]):
                yield other, place, "nearly the same title"
        titles.add(title)


def merge(
    root: "Path", entries: "Sequence[Entry]"
) -> "tuple[Entry, list[Entry], dict[str, Change]]":
    """Compute the merge of several papers, without writing it.

    Returns:
        The merged paper, the entries that it replaces, and the changes of files.

    Raises:
        UsageError: there are fewer than two entries.
    """
    if len(entries) < 2:  # noqa: PLR2004 (it takes two)
        raise UsageError("name two papers, or more; the one that was added first stays.")
    kept, *gone = sorted(entries, key=_age)
    path = path_of(kept.month, kept.id)
    before = read_file(inside(root, root / path), path)
    paper = notes.load(before, path)
    files: dict[str, Change] = {}
    for entry in gone:
        place = path_of(entry.month, entry.id)
        content = read_file(inside(root, root / place), place)
        paper = merged(paper, notes.load(content, place))
        link = (root / place).is_symlink()
        files[place] = Change(Link(str((root / place).readlink())) if link else content, None)
    # A folder that is a link may lead to the folder of another of these papers, so it moves last.
    for entry in sorted(gone, key=lambda each: (root / folder_of(each)).is_symlink()):
        files |= moved(root, entry, kept, files)
    files[path] = Change(before, notes.edit(before, paper, path))
    return kept._replace(fields=paper.fields()), gone, files


def _age(entry: "Entry") -> tuple[str, str, str]:
    """Return a key for sorting entries by the time of adding, the oldest first."""
    # An entry without a date counts as the oldest. paperlist always writes the date, so somebody
    # wrote this note by hand.
    return entry.added, entry.month, entry.id


def merge_papers(
    catalogue: "Catalogue", session: "Session", references: "Sequence[str]"
) -> "tuple[Entry, list[Entry]]":
    """Merge several papers into one, with all words and all files of all papers.

    The paper that was added first keeps its id, its month and its text. Different texts of the
    other papers are appended.

    Returns:
        The merged paper, and the entries that it replaces.

    Raises:
        UsageError: the references name only one paper.
    """
    from paperlist.library.editing import few
    from paperlist.search.references import resolve

    with session.changing() as apply:
        index = catalogue.index()
        found = {entry[:2]: entry for entry in (resolve(index, each) for each in references)}
        kept, gone, files = merge(catalogue.root, list(found.values()))
        apply(f"merge {few([each.id for each in gone])} into {kept.id}", files)
    return kept, gone
