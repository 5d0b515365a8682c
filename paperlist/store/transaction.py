"""All changes of a library: applying, undoing and redoing them, and finishing interrupted ones.

`Writer.apply` carries out a changeset whole or not at all:

1. under the library's lock, every file is checked to still have the content that was read;
2. the new contents are staged, which means written to temporary files beside their targets, and
   synced; then a journal of the whole change is written and synced;
3. each staged file is renamed over its target, and the folders are synced;
4. the journal becomes the newest entry of the history, from which `undo` and `redo` work.

An interrupted change is finished here, by `Writer.recover`, before the next command does its work;
`recovery.py` looks whether there is one.
If a process died after step 2, its journal is there, and `recover` carries the change to its end.
If it died earlier, no file of the library was changed, and `recover` removes the staged files.

The journal, the history and the files that changes removed are in the user's own state folder,
never in the library. So only what this user wrote on this machine is ever carried out or undone,
whatever files a cloned library contains. Attachments are neither read into memory nor written into
the journal; a removed attachment is kept as a file as long as the change is in the history.

`changeset.py` defines a changeset, `staging.py` stages and renames its files, `journal.py` defines
the format of a journal, `pending.py` keeps the journal of the change under way, and `history.py`
the journals of finished changes. Only `staging.py` and `lock.py` write to a library.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from errno import EDQUOT, EINTR, EIO, EMFILE, ENFILE, ENOENT, ENOMEM, ENOSPC
from pathlib import Path

from paperlist.errors import (
    ChangedUnderneathError,
    JournalError,
    LeadsOutError,
    NotUndoneError,
    ReadError,
    UnfinishedError,
    WriteError,
)
from paperlist.store.changeset import Change, Changeset
from paperlist.store.history import History
from paperlist.store.journal import Journal
from paperlist.store.lock import TIMEOUT_S, locked, unmark
from paperlist.store.pending import Pending
from paperlist.store.record import has_journal, has_staged
from paperlist.store.staging import Staging
from paperlist.store.trash import Trash
from paperlist.store.user_folders import history_folder

__all__ = ["Change", "Changeset", "Writer", "writing"]

Warn = Callable[[str], None]
# Errors that may be gone the next time. An interrupted change is then tried again, not set aside.
_PASSING = {EIO, ENOSPC, EDQUOT, ENOMEM, EMFILE, ENFILE, EINTR}


@contextmanager
def writing(
    root: Path, *, timeout_s: float = TIMEOUT_S, warn: Warn | None = None, patient: bool = False
) -> Iterator["Writer"]:
    """Lock the library at `root`, finish an interrupted change, and yield a writer.

    Args:
        root: the library.
        timeout_s: how many seconds to wait for the lock.
        warn: called with a message if a change cannot be carried to its end, or if an undo skips a
            change.
        patient: whether to leave the interrupted change to the next command if the system refuses
            to write.

    Raises:
        PaperlistError: another process held the lock for `timeout_s` seconds.
        WriteError: the lock file cannot be created, or an interrupted change cannot be finished.
    """
    with locked(root, timeout_s):
        writer = Writer(root, warn)
        writer.recover(patient=patient)
        yield writer


class Writer:
    """Carries out changes of a library. Use `writing`, which yields a writer and holds the lock."""

    def __init__(self, root: Path, warn: Warn | None = None) -> None:
        self._root = root.resolve()
        self._warn = warn
        self._folder = history_folder(self._root)
        self._history = History(self._folder)
        self._trash = Trash(self._folder / "files")
        self.pending = Pending(self._root, self._folder, self._history, self._trash)

    def apply(self, changeset: Changeset) -> None:
        """Carry out `changeset`, and make it the newest entry of the history.

        Raises:
            ChangedUnderneathError: a file no longer has the content before the change; nothing is
                written.
            LeadsOutError: a path leads out of the library; nothing is written.
            UnfinishedError: the files are changed, but the history is not; the next command
                finishes this.
            WriteError: the system refused; every file is as before.
        """
        with _raise_write_errors(self._folder):
            entry = self._history.next_entry()
        self._carry_out(Journal("apply", entry, _token(), changeset))

    def undo(self, *, skip: bool = False) -> Changeset:
        """Undo the newest change; return the changeset that was carried out for this.

        With `skip`, a change that cannot be undone is skipped for good, with a warning, and the
        change before it is undone instead.

        Raises:
            NothingToUndoError: the history is empty.
            NotUndoneError: a file no longer has the content that the change gave it.
            LeadsOutError: a path leads out of the library.
            DamagedHistoryError: the entry of the change in the history is damaged.
        """
        return self._undo_or_redo("undo", skip=skip)

    def redo(self, *, skip: bool = False) -> Changeset:
        """Redo the change that was undone last; return the changeset that was carried out.

        With `skip`, a change that cannot be redone is skipped for good. The errors are the same as
        for `undo`.
        """
        return self._undo_or_redo("redo", skip=skip)

    def _undo_or_redo(self, kind: str, *, skip: bool) -> Changeset:
        while True:
            change = self._next(kind)
            try:
                change = self._still_to_do(change)
                self._carry_out(change)
            except (NotUndoneError, LeadsOutError):
                if not skip:
                    raise
                with _raise_write_errors(self._folder):
                    self._history.move(change.entry, f"skip {kind}")
                if self._warn:
                    self._warn(f"passed over '{change.changeset.summary}'")
            else:
                return change.changeset

    def preview(self, kind: str) -> Changeset:
        """Return the changeset that the next "undo" or "redo" (`kind`) would carry out.

        Nothing is written. The errors are the same as for `undo`.
        """
        change = self._still_to_do(self._next(kind))
        self._refuse_conflicts(Staging(self._root, self._trash, change), change)
        return change.changeset

    def _next(self, kind: str) -> Journal:
        with _raise_write_errors(self._folder):
            found = self._history.latest(kind)
        changeset = found.changeset.reversed() if kind == "undo" else found.changeset
        return Journal(kind, found.entry, _token(), changeset)

    def _still_to_do(self, change: Journal) -> Journal:
        """Return `change` without the files that have their new content already."""
        with _raise_write_errors(self._root):
            return change._replace(changeset=Staging(self._root, self._trash, change).to_do())

    def recover(self, *, patient: bool = False) -> None:
        """Finish the change of a process that died, if there is one. Later edits of files stay.

        A change that cannot be finished is taken back, and its journal is set aside.

        Args:
            patient: whether to leave the change to the next command if the system refuses to write,
                since the reason may be temporary. Commands that only read are patient.

        Raises:
            WriteError: the system refused; the next command tries again.
        """
        with _raise_write_errors(self._root):
            if has_journal(self._folder):
                self._finish_interrupted(patient=patient)
            elif has_staged(self._folder):
                # The process died before it wrote a journal, so no file of the library changed.
                self.pending.discard_staged()
            else:
                unmark(self._root)  # a process may have died just before this, its last step

    def _finish_interrupted(self, *, patient: bool) -> None:
        try:
            change = self.pending.read()
        except JournalError:
            self._set_aside(None, "its journal is damaged")
            return
        try:
            self._resume(change, patient=patient)
        except (OSError, LeadsOutError) as error:
            if isinstance(error, OSError) and _may_pass(error, patient=patient):
                raise
            reason = error.strerror if isinstance(error, OSError) else str(error).split("\n")[0]
            said = f"'{change.changeset.summary}' was cut short, and cannot be carried to its end"
            self._set_aside(change, f"{said} ({reason})")
        else:
            self.pending.move_to_history(change)

    def _set_aside(self, change: Journal | None, why: str) -> None:
        place = self.pending.set_aside(change)
        if self._warn:
            self._warn(f"a change of this library: {why}. Its journal is kept in {place}")

    def _resume(self, change: Journal, *, patient: bool) -> None:
        staging = Staging(self._root, self._trash, change)
        try:
            staging.resume()
        except OSError as error:
            if not _may_pass(error, patient=patient):
                staging.take_back()
            raise

    def _carry_out(self, change: Journal) -> None:
        files = {path: each for path, each in change.changeset.files.items() if each.differs}
        if not files:
            if change.kind != "apply":
                with _raise_write_errors(self._folder):
                    self._history.move(change.entry, change.kind)
            return
        change = change._replace(changeset=Changeset(change.changeset.summary, files))
        staging = Staging(self._root, self._trash, change)
        self._refuse_conflicts(staging, change)
        try:
            change = change._replace(changeset=staging.with_modes())
            self.pending.announce(change)
            staging.stage()
            self.pending.write_journal(change)
        except BaseException as error:
            # Also after Ctrl-C: no file of the library has changed, and staged files are removed.
            self._give_up(change)
            if isinstance(error, OSError):
                raise WriteError(error.filename or str(self._root), error) from error
            raise
        try:
            staging.rename()
        except WriteError:
            self._give_up(change)
            raise
        try:
            staging.settle()
            self.pending.move_to_history(change)
        except OSError as error:
            # All files are changed. The next command finds the journal and moves it to the history.
            raise UnfinishedError(change.kind, error) from error

    def _refuse_conflicts(self, staging: Staging, change: Journal) -> None:
        try:
            conflicts = staging.conflicts()
        except OSError as error:
            where = error.filename or str(self._root)
            raise ReadError(str(where), error.strerror or str(error)) from error
        if not conflicts:
            return
        if change.kind == "apply":
            raise ChangedUnderneathError(conflicts)
        raise NotUndoneError(conflicts, change.kind, change.changeset.summary)

    def _give_up(self, change: Journal) -> None:
        with suppress(OSError):
            self.pending.give_up(change)


def _may_pass(error: OSError, *, patient: bool) -> bool:
    """Return whether the next command should try an interrupted change again after this error."""
    return error.errno in _PASSING or (patient and error.errno != ENOENT)


@contextmanager
def _raise_write_errors(where: Path) -> Iterator[None]:
    """Turn each OSError of a `with` block into a WriteError that names the file, or `where`."""
    try:
        yield
    except OSError as error:
        raise WriteError(str(error.filename or where), error) from error


def _token() -> str:
    return os.urandom(8).hex()
