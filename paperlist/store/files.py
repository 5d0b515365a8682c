"""Reads files, and writes to pipes and devices, without waiting forever for a pipe's other end."""

import os
import stat
import time
from collections.abc import Iterable
from errno import EINVAL, ENXIO
from pathlib import Path
from typing import IO

from paperlist.errors import ReadError, WriteError

READ_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""Flags to open a file for reading: never wait for a pipe, and keep line ends on Windows."""
LARGEST_BYTES = 64_000_000
"""The largest file that is read: no reading list is larger, and a few copies fit into memory."""
_TRIES, _PAUSE_S = 30, 0.1  # how long to wait until somebody reads from a pipe


def user_path(text: str) -> Path:
    """Return the path that a user means by `text`; `~` means a home folder if there is one."""
    try:
        return Path(text).expanduser()
    except RuntimeError:  # `~10x Faster Training`: there is no such user
        return Path(text)


def is_file(text: str) -> bool:
    """Return whether `text` is the path of a file. A text that can be no path is not."""
    try:
        return user_path(text).is_file()
    except (OSError, ValueError):
        return False


def status_of(path: Path) -> os.stat_result | None:
    """Return the status of the file, folder or link at `path`; None if nothing is there.

    Unlike `Path.exists` and `os.path.lexists`, raise an OSError if the system does not tell.
    """
    try:
        return path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return None


def is_there(path: Path) -> bool:
    """Return whether there is a file, folder or link at `path`.

    Raises:
        OSError: the system does not tell.
    """
    return status_of(path) is not None


def read_file(path: Path, name: str, most: int = LARGEST_BYTES) -> bytes:
    """Return the bytes of the file at `path`.

    Args:
        path: the path of the file.
        name: the name that an error gives the file.
        most: the largest size in bytes that is read.

    Raises:
        ReadError: the file cannot be read, is not a regular file, or is larger than `most`.
    """
    try:
        with open_file(path) as file:
            content = file.read(most + 1)
    except OSError as error:
        raise ReadError(name, error.strerror or str(error)) from error
    if len(content) > most:
        raise ReadError(name, f"it is larger than {most / 1e6:g} MB")
    return content


def open_file(path: Path) -> IO[bytes]:
    """Open the file at `path` for reading.

    Raises:
        OSError: the file is missing or cannot be read, or `path` is a folder, a pipe or a device.
    """
    descriptor = os.open(path, READ_FLAGS)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            kind = "a folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "not a file"
            raise OSError(EINVAL, kind, str(path))  # noqa: TRY301 (it is closed below)
        return open(descriptor, "rb")
    except BaseException:
        os.close(descriptor)
        raise


def is_stream(path: Path) -> bool:
    """Return whether `path` is a pipe, device or socket, which a new file must not replace."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def write_stream(path: Path, pieces: Iterable[bytes]) -> None:
    """Write `pieces` to the pipe or device at `path`, without replacing it by a file.

    Raises:
        WriteError: the system refuses, or nobody starts to read from the pipe within 3 seconds.
    """
    try:
        descriptor = _open_stream(path)
        with open(descriptor, "wb") as stream:
            os.set_blocking(descriptor, True)
            stream.writelines(pieces)
    except OSError as error:
        raise WriteError(str(path), error) from error


def _open_stream(path: Path) -> int:
    # Open without waiting: if nobody reads from the pipe, the library would stay locked forever.
    for _ in range(_TRIES):
        try:
            return os.open(path, os.O_WRONLY | getattr(os, "O_NONBLOCK", 0))
        except OSError as error:
            if error.errno != ENXIO:
                raise
        time.sleep(_PAUSE_S)
    raise OSError(ENXIO, "nobody reads from it", str(path))
