"""Writes and reads a journal, which is a file that describes one whole change of a library.

This module carries out no change. `pending.py` keeps the journal of the change under way,
`history.py` keeps the journals of finished changes, and `transaction.py` carries out changes.

A journal is written piece by piece, and large texts are compressed, so that the page of a hundred
thousand papers is never in memory twice.
"""

import json
import re
from collections.abc import Iterator
from errno import EACCES, EDQUOT, EINTR, EIO, EMFILE, ENFILE, ENOMEM, ENOSPC, EPERM
from pathlib import Path
from time import time
from typing import Any, NamedTuple

from paperlist.errors import JournalError, ReadError
from paperlist.store.changeset import Change, Changeset
from paperlist.store.content import Content, FileDigest, Link
from paperlist.store.files import read_file

_COMPRESSED_FROM = 1_000_000
_LARGEST_TEXT = 1_000_000_000
_LARGEST_BYTES = 300_000_000
# Errors of the system that do not mean that the journal is damaged: the next try may succeed.
_TROUBLE = {EACCES, EPERM, EIO, ENOSPC, EDQUOT, ENOMEM, EMFILE, ENFILE, EINTR}
_ENTRY = re.compile(r"\d{8,12}\.json", re.ASCII)
_TOKEN = re.compile(r"[0-9a-f]{16}", re.ASCII)
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
_KINDS = ("apply", "undo", "redo")


class Journal(NamedTuple):
    """One whole change of a library, with all that is needed to carry it out.

    Attributes:
        kind: "apply", "undo" or "redo".
        entry: the file name of the change in the history.
        token: a random text in the temporary names of the files of the change (`staging.py`).
        changeset: the contents of all files before and after.
    """

    kind: str
    entry: str
    token: str
    changeset: Changeset

    def pieces(self) -> Iterator[bytes]:
        """Yield the bytes of the journal as a JSON file, piece by piece."""
        head = {
            "kind": self.kind, "entry": self.entry, "token": self.token, "time": time(),
            "summary": self.changeset.summary,
        }  # fmt: skip
        yield f'{json.dumps(head)[:-1]}, "files": {{'.encode()
        gap = ""
        for path, change in self.changeset.files.items():
            yield f"{gap}{json.dumps(path)}: [".encode()
            yield from _encoded(change.before)
            yield b", "
            yield from _encoded(change.after)
            yield b"]" if change.mode is None else f", {change.mode}]".encode()
            gap = ", "
        yield b"}}"


def read(path: Path) -> Journal:
    """Return the journal in the file at `path`.

    Raises:
        JournalError: the file is damaged, missing or too large.
        OSError: the system cannot read the file now, but the file may be intact.
    """
    try:
        content = read_file(path, str(path), _LARGEST_BYTES)
    except ReadError as error:
        cause = error.__cause__
        if isinstance(cause, OSError) and cause.errno in _TROUBLE:
            raise cause from None
        raise JournalError(str(path)) from error
    try:
        said = json.loads(content)
        # In journals of paperlist 0.2, the key is "page" instead of "entry".
        kind, entry = str(said["kind"]), str(said["entry"] if "entry" in said else said["page"])
        token = str(said["token"])
        if kind not in _KINDS or not is_entry(entry) or not is_token(token):
            raise JournalError(str(path))
        files = {
            _path(name): Change(_decoded(before), _decoded(after), mode=_mode(*mode))
            for name, (before, after, *mode) in said["files"].items()
        }
        return Journal(kind, entry, token, Changeset(str(said["summary"]), files))
    except (
        AttributeError, KeyError, TypeError, ValueError, RecursionError, MemoryError,
    ) as error:  # fmt: skip
        raise JournalError(str(path)) from error


def is_entry(name: str) -> bool:
    """Return whether `name` has the form of an entry's file name, such as `00000012.json`."""
    return _ENTRY.fullmatch(name) is not None


def is_token(text: str) -> bool:
    """Return whether `text` has the form of `Journal.token`: 16 hexadecimal digits."""
    return _TOKEN.fullmatch(text) is not None


def _path(name: str) -> str:
    parts = name.split("/")
    if not name or "\0" in name or ".." in parts:
        raise ValueError(name)
    return name


def _mode(number: int | None = None) -> int | None:
    return None if number is None else int(number) & 0o777


def _encoded(content: Content) -> Iterator[bytes]:
    if isinstance(content, bytes) and len(content) > _COMPRESSED_FROM:
        yield from _compressed(content)
    else:
        yield json.dumps(_to_json(content)).encode()


def _to_json(content: Content) -> str | dict[str, str | int] | None:
    if isinstance(content, FileDigest):
        return {"sha256": content.sha256, "size": content.size}
    if isinstance(content, Link):
        return {"link": content.target}
    if content is None:
        return None
    try:
        return content.decode()
    except UnicodeDecodeError:
        import base64

        return {"base64": base64.b64encode(content).decode("ascii")}


def _compressed(content: bytes) -> Iterator[bytes]:
    import base64
    import zlib

    yield b'{"zlib": "'
    compressor, known, left = zlib.compressobj(1), memoryview(content), b""
    for start in range(0, len(content), _COMPRESSED_FROM):
        left += compressor.compress(known[start : start + _COMPRESSED_FROM])
        # Base64 makes four characters of three bytes, so only whole groups of three are encoded.
        whole = len(left) // 3 * 3
        yield base64.b64encode(left[:whole])
        left = left[whole:]
    yield base64.b64encode(left + compressor.flush()) + f'", "size": {len(content)}}}'.encode()


def _decoded(said: Any) -> Content:
    import base64

    if isinstance(said, str):
        return said.encode()
    if said is None:
        return None
    if "sha256" in said:
        if not _DIGEST.fullmatch(said["sha256"]):
            raise ValueError(said["sha256"])
        return FileDigest(said["sha256"], int(said["size"]))
    if "link" in said:
        return Link(str(said["link"]))
    if "zlib" in said:
        return _decompressed(base64.b64decode(said["zlib"]), int(said["size"]))
    return base64.b64decode(said["base64"])


def _decompressed(packed: bytes, size: int) -> bytes:
    import zlib

    if size > _LARGEST_TEXT:
        raise ValueError(size)
    try:
        content = zlib.decompressobj().decompress(packed, size + 1)
    except zlib.error as error:
        raise ValueError(size) from error
    if len(content) != size:
        raise ValueError(size)
    return content
