"""Reading files, and writing to pipes and devices; a pipe that nobody uses stops no command."""

import os
import stat
import time
from collections.abc import Iterable
from errno import EINVAL, ENXIO
from pathlib import Path
from typing import IO

from paperlist.errors import ReadError, WriteError

READ_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""Flags to open a file with: a pipe is not waited for, and Windows converts no line ends."""
LARGEST_BYTES = 64_000_000
"""A larger file is no list that anybody keeps, and would not fit into memory a few times."""
_TRIES, _PAUSE_S = 30, 0.1  # how long to wait until somebody reads from a pipe


def read_file(path: Path, name: str, most: int = LARGEST_BYTES) -> bytes:
    """Return the bytes of the file at `path`.

    Args:
        path: the file.
        name: the name of the file in an error.
        most: the largest size in bytes.

    Raises:
        ReadError: it cannot be read, is no file, or is larger.
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
        OSError: it is missing, cannot be read, or is a folder, a pipe or a device.
    """
    descriptor = os.open(path, READ_FLAGS)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            kind = "a folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "not a file"
            raise OSError(EINVAL, kind, str(path))  # noqa: TRY301 (closes it, too)
        return open(descriptor, "rb")
    except BaseException:
        os.close(descriptor)
        raise


def is_stream(path: Path) -> bool:
    """Return whether a pipe, a device or a socket is at `path`, which cannot be replaced."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def write_stream(path: Path, pieces: Iterable[bytes]) -> None:
    """Write to a pipe or a device, without replacing it.

    Raises:
        WriteError: the system refuses, or nobody reads from the pipe.
    """
    try:
        descriptor = _open_stream(path)
        with open(descriptor, "wb") as stream:
            os.set_blocking(descriptor, True)
            stream.writelines(pieces)
    except OSError as error:
        raise WriteError(str(path), error) from error


def _open_stream(path: Path) -> int:
    # Opened without waiting: a pipe that nobody reads from would hold the lock for ever.
    for _ in range(_TRIES):
        try:
            return os.open(path, os.O_WRONLY | getattr(os, "O_NONBLOCK", 0))
        except OSError as error:
            if error.errno != ENXIO:
                raise
        time.sleep(_PAUSE_S)
    raise OSError(ENXIO, "nobody reads from it", str(path))
