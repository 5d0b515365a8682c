"""Values of options that are read from a file (`@FILE`) or from standard input (`-`)."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

from paperlist.errors import ReadError, UsageError
from paperlist.store.files import LARGEST_BYTES
from paperlist.text.files import read_text

# Standard input, after it has been read.
_read: list[TextIO] = []


def text_of(value: str) -> str:
    """Return the text for the value of an option.

    - `-` gives standard input
    - `@FILE` gives the text of the file
    - `@@x` gives `@x`
    - any other value gives itself

    Raises:
        UsageError: standard input is a terminal, or was read before.
        ReadError: the file or standard input cannot be read, or is not UTF-8.
    """
    if value == "-":
        return read_stdin()
    if value.startswith("@@"):
        return value[1:]
    return read_file(Path(value[1:])) if value.startswith("@") else value


def papers_of(words: Iterable[str]) -> list[str]:
    """Return the papers that the arguments of a command name, each once.

    For `-`, these are the ids on standard input: one on each line, before the first tab. So the
    output of `list` and of `search --ids` can be piped into the command.

    Raises:
        UsageError: standard input is a terminal, was read before, or names no paper.
    """
    papers: list[str] = []
    for word in words:
        if word == "-":
            ids = [line.partition("\t")[0].strip() for line in read_stdin().splitlines()]
            papers += (named := [each for each in ids if each])
            if not named:
                raise UsageError("standard input names no paper.")
        else:
            papers.append(word)
    return list(dict.fromkeys(papers))


def read_stdin() -> str:
    """Return all of standard input.

    Raises:
        UsageError: standard input is a terminal, or was read before.
        ReadError: the text is too large, or is not UTF-8.
    """
    if sys.stdin.isatty():
        raise UsageError("- reads standard input, but that is the terminal; pipe text into it.")
    if _read and _read[-1] is sys.stdin:
        raise UsageError("- reads standard input, which can be read only once.")
    _read.append(sys.stdin)
    return read_text(sys.stdin.buffer, "standard input", LARGEST_BYTES)


def read_file(path: Path) -> str:
    """Return the text of a file.

    Raises:
        ReadError: the file cannot be read, is too large, or is not UTF-8.
    """
    try:
        with path.expanduser().open("rb") as file:
            return read_text(file, str(path), LARGEST_BYTES)
    except OSError as error:
        raise ReadError(str(path), error.strerror or str(error)) from error
