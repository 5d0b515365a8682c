"""A change's files: staged beside their places, renamed into them, or put back.

With `changes.py`, which says when each step is due, the only part that writes to a library.
"""

import contextlib
import os
from collections.abc import Iterable
from pathlib import Path

from paperlist.changeset import Change, Changeset
from paperlist.contents import Content, Held, Link, copied, is_at, linked
from paperlist.errors import WriteError
from paperlist.kept import Kept

_FSYNC_EACH_UP_TO = 16
_STAGED = ".{name}.paperlist-new"


class Staging:
    """The files of one changeset, which is `page` of the history of the library at `root`.

    `kept` has the files that changes took out of the library.
    """

    def __init__(self, root: Path, kept: Kept, page: str, changeset: Changeset) -> None:
        self._root = root
        self._kept = kept
        self._page = page
        self._changeset = changeset
        self._files = changeset.files
        # Looked up once: all steps are to mean the same places, and a look takes its time.
        self._targets = {path: _target(root, path, each) for path, each in self._files.items()}

    def strayed(self) -> list[str]:
        """The paths that are no longer what the changeset saw."""
        return sorted(
            path
            for path, change in self._files.items()
            if not is_at(self._targets[path], change.before)
        )

    def stage(self) -> None:
        """Write the new contents, synced, and keep the files that leave the library."""
        many = len(self._files) > _FSYNC_EACH_UP_TO
        going = self._changeset.going()
        for path, change in self._files.items():
            target = self._targets[path]
            if isinstance(change.before, Held) and change.before.digest in going:
                self._kept.keep(self._page, change.before, target)
            if change.after is not None:
                target.parent.mkdir(parents=True, exist_ok=True)
                self._stage_one(target, change.after, sync=not many)
        if many:
            os.sync()

    def rename(self) -> None:
        """Put what is staged into its place.

        Raises:
            WriteError: the system refused; every file is back where it was.
        """
        done: dict[str, Change] = {}
        try:
            for path, change in self._files.items():
                target = self._targets[path]
                if change.after is None:
                    target.unlink()
                else:
                    beside(target).replace(target)
                done[path] = change
        except OSError as error:
            # What is moved back is taken from where it went, so nothing is removed before.
            for path in sorted(done, key=lambda path: done[path].before is None):
                self._put(self._targets[path], done[path].before)
            raise WriteError(error.filename or str(self._root), error) from error

    def settle(self) -> None:
        """Sync the folders, and remove those that are empty now."""
        for folder in {target.parent for target in self._targets.values()}:
            sync_folder(folder)
            _remove_if_empty(self._root, folder)

    def resume(self) -> None:
        """Carry on where a process died; what was edited since stays as it is."""
        for path, change in self._files.items():
            target = self._targets[path]
            if is_at(target, change.before):
                self._put(target, change.after)
            beside(target).unlink(missing_ok=True)

    def _stage_one(self, target: Path, content: Content, *, sync: bool) -> None:
        staged = beside(target)
        if isinstance(content, bytes):
            write(staged, content, like=target, sync=sync)
        elif isinstance(content, Link):
            staged.unlink(missing_ok=True)
            staged.symlink_to(content.target)
        elif isinstance(content, Held) and content.source:
            copied(content.source, staged, content, sync=sync)
        elif isinstance(content, Held):
            linked(self._where(content), staged, content)

    def _where(self, content: Held) -> Path:
        """A file that holds `content`: one kept for this change, or one that it moves."""
        kept = self._kept.place(self._page, content)
        places = [self._targets[path] for path, change in self._files.items() if content in change]
        # Where a move is taken back half-way, the file is still staged beside its new place.
        every = [kept, *places, *map(beside, places)]
        found = next((path for path in every if is_at(path, content)), None)
        if found is None:
            raise FileNotFoundError(2, "its file is no longer kept", str(places[0]))
        return found

    def _put(self, target: Path, content: Content) -> None:
        if content is None:
            target.unlink(missing_ok=True)
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        # A file that was copied in is nowhere else than where it was staged.
        if not (isinstance(content, Held) and is_at(beside(target), content)):
            self._stage_one(target, content, sync=True)
        beside(target).replace(target)


def discard(root: Path, paths: Iterable[str]) -> None:
    """Remove what was staged for `paths` of the library at `root`."""
    for path in paths:
        with contextlib.suppress(OSError):
            for target in {_target(root, path), root / path}:
                beside(target).unlink(missing_ok=True)
        _remove_if_empty(root, _target(root, path).parent)


def _target(root: Path, path: str, change: Change | None = None) -> Path:
    place = root / path
    if change and change.of_a_link:
        return place.parent.resolve() / place.name
    # A page may be a link to where it is published from; the link stays one.
    return place.resolve()


def _remove_if_empty(root: Path, folder: Path) -> None:
    # A page that is a link leads out of the library; what is there is not ours to tidy.
    while root in folder.parents and folder.is_dir() and not any(folder.iterdir()):
        with contextlib.suppress(OSError):
            folder.rmdir()
        folder = folder.parent


def beside(target: Path) -> Path:
    """Where the new content of `target` is staged."""
    return target.with_name(_STAGED.format(name=target.name))


def write(path: Path, content: bytes | Iterable[bytes], *, like: Path, sync: bool) -> None:
    """Write a file that is to be renamed over `like`, whose mode it gets."""
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


def sync_folder(folder: Path) -> None:
    """Sync the names that `folder` holds."""
    # Windows has no such thing; there the rename is all that can be asked for.
    if os.name == "posix" and folder.is_dir():
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
