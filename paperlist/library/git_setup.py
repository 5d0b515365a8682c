"""Tells git to merge the files of a library with paperlist.

Two things are needed. The file `.gitattributes`, which is committed, says which files are merged by
which program. The programs themselves stand in the configuration of each clone, since git never
runs what a repository brings.
"""

import os
import shlex
import shutil
import sys
from pathlib import Path
from typing import NamedTuple

from paperlist.errors import PaperlistError, WriteError
from paperlist.library import git_attributes
from paperlist.library.git import Git, find_repository
from paperlist.library.settings_file import FILE, read_settings
from paperlist.store.containment import inside
from paperlist.store.files import is_there, read_file

_LARGEST_BYTES = 1_000_000
_KINDS = {
    "note": "paperlist: merges a note field by field",
    "page": "paperlist: merges the published page",
    "settings": "paperlist: merges paperlist.toml key by key",
}


class GitSetup(NamedTuple):
    """What `set_up` did.

    Attributes:
        attributes: the file `.gitattributes`.
        added: the lines that were added to it.
        command: how git starts paperlist.
    """

    attributes: Path
    added: list[str]
    command: str


def set_up(root: Path) -> GitSetup:
    """Write `.gitattributes`, and the merge programs into the configuration of the clone.

    What is there already stays, so this can be repeated.

    Args:
        root: the folder of the library.

    Raises:
        PaperlistError: the library is in no git repository.
        GitError: git refused.
        WriteError: the system refused to write `.gitattributes`.
    """
    root = root.resolve()
    if find_repository(root) is None:
        raise PaperlistError(
            f"{root} is in no git repository; 'git init' or 'paperlist init --git' makes it one."
        )
    settings = read_settings(root)
    lines = git_attributes.wanted_lines(FILE, settings.export, settings.split_name)
    path = inside(root, root / git_attributes.FILE)
    before = read_file(path, git_attributes.FILE, _LARGEST_BYTES) if is_there(path) else b""
    after, added = git_attributes.with_lines(before, lines)
    command = own_command()
    git = Git(root)
    for kind, name in _KINDS.items():
        git.run("config", "--local", f"merge.paperlist-{kind}.name", name)
        git.run("config", "--local", f"merge.paperlist-{kind}.driver", _driver(command, kind))
    if find_repository(root) == root:
        # If somebody moves all notes of a month, git would move new notes of that month too.
        git.run("config", "--local", "merge.directoryRenames", "false")
    if added:
        _write(path, after)
    return GitSetup(path, added, command)


def make_repository(root: Path) -> bool:
    """Make the folder of a library a git repository, and return True; False if it is in one.

    Raises:
        GitError: git refused.
    """
    if find_repository(root) is not None:
        return False
    Git(root).run("init", "--quiet")
    return True


def own_command() -> str:
    """Return how the shell of git starts paperlist.

    It is never plain `python -m paperlist`, which would run a `paperlist.py` of the clone.
    """
    if shutil.which("paperlist"):
        return "paperlist"
    return f"{shlex.quote(Path(sys.executable).as_posix())} -I -m paperlist"


def _driver(command: str, kind: str) -> str:
    """Return the command line with which git merges a file of a kind.

    If paperlist cannot be started, git would keep one side and no trace of the other. Then the file
    has no conflict markers, and is merged by lines as git does it.
    """
    run = f"{command.replace('%', '%%')} git merge-{kind} %O %A %B %P"
    by_lines = "git merge-file -q -L ours -L base -L theirs %A %O %B"
    return f"{run} || if grep -q '^<<<<<<<' %A; then exit 1; else {by_lines}; fi"


def _write(path: Path, content: bytes) -> None:
    """Write a file beside `path` and rename it, so that no half of it is ever there."""
    new = path.with_name(f"{path.name}.{os.urandom(8).hex()}")
    try:
        with new.open("xb") as file:
            file.write(content)
        new.replace(path)
    except OSError as error:
        new.unlink(missing_ok=True)
        raise WriteError(str(path), error) from error
