"""The notes on disk: where they are, and what tells a file apart from a later one.

A file is taken for unchanged while its size, times of change and inode are: that of its content,
which a copy may set back, and that of its entry in the file system, which nothing sets. One that
changed less than `RACY_NS` before it was read could change again within the clock's grain, so it is
compared by content the next time (what git calls "racily clean").
"""

import os
import stat
import time
from collections.abc import Mapping, Sequence
from functools import partial
from marshal import dumps
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

from paperlist import store
from paperlist.errors import ReadError
from paperlist.index.parallel import halves

RACY_NS = 2_000_000_000
# A pipe is not waited for; Windows has no such flag, and a flag of its own against line ends.
_TO_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_MARSHAL = 2  # the last version whose bytes depend on nothing but the values
_stamp_of = attrgetter("st_size", "st_mtime_ns", "st_ctime_ns", "st_ino")

# Size, time of change in ns, that of the entry in the file system, inode.
Stamp = tuple[int, int, int, int]


class Folder(NamedTuple):
    """A month's folder as it was looked at: its notes' names and stamps.

    A stamp is None where the file is gone again, or is a link to nothing. `seal` is all of it as
    bytes, to be compared at one go; None where a stamp is.
    """

    month: str
    path: str
    names: Sequence[str]
    stamps: Sequence[Stamp | None]
    seal: bytes | None


def changed_folders(
    root: Path, sealed: Mapping[str, bytes], *, many: bool = False
) -> tuple[list[Folder], list[str]]:
    """The folders of `data/` that differ from their seals, and the months of all folders.

    Args:
        root: the library.
        sealed: months, and what each folder's seal was.
        many: look with two processes.

    Raises:
        ReadError: a folder cannot be read.
    """
    data = os.path.join(root, store.DATA)

    def differing(months: Sequence[str]) -> list[Any]:
        looks = (_look(month, f"{data}{os.sep}{month}") for month in months)
        return [
            tuple(folder) for folder in looks
            if folder.seal is None or folder.seal != sealed.get(folder.month)
        ]  # fmt: skip

    try:
        months = [name for name in os.listdir(data) if store.is_month_folder(name)]
        found = halves(differing, months) if many else differing(months)
    except FileNotFoundError:
        return [], []
    except OSError as error:
        raise ReadError(error.filename or data, error.strerror or str(error)) from error
    return [Folder(*each) for each in found], months


def _look(month: str, path: str) -> Folder:
    try:
        names = [
            name for name in os.listdir(path)
            if name.endswith(store.SUFFIX) and not name.startswith(".")
        ]  # fmt: skip
    except (FileNotFoundError, NotADirectoryError):
        return Folder(month, path, (), (), None)
    try:
        stamps = _stamps(path, names)
    except OSError:
        return Folder(month, path, names, [_stamp(f"{path}{os.sep}{each}") for each in names], None)
    return Folder(month, path, names, stamps, dumps((names, stamps), _MARSHAL))


def _stamps(path: str, names: Sequence[str]) -> list[Stamp]:
    if os.stat not in os.supports_dir_fd:
        return [_stamp_of(os.stat(f"{path}{os.sep}{name}")) for name in names]
    # From within the folder, a look at a file takes half the time.
    descriptor = os.open(path, os.O_RDONLY)
    try:
        return list(map(_stamp_of, map(partial(os.stat, dir_fd=descriptor), names)))
    finally:
        os.close(descriptor)


def _stamp(path: str) -> Stamp | None:
    try:
        return _stamp_of(os.stat(path))
    except OSError:
        return None


def id_of(name: str) -> str:
    """The id that a file's name gives, as a database can hold it: no half characters."""
    name = name[: -len(store.SUFFIX)]
    return name if name.isascii() else name.encode(errors="backslashreplace").decode()


class File(NamedTuple):
    """A file as it was read: its bytes and stamp, or why it could not be read.

    `racy`: it may change again without its stamp showing it.
    """

    content: bytes
    stamp: Stamp
    racy: bool
    error: str = ""

    @classmethod
    def read(cls, path: str) -> "File":
        """The file at `path`.

        Raises:
            FileNotFoundError: there is none.
        """
        started = time.time_ns()
        content, reason = b"", ""
        try:
            status, content = _read(path)
            if not _is_text(path):
                reason = "the file's name is not UTF-8 text; rename it"
            elif not stat.S_ISREG(status.st_mode):
                reason = "not a file"
        except OSError as error:
            status = os.lstat(path)
            lost = isinstance(error, FileNotFoundError)
            reason = "a link to no file" if lost else error.strerror or str(error)
        racy = status.st_mtime_ns > started - RACY_NS
        return cls(content, _stamp_of(status), racy or bool(reason), reason)


def _read(path: str) -> tuple[os.stat_result, bytes]:
    """A file's status and then its content; what is no file, a folder or a pipe, has none.

    By descriptor, in a third of the time that a Python file takes.
    """
    descriptor = os.open(path, _TO_READ)
    try:
        status = os.fstat(descriptor)
        pieces = []
        if stat.S_ISREG(status.st_mode):
            while piece := os.read(descriptor, max(status.st_size, 1) + 1):
                pieces.append(piece)
        return status, b"".join(pieces)
    finally:
        os.close(descriptor)


def _is_text(path: str) -> bool:
    name = os.path.basename(path)
    return name.isascii() or not any("\ud800" <= sign <= "\udfff" for sign in name)
