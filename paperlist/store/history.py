"""The changes of a library that can be undone and redone: an entry for each, in a numbered file.

    history/   changes that are in effect; the newest has the highest number
    undone/    changes that were undone; the change that was undone last has the lowest number
    skipped/   changes that `--skip` of undo or redo passed over

An entry is the journal of a change (`journal.py`), moved here after the change was carried out.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from paperlist.errors import DamagedHistoryError, JournalError, NothingToUndoError
from paperlist.store import journal
from paperlist.store.journal import Journal
from paperlist.store.user_folders import history_folder

LENGTH = 200  # the number of entries that are kept
STANDING, UNDONE, SKIPPED = "history", "undone", "skipped"


def forget_history(root: Path) -> None:
    """Rename the history of an earlier library at `root`, so that a new library has no history."""
    folder = history_folder(root)
    if folder.exists():
        folder.replace(folder.with_name(f"{folder.name[:180]}.{os.urandom(8).hex()}"))


class History:
    """The history in `folder`.

    Every method raises OSError if the folder cannot be read or written. An unreadable folder is
    never taken for an empty folder, since a new entry could then overwrite an old entry.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._set_aside = folder / "damaged"

    def prepare(self) -> None:
        """Create the folders, which only this user can enter."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name in (STANDING, UNDONE):
            (self._folder / name).mkdir(exist_ok=True)

    def next_entry(self) -> str:
        """Return the file name of the next entry; its number is greater than all others."""
        newest = max((int(name.partition(".")[0]) for name in self.names()), default=0)
        return f"{newest + 1:08}.json"

    def names(self) -> Iterator[str]:
        """Yield the file names of all entries in the three folders."""
        for where in (STANDING, UNDONE, SKIPPED):
            yield from self.names_in(where)

    def latest(self, kind: str) -> Journal:
        """Return the change to undo or redo next; `kind` is "undo" or "redo".

        Raises:
            NothingToUndoError: there is no such change.
            DamagedHistoryError: the entry is damaged, and was moved to the folder `damaged`.
        """
        # The change undone last has the lowest number.
        where, choose = (STANDING, max) if kind == "undo" else (UNDONE, min)
        name = choose(self.names_in(where), default=None)
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
        """Move the journal file `done` to the history, as the newest entry with the name `entry`.

        Undone changes are removed, since they cannot be redone after another change. The oldest
        entries are removed too if there are more than `LENGTH`.
        """
        for name in self.names_in(UNDONE):
            _remove(self._folder / UNDONE / name)
        done.replace(self._folder / STANDING / entry)
        for where in (STANDING, SKIPPED):
            for name in self.names_in(where)[:-LENGTH]:
                _remove(self._folder / where / name)

    def move(self, entry: str, kind: str) -> None:
        """Move an entry to the folder where it belongs after an undo, a redo or a skip.

        `kind` is "undo", "redo", "skip undo" or "skip redo".
        """
        source, target = {
            "undo": (STANDING, UNDONE), "redo": (UNDONE, STANDING),
            "skip undo": (STANDING, SKIPPED), "skip redo": (UNDONE, SKIPPED),
        }[kind]  # fmt: skip
        (self._folder / target).mkdir(exist_ok=True)
        # If a process died just after this move, the entry is in its new folder already.
        if (self._folder / source / entry).exists():
            (self._folder / source / entry).replace(self._folder / target / entry)

    def names_in(self, where: str) -> list[str]:
        """Return the file names of the entries in one of the folders, the oldest first."""
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
