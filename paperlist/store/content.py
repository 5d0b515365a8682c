"""What a path of a library can hold: bytes, a file known by its checksum, a link, or nothing.

A note is small, so its bytes are kept in memory and in the journal. An attachment may be large, so
only its checksum is kept there, and its bytes are copied from file to file.
"""

import os
import stat
from errno import EISDIR
from pathlib import Path
from typing import NamedTuple

from paperlist.errors import ChangedUnderneathError, ReadError
from paperlist.store.files import open_file, status_of

_CHUNK = 1 << 20


class FileDigest(NamedTuple):
    """The checksum and size of a file, which stand for the file's bytes.

    Attributes:
        sha256: the SHA-256 of the bytes, in hexadecimal.
        size: the number of bytes.
    """

    sha256: str
    size: int


class Link(NamedTuple):
    """A symbolic link; `target` is the path that the link contains."""

    target: str


Content = bytes | FileDigest | Link | None


def digest_of(path: Path) -> FileDigest:
    """Return the checksum of the file at `path`.

    Raises:
        ReadError: the file is missing, cannot be read, or is not a regular file.
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
    """Return the link at `path`, or the checksum of the file; None if nothing is there.

    Raises:
        ReadError: the file cannot be read, or `path` is neither a link nor a regular file.
    """
    status = status_of(path)
    if status and stat.S_ISLNK(status.st_mode):
        return Link(str(path.readlink()))
    return digest_of(path) if status else None


def is_at(path: Path, content: Content) -> bool:
    """Return whether `content` is exactly what is at `path`; None stands for nothing.

    Raises:
        OSError: the file cannot be read; or `path` is a folder, and `content` is bytes or None.
    """
    status = status_of(path)
    if status is None:
        return content is None
    try:
        if isinstance(content, Link):
            return stat.S_ISLNK(status.st_mode) and str(path.readlink()) == content.target
        if isinstance(content, FileDigest):
            same_size = stat.S_ISREG(status.st_mode) and status.st_size == content.size
            return same_size and _digest_of(path) == content
        if content is None:
            if stat.S_ISDIR(status.st_mode):
                raise IsADirectoryError(EISDIR, os.strerror(EISDIR), str(path))
            return False
        return _has_bytes(path, content)
    except FileNotFoundError:
        return content is None


def _has_bytes(path: Path, content: bytes) -> bool:
    """Return whether the file at `path` has the bytes `content`; stop at the first difference."""
    with open_file(path) as file:
        if os.fstat(file.fileno()).st_size != len(content):
            return False
        known = memoryview(content)
        return all(
            file.read(_CHUNK) == known[start : start + _CHUNK]
            for start in range(0, len(content), _CHUNK)
        )


def copy_file(source: Path, descriptor: int, content: FileDigest, *, sync: bool) -> None:
    """Copy the file `source` to the open file `descriptor`, and close `descriptor`.

    Args:
        source: the file to copy.
        descriptor: a file that is open for writing.
        content: the checksum that `source` has to have.
        sync: whether to wait until the bytes are on the disk.

    Raises:
        ChangedUnderneathError: `source` has another checksum.
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
    """Make `target` a hard link to the file `source`, or a copy if that is impossible.

    `content` is the checksum of `source`. A different file at `target` is replaced.
    """
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
