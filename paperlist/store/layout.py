"""Where a note lies in a library: the folder is its month, the file name its id."""

import re

DATA = "data"


SUFFIX = ".yaml"


_MONTH_FOLDER = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")


def path_of(month: str, paper_id: str) -> str:
    """Return a paper's path in its library, with forward slashes."""
    return f"{DATA}/{month}/{paper_id}{SUFFIX}"


def is_month_folder(name: str) -> bool:
    """Return whether a folder of `data/` holds papers."""
    return _MONTH_FOLDER.fullmatch(name) is not None
