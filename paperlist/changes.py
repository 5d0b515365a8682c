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
"""

import contextlib
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from time import time
from typing import Any, NamedTuple

from paperlist.errors import (
    ChangedUnderneathError,
    NothingToUndoError,
    PaperlistError,
    WriteError,
)

PRIVATE = ".paperlist"
LOCK_TIMEOUT_S = 60
HISTORY_LENGTH = 200
_FSYNC_EACH_UP_TO = 16
# Large contents, which only published pages are, are kept small in the history.
_COMPRESSED_FROM = 1_000_000
_STAGED = ".{name}.paperlist-new"
_DONE = {"apply": "saved", "undo": "undone", "redo": "done again"}


class Change(NamedTuple):
    """One file's bytes before and after; `None` where there is no file."""

    before: bytes | None
    after: bytes | None


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
        return "".join(_diff(path, self.files[path]) for path in sorted(self.files))


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

    def apply(self, changeset: Changeset) -> None:
        """Carry out `changeset` and make it the one that `undo` takes back.

        Raises:
            ChangedUnderneathError: a file is not what the changeset saw; nothing is written.
            WriteError: the system refused; everything is as before.
        """
        number = int(newest.stem) + 1 if (newest := _newest(self._history)) else 1
        self._carry_out(changeset, "apply", f"{number:08}.json")

    def undo(self) -> Changeset:
        """Take back the newest change that stands; returns what was done to do so.

        Raises:
            NothingToUndoError: the history is empty.
            ChangedUnderneathError: a file is no longer what the change left.
        """
        page = _newest(self._history)
        if page is None:
            raise NothingToUndoError("undo")
        changeset = _read_journal(page)[2].reversed()
        self._carry_out(changeset, "undo", page.name)
        return changeset

    def redo(self) -> Changeset:
        """Do again what `undo` took back last; raises as `undo` does."""
        # Pages are undone from the history's end: the one undone last has the lowest number.
        page = min(_pages(self._undone), default=None)
        if page is None:
            raise NothingToUndoError("redo")
        changeset = _read_journal(page)[2]
        self._carry_out(changeset, "redo", page.name)
        return changeset

    def recover(self) -> None:
        """Carry a change that was cut short to its end; leave alone what was edited since.

        Raises:
            WriteError: the system refused; the next command tries again.
        """
        try:
            if self._journal.exists():
                kind, page, changeset = _read_journal(self._journal)
                for path, change in changeset.files.items():
                    target = self._target(path)
                    if _read(target) == change.before:
                        _put(target, change.after)
                    _staged(target).unlink(missing_ok=True)
                self._finish(kind, page)
            elif self._staging.exists():
                # Cut short before there was a journal: nothing has happened, nothing stays of it.
                self._discard(_read_paths(self._staging))
        except OSError as error:
            raise WriteError(error.filename or str(self._root), error) from error

    def _carry_out(self, changeset: Changeset, kind: str, page: str) -> None:
        files = {path: change for path, change in changeset.files.items() if change[0] != change[1]}
        if not files:
            return
        changeset = Changeset(changeset.summary, files)
        moved = [
            path for path, change in files.items() if not _holds(self._target(path), change[0])
        ]
        if moved:
            raise ChangedUnderneathError(sorted(moved), _DONE[kind])
        try:
            self._stage(changeset)
            self._write_journal(kind, page, changeset)
        except BaseException as error:
            # An interrupt, too: nothing has happened yet, and nothing of it stays.
            self._discard(changeset.files)
            if isinstance(error, OSError):
                raise WriteError(error.filename or str(self._root), error) from error
            raise
        self._rename(changeset)
        self._finish(kind, page)

    def _stage(self, changeset: Changeset) -> None:
        self._history.mkdir(exist_ok=True)
        self._undone.mkdir(exist_ok=True)
        _write(
            self._staging, json.dumps([*changeset.files]).encode(), like=self._staging, sync=False
        )
        many = len(changeset.files) > _FSYNC_EACH_UP_TO
        for path, change in changeset.files.items():
            if change.after is not None:
                target = self._target(path)
                target.parent.mkdir(parents=True, exist_ok=True)
                _write(_staged(target), change.after, like=target, sync=not many)
        if many:
            os.sync()

    def _write_journal(self, kind: str, page: str, changeset: Changeset) -> None:
        staged = _staged(self._journal)
        _write(staged, _pieces(kind, page, changeset), like=self._journal, sync=True)
        staged.replace(self._journal)
        _sync_folder(self._journal.parent)

    def _rename(self, changeset: Changeset) -> None:
        done: dict[str, Change] = {}
        try:
            for path, change in changeset.files.items():
                target = self._target(path)
                if change.after is None:
                    target.unlink()
                else:
                    _staged(target).replace(target)
                done[path] = change
        except OSError as error:
            for path, change in done.items():
                _put(self._target(path), change.before)
            self._discard(changeset.files)
            raise WriteError(error.filename or str(self._root), error) from error
        folders = {self._target(path).parent for path in changeset.files}
        for folder in folders:
            _sync_folder(folder)
            self._remove_if_empty(folder)

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
                _staged(self._target(path)).unlink(missing_ok=True)
            self._remove_if_empty(self._target(path).parent)
        for file in (self._journal, _staged(self._journal), self._staging):
            file.unlink(missing_ok=True)

    def _finish(self, kind: str, page: str) -> None:
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
            return
        here, there = self._history, self._undone
        if kind == "redo":
            here, there = there, here
        # Where a process died between these two lines, the page has moved already.
        if (here / page).exists():
            (here / page).replace(there / page)
        self._journal.unlink()

    def _target(self, path: str) -> Path:
        # A page may be a link to where it is published from; the link stays one.
        return (self._root / path).resolve()


def _pages(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.json"))


def _newest(history: Path) -> Path | None:
    return max(_pages(history), default=None)


def _read_journal(path: Path) -> tuple[str, str, Changeset]:
    page: dict[str, Any] = json.loads(path.read_bytes())
    files = {name: Change(*map(_decode, pair)) for name, pair in page["files"].items()}
    return page["kind"], page["page"], Changeset(page["summary"], files)


def _read_paths(staging: Path) -> list[str]:
    try:
        paths: list[str] = json.loads(staging.read_bytes())
    except ValueError:  # it was being written
        return []
    return paths


def _pieces(kind: str, page: str, changeset: Changeset) -> Iterator[bytes]:
    """A journal, piece by piece: what it holds of large files never stands in memory twice."""
    head = {"kind": kind, "page": page, "time": time(), "summary": changeset.summary}
    yield f'{json.dumps(head)[:-1]}, "files": {{'.encode()
    gap = ""
    for path, change in changeset.files.items():
        yield f"{gap}{json.dumps(path)}: [".encode()
        yield from _encoded(change.before)
        yield b", "
        yield from _encoded(change.after)
        yield b"]"
        gap = ", "
    yield b"}}"


def _encoded(content: bytes | None) -> Iterator[bytes]:
    if content is not None and len(content) > _COMPRESSED_FROM:
        yield from _compressed(content)
        return
    try:
        yield json.dumps(None if content is None else content.decode()).encode()
    except UnicodeDecodeError:
        import base64

        yield json.dumps({"base64": base64.b64encode(content or b"").decode("ascii")}).encode()


def _compressed(content: bytes) -> Iterator[bytes]:
    import base64
    import zlib

    yield b'{"zlib": "'
    compressor, known, left = zlib.compressobj(1), memoryview(content), b""
    for start in range(0, len(content), _COMPRESSED_FROM):
        left += compressor.compress(known[start : start + _COMPRESSED_FROM])
        # Three bytes are four signs of base64.
        whole = len(left) // 3 * 3
        yield base64.b64encode(left[:whole])
        left = left[whole:]
    yield base64.b64encode(left + compressor.flush()) + b'"}'


def _decode(content: str | dict[str, str] | None) -> bytes | None:
    if isinstance(content, dict):
        import base64

        if "zlib" in content:
            import zlib

            return zlib.decompress(base64.b64decode(content["zlib"]))
        return base64.b64decode(content["base64"])
    return None if content is None else content.encode()


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise PaperlistError(f"cannot read {path}: {error.strerror}.") from error


def _holds(path: Path, content: bytes | None) -> bool:
    """Whether a file holds just these bytes, without reading a large one whole."""
    if content is None or len(content) <= _COMPRESSED_FROM:
        return _read(path) == content
    try:
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_size != len(content):
                return False
            known = memoryview(content)
            return all(
                file.read(_COMPRESSED_FROM) == known[start : start + _COMPRESSED_FROM]
                for start in range(0, len(content), _COMPRESSED_FROM)
            )
    except FileNotFoundError:
        return False
    except OSError as error:
        raise PaperlistError(f"cannot read {path}: {error.strerror}.") from error


def _put(target: Path, content: bytes | None) -> None:
    if content is None:
        target.unlink(missing_ok=True)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    _write(_staged(target), content, like=target, sync=True)
    _staged(target).replace(target)


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


def _diff(path: str, change: Change) -> str:
    import difflib

    before, after = (_lines(content) for content in change)
    if before is None or after is None:
        return f"Binary file {path} changes\n"
    old = f"a/{path}" if change.before is not None else "/dev/null"
    new = f"b/{path}" if change.after is not None else "/dev/null"
    rows = list(difflib.unified_diff(before, after, old, new))
    no_end = "\n\\ No newline at end of file\n"
    return "".join(row if row.endswith("\n") else f"{row}{no_end}" for row in rows)


def _lines(content: bytes | None) -> list[str] | None:
    try:
        return re.findall(r"[^\n]*\n|[^\n]+", (content or b"").decode())
    except UnicodeDecodeError:
        return None
