"""The user's own folders, in which paperlist keeps indexes, histories and settings on a machine.

They are outside of every library, so a cloned library cannot bring files into them. Their paths are
those of platformdirs.
"""

import os
import sys
from pathlib import Path
from typing import Any

from paperlist.errors import ConfigError

LONGEST_NAME = 200


def cache_folder() -> Path:
    """Return the folder for files that paperlist can make again: the indexes."""
    return _folder("cache", "XDG_CACHE_HOME", ".cache")


def state_folder() -> Path:
    """Return the folder for files that cannot be made again: histories and drafts."""
    return _folder("state", "XDG_STATE_HOME", ".local/state")


def history_folder(root: Path) -> Path:
    """Return the folder that holds the journal and the history of the library at `root`."""
    return state_folder() / "libraries" / file_name_of(root)


def drafts_folder(root: Path) -> Path:
    """Return the folder that holds the drafts of the library at `root`."""
    return state_folder() / "drafts" / file_name_of(root)


def drafts(root: Path) -> list[Path]:
    """Return the drafts of new papers and of the notes of the library at `root`, sorted.

    A draft is a file with a text of the user that was not saved.
    """
    return sorted(path for path in drafts_folder(root).glob("[!.]*.*") if path.is_file())


def config_file() -> Path:
    """Return the path of the file with the user's own settings, config.toml."""
    return _folder("config", "XDG_CONFIG_HOME", ".config") / "config.toml"


def _folder(kind: str, variable: str, usual: str) -> Path:
    """Return paperlist's own folder of a kind, as an absolute path.

    A relative path would depend on the folder in which the command runs, perhaps a library. So the
    usual folder replaces it, as the XDG specification asks.

    Args:
        kind: `cache`, `state` or `config`.
        variable: the environment variable that the XDG specification has for the kind.
        usual: the folder for the kind in the user's home if the variable is not set.
    """
    if sys.platform == "linux":
        # This is what platformdirs does, without the 3 ms that its import adds to every command.
        parent = Path(os.environ.get(variable, "").strip())
        found = parent / "paperlist"
    else:
        import platformdirs

        found = getattr(platformdirs, f"user_{kind}_path")("paperlist", appauthor=False)
    return found if found.is_absolute() else Path.home() / usual / "paperlist"


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
    from paperlist.store.toml import parse_toml

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
