"""A change's files: staged beside their places, renamed into them, or put back.

`transaction.py` says when each step is due. Beside the lock, this is all that writes to a library.

Nothing is written through a link: where a path leads is checked once, by `containment.py`, and a
staged file is created under a name that nobody can have put there before.
"""

import contextlib
import os
import stat
from collections.abc import Iterable
from pathlib import Path

from paperlist.errors import LeadsOutError, WriteError
from paperlist.store import handles
from paperlist.store.changeset import Change, Changeset
from paperlist.store.containment import inside
from paperlist.store.content import Content, FileDigest, Link, copy_file, is_at
from paperlist.store.journal import Journal
from paperlist.store.trash import Trash

_FSYNC_EACH_UP_TO = 16


class Staging:
    """The files of one change of the library at `root`.

    `trash` has the files that changes took out of the library.

    Raises:
        LeadsOutError: a path of the change leads out of the library.
    """

    def __init__(self, root: Path, trash: Trash, change: Journal) -> None:
        self._root = root
        self._trash = trash
        self._change = change
        self._files = change.changeset.files
        # Looked up once: all steps are to mean the same places, and a look takes its time.
        self._targets = {path: target_of(root, path, each) for path, each in self._files.items()}
        self._staged = {
            path: self._targets[path].with_name(staged_name(change.token, number))
            for number, path in enumerate(self._files)
        }
        self._grown: set[Path] = set()  # folders in which this change made others

    def conflicts(self) -> list[str]:
        """Return the paths that are no longer what the change saw."""
        return sorted(
            path
            for path, change in self._files.items()
            if not is_at(self._targets[path], change.before)
        )

    def with_modes(self) -> Changeset:
        """Return the changeset with the modes of the files that it removes."""
        changeset = self._change.changeset
        modes = {
            path: stat.S_IMODE(self._targets[path].stat().st_mode)
            for path, change in self._files.items()
            if isinstance(change.before, bytes) and change.after is None
        }
        files = {
            path: change._replace(mode=modes.get(path, change.mode))
            for path, change in self._files.items()
        }
        return changeset._replace(files=files)

    def stage(self) -> None:
        """Write the new contents, synced, and keep the files that leave the library."""
        many = len(self._files) > _FSYNC_EACH_UP_TO
        going = self._change.changeset.going()
        for path, change in self._files.items():
            target = self._targets[path]
            if isinstance(change.before, FileDigest) and change.before.sha256 in going:
                self._trash.keep(self._change.entry, change.before, target)
            if change.after is not None:
                self._make_folder(target.parent)
                self._stage_one(path, change.after, sync=not many)
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
                with self._folder(path) as folder:
                    if change.after is None:
                        folder.unlink(self._targets[path].name)
                    else:
                        folder.replace(self._staged[path].name, self._targets[path].name)
                    done[path] = change
        except OSError as error:
            # What is moved back is taken from where it went, so nothing is removed before.
            for path in sorted(done, key=lambda path: done[path].before is None):
                self._put(path, done[path].before)
            raise WriteError(error.filename or str(self._root), error) from error

    def settle(self) -> None:
        """Sync the folders, and remove those that are empty now."""
        folders = {target.parent for target in self._targets.values()}
        for folder in folders | self._grown:
            _sync(folder)
        for folder in folders:
            _remove_if_empty(self._root, folder)

    def resume(self) -> None:
        """Carry on where a process died; what was edited since stays as it is.

        Raises:
            OSError: the system refuses, or a file that is needed is gone.
        """
        for path, change in self._files.items():
            if self._holds(path, change.before):
                self._put(path, change.after)
        self._discard_staged()
        self.settle()

    def take_back(self) -> None:
        """Put everything back that a process had put in its place before it died.

        Raises:
            OSError: as `resume`.
        """
        for path, change in self._files.items():
            if self._holds(path, change.after):
                self._put(path, change.before)
        self._discard_staged()
        self.settle()

    def _holds(self, path: str, content: Content) -> bool:
        try:
            return is_at(self._targets[path], content)
        except (NotADirectoryError, IsADirectoryError):
            return False

    def _discard_staged(self) -> None:
        for staged in self._staged.values():
            with contextlib.suppress(NotADirectoryError):
                staged.unlink(missing_ok=True)

    def _stage_one(self, path: str, content: Content, *, sync: bool) -> None:
        target, name = self._targets[path], self._staged[path].name
        with self._folder(path) as folder:
            if isinstance(content, bytes):
                mode = self._files[path].mode
                write(folder.create(name), [content], like=target, mode=mode, sync=sync)
            elif isinstance(content, Link):
                folder.symlink(content.target, name)
            elif isinstance(content, FileDigest) and (source := self._files[path].source):
                copy_file(source, folder.create(name), content, sync=sync)
            elif isinstance(content, FileDigest):
                source = self._where(content)
                try:
                    folder.link(source, name)
                except FileNotFoundError:
                    raise
                except OSError:
                    # On another file system, or on one that gives a file one name only.
                    copy_file(source, folder.create(name), content, sync=True)

    def _folder(self, path: str) -> "contextlib.AbstractContextManager[handles.Handle]":
        return handles.open_folder(self._targets[path].parent, self._root)

    def _where(self, content: FileDigest) -> Path:
        """Return a file that holds `content`: one in the trash, or one that this change moves."""
        kept = self._trash.place(self._change.entry, content)
        paths = [
            path for path, change in self._files.items() if content in {change.before, change.after}
        ]
        # Where a move is taken back half-way, the file is still staged beside its new place.
        places = [self._targets[path] for path in paths]
        every = [kept, *places, *(self._staged[path] for path in paths)]
        found = next((place for place in every if is_at(place, content)), None)
        if found is None:
            raise FileNotFoundError(2, "its file is no longer kept", str(places[0]))
        return found

    def _put(self, path: str, content: Content) -> None:
        target, staged = self._targets[path], self._staged[path]
        if content is None:
            target.unlink(missing_ok=True)
            return
        self._make_folder(target.parent)
        # A file that was copied in is nowhere else than where it was staged.
        if not (isinstance(content, FileDigest) and is_at(staged, content)):
            staged.unlink(missing_ok=True)
            self._stage_one(path, content, sync=True)
        with self._folder(path) as folder:
            folder.replace(staged.name, target.name)

    def _make_folder(self, folder: Path) -> None:
        missing = []
        while not folder.is_dir():
            missing.append(folder)
            folder = folder.parent
        for each in reversed(missing):
            each.mkdir(exist_ok=True)
            handles.share(each)
            self._grown.add(each.parent)


def discard(root: Path, paths: Iterable[str], token: str) -> None:
    """Remove what was staged for `paths` of the library at `root`, and folders made for it."""
    for number, path in enumerate(paths):
        # What was to be there is not known; either may lead out, and the other not.
        for link in (False, True):
            with contextlib.suppress(LeadsOutError):
                target = target_of(root, path, link=link)
                with contextlib.suppress(FileNotFoundError, NotADirectoryError):
                    target.with_name(staged_name(token, number)).unlink()
                _remove_if_empty(root, target.parent)


def staged_name(token: str, number: int) -> str:
    """Return what the new content of a change's file is called until it takes its place."""
    return f".paperlist-{token}-{number}"


def target_of(root: Path, path: str, change: Change | None = None, *, link: bool = False) -> Path:
    """Return the file that a path of a changeset means.

    A path within the library is checked; an absolute one is an export's, which this user named.

    Raises:
        LeadsOutError: it leads out of the library.
    """
    place = root / path
    # A link itself may be meant; a page may be one to where it is published from, and stays one.
    if link or (change and change.of_a_link):
        return inside(root, place.parent) / place.name
    return Path(os.path.realpath(place)) if os.path.isabs(path) else inside(root, place)


def _remove_if_empty(root: Path, folder: Path) -> None:
    # An export may lie outside the library; what is there is not ours to tidy.
    while root in folder.parents:
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent


def write(
    descriptor: int, content: Iterable[bytes], *, like: Path, mode: int | None = None, sync: bool
) -> None:
    """Write an open file that is to be renamed over `like`, and close it.

    It gets the mode of `like` if that is there, else `mode`.
    """
    try:
        with open(descriptor, "wb") as file:
            file.writelines(content)
            file.flush()
            if like.exists():
                mode = like.stat().st_mode & 0o7777
            if mode is not None and hasattr(os, "fchmod"):
                os.fchmod(descriptor, mode)
            if sync:
                os.fsync(descriptor)
    except OSError as error:
        # A full disk's error does not say which file did not fit.
        raise OSError(error.errno, error.strerror, str(like)) from error


def _sync(folder: Path) -> None:
    with contextlib.suppress(FileNotFoundError), handles.open_folder(folder) as handle:
        handle.sync()
