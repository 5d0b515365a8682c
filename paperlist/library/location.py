"""Where a library is: named, in the environment, upward from here, or the user's own."""

import os
from pathlib import Path

from paperlist.errors import NoLibraryError, PaperlistError, WriteError
from paperlist.library.config import FILE, NEW_FILE
from paperlist.store.layout import DATA
from paperlist.store.transaction import forget_history

ENVIRONMENT = "PAPERLIST_LIBRARY"


def find_root(given: Path | None = None, start: Path | None = None) -> Path:
    """The library's folder: `given`, else `$PAPERLIST_LIBRARY`, else the nearest one upward.

    Last comes the user's default library, `papers` in the user's data folder (platformdirs).

    Raises:
        NoLibraryError: none of these holds a paperlist.toml.
    """
    named = given or _from_environment()
    if named is not None:
        if (named / FILE).is_file():
            return named.resolve()
        raise NoLibraryError(str(named))
    try:
        here = (start or Path.cwd()).resolve()
    except OSError as error:
        raise NoLibraryError("the current folder, which is gone") from error
    for folder in (here, *here.parents):
        if (folder / FILE).is_file():
            return folder
    default = default_root()
    if (default / FILE).is_file():
        return default.resolve()
    raise NoLibraryError(f"{here} or a folder above it")


def default_root() -> Path:
    """Where the user's default library is, if there is one."""
    from platformdirs import user_data_path

    return user_data_path("paperlist", appauthor=False) / "papers"


def _from_environment() -> Path | None:
    value = os.environ.get(ENVIRONMENT)
    try:
        return Path(value).expanduser() if value else None
    except RuntimeError as error:
        # Nobody is called so, or has no home.
        raise NoLibraryError(f"{value}") from error


def create(root: Path) -> Path:
    """Make the folder `root` a library, and return it; what is in it stays.

    Raises:
        PaperlistError: it is one already.
        WriteError: the folder cannot be written to.
    """
    if (root / FILE).exists():
        raise PaperlistError(f"{root.resolve()} is a library already.")
    try:
        root.mkdir(parents=True, exist_ok=True)
        # "x": nothing that is there, not even a link to nothing, is written to.
        with (root / FILE).open("x", encoding="utf-8") as file:
            file.write(NEW_FILE)
        (root / DATA).mkdir(exist_ok=True)
        forget_history(root.resolve())
    except OSError as error:
        raise WriteError(str(root), error) from error
    return root
