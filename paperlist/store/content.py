"""What a path of a library can hold: bytes in memory, a file known by its checksum, a link.

A note is small: its bytes go through memory and into the journal. An attachment is not: it is
known by its checksum, and its bytes go from file to file.
"""

import os
import stat
import time
from collections.abc import Iterable
from errno import EINVAL, EISDIR, ENXIO
from pathlib import Path
from typing import IO, NamedTuple

from paperlist.errors import ChangedUnderneathError, ReadError, WriteError

_CHUNK = 1 << 20
_TRIES, _PAUSE_S = 30, 0.1  # how long somebody may take to open the other end of a pipe
# A pipe is not waited for; Windows has no such flag, and a flag of its own against line ends.
_TO_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)

LARGEST_BYTES = 64_000_000
"""What is larger is no list that anybody keeps, and would not fit into memory a few times."""


class Held:
    """A file known by its checksum.

    Attributes:
        digest: the SHA-256 of its bytes, in hexadecimal.
        size: how many bytes it has.
        source: the file outside the library that it is to be copied from; it makes no difference.
    """

    __slots__ = ("digest", "size", "source")

    def __init__(self, digest: str, size: int, source: Path | None = None) -> None:
        self.digest, self.size, self.source = digest, size, source

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Held) and (other.digest, other.size) == (self.digest, self.size)

    def __hash__(self) -> int:
        return hash(self.digest)


class Link(NamedTuple):
    """A symbolic link, and where it leads."""

    target: str


Content = bytes | Held | Link | None


def held(path: Path, *, source: bool = False) -> Held:
    """Return the checksum of the file at `path`; `source` says that it is to be copied in.

    Raises:
        ReadError: it is missing, no file, or cannot be read.
    """
    try:
        found = _held(path)
    except OSError as error:
        raise ReadError(str(path), error.strerror or str(error)) from error
    return Held(found.digest, found.size, path.absolute() if source else None)


def _held(path: Path) -> Held:
    with opened(path) as file:
        return Held(*_digest(file))


def is_stream(path: Path) -> bool:
    """Return whether a pipe, a device or a socket is at `path`: nothing that could be replaced."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def write_stream(path: Path, pieces: Iterable[bytes]) -> None:
    """Write to a pipe or a device as it is.

    Raises:
        WriteError: it refuses, or is a pipe that nobody reads from.
    """
    try:
        descriptor = _opened_stream(path)
        with open(descriptor, "wb") as stream:
            os.set_blocking(descriptor, True)
            stream.writelines(pieces)
    except OSError as error:
        raise WriteError(str(path), error) from error


def _opened_stream(path: Path) -> int:
    # Without waiting: a pipe that nobody reads from would hold the library's lock for ever.
    for _ in range(_TRIES):
        try:
            return os.open(path, os.O_WRONLY | getattr(os, "O_NONBLOCK", 0))
        except OSError as error:
            if error.errno != ENXIO:
                raise
        time.sleep(_PAUSE_S)
    raise OSError(ENXIO, "nobody reads from it", str(path))


def content_at(path: Path) -> Content:
    """Return the link, or the checksum of the file, that is at `path`; None if nothing is there.

    Raises:
        ReadError: it is neither.
    """
    if path.is_symlink():
        return Link(str(path.readlink()))
    return held(path) if path.exists() else None


def is_at(path: Path, content: Content) -> bool:
    """Return whether `path` holds just that.

    Raises:
        OSError: what is there cannot be read.
    """
    try:
        if isinstance(content, Link):
            return path.is_symlink() and str(path.readlink()) == content.target
        if isinstance(content, Held):
            same_kind = path.is_file() and not path.is_symlink()
            return same_kind and path.stat().st_size == content.size and _held(path) == content
        if content is None:
            if path.is_dir() and not path.is_symlink():
                raise IsADirectoryError(EISDIR, os.strerror(EISDIR), str(path))
            return not os.path.lexists(path)
        return _has_bytes(path, content)
    except FileNotFoundError:
        return content is None


def _has_bytes(path: Path, content: bytes) -> bool:
    """Return whether a file holds just these bytes; a large one is not read whole."""
    with opened(path) as file:
        if os.fstat(file.fileno()).st_size != len(content):
            return False
        known = memoryview(content)
        return all(
            file.read(_CHUNK) == known[start : start + _CHUNK]
            for start in range(0, len(content), _CHUNK)
        )


def copy_file(source: Path, descriptor: int, content: Held, *, sync: bool) -> None:
    """Copy `source`, which has to be `content`, to an open file, and close that.

    Raises:
        ChangedUnderneathError: it is not.
    """
    from hashlib import sha256

    digest = sha256()
    with open(descriptor, "wb") as written, opened(source) as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            written.write(chunk)
        written.flush()
        if sync:
            os.fsync(written.fileno())
    if digest.hexdigest() != content.digest:
        raise ChangedUnderneathError([str(source)])


def link_file(source: Path, target: Path, content: Held) -> None:
    """Make `target` another name of the file `source`, or a copy where that cannot be."""
    try:
        os.link(source, target)
    except FileExistsError:
        if not is_at(target, content):
            target.unlink()
            link_file(source, target, content)
    except FileNotFoundError:
        raise
    except OSError:
        new = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        copy_file(source, os.open(target, new, 0o600), content, sync=True)


def opened(path: Path) -> IO[bytes]:
    """Open the file at `path`, without waiting for somebody at the other end of a pipe.

    Raises:
        OSError: it is missing, cannot be read, or is no file but a folder, a pipe, a device.
    """
    descriptor = os.open(path, _TO_READ)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            kind = "a folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "not a file"
            raise OSError(EINVAL, kind, str(path))  # noqa: TRY301 (closes it, too)
        return open(descriptor, "rb")
    except BaseException:
        os.close(descriptor)
        raise


def _digest(file: IO[bytes]) -> tuple[str, int]:
    from hashlib import sha256

    digest, size = sha256(), 0
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
        size += len(chunk)
    return digest.hexdigest(), size


def read(path: Path, name: str, most: int = LARGEST_BYTES) -> bytes:
    """Return the bytes of the file at `path`.

    Args:
        path: the file.
        name: what it is called in an error.
        most: how many bytes it may have.

    Raises:
        ReadError: it cannot be read, is no file, or is larger.
    """
    try:
        with opened(path) as file:
            content = file.read(most + 1)
    except OSError as error:
        raise ReadError(name, error.strerror or str(error)) from error
    if len(content) > most:
        raise ReadError(name, f"it is larger than {most / 1e6:g} MB")
    return content
