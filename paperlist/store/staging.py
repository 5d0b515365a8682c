"""The steps that write the files of a change: staging them, renaming them, and putting them back.

To stage a file means to write its new content beside its place, under a temporary name.
`transaction.py` calls the steps in order. Only this module and `lock.py` write to a library.

Nothing is written through a link: `containment.py` checks once where a path leads, and a staged
file is always a new file with a random name.
"""

import contextlib
import os
import stat
from collections.abc import Iterable
from pathlib import Path

from paperlist.errors import LeadsOutError, ReadError, WriteError
from paperlist.store import handles
from paperlist.store.changeset import Change, Changeset
from paperlist.store.containment import inside
from paperlist.store.content import Content, FileDigest, Link, copy_file, is_at
from paperlist.store.journal import Journal
from paperlist.store.trash import Trash

_FSYNC_EACH_UP_TO = 16


class Staging:
    """The files of one change of the library at `root`.

    `trash` keeps the attachments that changes removed from the library.

    Raises:
        LeadsOutError: a path of the change leads out of the library (raised by the constructor).
    """

    def __init__(self, root: Path, trash: Trash, change: Journal) -> None:
        self._root = root
        self._trash = trash
        self._change = change
        self._files = change.changeset.files
        # Found only once: all steps have to use the same places, and following links is slow.
        self._targets = {path: target_of(root, path, each) for path, each in self._files.items()}
        self._staged = {
            path: self._targets[path].with_name(staged_name(change.token, number))
            for number, path in enumerate(self._files)
        }
        self._grown: set[Path] = set()  # folders in which this change made folders

    def conflicts(self) -> list[str]:
        """Return the paths that no longer have the content that the change expects, sorted."""
        return sorted(
            path
            for path, change in self._files.items()
            if not is_at(self._targets[path], change.before)
        )

    def to_do(self) -> Changeset:
        """Return the changeset without the notes and pages that have their new content already.

        So `undo` works even after `git checkout` has restored one of the pages. Attachments are
        never left out, since one attachment may have to be copied from the place of another.
        """
        files = {
            path: change
            for path, change in self._files.items()
            if not _is_done(self._targets[path], change)
        }
        return self._change.changeset._replace(files=files)

    def with_modes(self) -> Changeset:
        """Return the changeset with the permissions of removed files added, for undo.

        The permissions are added for notes, and for other files whose bytes are in the changeset.
        """
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
        """Write the new contents to staged files, and keep removed attachments in the trash.

        A staged file stands beside its place under a temporary name, and is synced to the disk. No
        file of the library is changed yet.
        """
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
        """Rename each staged file to its place, and delete the files that the change removes.

        Raises:
            WriteError: the system refused; every file has its old content again.
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
            # New files are removed last: a moved attachment is copied back from its new place.
            for path in sorted(done, key=lambda path: done[path].before is None):
                self._put(path, done[path].before)
            raise WriteError(error.filename or str(self._root), error) from error

    def settle(self) -> None:
        """Sync the folders in which files changed, and remove the folders that are empty now."""
        folders = {target.parent for target in self._targets.values()}
        for folder in folders | self._grown:
            _sync(folder)
        for folder in folders:
            _remove_if_empty(self._root, folder)

    def resume(self) -> None:
        """Finish the change of a process that died: write the new contents that are missing.

        Only a file that still has its old content is written, so later edits stay.

        Raises:
            OSError: the system refuses, or an attachment is no longer kept anywhere.
        """
        for path, change in self._files.items():
            if self._holds(path, change.before):
                self._put(path, change.after)
        self._discard_staged()
        self.settle()

    def take_back(self) -> None:
        """Take back the change of a process that died: give each file its old content again.

        Only a file that has its new content is written, so later edits stay.

        Raises:
            OSError: the system refuses, or an attachment is no longer kept anywhere.
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
                source = self._find_copy(content)
                try:
                    folder.link(source, name)
                except FileNotFoundError:
                    raise
                except OSError:
                    # It is on another file system, or the file system has no hard links.
                    copy_file(source, folder.create(name), content, sync=True)

    def _folder(self, path: str) -> "contextlib.AbstractContextManager[handles.Handle]":
        return handles.open_folder(self._targets[path].parent, self._root)

    def _find_copy(self, content: FileDigest) -> Path:
        """Return the path of a file with this content: in the trash, or a file of this change."""
        kept = self._trash.place(self._change.entry, content)
        paths = [
            path for path, change in self._files.items() if content in {change.before, change.after}
        ]
        # If a move is taken back half-way, the file is still staged beside its new place.
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
        # Keep a correct staged file: of an attachment from outside, it may be the only copy.
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
    """Remove the files that were staged for `paths`, and the folders that are then empty.

    Args:
        root: the library.
        paths: the paths of the changeset, in the order of the changeset.
        token: the token of the change.
    """
    for number, path in enumerate(paths):
        # Whether a link or a file was staged is not known, so both places are tried.
        for link in (False, True):
            with contextlib.suppress(LeadsOutError):
                target = target_of(root, path, link=link)
                with contextlib.suppress(FileNotFoundError, NotADirectoryError):
                    target.with_name(staged_name(token, number)).unlink()
                _remove_if_empty(root, target.parent)


def staged_name(token: str, number: int) -> str:
    """Return the temporary name of the staged file for path number `number` of a change."""
    return f".paperlist-{token}-{number}"


def _is_done(target: Path, change: Change) -> bool:
    if not all(content is None or isinstance(content, bytes) for content in change[:2]):
        return False
    try:
        return is_at(target, change.after)
    except (OSError, ReadError):
        return False  # `conflicts` raises it, in words of its own


def target_of(root: Path, path: str, change: Change | None = None, *, link: bool = False) -> Path:
    """Return the real path of the file that a path of a changeset means.

    Args:
        root: the library.
        path: a path of a changeset. An absolute path is not checked: such a path is the file of an
            export, which the user named.
        change: the change of the path. If the content before or after is a link, the path means the
            link itself, and not the file that the link leads to.
        link: whether the path means a link itself, even without `change`.

    Raises:
        LeadsOutError: a relative path leads out of the library.
    """
    place = root / path
    # Otherwise a link is followed and stays a link: a published page may be one.
    if link or (change and change.of_a_link):
        return inside(root, place.parent) / place.name
    return Path(os.path.realpath(place)) if os.path.isabs(path) else inside(root, place)


def _remove_if_empty(root: Path, folder: Path) -> None:
    # A folder outside the library, into which an export went, is never removed.
    while root in folder.parents:
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent


def write(
    descriptor: int, content: Iterable[bytes], *, like: Path, mode: int | None = None, sync: bool
) -> None:
    """Write `content` to the open file `descriptor`, and close it.

    Args:
        descriptor: a file that is open for writing.
        content: the pieces to write.
        like: the file that is to be replaced later. If this file exists, its mode is copied.
        mode: the mode if `like` does not exist; None keeps the mode of the open file.
        sync: whether to wait until the bytes are on the disk.
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
        # The error of a full disk names no file.
        raise OSError(error.errno, error.strerror, str(like)) from error


def _sync(folder: Path) -> None:
    with contextlib.suppress(FileNotFoundError), handles.open_folder(folder) as handle:
        handle.sync()
