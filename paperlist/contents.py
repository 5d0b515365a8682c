"""What can be at a path of a library: text in memory, a file that stays on disk, a link, nothing.

A note is small: its bytes go through memory and into the journal. An attachment is not: it is
known by its checksum, and its bytes go from file to file.
"""

import os
import stat
from pathlib import Path
from typing import IO, NamedTuple

from paperlist.errors import ChangedUnderneathError, PaperlistError, ReadError

_CHUNK = 1 << 20

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
    """The file at `path`; with `source` one outside the library, to be copied in.

    Raises:
        ReadError: it is missing, no file, or cannot be read.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise ReadError(str(path), "a folder" if path.is_dir() else "not a file")
        with path.open("rb") as file:
            digest, size = _digest(file)
    except OSError as error:
        raise ReadError(str(path), error.strerror or str(error)) from error
    return Held(digest, size, path.absolute() if source else None)


def content_at(path: Path) -> Content:
    """The link, or the file, that is at `path`; None where nothing is.

    Raises:
        ReadError: it is neither.
    """
    if path.is_symlink():
        return Link(str(path.readlink()))
    return held(path) if path.exists() else None


def is_at(path: Path, content: Content) -> bool:
    """Whether `path` holds just that.

    Raises:
        PaperlistError: what is there cannot be read.
    """
    try:
        if isinstance(content, Link):
            return path.is_symlink() and str(path.readlink()) == content.target
        if isinstance(content, Held):
            same_kind = path.is_file() and not path.is_symlink()
            return same_kind and path.stat().st_size == content.size and held(path) == content
        if content is None and path.is_symlink():
            return False
        return _has_bytes(path, content)
    except FileNotFoundError:
        return content is None
    except OSError as error:
        raise PaperlistError(f"cannot read {path}: {error.strerror}.") from error


def _has_bytes(path: Path, content: bytes | None) -> bool:
    """Whether a file holds just these bytes; a large one is not read whole."""
    with path.open("rb") as file:
        if content is None or os.fstat(file.fileno()).st_size != len(content):
            return False
        known = memoryview(content)
        return all(
            file.read(_CHUNK) == known[start : start + _CHUNK]
            for start in range(0, len(content), _CHUNK)
        )


def copied(source: Path, target: Path, content: Held, *, sync: bool) -> None:
    """Copy `source`, which has to be `content`, to `target`.

    Raises:
        ChangedUnderneathError: it is not.
    """
    from shutil import copyfileobj

    with source.open("rb") as read, target.open("wb") as written:
        copyfileobj(read, written, _CHUNK)
        written.flush()
        if sync:
            os.fsync(written.fileno())
    if not is_at(target, content):
        raise ChangedUnderneathError([str(source)])


def linked(source: Path, target: Path, content: Held) -> None:
    """Make `target` the same file as `source`, or a copy where a file has one name only."""
    try:
        os.link(source, target)
    except FileExistsError:
        if not is_at(target, content):
            target.unlink()
            linked(source, target, content)
    except FileNotFoundError:
        raise
    except OSError:
        copied(source, target, content, sync=True)


def _digest(file: IO[bytes]) -> tuple[str, int]:
    from hashlib import sha256

    digest, size = sha256(), 0
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
        size += len(chunk)
    return digest.hexdigest(), size


def read(path: Path, name: str) -> bytes:
    """The bytes of the file at `path`, called `name` where it has to be named.

    Raises:
        ReadError: it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise ReadError(name, error.strerror or str(error)) from error
