"""Finds the library that a command uses, and makes new libraries."""

import json
import os
from pathlib import Path

from paperlist.errors import NoLibraryError, PaperlistError, WriteError
from paperlist.library.settings_file import (
    FILE,
    NEW_FILE,
    NOTE_SCHEMA,
    SETTINGS_SCHEMA,
    with_schemas,
)
from paperlist.store.layout import DATA

ENVIRONMENT = "PAPERLIST_LIBRARY"


def find_root(given: Path | None = None, start: Path | None = None) -> Path:
    """Return the folder of the library to use.

    The first of these that is set or exists is used:

    - the folder `given`
    - the folder in $PAPERLIST_LIBRARY
    - the nearest library in the current folder or above it (`start` replaces the current folder)
    - the user's default library: `papers` in the user's data folder

    Raises:
        NoLibraryError: the chosen folder has no paperlist.toml, or no library was found.
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
    """Return the folder of the user's default library, even if it does not exist."""
    from platformdirs import user_data_path

    return user_data_path("paperlist", appauthor=False) / "papers"


def _from_environment() -> Path | None:
    value = os.environ.get(ENVIRONMENT)
    try:
        return Path(value).expanduser() if value else None
    except RuntimeError as error:
        # In `~name`, there is no user of that name, or the user has no home folder.
        raise NoLibraryError(f"{value}") from error


def create(root: Path, *, schema: bool = False) -> Path:
    """Make the folder `root` a library, and return the folder. Files in the folder stay.

    Args:
        root: the folder.
        schema: whether to write JSON Schemas too, and to name them in paperlist.toml, so that
            editors complete and check notes.

    Raises:
        PaperlistError: the folder is a library already.
        WriteError: the folder cannot be written to.
    """
    from paperlist.store.history import forget_history

    if (root / FILE).exists():
        raise PaperlistError(f"{root.resolve()} is a library already.")
    new_files = {FILE: NEW_FILE}
    if schema:
        new_files = {**_schemas(), FILE: with_schemas(NEW_FILE)}
    try:
        root.mkdir(parents=True, exist_ok=True)
        for name, text in new_files.items():
            # The mode "x" fails if the path exists, even as a broken link: nothing is overwritten.
            with (root / name).open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
        (root / DATA).mkdir(exist_ok=True)
        forget_history(root.resolve())
    except OSError as error:
        raise WriteError(str(error.filename or root), error) from error
    return root


def _schemas() -> dict[str, str]:
    """Return the text of the file with each JSON Schema, by the name of the file."""
    from paperlist.library.schema import note_schema, settings_schema

    schemas = {NOTE_SCHEMA: note_schema(), SETTINGS_SCHEMA: settings_schema()}
    return {name: f"{json.dumps(each, indent=2)}\n" for name, each in schemas.items()}
