"""The files of notes on the disk: listing them, noticing changes, and reading them.

A file counts as unchanged as long as its size, mtime, ctime and inode are the same. (A program can
set the mtime back, but not the ctime.) If a file changed less than `RACY_NS` before it was read, it
could change again and keep the same times. So the content of such a file is compared the next time
(git calls such a file "racily clean").
"""

import os
import stat
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from errno import EINTR, EIO, ELOOP, EMFILE, ENFILE, ENOMEM, ENOSPC
from functools import partial
from marshal import dumps
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

from paperlist.errors import LeadsOutError, ReadError
from paperlist.index.parallel import together
from paperlist.store.containment import inside
from paperlist.store.files import READ_FLAGS
from paperlist.store.layout import DATA, SUFFIX, is_month_folder
from paperlist.store.limits import LARGEST_BYTES
from paperlist.text.words import CONTROL_IN_NAME

RACY_NS = 2_000_000_000
# Errors that are no fault of the file, and may be gone the next time.
TROUBLE = frozenset({EIO, ENOSPC, ENOMEM, EMFILE, ENFILE, EINTR})
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_FOLDER = os.O_RDONLY | _NO_LINK | getattr(os, "O_DIRECTORY", 0)
_MARSHAL = 2  # the last version whose output depends only on the values
_stamp_of = attrgetter("st_size", "st_mtime_ns", "st_ctime_ns", "st_ino")

# What tells whether a file has changed: its size, mtime and ctime in ns, and inode.
Stamp = tuple[int, int, int, int]


class Folder(NamedTuple):
    """The folder of a month as it was read.

    Attributes:
        month: the name of the folder, `YYYY-MM`.
        path: the path of the folder.
        names: the file names of the notes in it.
        stamps: the stamp of each file, or None if the file was removed meanwhile. A link has a
            stamp of its own, which does not change with the file that the link leads to.
        fingerprint: all names and stamps as bytes, for a quick comparison; None if a file was
            removed meanwhile, or the folder was not read.
        problem: why the folder was not read; empty if there is no problem.
        odd: the names in the folder that are neither the file of a note, nor the folder of a note's
            attachments.
    """

    month: str
    path: str
    names: Sequence[str]
    stamps: Sequence[Stamp | None]
    fingerprint: bytes | None
    problem: str = ""
    odd: Sequence[str] = ()


class Look(NamedTuple):
    """What `look` found in `data/`.

    Attributes:
        changed: the folders of months that changed since their fingerprints were taken.
        months: the names of all folders of months.
        odd: the files and folders that do not belong in `data/`: a dict from a folder to the names
            in the folder. The folder is the name of a month, or an empty text for `data/` itself.
    """

    changed: list[Folder]
    months: list[str]
    odd: dict[str, Sequence[str]]


def look(root: Path, fingerprints: Mapping[str, bytes], *, many: bool = False) -> Look:
    """Look into `data/` for folders of months that changed, and for names that belong to no note.

    Args:
        root: the library.
        fingerprints: for each month, the fingerprint of its folder when the folder was last read.
        many: whether to use two processes, because there are many notes.

    Raises:
        ReadError: a folder cannot be read.
        LeadsOutError: `data` is a link that leads out of the library.
    """
    data = os.path.join(root, DATA)

    def differing(months: Sequence[str]) -> list[Any]:
        found: list[Any] = []
        for month in months:
            folder = _read_folder(root, month, f"{data}{os.sep}{month}")
            if folder.fingerprint is None or folder.fingerprint != fingerprints.get(month):
                found.append((month, folder.odd, tuple(folder)))
            elif folder.odd:
                found.append((month, folder.odd, None))
        return found

    try:
        _check_inside(root, data)
        names = os.listdir(data)
        months = [name for name in names if is_month_folder(name)]
        found = together(differing, months) if many else differing(months)
    except FileNotFoundError:
        return Look([], [], {})
    except OSError as error:
        raise ReadError(error.filename or data, error.strerror or str(error)) from error
    odd = {month: names for month, names, _ in found if names}
    if others := [name for name in names if name[0] != "." and not is_month_folder(name)]:
        odd[""] = others
    return Look([Folder(*folder) for _, _, folder in found if folder], months, odd)


def look_into(root: Path, months: Iterable[str]) -> list[Folder]:
    """Return the folders of these months. A folder that is missing is returned without notes.

    The errors are the same as for `look`.
    """
    data = os.path.join(root, DATA)
    try:
        _check_inside(root, data)
        return [_read_folder(root, month, f"{data}{os.sep}{month}") for month in months]
    except OSError as error:
        raise ReadError(error.filename or data, error.strerror or str(error)) from error


def _check_inside(root: Path, data: str) -> None:
    if os.path.islink(data):
        inside(root, Path(data))


def _read_folder(root: Path, month: str, path: str) -> Folder:
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
        return nothing._replace(problem=error.reason)
    except OSError as error:
        if error.errno in TROUBLE:
            raise
        return nothing._replace(problem="a link to no folder")


def _look_into(folder: int | str, month: str, path: str) -> Folder:
    there = os.listdir(folder)
    names = [name for name in there if name.endswith(SUFFIX) and name[0] != "."]
    odd = _find_odd(there, names) if len(there) > len(names) else ()
    status_of: Callable[[str], os.stat_result]
    if isinstance(folder, int):
        # Relative to the open folder, lstat takes half the time.
        status_of = partial(os.lstat, dir_fd=folder)
    else:
        status_of = lambda name: os.lstat(f"{folder}{os.sep}{name}")  # noqa: E731
    try:
        stamps = list(map(_stamp_of, map(status_of, names)))
    except FileNotFoundError:
        stamps_now = [_stamp(f"{path}{os.sep}{each}") for each in names]
        return Folder(month, path, names, stamps_now, None, odd=odd)
    return Folder(month, path, names, stamps, dumps((names, stamps), _MARSHAL), odd=odd)


def _find_odd(there: Sequence[str], names: Sequence[str]) -> Sequence[str]:
    """Return the names in the folder of a month that belong to no note and are not hidden.

    `there` has all names in the folder, and `names` has the file names of notes.
    """
    notes = set(names)
    return [
        name for name in there
        if name not in notes and name[0] != "." and f"{name}{SUFFIX}" not in notes
    ]  # fmt: skip


def _stamp(path: str) -> Stamp | None:
    try:
        return _stamp_of(os.lstat(path))
    except FileNotFoundError:
        return None


def id_of(name: str) -> str:
    """Return the id in a file name; bytes that are not UTF-8 are escaped, as SQLite requires."""
    name = name[: -len(SUFFIX)]
    return name if name.isascii() else name.encode(errors="backslashreplace").decode()


class File(NamedTuple):
    """The file of a note as it was read.

    Attributes:
        content: the bytes of the file.
        stamp: the stamp of the file when it was read.
        racy: whether the file may change again without a change of the stamp.
        error: why the file cannot be used as a note; empty if it can.
    """

    content: bytes
    stamp: Stamp
    racy: bool
    error: str = ""

    @classmethod
    def read(cls, path: str) -> "File":
        """Read the file of a note at `path`.

        Raises:
            FileNotFoundError: there is no file.
            ReadError: the disk or the operating system has a problem.
        """
        started = time.time_ns()
        content, reason, is_link = b"", "", False
        try:
            status, content = _read(path)
            reason = _problem_of(path, status)
        except FileNotFoundError:
            raise
        except OSError as error:
            if error.errno in TROUBLE:
                # The note may be fine, so do not go on as if there were no note.
                raise ReadError(path, error.strerror or str(error)) from error
            status = os.lstat(path)
            is_link = stat.S_ISLNK(status.st_mode)
            reason = error.strerror or str(error)
            if is_link:
                content, reason = _read_through_link(path)
        # The stamp of a link does not change with the file that it leads to.
        racy = is_link or bool(reason) or status.st_mtime_ns > started - RACY_NS
        return cls(content, _stamp_of(status), racy, reason)


def _read_through_link(path: str) -> tuple[bytes, str]:
    """Return the content of the file that a link leads to, and an error text.

    The error says why the file cannot be used as a note, and is empty if it can.
    """
    note = Path(path)
    try:
        status, content = _read(str(inside(note.parents[2], note)))
        return content, _problem_of(path, status)
    except LeadsOutError as error:
        return b"", error.reason
    except FileNotFoundError:
        return b"", "a link to no file"
    except OSError as error:
        return b"", error.strerror or str(error)


def _problem_of(path: str, status: os.stat_result) -> str:
    name = os.path.basename(path)
    if not name.isascii() and any("\ud800" <= each <= "\udfff" for each in name):
        return "the file's name is not UTF-8 text; rename it"
    if not name.isprintable() and CONTROL_IN_NAME().search(name):
        return "the file's name contains a line end or control character; rename it"
    if not stat.S_ISREG(status.st_mode):
        return "not a file"
    if status.st_size > LARGEST_BYTES:
        return f"larger than {LARGEST_BYTES / 1e6:g} MB, which no note is"
    return ""


def _read(path: str) -> tuple[os.stat_result, bytes]:
    """Return the status and the content of a file.

    The content is empty if the file is too large, or not a regular file: such a file is not read. A
    link is not followed. Reading by descriptor takes a third of the time of a Python file.
    """
    if not _NO_LINK and os.path.islink(path):
        raise OSError(ELOOP, "a link", path)  # the error that O_NOFOLLOW gives on other platforms
    descriptor = os.open(path, READ_FLAGS | _NO_LINK)
    try:
        status = os.fstat(descriptor)
        pieces = []
        if stat.S_ISREG(status.st_mode) and status.st_size <= LARGEST_BYTES:
            while piece := os.read(descriptor, max(status.st_size, 1) + 1):
                pieces.append(piece)
        return status, b"".join(pieces)
    finally:
        os.close(descriptor)
