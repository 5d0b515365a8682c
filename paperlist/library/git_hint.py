"""Whether a clone lacks the merge programs that the library's `.gitattributes` names.

The first command in such a clone says so, once. git is not run for it: each command would wait.
"""

import os
from contextlib import suppress
from pathlib import Path

from paperlist.errors import PaperlistError
from paperlist.library import git_attributes
from paperlist.store.files import read_file
from paperlist.store.user_folders import history_folder

_LARGEST_BYTES = 1_000_000
_DRIVER = b'[merge "paperlist-note"]'
_TOLD = "told-of-git-setup"


def lacks_setup(root: Path) -> bool:
    """Return whether to tell the user of `paperlist git setup`; False if they were told before.

    Args:
        root: the folder of the library.
    """
    if not os.path.lexists(root / git_attributes.FILE):
        return False
    told = history_folder(root) / _TOLD
    if git_attributes.ATTRIBUTE.encode() not in _content(root / git_attributes.FILE):
        return False
    config = _config_of(root)
    return config is not None and not told.exists() and _DRIVER not in _content(config)


def remember(root: Path) -> None:
    """Remember that the user was told."""
    told = history_folder(root) / _TOLD
    with suppress(OSError):
        told.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        told.touch()


def _config_of(root: Path) -> Path | None:
    """Return the configuration of the git repository around a folder; None if there is none."""
    for folder in (root, *root.parents):
        place = folder / ".git"
        if place.is_dir():
            return place / "config"
        if place.is_file():
            # In a worktree, a file names the folder, and that folder names the shared one.
            place = (
                folder / _content(place).decode(errors="replace").removeprefix("gitdir:").strip()
            )
            shared = _content(place / "commondir").decode(errors="replace").strip()
            return place / shared / "config"
    return None


def _content(path: Path) -> bytes:
    try:
        return read_file(path, path.name, _LARGEST_BYTES)
    except (PaperlistError, ValueError):
        return b""
