"""Settles what two people made of the notes of a library since their common commit.

git merges files by their paths. Here, notes are merged by their ids. So a note that one person
moved to another month and another person edited is one note, with the edit, in the new month.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from paperlist.errors import InvalidPaperError, TooLargeError, UnreadableNoteError
from paperlist.library.together.trees import Blob, Notes, id_of
from paperlist.model.identity import identities_of
from paperlist.model.three_way_identity import are_one_paper
from paperlist.store import notes
from paperlist.store.layout import month_of, path_of
from paperlist.store.note_merge import merge_notes

if TYPE_CHECKING:
    from paperlist.model.paper import Paper

# Two papers with the same title of fewer words, and no common identifier, stay two.
WORDS_OF_A_TITLE = 3
Read = Callable[[Blob], bytes]


@dataclass
class Settled:
    """What to write, so that the notes are those that both people made.

    Attributes:
        files: the content of each note that both changed, by path; None removes the file.
        moved: pairs of two paths: where a note was, and where it is now.
        kept: pairs of the path of a note that one side removed and that stays, and the number of
            the side that has it: 0 for ours, 1 for theirs.
        said: sentences on what a person may want to look at.
        left: the paths of notes that a person has to merge, with the reason.
    """

    files: dict[str, bytes | None] = field(default_factory=dict)
    moved: list[tuple[str, str]] = field(default_factory=list)
    kept: list[tuple[str, int]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    left: dict[str, str] = field(default_factory=dict)


def settle(
    base: Notes, ours: Notes, theirs: Notes, read: Read, only: Collection[str] | None = None
) -> Settled:
    """Return what both sides made of the notes `base`.

    The two sides can be swapped without any effect on the files. Notes that only one side changed
    are not in the result, since git merges them.

    Args:
        base: the notes of the common commit; empty if there is none.
        ours: the notes of one side.
        theirs: the notes of the other side.
        read: returns the content of a note.
        only: the paths of the notes to settle. None means all.
    """
    read = cache(read)  # each content takes a call of git
    ours, theirs = (_under_old_ids(base, side, read) for side in (ours, theirs))
    work = _Settling(base, ours, theirs, read)
    for key in sorted({*ours, *theirs}):
        places = {each[key].path for each in (base, ours, theirs) if key in each}
        if only is None or not places.isdisjoint(only):
            work.note(key)
    work.join_twins()
    return work.settled


def _under_old_ids(base: Notes, side: Notes, read: Read) -> Notes:
    """Return the notes of a side, those with a new id under the id that they had before.

    A new note is an old one if one with the same time of adding, and the same title or identifier,
    is gone.
    """
    gone = {key: blob for key, blob in base.items() if key not in side}
    new = [key for key in side if key not in base]
    if not gone or not new:
        return side
    old = {mark: key for key, blob in gone.items() for mark in _marks_of(blob, read)}
    renamed = {
        key: next((old[mark] for mark in _marks_of(side[key], read) if mark in old), key)
        for key in new
    }
    return {renamed.get(key, key): blob for key, blob in side.items()}


def _marks_of(blob: Blob, read: Read) -> list[tuple[str, str, str]]:
    """Return what tells a note that got a new id: its time of adding, with each identity."""
    try:
        fields = notes.load(read(blob), blob.path).fields()
    except UnreadableNoteError:
        return []
    added = str(fields.get("added", ""))
    return [(added, *each) for each in identities_of(fields).items()] if added else []


class _Settling:
    def __init__(self, base: Notes, ours: Notes, theirs: Notes, read: Read) -> None:
        self.base, self.ours, self.theirs = base, ours, theirs
        self.read = read
        self.settled = Settled()

    def note(self, key: str) -> None:
        """Settle one note, if both sides changed it. `key` is the id that it had before."""
        base, ours, theirs = self.base.get(key), self.ours.get(key), self.theirs.get(key)
        if ours == theirs or base in {ours, theirs}:
            return
        if ours and theirs:
            self._merge(key, base, ours, theirs)
        elif base and (kept := ours or theirs) and kept.name != base.name:
            # One side removed the note and the other wrote in it: nobody removed these words.
            self._put(kept.path, self.read(kept), base, kept)
            self.settled.kept.append((kept.path, 0 if ours else 1))
            self.settled.said.append(
                f"{key} was removed on one side and edited on the other; it stays."
            )
        elif base:
            self._put("", None, base, ours, theirs)  # removed on one side, only moved on the other

    def _merge(self, key: str, base: Blob | None, ours: Blob, theirs: Blob) -> None:
        contents = [self.read(each) for each in (ours, theirs)]
        try:
            sides = [notes.load(each, ours.path).fields() for each in contents]
            if base is None and not are_one_paper(None, *sides):
                self._part(ours, theirs)
                return
            merged = merge_notes(self.read(base) if base else None, contents[0], contents[1])
        except (UnreadableNoteError, InvalidPaperError, TooLargeError) as error:
            self.settled.left[ours.path] = _reason(error)
            return
        path = _place(base, ours, theirs)
        self._put(path, merged.content, base, ours, theirs)
        if merged.undecided:
            fields = ", ".join(merged.undecided)
            self.settled.said.append(f"{key}: both sides changed {fields}; both versions are kept.")

    def _part(self, ours: Blob, theirs: Blob) -> None:
        """Keep two papers that both sides added under the same id: the later one gets a new id."""
        pairs = sorted((self._added(each), self.read(each), each) for each in (ours, theirs))
        (_, first, one), (_, second, other) = pairs
        month, name = month_of(other.path), id_of(other.path)
        taken = {id_of(blob.path) for side in (self.ours, self.theirs) for blob in side.values()}
        number = next(n for n in range(2, len(taken) + 3) if f"{name}-{n}" not in taken)
        self._put(one.path, first, ours, theirs)
        self.settled.files[path_of(month, f"{name}-{number}")] = second
        self.settled.said.append(
            f"two papers had the id {name}; one of them is {name}-{number} now."
        )

    def join_twins(self) -> None:
        """Make one note of each paper that both sides added under two ids."""
        if self.base.keys() >= self.theirs.keys() - self.ours.keys():
            return  # only one side added papers, which need not be read
        known: dict[tuple[str, str], list[tuple[Blob, Paper]]] = {}
        for _, blob, paper in self._new(self.ours, self.theirs):
            for identity in identities_of(paper.fields()).items():
                known.setdefault(identity, []).append((blob, paper))
        joined: set[str] = set()
        for _, blob, paper in self._new(self.theirs, self.ours):
            same = (
                each
                for identity in identities_of(paper.fields()).items()
                for each in known.get(identity, ())
            )
            twins = (each for each, other in same if _are_surely_one(paper, other))
            twin = next((each for each in twins if each.path not in joined), None)
            if twin:
                joined.add(twin.path)
                self._join(twin, blob)

    def _new(self, side: Notes, other: Notes) -> "Iterator[tuple[str, Blob, Paper]]":
        """Yield the notes that only one side has, and that it added."""
        for key in sorted(side.keys() - self.base.keys() - other.keys()):
            try:
                yield key, side[key], notes.load(self.read(side[key]), side[key].path)
            except UnreadableNoteError:
                continue  # as it is; every command names it

    def _join(self, ours: Blob, theirs: Blob) -> None:
        first, second = sorted((ours, theirs), key=lambda blob: (self._added(blob), blob.path))
        try:
            merged = merge_notes(None, self.read(first), self.read(second))
        except (InvalidPaperError, TooLargeError):
            return  # two notes lose nothing, and `check` names the duplicates
        self._put(first.path, merged.content, first, second)
        one, other = id_of(first.path), id_of(second.path)
        self.settled.said.append(f"both sides added one paper; {other} is merged into {one}.")

    def _put(self, path: str, content: bytes | None, *places: Blob | None) -> None:
        """Write a note to `path`, and remove it from all other places."""
        for place in places:
            if place and place.path != path:
                self.settled.files[place.path] = None
                if path:
                    self.settled.moved.append((place.path, path))
        if content is not None:
            self.settled.files[path] = content

    def _added(self, blob: Blob) -> str:
        try:
            return str(notes.load(self.read(blob), blob.path).fields().get("added", ""))
        except UnreadableNoteError:
            return ""


def _place(base: Blob | None, ours: Blob, theirs: Blob) -> str:
    """Return the path of a merged note: where the side that moved it put it.

    If both sides moved it, that is the later month.
    """
    places = {ours.path, theirs.path} - ({base.path} if base else set())
    return max(places) if places else ours.path


def _are_surely_one(paper: "Paper", other: "Paper") -> bool:
    """Return whether two new notes with a common identity, and different ids, are one paper."""
    one, two = identities_of(paper.fields()), identities_of(other.fields())
    only_title = [kind for kind in one if two.get(kind) == one[kind]] == ["title"]
    if only_title and len(paper.title.split()) < WORDS_OF_A_TITLE:
        return False
    return are_one_paper(None, paper.fields(), other.fields())


def _reason(error: Exception) -> str:
    return str(error).split("\n", maxsplit=1)[0]
