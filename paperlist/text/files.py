"""The text of files that are read: bounded in size, and in UTF-8."""

from typing import IO

from paperlist.errors import ReadError

_SEARCHED_FOR_ZERO = 1024


def read_text(file: IO[bytes], name: str, most: int) -> str:
    """Return the text of an open file.

    Args:
        file: the file, perhaps a pipe, whose size is not known before, and which may have no end.
        name: what the file is called in an error.
        most: how many bytes it may have.

    Raises:
        ReadError: it has more bytes, or is not UTF-8 text.
    """
    content = file.read(most + 1)
    if len(content) > most:
        raise ReadError(name, f"it is larger than {most / 1e6:g} MB")
    if b"\0" in content[:_SEARCHED_FOR_ZERO]:
        raise ReadError(name, "a binary file, not text")
    return decode(content, name)


def decode(content: bytes, name: str) -> str:
    """Return the bytes of a file as text, without a byte order mark.

    Raises:
        ReadError: they are not UTF-8; the error has the line.
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ReadError(name, "not UTF-8 text; convert it first", line) from error
