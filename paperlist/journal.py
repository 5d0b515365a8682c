"""What a journal says: a change whole, to be carried to its end, or taken back.

Written piece by piece, and large texts compressed: a page of a hundred thousand papers never
stands in memory twice.
"""

import base64
import json
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from time import time
from typing import Any

from paperlist.contents import Content, Held, Link

_COMPRESSED_FROM = 1_000_000
Contents = Mapping[str, tuple[Content, Content]]


def pieces(kind: str, page: str, summary: str, files: Contents) -> Iterator[bytes]:
    """The journal of a change of these paths, each with what was there and what shall be."""
    head = {"kind": kind, "page": page, "time": time(), "summary": summary}
    yield f'{json.dumps(head)[:-1]}, "files": {{'.encode()
    gap = ""
    for path, (before, after) in files.items():
        yield f"{gap}{json.dumps(path)}: [".encode()
        yield from _encoded(before)
        yield b", "
        yield from _encoded(after)
        yield b"]"
        gap = ", "
    yield b"}}"


def read(journal: Path) -> tuple[str, str, str, Contents]:
    """Kind, page, summary and files of a journal."""
    said: dict[str, Any] = json.loads(journal.read_bytes())
    files = {
        path: (_decoded(before), _decoded(after)) for path, (before, after) in said["files"].items()
    }
    return said["kind"], said["page"], said["summary"], files


def _encoded(content: Content) -> Iterator[bytes]:
    if isinstance(content, bytes) and len(content) > _COMPRESSED_FROM:
        yield from _compressed(content)
    else:
        yield json.dumps(_said(content)).encode()


def _said(content: Content) -> str | dict[str, str | int] | None:
    if isinstance(content, Held):
        return {"sha256": content.digest, "size": content.size}
    if isinstance(content, Link):
        return {"link": content.target}
    if content is None:
        return None
    try:
        return content.decode()
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(content).decode("ascii")}


def _compressed(content: bytes) -> Iterator[bytes]:
    yield b'{"zlib": "'
    compressor, known, left = zlib.compressobj(1), memoryview(content), b""
    for start in range(0, len(content), _COMPRESSED_FROM):
        left += compressor.compress(known[start : start + _COMPRESSED_FROM])
        # Three bytes are four signs of base64.
        whole = len(left) // 3 * 3
        yield base64.b64encode(left[:whole])
        left = left[whole:]
    yield base64.b64encode(left + compressor.flush()) + b'"}'


def _decoded(said: str | dict[str, str | int] | None) -> Content:
    if isinstance(said, str):
        return said.encode()
    if said is None:
        return None
    if "sha256" in said:
        return Held(str(said["sha256"]), int(said["size"]))
    if "link" in said:
        return Link(str(said["link"]))
    if "zlib" in said:
        return zlib.decompress(base64.b64decode(str(said["zlib"])))
    return base64.b64decode(str(said["base64"]))
