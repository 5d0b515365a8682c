"""Files of a folder, reached through a handle of that folder.

Whoever may write to the same library could put a link in the place of a folder while a command
runs. A handle is opened without following links, and stays the folder that it was. Where the
platform has no handles of folders (Windows), paths are used instead.
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
    """An open folder. Every error names the whole path of the file that it is about."""

    def __init__(self, folder: Path, descriptor: int | None) -> None:
        self._folder = folder
        self._descriptor = descriptor

    def create(self, name: str) -> int:
        """Create a file that must not be there yet; return a descriptor to write to."""
        with self._named(name):
            return os.open(self._at(name), _NEW | _BINARY, 0o666, dir_fd=self._descriptor)

    def symlink(self, target: str, name: str) -> None:
        """Create a link."""
        with self._named(name):
            os.symlink(target, self._at(name), dir_fd=self._descriptor)

    def link(self, source: Path, name: str) -> None:
        """Give the file at `source` another name."""
        with self._named(name):
            os.link(source, self._at(name), dst_dir_fd=self._descriptor)

    def replace(self, old: str, new: str) -> None:
        """Rename a file over another one."""
        with self._named(new):
            if self._descriptor is None:
                (self._folder / old).replace(self._folder / new)
            else:
                os.rename(
                    old, new, src_dir_fd=self._descriptor, dst_dir_fd=self._descriptor
                )  # fmt: skip

    def unlink(self, name: str, *, missing_ok: bool = False) -> None:
        """Remove a file, or a link and not what it leads to."""
        with self._named(name):
            try:
                os.unlink(self._at(name), dir_fd=self._descriptor)
            except FileNotFoundError:
                if not missing_ok:
                    raise

    def sync(self) -> None:
        """Sync the names that the folder holds."""
        # Windows has no such thing; there the rename is all that can be asked for.
        if self._descriptor is not None:
            with self._named():
                os.fsync(self._descriptor)

    def _at(self, name: str) -> str:
        return name if self._descriptor is not None else str(self._folder / name)

    @contextmanager
    def _named(self, name: str = "") -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise OSError(error.errno, error.strerror, str(self._folder / name)) from error


def share(path: Path) -> None:
    """Let the group write to what was made at `path`, where the folder above it is the group's.

    That is a folder whose group others inherit. Whoever set it up so means it, whatever the umask.
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
    """Open `folder`, whose path has no links.

    Args:
        folder: the folder.
        within: where `folder` lies below this one, it is opened step by step from here, and no
            step follows a link. Otherwise only the last step does not.

    Raises:
        OSError: it is missing, no folder, or a link by now.
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
        # Nothing was written through it, so nothing is lost where it cannot be closed.
        with suppress(OSError):
            os.close(descriptor)
