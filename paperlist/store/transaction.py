"""The one way in which a library is changed: a changeset is applied, undone, redone.

`apply` carries one out whole or not at all:

1. under the library's lock, every file is compared with what it was when it was read;
2. the new contents are staged beside their targets, synced, and a journal of the whole change is
   written and synced;
3. each staged file is renamed over its target, and the folders are synced;
4. the journal becomes the newest entry of the history, from which `undo` and `redo` work.

A process that dies in 3 leaves the journal behind: the next command carries the change to its
end. One that dies before has changed nothing: the next command removes what it had staged.

Journal, history and the files that changes took out of the library lie in the user's own state
folder, never in the library: what is carried out or undone was written by this user on this
machine, whatever a library brings along. Attachments are neither read into memory nor written
into the journal; they are kept as files until the change falls out of the history.

`changeset.py` says what a changeset is, `staging.py` stages and renames its files, and `pending.py`
and `history.py` keep the journals. Only `staging.py` and `lock.py` write to a library.
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
    PaperlistError,
    ReadError,
    UnfinishedError,
    WriteError,
)
from paperlist.store.changeset import Change, Changeset
from paperlist.store.history import History
from paperlist.store.journal import Journal
from paperlist.store.lock import TIMEOUT_S, locked, unfinished, unmark
from paperlist.store.pending import Pending
from paperlist.store.staging import Staging
from paperlist.store.trash import Trash
from paperlist.store.user_folders import history_folder

__all__ = ["Change", "Changeset", "Writer", "recover", "writing"]

Warn = Callable[[str], None]
# What may be otherwise the next time, so that a change cut short is tried again then.
_PASSING = {EIO, ENOSPC, EDQUOT, ENOMEM, EMFILE, ENFILE, EINTR}


@contextmanager
def writing(
    root: Path, *, timeout_s: float = TIMEOUT_S, warn: Warn | None = None, patient: bool = False
) -> Iterator["Writer"]:
    """Hold the lock on the library at `root`, and give the writer that it allows.

    `warn` is told of changes that cannot be carried to their end, or that undo passes over;
    `patient` is as for `Writer.recover`.

    Raises:
        PaperlistError: another process held the lock for `timeout_s`.
        WriteError: the folder does not take a lock file, or an earlier change cannot be finished.
    """
    with locked(root, timeout_s):
        writer = Writer(root, warn)
        writer.recover(patient=patient)
        yield writer


def recover(root: Path, warn: Warn | None = None) -> None:
    """Finish a change that a killed process left half done; cheap where there is none.

    Reading goes on whatever becomes of it; `warn` is told what cannot be finished.
    """
    writer = Writer(root, warn)
    own, others = unfinished(root)
    try:
        with _refusals(root):
            has_journal, has_staged = writer.pending.has_journal(), writer.pending.has_staged()
        if has_journal:
            with writing(root, warn=warn, patient=True):
                pass
        elif has_staged or own:
            # Who holds the lock is alive, and staging now; what is left of the dead can wait.
            with suppress(PaperlistError), writing(root, timeout_s=0, warn=warn):
                pass
    except PaperlistError as error:
        if warn:
            cause = error.__cause__
            where = f"{cause.filename}: {cause.strerror}" if isinstance(cause, OSError) else error
            warn(f"a change that was cut short may not be finished yet: {where}")
    if others and warn:
        with suppress(PaperlistError), locked(root, 0):
            # Nobody is writing, so whoever began these changes died.
            warn(
                f"{', '.join(others)} left a change of this library unfinished; "
                "any paperlist command of theirs finishes it."
            )


def forget_history(root: Path) -> None:
    """Put the history of a library that was at `root` before out of the way of a new one."""
    folder = history_folder(root)
    if folder.exists():
        folder.replace(folder.with_name(f"{folder.name[:180]}.{_token()}"))


class Writer:
    """Applies changesets to a library. Made by `writing`, which holds the lock meanwhile."""

    def __init__(self, root: Path, warn: Warn | None = None) -> None:
        self._root = root.resolve()
        self._warn = warn
        self._folder = history_folder(self._root)
        self._history = History(self._folder)
        self._trash = Trash(self._folder / "files")
        self.pending = Pending(self._root, self._folder, self._history, self._trash)

    def apply(self, changeset: Changeset) -> None:
        """Carry out `changeset` and make it the one that `undo` takes back.

        Raises:
            ChangedUnderneathError: a file is not what the changeset saw; nothing is written.
            LeadsOutError: a path leads out of the library; nothing is written.
            UnfinishedError: it is done, but what comes after it failed.
            WriteError: the system refused; everything is as before.
        """
        with _refusals(self._folder):
            entry = self._history.next_entry()
        self._carry_out(Journal("apply", entry, _token(), changeset))

    def undo(self, *, skip: bool = False) -> Changeset:
        """Undo the newest change; return the changeset that did so.

        With `skip`, every change that cannot be taken back is named and passed over, for good.

        Raises:
            NothingToUndoError: the history is empty.
            NotUndoneError: a file is no longer what the change left.
            DamagedHistoryError: the change's entry is damaged.
        """
        while True:
            change = self._next("undo")
            try:
                self._carry_out(change)
            except (NotUndoneError, LeadsOutError):
                if not skip:
                    raise
                with _refusals(self._folder):
                    self._history.move(change.entry, "skip")
                if self._warn:
                    self._warn(f"passed over '{change.changeset.summary}'")
            else:
                return change.changeset

    def redo(self) -> Changeset:
        """Redo the change that was undone last; raises as `undo` does."""
        change = self._next("redo")
        self._carry_out(change)
        return change.changeset

    def preview(self, kind: str) -> Changeset:
        """Return what `undo` or `redo` would do, raising as they do; nothing is written."""
        change = self._next(kind)
        self._refuse_conflicts(Staging(self._root, self._trash, change), change)
        return change.changeset

    def _next(self, kind: str) -> Journal:
        with _refusals(self._folder):
            found = self._history.latest(kind)
        changeset = found.changeset.reversed() if kind == "undo" else found.changeset
        return Journal(kind, found.entry, _token(), changeset)

    def recover(self, *, patient: bool = False) -> None:
        """Carry a change that was cut short to its end; leave alone what was edited since.

        One that cannot be carried out is taken back, and its journal set aside. Whoever only reads
        is `patient`: what the system refuses may be granted the next time.

        Raises:
            WriteError: the system refused; the next command tries again.
        """
        with _refusals(self._root):
            if self.pending.has_journal():
                self._finish_journal(patient=patient)
            elif self.pending.has_staged():
                # Cut short before there was a journal: nothing has happened, nothing stays of it.
                self.pending.discard_staged()
            else:
                unmark(self._root)  # by a process that died just before it could

    def _finish_journal(self, *, patient: bool) -> None:
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
            self.pending.finish(change)

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
            # An interrupt, too: nothing has happened yet, and nothing of it stays.
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
            self.pending.finish(change)
        except OSError as error:
            # It is done, and the journal says so: the next command makes it part of the history.
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
    """Return whether to try again the next time, instead of giving a change up."""
    return error.errno in _PASSING or (patient and error.errno != ENOENT)


@contextmanager
def _refusals(where: Path) -> Iterator[None]:
    """Word what the system refuses; `where` is named if the error names nothing."""
    try:
        yield
    except OSError as error:
        raise WriteError(str(error.filename or where), error) from error


def _token() -> str:
    return os.urandom(8).hex()
