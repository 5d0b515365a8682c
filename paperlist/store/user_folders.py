"""The user's own folders: what paperlist keeps for one person on one machine.

Nothing in them comes from a library, so nothing that a cloned library brings can get into them.
platformdirs names the folders.
"""

import os
from pathlib import Path
from typing import Any

from paperlist.errors import ConfigError
from paperlist.store.toml import parse_toml

LONGEST_NAME = 200


def cache_folder() -> Path:
    """Return the folder of what can be made again: the indexes."""
    from platformdirs import user_cache_path

    return _whole(user_cache_path("paperlist", appauthor=False), ".cache")


def state_folder() -> Path:
    """Return the folder of what only this user made on this machine: histories, drafts."""
    from platformdirs import user_state_path

    return _whole(user_state_path("paperlist", appauthor=False), ".local/state")


def history_folder(root: Path) -> Path:
    """Return the folder that holds the journal and the history of the library at `root`."""
    return state_folder() / "libraries" / file_name_of(root)


def drafts() -> list[Path]:
    """Return the texts that could not be saved, sorted by name."""
    return sorted((state_folder() / "drafts").glob("*.yaml"))


def config_file() -> Path:
    """Return the path of the user's own settings."""
    from platformdirs import user_config_path

    return _whole(user_config_path("paperlist", appauthor=False), ".config") / "config.toml"


def _whole(path: Path, usual: str) -> Path:
    """Return `path`, or the usual folder where that is relative, as the XDG specification asks.

    A relative one would lie in whatever folder a command is run from: in a library, perhaps.
    """
    return path if path.is_absolute() else Path.home() / usual / path.name


def user_settings() -> dict[str, Any]:
    """Return what the user's own settings say; empty where there is no such file.

    Raises:
        ConfigError: the file cannot be read, or is no TOML.
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
    """Return the user's setting `name`, which has to be a list of strings; empty where not set.

    Raises:
        ConfigError: it is something else.
    """
    value = user_settings().get(name, [])
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise ConfigError(config_file(), f"{name} has to be a list of strings")
    return value


def file_name_of(root: Path) -> str:
    """Return the file name that stands for the library at `root`: its path, or a hash of it."""
    # Readable, and without hashlib, which takes its time to import.
    name = str(root.resolve())
    for character in "%/\\:":
        name = name.replace(character, f"%{ord(character):02X}")
    if len(os.fsencode(name)) > LONGEST_NAME:
        from hashlib import blake2b

        name = blake2b(os.fsencode(name), digest_size=16).hexdigest()
    return name
