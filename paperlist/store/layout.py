"""The place of a note in a library: the folder is named after the month, the file after the id."""

import re

DATA = "data"


SUFFIX = ".yaml"


_MONTH_FOLDER = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")


def path_of(month: str, paper_id: str) -> str:
    """Return the path of a paper's note within the library, with forward slashes."""
    return f"{DATA}/{month}/{paper_id}{SUFFIX}"


def is_month_folder(name: str) -> bool:
    """Return whether a folder of `data/` with this name holds the notes of a month."""
    return _MONTH_FOLDER.fullmatch(name) is not None
