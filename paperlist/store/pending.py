"""The record of the change under way, from which the next command can finish the change.

The record is in the user's state folder:

    staging.json   which files are being staged, which means written under temporary names; if there
                   is no journal, these files have to be removed
    journal.json   the whole change; if this file exists, the change has to be carried to its end
    set-aside/     journals of changes that could not be carried to their end

This module writes, reads and removes the record. `Writer.recover` in `transaction.py` finishes an
interrupted change. `journal.py` has the format of journal.json.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from paperlist.store import handles, journal
from paperlist.store.history import History
from paperlist.store.journal import Journal
from paperlist.store.lock import mark_unfinished, unmark
from paperlist.store.record import JOURNAL, STAGING
from paperlist.store.staging import discard, write
from paperlist.store.trash import Trash

_BINARY = getattr(os, "O_BINARY", 0)


class Pending:
    """The record of the change under way in a library; `folder` holds the files of the record."""

    def __init__(self, root: Path, folder: Path, history: History, trash: Trash) -> None:
        self._root = root
        self._folder = folder
        self._history = history
        self._trash = trash
        self._journal = folder / JOURNAL
        self._announced = folder / STAGING

    def read(self) -> Journal:
        """Return the journal that a process left. The errors are the same as for `journal.read`."""
        return journal.read(self._journal)

    def announce(self, change: Journal) -> None:
        """Record which files are about to be staged, which means written under temporary names.

        If the process dies before it has written the journal, the next command removes these files.
        """
        self._history.prepare()
        mark_unfinished(self._root)
        said = {"token": change.token, "paths": [*change.changeset.files]}
        with _naming_file(self._announced):
            self._announced.write_bytes(json.dumps(said).encode())

    def write_journal(self, change: Journal) -> None:
        """Write the journal to the disk. From now on, the change has to be carried to its end."""
        staged = self._journal.with_name("journal.staged")
        descriptor = os.open(staged, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _BINARY, 0o600)
        write(descriptor, change.pieces(), like=staged, sync=True)
        staged.replace(self._journal)
        _sync(self._folder)

    def move_to_history(self, change: Journal) -> None:
        """Record in the history that `change` was carried out.

        The journal of a new change becomes the newest entry. For an undo or a redo, the entry of
        the change moves to another folder of the history, and the journal is removed.
        """
        self._history.prepare()
        self._announced.unlink(missing_ok=True)
        if change.kind == "apply":
            self._history.append(self._journal, change.entry)
            self.forget_trash()
        else:
            self._history.move(change.entry, change.kind)
            self._trash.forget(change.entry, change.changeset.reversed().going())
            self._journal.unlink()
        unmark(self._root)

    def give_up(self, change: Journal) -> None:
        """Remove all that was written for `change`: staged files, journal, files in the trash."""
        self._discard([*change.changeset.files], change.token)
        self._trash.forget(change.entry, change.changeset.going())

    def discard_staged(self) -> None:
        """Remove the staged files of a process that died before it wrote a journal."""
        self._discard(*self._read_announced())
        self.forget_trash()

    def set_aside(self, change: Journal | None) -> Path:
        """Move away the journal of a change that cannot be finished, so that work can go on.

        The journal goes to the folder `set-aside`. The files that the change removed were kept for
        undo, and go to that folder too, unless the change is itself an undo or a redo.

        Args:
            change: the content of the journal; None if the journal cannot be read.

        Returns:
            the folder that now holds the journal.
        """
        if change is None:
            paths, token = self._read_announced()
            discard(self._root, paths, token)
            name = f"journal-{os.urandom(8).hex()}"
        else:
            name = f"{Path(change.entry).stem}-{change.token}"
        place = self._folder / "set-aside" / name
        place.mkdir(parents=True, exist_ok=True)
        kept = self._trash.of(change.entry) if change and change.kind == "apply" else None
        if kept and kept.exists():
            kept.replace(place / "files")
        self._journal.replace(place / "journal.json")
        self._announced.unlink(missing_ok=True)
        unmark(self._root)
        return place

    def forget_trash(self) -> None:
        """Remove files from the trash whose changes are no longer in the history."""
        self._trash.keep_only(self._history.names())

    def _discard(self, paths: list[str], token: str) -> None:
        """Remove the files staged for `paths`, and the whole record of the change."""
        for file in (self._journal, self._journal.with_name("journal.staged")):
            file.unlink(missing_ok=True)
        discard(self._root, paths, token)
        self._announced.unlink(missing_ok=True)
        unmark(self._root)

    def _read_announced(self) -> tuple[list[str], str]:
        """Return the paths and the token in staging.json.

        If the file is missing or damaged, the paths and the token are empty.
        """
        try:
            said = json.loads(self._announced.read_bytes())
            token, paths = said["token"], said["paths"]
        except (FileNotFoundError, ValueError, KeyError, TypeError, RecursionError):
            return [], ""  # a process died while it wrote the file
        known = journal.is_token(str(token)) and all(isinstance(path, str) for path in paths)
        return (paths, token) if known else ([], "")


@contextmanager
def _naming_file(path: Path) -> Iterator[None]:
    """Name `path` in each OSError of a `with` block: the error of a full disk names no file."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error


def _sync(folder: Path) -> None:
    with handles.open_folder(folder) as handle:
        handle.sync()
