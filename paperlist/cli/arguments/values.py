"""Values of options that stand for more: `-` is standard input, `@FILE` a file's text."""

import sys
from pathlib import Path
from typing import TextIO

from paperlist.errors import ReadError, UsageError
from paperlist.store.content import LARGEST_BYTES

_read: list[TextIO] = []


def text_of(value: str) -> str:
    """The text that an option's value means; `@@` begins a text that begins with an @.

    Raises:
        ReadError: the file, or standard input, is not UTF-8 text.
    """
    if value == "-":
        return read_stdin()
    if value.startswith("@@"):
        return value[1:]
    return read_file(Path(value[1:])) if value.startswith("@") else value


def read_stdin() -> str:
    """All of standard input.

    Raises:
        UsageError: it is a terminal, on which nobody expects to type a file, or it was read
            before.
        ReadError: it is too large to be a list, or is not UTF-8.
    """
    if sys.stdin.isatty():
        raise UsageError("- reads standard input, and that is the terminal; pipe something in.")
    if _read and _read[-1] is sys.stdin:
        raise UsageError("- stands for standard input, and that can be read only once.")
    _read.append(sys.stdin)
    content = sys.stdin.buffer.read(LARGEST_BYTES + 1)
    if len(content) > LARGEST_BYTES:
        limit = LARGEST_BYTES // 1_000_000
        raise ReadError("standard input", f"more than {limit} MB are no list")
    return _decoded(content, "standard input")


def read_file(path: Path) -> str:
    """A file's text.

    Raises:
        ReadError: it cannot be read, or is not UTF-8.
    """
    try:
        return _decoded(path.expanduser().read_bytes(), str(path))
    except OSError as error:
        raise ReadError(str(path), error.strerror or str(error)) from error


def _decoded(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ReadError(name, f"line {line} is not UTF-8") from error
