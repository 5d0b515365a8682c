"""The one check that a path of a library does not lead out of the library's folder.

People clone libraries from others, and git copies symbolic links too. A link to a place inside the
library is followed. A link to any other place is an error, unless the user allowed that place in
their own settings (`link_targets` in config.toml, never in the library).
"""

import os
from pathlib import Path

from paperlist.errors import ConfigError, LeadsOutError

NOT_NOTES = frozenset({".git", ".paperlist"})
"""Folders in a library that hold no notes: git's own folder, and paperlist's own folder."""


def inside(root: Path, path: Path) -> Path:
    """Return `path` with all links followed, if the result is inside the library.

    Args:
        root: the path of the library's folder, without links.
        path: a path below `root`; the file need not exist.

    Raises:
        LeadsOutError: the real path is outside the library, or in one of the folders `NOT_NOTES`,
            and the user's settings do not allow that place.
        ConfigError: the user's settings cannot be read.
    """
    real = Path(os.path.realpath(path))
    if _is_part_of(root, real):
        return real
    if not _is_allowed(real):
        raise LeadsOutError(str(path), str(real))
    return real


def given(root: Path, path: Path) -> Path:
    """Check `path`, which the user named on the command line, and return `path` unchanged.

    A user may name any file outside the library. A path inside the library is checked by `inside`,
    since somebody else may have put a link there.

    Raises:
        LeadsOutError: the path is inside the library, but its real path is not.
    """
    place = real_place(path)
    named = Path(os.path.abspath(path))
    # The user may have named the library's folder by a link to it.
    real = (Path(os.path.realpath(folder)) for folder in named.parents)
    if place.is_relative_to(root) or any(folder.is_relative_to(root) for folder in real):
        inside(root, path)
    return path


def real_place(path: Path) -> Path:
    """Return `path` without links in its folders. A link at `path` itself is not followed."""
    return Path(os.path.realpath(path.parent)) / path.name


def _is_part_of(root: Path, real: Path) -> bool:
    if not real.is_relative_to(root):
        return False
    return not any(part.casefold() in NOT_NOTES for part in real.relative_to(root).parts)


def _is_allowed(real: Path) -> bool:
    from paperlist.store.user_folders import config_file, list_of_strings

    allowed = [os.path.expanduser(each) for each in list_of_strings("link_targets")]
    for each in allowed:
        # A relative path would depend on the folder in which the command runs.
        if not os.path.isabs(each) or "\0" in each:
            raise ConfigError(config_file(), f"link_targets: {each!r} is no whole path")
    return any(real.is_relative_to(os.path.realpath(each)) for each in allowed)
