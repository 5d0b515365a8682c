"""Which notes a commit has, by their ids."""

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import NamedTuple

from paperlist.library.git import Git, names
from paperlist.store.layout import DATA, SUFFIX, month_of


class Blob(NamedTuple):
    """A file in a commit.

    Attributes:
        path: its path within the library.
        name: git's name for its content.
    """

    path: str
    name: str


Notes = Mapping[str, Blob]
"""The notes of a commit, by id; a note whose id another note has too, by its path."""


def notes_in(git: Git, commit: str) -> dict[str, Blob]:
    """Return the notes of a commit, by id.

    Raises:
        GitError: there is no such commit.
    """
    lines = names(git.run("ls-tree", "-r", "-z", commit, "--", DATA))
    parts = (line.split("\t", 1) for line in lines)
    return by_id(Blob(path, head.split()[2]) for head, path in parts if head.startswith("100"))


def by_id(blobs: Iterable[Blob]) -> dict[str, Blob]:
    """Return the notes among some files, by id."""
    notes = [blob for blob in blobs if is_note(blob.path)]
    used = Counter(id_of(blob.path) for blob in notes)
    return {id_of(blob.path) if used[id_of(blob.path)] == 1 else blob.path: blob for blob in notes}


def is_note(path: str) -> bool:
    """Return whether a file at this path of the library is a note."""
    return bool(month_of(path)) and path.endswith(SUFFIX)


def id_of(path: str) -> str:
    """Return the id of the note at a path."""
    return PurePosixPath(path).name.removesuffix(SUFFIX)
