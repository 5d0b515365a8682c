"""A change that is under way: what the user's state folder says of it, from its first file on.

staging.json   which files are being staged; without a journal, nothing of them is to stay
journal.json   the whole change; with it, the change is to be carried to its end
set-aside/     journals of changes that could not be
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
from paperlist.store.staging import discard, write
from paperlist.store.trash import Trash

_BINARY = getattr(os, "O_BINARY", 0)


class Pending:
    """The change under way in the library at `root`; its files lie in `folder`."""

    def __init__(self, root: Path, folder: Path, history: History, trash: Trash) -> None:
        self._root = root
        self._folder = folder
        self._history = history
        self._trash = trash
        self._journal = folder / "journal.json"
        self._announced = folder / "staging.json"

    def has_journal(self) -> bool:
        """Return whether a process died while it put files into their places."""
        return _is_there(self._journal)

    def has_staged(self) -> bool:
        """Return whether a process is staging, or died while it did."""
        return _is_there(self._announced)

    def read(self) -> Journal:
        """Read the journal that a process left; raises as `journal.read` does."""
        return journal.read(self._journal)

    def announce(self, change: Journal) -> None:
        """Write down what is about to be staged: without a journal, nothing of it is to stay."""
        self._history.prepare()
        mark_unfinished(self._root)
        said = {"token": change.token, "paths": [*change.changeset.files]}
        with _named(self._announced):
            self._announced.write_bytes(json.dumps(said).encode())

    def write_journal(self, change: Journal) -> None:
        """Write the journal, synced: from here on the change is to be carried to its end."""
        staged = self._journal.with_name("journal.staged")
        descriptor = os.open(staged, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _BINARY, 0o600)
        write(descriptor, change.pieces(), like=staged, sync=True)
        staged.replace(self._journal)
        _sync(self._folder)

    def finish(self, change: Journal) -> None:
        """Make the journal, or the entry that it takes back, part of the history."""
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
        """Remove what was staged for a change, its journal, and what it put into the trash."""
        self._discard([*change.changeset.files], change.token)
        self._trash.forget(change.entry, change.changeset.going())

    def discard_staged(self) -> None:
        """Remove what a process had staged before there was a journal."""
        self._discard(*self._read_announced())
        self.forget_trash()

    def set_aside(self, change: Journal | None) -> Path:
        """Keep a journal that cannot be carried out, and its files, where they block nothing.

        Without `change` the journal cannot be read. Returns the folder that it is kept in.
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
        """Forget the files of changes that are no longer in the history."""
        self._trash.keep_only(self._history.names())

    def _discard(self, paths: list[str], token: str) -> None:
        """Remove what was staged for `paths`, and the journal."""
        for file in (self._journal, self._journal.with_name("journal.staged")):
            file.unlink(missing_ok=True)
        discard(self._root, paths, token)
        self._announced.unlink(missing_ok=True)
        unmark(self._root)

    def _read_announced(self) -> tuple[list[str], str]:
        """Return the paths that were being staged, and their token; nothing where it is damaged."""
        try:
            said = json.loads(self._announced.read_bytes())
            token, paths = said["token"], said["paths"]
        except (FileNotFoundError, ValueError, KeyError, TypeError, RecursionError):
            return [], ""  # it was being written
        known = journal.is_token(str(token)) and all(isinstance(path, str) for path in paths)
        return (paths, token) if known else ([], "")


def _is_there(path: Path) -> bool:
    """Return whether something is at `path`, be it a link to nothing."""
    try:
        path.lstat()
    except FileNotFoundError:
        return False
    return True


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Name the file in an error that does not: a full disk's does not say what did not fit."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error


def _sync(folder: Path) -> None:
    with handles.open_folder(folder) as handle:
        handle.sync()
