"""What a path of a library can hold: bytes, a file known by its checksum, a link, or nothing.

A note is small: its bytes go through memory and into the journal. An attachment may be large: it is
known by its checksum, and its bytes are copied from file to file.
"""

import os
from errno import EISDIR
from pathlib import Path
from typing import NamedTuple

from paperlist.errors import ChangedUnderneathError, ReadError
from paperlist.store.files import open_file

_CHUNK = 1 << 20


class FileDigest(NamedTuple):
    """The checksum of a file, which stands for its bytes.

    Attributes:
        sha256: the SHA-256 of its bytes, in hexadecimal.
        size: the number of its bytes.
    """

    sha256: str
    size: int


class Link(NamedTuple):
    """A symbolic link, and where it leads."""

    target: str


Content = bytes | FileDigest | Link | None


def digest_of(path: Path) -> FileDigest:
    """Return the checksum of the file at `path`.

    Raises:
        ReadError: it is missing, no file, or cannot be read.
    """
    try:
        return _digest_of(path)
    except OSError as error:
        raise ReadError(str(path), error.strerror or str(error)) from error


def _digest_of(path: Path) -> FileDigest:
    from hashlib import sha256

    digest, size = sha256(), 0
    with open_file(path) as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return FileDigest(digest.hexdigest(), size)


def content_at(path: Path) -> Content:
    """Return the link, or the checksum of the file, that is at `path`; None if nothing is there.

    Raises:
        ReadError: it is neither.
    """
    if path.is_symlink():
        return Link(str(path.readlink()))
    return digest_of(path) if path.exists() else None


def is_at(path: Path, content: Content) -> bool:
    """Return whether `content` is what is at `path`.

    Raises:
        OSError: what is there cannot be read.
    """
    try:
        if isinstance(content, Link):
            return path.is_symlink() and str(path.readlink()) == content.target
        if isinstance(content, FileDigest):
            same_kind = path.is_file() and not path.is_symlink()
            return same_kind and path.stat().st_size == content.size and _digest_of(path) == content
        if content is None:
            if path.is_dir() and not path.is_symlink():
                raise IsADirectoryError(EISDIR, os.strerror(EISDIR), str(path))
            return not os.path.lexists(path)
        return _has_bytes(path, content)
    except FileNotFoundError:
        return content is None


def _has_bytes(path: Path, content: bytes) -> bool:
    """Return whether these are the bytes of a file; stop at the first difference."""
    with open_file(path) as file:
        if os.fstat(file.fileno()).st_size != len(content):
            return False
        known = memoryview(content)
        return all(
            file.read(_CHUNK) == known[start : start + _CHUNK]
            for start in range(0, len(content), _CHUNK)
        )


def copy_file(source: Path, descriptor: int, content: FileDigest, *, sync: bool) -> None:
    """Copy `source`, which has to be `content`, to an open file, and close that file.

    Raises:
        ChangedUnderneathError: `source` is not `content`.
    """
    from hashlib import sha256

    digest = sha256()
    with open(descriptor, "wb") as written, open_file(source) as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            written.write(chunk)
        written.flush()
        if sync:
            os.fsync(written.fileno())
    if digest.hexdigest() != content.sha256:
        raise ChangedUnderneathError([str(source)])


def link_file(source: Path, target: Path, content: FileDigest) -> None:
    """Make `target` another name of the file `source`, or a copy if the system refuses that."""
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
