"""The notes on disk: where they are, and what tells a file apart from a later one.

A file is taken for unchanged while its size, times of change and inode are: that of its content,
which a copy may set back, and that of its entry in the file system, which nothing sets. One that
changed less than `RACY_NS` before it was read could change again within the clock's grain, so it is
compared by content the next time (what git calls "racily clean").
"""

import os
import stat
import time
from collections.abc import Callable, Mapping, Sequence
from errno import EINTR, EIO, ELOOP, EMFILE, ENFILE, ENOMEM
from functools import partial
from marshal import dumps
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

from paperlist.errors import LeadsOutError, ReadError
from paperlist.index.parallel import halves
from paperlist.store.containment import inside
from paperlist.store.layout import DATA, SUFFIX, is_month_folder
from paperlist.store.limits import LARGEST_BYTES
from paperlist.text.words import CONTROL_IN_NAME

RACY_NS = 2_000_000_000
# A pipe is not waited for; Windows has no such flag, and a flag of its own against line ends.
_TO_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
# What may be otherwise the next time, and says nothing of the file.
TROUBLE = frozenset({EIO, ENOMEM, EMFILE, ENFILE, EINTR})
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_FOLDER = os.O_RDONLY | _NO_LINK | getattr(os, "O_DIRECTORY", 0)
_MARSHAL = 2  # the last version whose bytes depend on nothing but the values
_stamp_of = attrgetter("st_size", "st_mtime_ns", "st_ctime_ns", "st_ino")

# Size, time of change in ns, that of the entry in the file system, inode.
Stamp = tuple[int, int, int, int]


class Folder(NamedTuple):
    """A month's folder as it was looked at: its notes' names and stamps.

    A stamp is None where the file is gone again; that of a link is the link's own. `seal` is all
    of it as bytes, to be compared at one go; None where a stamp is. `problem` says why a folder
    is left alone.
    """

    month: str
    path: str
    names: Sequence[str]
    stamps: Sequence[Stamp | None]
    seal: bytes | None
    problem: str = ""


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
    data = os.path.join(root, DATA)

    def differing(months: Sequence[str]) -> list[Any]:
        looks = (_look(root, month, f"{data}{os.sep}{month}") for month in months)
        return [
            tuple(folder) for folder in looks
            if folder.seal is None or folder.seal != sealed.get(folder.month)
        ]  # fmt: skip

    try:
        if os.path.islink(data):
            inside(root, Path(data))
        months = [name for name in os.listdir(data) if is_month_folder(name)]
        found = halves(differing, months) if many else differing(months)
    except FileNotFoundError:
        return [], []
    except OSError as error:
        raise ReadError(error.filename or data, error.strerror or str(error)) from error
    return [Folder(*each) for each in found], months


def _look(root: Path, month: str, path: str) -> Folder:
    if os.open not in os.supports_dir_fd:
        through = os.path.islink(path)
        return _look_through_link(root, month, path) if through else _look_into(path, month, path)
    try:
        descriptor = os.open(path, _FOLDER)
    except (FileNotFoundError, NotADirectoryError):
        return _look_through_link(root, month, path)
    except OSError as error:
        if error.errno != ELOOP:
            raise
        return _look_through_link(root, month, path)
    try:
        return _look_into(descriptor, month, path)
    except OSError as error:
        raise OSError(error.errno, error.strerror, path) from error
    finally:
        os.close(descriptor)


def _look_through_link(root: Path, month: str, path: str) -> Folder:
    nothing = Folder(month, path, (), (), None)
    if not os.path.islink(path):
        return nothing
    try:
        return _look_into(str(inside(root, Path(path))), month, path)
    except LeadsOutError as error:
        return nothing._replace(problem=f"a link that leads out of the library, to {error.real}")
    except OSError as error:
        if error.errno in TROUBLE:
            raise
        return nothing._replace(problem="a link to no folder")


def _look_into(folder: int | str, month: str, path: str) -> Folder:
    names = [name for name in os.listdir(folder) if name.endswith(SUFFIX) and name[0] != "."]
    look: Callable[[str], os.stat_result]
    if isinstance(folder, int):
        # From within the folder, a look at a file takes half the time.
        look = partial(os.lstat, dir_fd=folder)
    else:
        look = lambda name: os.lstat(f"{folder}{os.sep}{name}")  # noqa: E731
    try:
        stamps = list(map(_stamp_of, map(look, names)))
    except FileNotFoundError:
        return Folder(month, path, names, [_stamp(f"{path}{os.sep}{each}") for each in names], None)
    return Folder(month, path, names, stamps, dumps((names, stamps), _MARSHAL))


def _stamp(path: str) -> Stamp | None:
    try:
        return _stamp_of(os.lstat(path))
    except FileNotFoundError:
        return None


def id_of(name: str) -> str:
    """The id that a file's name gives, as a database can hold it: no half characters."""
    name = name[: -len(SUFFIX)]
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
        """The note's file at `path`.

        Raises:
            FileNotFoundError: there is none.
            ReadError: the disk or the system is in trouble.
        """
        started = time.time_ns()
        content, reason, is_link = b"", "", False
        try:
            status, content = _read(path)
            reason = _problem(path, status)
        except FileNotFoundError:
            raise
        except OSError as error:
            if error.errno in TROUBLE:
                # It is the disk's fault and not the note's, so nothing is done without the note.
                raise ReadError(path, error.strerror or str(error)) from error
            status = os.lstat(path)
            is_link = stat.S_ISLNK(status.st_mode)
            reason = error.strerror or str(error)
            if is_link:
                content, reason = _read_through_link(path)
        # A link's own stamp says nothing of the file that it leads to.
        racy = is_link or bool(reason) or status.st_mtime_ns > started - RACY_NS
        return cls(content, _stamp_of(status), racy, reason)


def _read_through_link(path: str) -> tuple[bytes, str]:
    """What a link within the library leads to, or why that is not read."""
    note = Path(path)
    try:
        status, content = _read(str(inside(note.parents[2], note)))
        return content, _problem(path, status)
    except LeadsOutError as error:
        return b"", f"a link that leads out of the library, to {error.real}"
    except FileNotFoundError:
        return b"", "a link to no file"
    except OSError as error:
        return b"", error.strerror or str(error)


def _problem(path: str, status: os.stat_result) -> str:
    name = os.path.basename(path)
    if not name.isascii() and any("\ud800" <= sign <= "\udfff" for sign in name):
        return "the file's name is not UTF-8 text; rename it"
    if not name.isprintable() and CONTROL_IN_NAME().search(name):
        return "the file's name holds a line end or control sign; rename it"
    if not stat.S_ISREG(status.st_mode):
        return "not a file"
    if status.st_size > LARGEST_BYTES:
        return f"larger than {LARGEST_BYTES / 1e6:g} MB, which no note is"
    return ""


def _read(path: str) -> tuple[os.stat_result, bytes]:
    """A file's status and then its content; what is no file, or is too large, has none.

    By descriptor, in a third of the time that a Python file takes; a link is not followed.
    """
    if not _NO_LINK and os.path.islink(path):
        raise OSError(ELOOP, "a link", path)  # as the flag does where there is one
    descriptor = os.open(path, _TO_READ | _NO_LINK)
    try:
        status = os.fstat(descriptor)
        pieces = []
        if stat.S_ISREG(status.st_mode) and status.st_size <= LARGEST_BYTES:
            while piece := os.read(descriptor, max(status.st_size, 1) + 1):
                pieces.append(piece)
        return status, b"".join(pieces)
    finally:
        os.close(descriptor)
