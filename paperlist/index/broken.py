"""A file or folder below data/ whose notes are left out, and why."""

from typing import NamedTuple


class Broken(NamedTuple):
    """A file that cannot be read as a note, or a file or folder that is not read as one.

    Attributes:
        path: its path in the library.
        reason: why its notes are left out.
        line: the line of the file, if the reason is there.
        is_note: whether it lies where notes are read and has the name of one.
    """

    path: str
    reason: str
    line: int | None
    is_note: bool = True
