"""Reading of text files: refuses a file that is too large, binary, or not UTF-8."""

from typing import IO

from paperlist.errors import ReadError

# A zero byte among this many first bytes of a file means that the file is binary.
_SEARCHED_FOR_ZERO = 1024


def read_text(file: IO[bytes], name: str, most: int) -> str:
    """Return the text of an open file.

    Args:
        file: the file. It may be a pipe, whose size is unknown, and which may never end.
        name: the file's name, for the error message.
        most: the largest number of bytes that is accepted.

    Raises:
        ReadError: the file has more than `most` bytes, is binary, or is not UTF-8 text.
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
        ReadError: the bytes are not UTF-8; the error has the number of the first wrong line.
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ReadError(name, "not UTF-8 text; convert it first", line) from error
