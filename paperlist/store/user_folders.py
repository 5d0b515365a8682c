"""The user's own folders, in which paperlist keeps indexes, histories and settings on a machine.

They are outside of every library, so a cloned library cannot bring files into them. platformdirs
gives their paths.
"""

import os
from pathlib import Path
from typing import Any

from paperlist.errors import ConfigError
from paperlist.store.toml import parse_toml

LONGEST_NAME = 200


def cache_folder() -> Path:
    """Return the folder for files that paperlist can make again: the indexes."""
    from platformdirs import user_cache_path

    return _make_absolute(user_cache_path("paperlist", appauthor=False), ".cache")


def state_folder() -> Path:
    """Return the folder for files that cannot be made again: histories and drafts."""
    from platformdirs import user_state_path

    return _make_absolute(user_state_path("paperlist", appauthor=False), ".local/state")


def history_folder(root: Path) -> Path:
    """Return the folder that holds the journal and the history of the library at `root`."""
    return state_folder() / "libraries" / file_name_of(root)


def drafts(root: Path) -> list[Path]:
    """Return the drafts of new papers and of the notes of the library at `root`, sorted.

    A draft is a file with a text of the user that was not saved.
    """
    folder = state_folder() / "drafts"
    found = (*folder.glob("[!.]*.*"), *(folder / file_name_of(root)).glob("[!.]*.*"))
    return sorted(path for path in found if path.is_file())


def config_file() -> Path:
    """Return the path of the file with the user's own settings, config.toml."""
    from platformdirs import user_config_path

    return _make_absolute(user_config_path("paperlist", appauthor=False), ".config") / "config.toml"


def _make_absolute(path: Path, usual: str) -> Path:
    """Return `path` if it is absolute, else the usual folder, as the XDG specification asks.

    A relative path would depend on the folder in which the command runs, perhaps a library.

    Args:
        path: the path from platformdirs, which may come from an environment variable.
        usual: the usual folder, relative to the user's home.
    """
    return path if path.is_absolute() else Path.home() / usual / path.name


def user_settings() -> dict[str, Any]:
    """Return the values in the user's config.toml; empty if there is no such file.

    Raises:
        ConfigError: the file cannot be read, or is not TOML.
    """
    path = config_file()
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(path, str(error)) from error
    return parse_toml(path, text)


def list_of_strings(name: str) -> list[str]:
    """Return the user's setting `name`, a list of strings; empty if the setting is missing.

    Raises:
        ConfigError: the setting is not a list of strings, or config.toml cannot be read.
    """
    value = user_settings().get(name, [])
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise ConfigError(config_file(), f"{name} has to be a list of strings")
    return value


def file_name_of(root: Path) -> str:
    """Return a file name for the index or history of the library at `root`.

    No two libraries have the same name. The name is the library's path with slashes replaced; for a
    long path, the name is a hash.
    """
    # A path is readable, and needs no import of hashlib, which is slow.
    name = str(root.resolve())
    for character in "%/\\:":
        name = name.replace(character, f"%{ord(character):02X}")
    if len(os.fsencode(name)) > LONGEST_NAME:
        from hashlib import blake2b

        name = blake2b(os.fsencode(name), digest_size=16).hexdigest()
    return name
