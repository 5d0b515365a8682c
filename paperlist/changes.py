"""The one way in which a library is changed: a changeset, applied, taken back, done again.

`apply` carries one out whole or not at all:

1. under the library's lock, every file is compared with what it was when it was read;
2. the new contents are staged beside their targets, synced, and a journal of the whole change is
   written and synced;
3. each staged file is renamed over its target, and the folders are synced;
4. the journal becomes the newest page of the history, from which `undo` and `redo` work.

A process that dies in 3 leaves the journal behind: the next command carries the change to its
end. One that dies before has changed nothing: the next command removes what it had staged.

Attachments are neither read into memory nor written into the journal. What a change takes out of
the library is kept as a file below `.paperlist/files/`, in a folder of the change's own, until
`undo` puts it back or the change falls out of the history.

What a changeset is, `changeset.py` says; `staging.py` does what is to be done to its files, and
`kept.py` has those taken out. The two and this module are all that writes to a library.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from paperlist.changeset import Change, Changeset
from paperlist.errors import (
    ChangedUnderneathError,
    NothingToUndoError,
    PaperlistError,
    WriteError,
)
from paperlist.kept import Kept
from paperlist.staging import Staging, beside, discard, sync_folder, write

__all__ = ["HISTORY_LENGTH", "Change", "Changeset", "Writer", "recover", "writing"]

PRIVATE = ".paperlist"
LOCK_TIMEOUT_S = 60
HISTORY_LENGTH = 200
_DONE = {"apply": "saved", "undo": "undone", "redo": "done again"}


@contextmanager
def writing(root: Path, *, patience_s: float = LOCK_TIMEOUT_S) -> Iterator["Writer"]:
    """The lock on the library at `root`, and the writer that it allows.

    Raises:
        PaperlistError: another process held the lock for `patience_s`.
        WriteError: the folder does not take a lock file.
    """
    from filelock import FileLock, Timeout

    private = root / PRIVATE
    try:
        private.mkdir(exist_ok=True)
        # A folder that ignores itself: no entry in the library's own .gitignore is needed.
        ignore = private / ".gitignore"
        if not ignore.exists() or not ignore.stat().st_size:
            ignore.write_text("*\n", encoding="utf-8")
        lock = FileLock(private / "lock")
        lock.acquire(timeout=patience_s)
    except Timeout as error:
        raise PaperlistError(
            f"another paperlist has been writing to {root} for a minute; try again later."
        ) from error
    except OSError as error:
        raise WriteError(str(private), error) from error
    try:
        writer = Writer(root)
        writer.recover()
        yield writer
    finally:
        lock.release()


def recover(root: Path) -> None:
    """Finish what a process that died left half done; costs two looks where there is nothing."""
    if (root / PRIVATE / "journal.json").exists():
        with writing(root):
            pass
    elif (root / PRIVATE / "staging.json").exists():
        # Who holds the lock is alive, and staging now; what is left of the dead can also wait.
        with suppress(PaperlistError), writing(root, patience_s=0):
            pass


class Writer:
    """Applies changesets to a library. Made by `writing`, which holds the lock meanwhile."""

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()
        self._journal = root / PRIVATE / "journal.json"
        self._staging = root / PRIVATE / "staging.json"
        self._history = root / PRIVATE / "history"
        self._undone = root / PRIVATE / "undone"
        self._kept = Kept(root / PRIVATE / "files")

    def apply(self, changeset: Changeset) -> None:
        """Carry out `changeset` and make it the one that `undo` takes back.

        Raises:
            ChangedUnderneathError: a file is not what the changeset saw; nothing is written.
            WriteError: the system refused; everything is as before.
        """
        pages = (_newest(self._history), _newest(self._undone))
        number = max((int(page.stem) for page in pages if page), default=0) + 1
        self._carry_out(changeset, "apply", f"{number:08}.json")

    def undo(self) -> Changeset:
        """Take back the newest change that stands; returns what was done to do so.

        Raises:
            NothingToUndoError: the history is empty.
            ChangedUnderneathError: a file is no longer what the change left.
        """
        page, changeset = self._next("undo")
        self._carry_out(changeset, "undo", page)
        return changeset

    def redo(self) -> Changeset:
        """Do again what `undo` took back last; raises as `undo` does."""
        page, changeset = self._next("redo")
        self._carry_out(changeset, "redo", page)
        return changeset

    def would(self, kind: str) -> Changeset:
        """What `undo` or `redo` would do, raising as they do; nothing is written."""
        page, changeset = self._next(kind)
        _refuse_strayed(Staging(self._root, self._kept, page, changeset), kind)
        return changeset

    def _next(self, kind: str) -> tuple[str, Changeset]:
        # Pages are undone from the history's end: the one undone last has the lowest number.
        page = _newest(self._history) if kind == "undo" else min(_pages(self._undone), default=None)
        if page is None:
            raise NothingToUndoError(kind)
        changeset = _read_journal(page)[2]
        return page.name, changeset.reversed() if kind == "undo" else changeset

    def recover(self) -> None:
        """Carry a change that was cut short to its end; leave alone what was edited since.

        Raises:
            WriteError: the system refused; the next command tries again.
        """
        try:
            if self._journal.exists():
                kind, page, changeset = _read_journal(self._journal)
                Staging(self._root, self._kept, page, changeset).resume()
                self._finish(kind, page, changeset)
            elif self._staging.exists():
                # Cut short before there was a journal: nothing has happened, nothing stays of it.
                self._discard(_read_paths(self._staging))
                self._forget_kept()
        except OSError as error:
            raise WriteError(error.filename or str(self._root), error) from error

    def _carry_out(self, changeset: Changeset, kind: str, page: str) -> None:
        files = {path: change for path, change in changeset.files.items() if change[0] != change[1]}
        if not files:
            return
        changeset = Changeset(changeset.summary, files)
        staging = Staging(self._root, self._kept, page, changeset)
        _refuse_strayed(staging, kind)
        try:
            self._announce(changeset)
            staging.stage()
            self._write_journal(kind, page, changeset)
        except BaseException as error:
            # An interrupt, too: nothing has happened yet, and nothing of it stays.
            self._give_up(page, changeset)
            if isinstance(error, OSError):
                raise WriteError(error.filename or str(self._root), error) from error
            raise
        try:
            staging.rename()
        except WriteError:
            self._give_up(page, changeset)
            raise
        staging.settle()
        try:
            self._finish(kind, page, changeset)
        except OSError as error:
            # It is done, and the journal says so: the next command makes it part of the history.
            where = error.filename or self._history
            raise PaperlistError(
                f"the change is {_DONE[kind]}, but its history is not: cannot write {where}: "
                f"{error.strerror}.\nThe next command tries again."
            ) from error

    def _announce(self, changeset: Changeset) -> None:
        """Write down what is about to be staged: without a journal, nothing of it is to stay."""
        self._history.mkdir(exist_ok=True)
        self._undone.mkdir(exist_ok=True)
        paths = json.dumps([*changeset.files]).encode()
        write(self._staging, paths, like=self._staging, sync=False)

    def _give_up(self, page: str, changeset: Changeset) -> None:
        self._discard(changeset.files)
        self._kept.let_go(page, changeset.going())

    def _forget_kept(self) -> None:
        """Forget the files of changes that are no longer in the history."""
        self._kept.only(page.name for page in (*_pages(self._history), *_pages(self._undone)))

    def _write_journal(self, kind: str, page: str, changeset: Changeset) -> None:
        from paperlist import journal

        staged = beside(self._journal)
        write(
            staged,
            journal.pieces(kind, page, changeset.summary, changeset.files),
            like=self._journal,
            sync=True,
        )
        staged.replace(self._journal)
        sync_folder(self._journal.parent)

    def _discard(self, paths: Iterable[str]) -> None:
        """Remove what was staged for `paths`, and the journal."""
        discard(self._root, paths)
        for file in (self._journal, beside(self._journal), self._staging):
            file.unlink(missing_ok=True)

    def _finish(self, kind: str, page: str, changeset: Changeset) -> None:
        """Make the journal, or the page that it takes back, part of the history."""
        self._history.mkdir(exist_ok=True)
        self._undone.mkdir(exist_ok=True)
        self._staging.unlink(missing_ok=True)
        if kind == "apply":
            for undone in _pages(self._undone):
                undone.unlink()
            self._journal.replace(self._history / page)
            for old in _pages(self._history)[:-HISTORY_LENGTH]:
                old.unlink()
            self._forget_kept()
            return
        here, there = self._history, self._undone
        if kind == "redo":
            here, there = there, here
        # Where a process died between these two lines, the page has moved already.
        if (here / page).exists():
            (here / page).replace(there / page)
        self._kept.let_go(page, changeset.reversed().going())
        self._journal.unlink()


def _refuse_strayed(staging: Staging, kind: str) -> None:
    if strayed := staging.strayed():
        raise ChangedUnderneathError(strayed, _DONE[kind])


def _pages(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.json"))


def _newest(history: Path) -> Path | None:
    return max(_pages(history), default=None)


def _read_journal(path: Path) -> tuple[str, str, Changeset]:
    from paperlist import journal

    kind, page, summary, files = journal.read(path)
    return kind, page, Changeset(summary, {name: Change(*pair) for name, pair in files.items()})


def _read_paths(staging: Path) -> list[str]:
    try:
        paths: list[str] = json.loads(staging.read_bytes())
    except ValueError:  # it was being written
        return []
    return paths
