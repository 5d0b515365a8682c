"""The changes of a library that can be undone and redone: an entry for each, in a numbered file.

    history/   changes that stand, the newest last
    undone/    changes that were undone, the one undone last first
    skipped/   changes that `undo --skip` passed over

An entry is the journal of its change, moved here once that was carried out.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from paperlist.errors import DamagedHistoryError, JournalError, NothingToUndoError
from paperlist.store import journal
from paperlist.store.journal import Journal

LENGTH = 200
STANDING, UNDONE, SKIPPED = "history", "undone", "skipped"


class History:
    """The history below a folder.

    Every method raises OSError where the folder cannot be read or written: one that looks empty
    and is not would be overwritten.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._set_aside = folder / "damaged"

    def prepare(self) -> None:
        """Create the folders, for this user alone."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name in (STANDING, UNDONE):
            (self._folder / name).mkdir(exist_ok=True)

    def next_entry(self) -> str:
        """Return the name for a new entry: greater than all that there are."""
        newest = max((int(name.partition(".")[0]) for name in self.names()), default=0)
        return f"{newest + 1:08}.json"

    def names(self) -> Iterator[str]:
        """Yield the names of all entries."""
        for where in (STANDING, UNDONE, SKIPPED):
            yield from self._entries(where)

    def latest(self, kind: str) -> Journal:
        """Return what `undo` (or `redo`) has to take back (or do again).

        Raises:
            NothingToUndoError: there is nothing.
            DamagedHistoryError: the entry cannot be read; it is set aside.
        """
        # The change undone last has the lowest number.
        where, choose = (STANDING, max) if kind == "undo" else (UNDONE, min)
        name = choose(self._entries(where), default=None)
        if name is None:
            raise NothingToUndoError(kind)
        path = self._folder / where / name
        try:
            return journal.read(path)
        except JournalError as error:
            self._set_aside.mkdir(exist_ok=True)
            place = path.replace(self._set_aside / name)
            raise DamagedHistoryError(kind, str(place)) from error

    def append(self, done: Path, entry: str) -> None:
        """Make the journal `done` the newest entry; what was undone cannot be redone any more."""
        for name in self._entries(UNDONE):
            _remove(self._folder / UNDONE / name)
        done.replace(self._folder / STANDING / entry)
        for where in (STANDING, SKIPPED):
            for name in self._entries(where)[:-LENGTH]:
                _remove(self._folder / where / name)

    def move(self, entry: str, kind: str) -> None:
        """Move an entry to where `kind` ("undo", "redo" or "skip") takes it."""
        source, target = {
            "undo": (STANDING, UNDONE), "redo": (UNDONE, STANDING), "skip": (STANDING, SKIPPED),
        }[kind]  # fmt: skip
        (self._folder / target).mkdir(exist_ok=True)
        # A process that died just after it did this leaves nothing to move.
        if (self._folder / source / entry).exists():
            (self._folder / source / entry).replace(self._folder / target / entry)

    def _entries(self, where: str) -> list[str]:
        try:
            return sorted(filter(journal.is_entry, os.listdir(self._folder / where)))
        except FileNotFoundError:
            return []


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        from shutil import rmtree

        rmtree(path)
    else:
        path.unlink()
