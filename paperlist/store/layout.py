"""The place of a note in a library: the folder is named after the month, the file after the id."""

import re

DATA = "data"


SUFFIX = ".yaml"


_MONTH_FOLDER = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")


def path_of(month: str, paper_id: str) -> str:
    """Return the path of a paper's note within the library, with forward slashes."""
    return f"{DATA}/{month}/{paper_id}{SUFFIX}"


def month_of(path: str) -> str:
    """Return the month of the note at a path in the library, or "" if no note can be there."""
    match path.split("/"):
        case [folder, month, _] if folder == DATA and is_month_folder(month):
            return month
        case _:
            return ""


def is_month_folder(name: str) -> bool:
    """Return whether a folder of `data/` with this name holds the notes of a month."""
    return _MONTH_FOLDER.fullmatch(name) is not None
