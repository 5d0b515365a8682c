"""Where a path really leads: the one check that keeps a library within its own folder.

A library is something that people clone from others, and git brings links along. One that stays
inside the library is followed; one that leads out is named and left alone, unless the user allowed
its target in their own settings (`link_targets` in config.toml, never in the library).
"""

import os
from pathlib import Path

from paperlist.errors import ConfigError, LeadsOutError

NOT_NOTES = frozenset({".git", ".paperlist"})
"""Folders in a library that hold no part of it: git's own, and ours."""


def inside(root: Path, path: Path) -> Path:
    """Return where `path` really is, all links followed.

    Args:
        root: the library's folder, itself without links.
        path: a path below it; nothing need be there.

    Raises:
        LeadsOutError: that is not within the library, or in one of `NOT_NOTES`.
    """
    real = Path(os.path.realpath(path))
    if _is_part_of(root, real):
        return real
    if not _is_allowed(real):
        raise LeadsOutError(str(path), str(real))
    return real


def given(root: Path, path: Path) -> Path:
    """Return a path that the user named on the command line, once it is checked.

    A user may name any file of theirs. What they name within the library is checked as all of the
    library is: they may not know that it is a link.

    Raises:
        LeadsOutError: it lies in the library, and leads out of it.
    """
    place = real_place(path)
    named = Path(os.path.abspath(path))
    # The library itself may be reached through a link.
    real = (Path(os.path.realpath(folder)) for folder in named.parents)
    if place.is_relative_to(root) or any(folder.is_relative_to(root) for folder in real):
        inside(root, path)
    return path


def real_place(path: Path) -> Path:
    """Return where the file at `path` is, or the link there; all folders above it are real."""
    return Path(os.path.realpath(path.parent)) / path.name


def _is_part_of(root: Path, real: Path) -> bool:
    if not real.is_relative_to(root):
        return False
    return not any(part.casefold() in NOT_NOTES for part in real.relative_to(root).parts)


def _is_allowed(real: Path) -> bool:
    from paperlist.store.user_folders import config_file, list_of_strings

    allowed = [os.path.expanduser(each) for each in list_of_strings("link_targets")]
    for each in allowed:
        # A relative one would mean another folder wherever a command is run.
        if not os.path.isabs(each) or "\0" in each:
            raise ConfigError(config_file(), f"link_targets: {each!r} is no whole path")
    return any(real.is_relative_to(os.path.realpath(each)) for each in allowed)
