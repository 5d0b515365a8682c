"""Changesets: the one way in which a library is changed. The only module that writes to one.

A changeset says, for each path, which bytes were there and which shall be (`None`: no file).
`apply` carries it out whole or not at all:

1. under the library's lock, every file is compared with what it was when it was read;
2. the new contents are staged beside their targets, synced, and a journal of the whole change is
   written and synced;
3. each staged file is renamed over its target, and the folders are synced;
4. the journal becomes the newest page of the history, from which `undo` and `redo` work.

A process that dies in 3 leaves the journal behind: the next command carries the change to its
end. One that dies before has changed nothing.

Attachments are neither read into memory nor written into the journal. What a change takes out of
the library is kept as a file below `.paperlist/files/`, in a folder of the change's own, until
`undo` puts it back or the change falls out of the history.
"""

import contextlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from paperlist.contents import Content, Held, Link, copied, is_at, linked
from paperlist.diffs import diff
from paperlist.errors import (
    ChangedUnderneathError,
    NothingToUndoError,
    PaperlistError,
    WriteError,
)
from paperlist.kept import Kept

PRIVATE = ".paperlist"
LOCK_TIMEOUT_S = 60
HISTORY_LENGTH = 200
_FSYNC_EACH_UP_TO = 16
# Large contents, which only published pages are, are kept small in the history.
_STAGED = ".{name}.paperlist-new"
_DONE = {"apply": "saved", "undo": "undone", "redo": "done again"}


class Change(NamedTuple):
    """What is at one path before and after; `None` where there is nothing."""

    before: Content
    after: Content

    @property
    def of_a_link(self) -> bool:
        """Whether the link itself is meant, and not the file that it leads to."""
        return isinstance(self.before, Link) or isinstance(self.after, Link)


class Changeset(NamedTuple):
    """Paths (relative to the library, forward slashes) and what becomes of each."""

    summary: str
    files: Mapping[str, Change]

    def reversed(self) -> "Changeset":
        """The changeset that takes this one back."""
        turned = {path: Change(after, before) for path, (before, after) in self.files.items()}
        return Changeset(self.summary, turned)

    def diff(self) -> str:
        """The change as a unified diff, files in the order of their paths."""
        return "".join(diff(path, *self.files[path]) for path in sorted(self.files))


@contextmanager
def writing(root: Path) -> Iterator["Writer"]:
    """The lock on the library at `root`, and the writer that it allows.

    Raises:
        PaperlistError: another process held the lock for a minute.
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
        lock.acquire(timeout=LOCK_TIMEOUT_S)
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
    """Finish what a process that died left half done; costs one look where there is nothing."""
    if (root / PRIVATE / "journal.json").exists():
        with writing(root):
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
        changeset = self._next(kind)[1]
        self._refuse_moved(changeset, kind)
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
                for path, change in changeset.files.items():
                    target = self._target(path, change)
                    if is_at(target, change.before):
                        self._put(target, change.after, changeset, page)
                    _staged(target).unlink(missing_ok=True)
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
        self._refuse_moved(changeset, kind)
        try:
            self._stage(changeset, page)
            self._write_journal(kind, page, changeset)
        except BaseException as error:
            # An interrupt, too: nothing has happened yet, and nothing of it stays.
            self._discard(changeset.files)
            self._kept.let_go(page, _going(changeset))
            if isinstance(error, OSError):
                raise WriteError(error.filename or str(self._root), error) from error
            raise
        self._rename(changeset, page)
        try:
            self._finish(kind, page, changeset)
        except OSError as error:
            # It is done, and the journal says so: the next command makes it part of the history.
            where = error.filename or self._history
            raise PaperlistError(
                f"the change is {_DONE[kind]}, but its history is not: cannot write {where}: "
                f"{error.strerror}.\nThe next command tries again."
            ) from error

    def _refuse_moved(self, changeset: Changeset, kind: str) -> None:
        moved = [
            path
            for path, change in changeset.files.items()
            if not is_at(self._target(path, change), change.before)
        ]
        if moved:
            raise ChangedUnderneathError(sorted(moved), _DONE[kind])

    def _stage(self, changeset: Changeset, page: str) -> None:
        self._history.mkdir(exist_ok=True)
        self._undone.mkdir(exist_ok=True)
        _write(
            self._staging, json.dumps([*changeset.files]).encode(), like=self._staging, sync=False
        )
        many = len(changeset.files) > _FSYNC_EACH_UP_TO
        going = _going(changeset)
        for path, change in changeset.files.items():
            target = self._target(path, change)
            if isinstance(change.before, Held) and change.before.digest in going:
                self._kept.keep(page, change.before, target)
            if change.after is not None:
                target.parent.mkdir(parents=True, exist_ok=True)
                self._stage_one(target, change.after, changeset, page, sync=not many)
        if many:
            os.sync()

    def _stage_one(
        self, target: Path, content: Content, changeset: Changeset, page: str, *, sync: bool
    ) -> None:
        staged = _staged(target)
        if isinstance(content, bytes):
            _write(staged, content, like=target, sync=sync)
        elif isinstance(content, Link):
            staged.unlink(missing_ok=True)
            staged.symlink_to(content.target)
        elif isinstance(content, Held) and content.source:
            copied(content.source, staged, content, sync=sync)
        elif isinstance(content, Held):
            linked(self._where(content, changeset, page), staged, content)

    def _where(self, content: Held, changeset: Changeset, page: str) -> Path:
        """A file that holds `content`: one kept for this change, or one that it moves."""
        kept = self._kept.place(page, content)
        places = [
            self._target(path, change)
            for path, change in changeset.files.items()
            if content in change
        ]
        # Where a move is taken back half-way, the file is still staged beside its new place.
        every = [kept, *places, *map(_staged, places)]
        found = next((path for path in every if is_at(path, content)), None)
        if found is None:
            raise FileNotFoundError(2, "its file is no longer kept", str(places[0]))
        return found

    def _forget_kept(self) -> None:
        """Forget the files of changes that are no longer in the history."""
        self._kept.only(page.name for page in (*_pages(self._history), *_pages(self._undone)))

    def _write_journal(self, kind: str, page: str, changeset: Changeset) -> None:
        from paperlist import journal

        staged = _staged(self._journal)
        _write(
            staged,
            journal.pieces(kind, page, changeset.summary, changeset.files),
            like=self._journal,
            sync=True,
        )
        staged.replace(self._journal)
        _sync_folder(self._journal.parent)

    def _rename(self, changeset: Changeset, page: str) -> None:
        done: dict[str, Change] = {}
        try:
            for path, change in changeset.files.items():
                target = self._target(path, change)
                if change.after is None:
                    target.unlink()
                else:
                    _staged(target).replace(target)
                done[path] = change
        except OSError as error:
            # What is moved back is taken from where it went, so nothing is removed before.
            for path in sorted(done, key=lambda path: done[path].before is None):
                self._put(self._target(path, done[path]), done[path].before, changeset, page)
            self._discard(changeset.files)
            self._kept.let_go(page, _going(changeset))
            raise WriteError(error.filename or str(self._root), error) from error
        folders = {self._target(path, change).parent for path, change in changeset.files.items()}
        for folder in folders:
            _sync_folder(folder)
            self._remove_if_empty(folder)

    def _put(self, target: Path, content: Content, changeset: Changeset, page: str) -> None:
        if content is None:
            target.unlink(missing_ok=True)
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        # A file that was copied in is nowhere else than where it was staged.
        if not (isinstance(content, Held) and is_at(_staged(target), content)):
            self._stage_one(target, content, changeset, page, sync=True)
        _staged(target).replace(target)

    def _remove_if_empty(self, folder: Path) -> None:
        # A page that is a link leads out of the library; what is there is not ours to tidy.
        while self._root in folder.parents and folder.is_dir() and not any(folder.iterdir()):
            with contextlib.suppress(OSError):
                folder.rmdir()
            folder = folder.parent

    def _discard(self, paths: Iterable[str]) -> None:
        """Remove what was staged for `paths`, and the journal."""
        for path in paths:
            with contextlib.suppress(OSError):
                for target in {self._target(path), self._root / path}:
                    _staged(target).unlink(missing_ok=True)
            self._remove_if_empty(self._target(path).parent)
        for file in (self._journal, _staged(self._journal), self._staging):
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
        self._kept.let_go(page, _going(changeset.reversed()))
        self._journal.unlink()

    def _target(self, path: str, change: Change | None = None) -> Path:
        place = self._root / path
        if change and change.of_a_link:
            return place.parent.resolve() / place.name
        # A page may be a link to where it is published from; the link stays one.
        return place.resolve()


def _going(changeset: Changeset) -> set[str]:
    """The checksums of the files that leave the library, and are not merely moved in it."""
    before, after = (
        {content.digest for content in contents if isinstance(content, Held)}
        for contents in zip(*changeset.files.values(), strict=True)
    )
    return before - after


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


def _staged(target: Path) -> Path:
    return target.with_name(_STAGED.format(name=target.name))


def _write(path: Path, content: bytes | Iterable[bytes], *, like: Path, sync: bool) -> None:
    try:
        with path.open("wb") as file:
            file.writelines([content] if isinstance(content, bytes) else content)
            file.flush()
            if like.exists():
                path.chmod(like.stat().st_mode & 0o7777)
            if sync:
                os.fsync(file.fileno())
    except OSError as error:
        # A full disk's error does not say which file did not fit.
        raise OSError(error.errno, error.strerror, str(like)) from error


def _sync_folder(folder: Path) -> None:
    # Windows has no such thing; there the rename is all that can be asked for.
    if os.name == "posix" and folder.is_dir():
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
