"""The class for files and folders below data/ whose notes are left out of the index."""

from typing import NamedTuple


class Broken(NamedTuple):
    """A file or a folder below data/ that is not read, and the reason.

    Attributes:
        path: the path of the file or folder in the library.
        reason: why the note, or the notes in the folder, are left out.
        line: the line of the error in the file; None if the line is not known.
        is_note: whether notes are missing that should be there: true for a note that cannot be read
            and for the folder of a month, false for what has no place or name of notes, such as
            data/a.yaml.
    """

    path: str
    reason: str
    line: int | None
    is_note: bool = True
