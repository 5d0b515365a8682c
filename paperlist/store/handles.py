"""Changes files through an open handle of their folder, so that no link redirects a change.

Another user who may write to the library could replace a folder by a link while a command runs. A
handle is opened without following links, and always means the folder that was opened. On a platform
without handles of folders (Windows), paths are used instead.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_HAS_HANDLES = {os.open, os.rename, os.unlink, os.link, os.symlink} <= os.supports_dir_fd
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0)
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
_BINARY = getattr(os, "O_BINARY", 0)


class Handle:
    """An open folder. A method that fails raises an OSError with the whole path of the file."""

    def __init__(self, folder: Path, descriptor: int | None) -> None:
        self._folder = folder
        self._descriptor = descriptor

    def create(self, name: str) -> int:
        """Create the file `name`, which must not exist yet, and return a descriptor for writing."""
        with self._naming_file(name):
            return os.open(self._path_for(name), _NEW | _BINARY, 0o666, dir_fd=self._descriptor)

    def symlink(self, target: str, name: str) -> None:
        """Create the symbolic link `name` that leads to `target`."""
        with self._naming_file(name):
            os.symlink(target, self._path_for(name), dir_fd=self._descriptor)

    def link(self, source: Path, name: str) -> None:
        """Create `name` as a hard link to the file at `source`."""
        with self._naming_file(name):
            os.link(source, self._path_for(name), dst_dir_fd=self._descriptor)

    def replace(self, old: str, new: str) -> None:
        """Rename the file `old` to `new`; if there is a file `new`, it is replaced."""
        with self._naming_file(new):
            if self._descriptor is None:
                (self._folder / old).replace(self._folder / new)
            else:
                os.rename(
                    old, new, src_dir_fd=self._descriptor, dst_dir_fd=self._descriptor
                )  # fmt: skip

    def unlink(self, name: str, *, missing_ok: bool = False) -> None:
        """Remove the file or link `name`; the file that a link leads to stays."""
        with self._naming_file(name):
            try:
                os.unlink(self._path_for(name), dir_fd=self._descriptor)
            except FileNotFoundError:
                if not missing_ok:
                    raise

    def sync(self) -> None:
        """Write the folder to the disk, so that a power failure loses no name of a file."""
        # Windows cannot sync a folder, so nothing is done there.
        if self._descriptor is not None:
            with self._naming_file():
                os.fsync(self._descriptor)

    def _path_for(self, name: str) -> str:
        return name if self._descriptor is not None else str(self._folder / name)

    @contextmanager
    def _naming_file(self, name: str = "") -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise OSError(error.errno, error.strerror, str(self._folder / name)) from error


def share(path: Path) -> None:
    """Let the group write to the new file or folder `path` if the folder above is shared.

    A folder is shared if its group may write to it, and its new files get the same group (setgid).
    Whoever shared the folder wants the group to write, whatever this user's umask is.
    """
    above = path.parent.stat().st_mode
    if not (above & stat.S_ISGID and above & stat.S_IWGRP and hasattr(os, "fchmod")):
        return
    with suppress(OSError):
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            os.fchmod(descriptor, stat.S_IMODE(os.fstat(descriptor).st_mode) | stat.S_IWGRP)
        finally:
            os.close(descriptor)


@contextmanager
def open_folder(folder: Path, within: Path | None = None) -> Iterator[Handle]:
    """Open `folder` without following a link, and close the folder after the `with` block.

    Args:
        folder: the path of the folder, without links.
        within: a folder above `folder`. Each folder from `within` down to `folder` is opened in
            turn, and none may be a link. Without `within`, only `folder` itself is checked.

    Raises:
        OSError: the folder is missing, is not a folder, or was replaced by a link.
    """
    if not _HAS_HANDLES:
        yield Handle(folder, None)
        return
    steps = [str(folder)]
    if within is not None and folder.is_relative_to(within):
        steps = [str(within), *folder.relative_to(within).parts]
    descriptor = None
    try:
        for step in steps:
            above, descriptor = descriptor, os.open(step, _FOLDER, dir_fd=descriptor)
            if above is not None:
                with suppress(OSError):
                    os.close(above)
    except OSError as error:
        if descriptor is not None:
            os.close(descriptor)
        raise OSError(error.errno, error.strerror, str(folder)) from error
    assert descriptor is not None
    try:
        yield Handle(folder, descriptor)
    finally:
        # Nothing was written to this descriptor, so nothing is lost if it cannot be closed.
        with suppress(OSError):
            os.close(descriptor)
