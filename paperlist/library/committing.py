"""Commits each change with git, where the library asks for it and the user allows it.

git runs programs that the configuration of a repository names, and the repository may be a
stranger's. So the setting `commit` in paperlist.toml counts only in libraries that the user lists
in their own settings (`git_libraries` in config.toml).
"""

import os
from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING

from paperlist.errors import GitError
from paperlist.library.git import PATHS, Git, names
from paperlist.store.user_folders import config_file, list_of_strings

if TYPE_CHECKING:
    from paperlist.store.changeset import Changeset

_STAGED = ("--cached", "--name-only", "--no-renames", "--relative", "-z")


def commit(root: Path, changeset: "Changeset", message: str, warn: Callable[[str], None]) -> None:
    """Commit the files of a change. If that is not possible, warn; the change is made already.

    Files with staged changes of the user's own are left to the user.

    Args:
        root: the folder of the library.
        changeset: the change.
        message: the message of the commit.
        warn: called with a sentence if something is not committed.
    """
    if not _is_allowed(root):
        warn(
            "paperlist.toml asks for a git commit of each change; to allow it, add this line to "
            f'{config_file()}: git_libraries = ["{root}"]'
        )
        return
    try:
        _commit(Git(root), changeset, message, warn)
    except GitError as error:
        warn(f"the change is saved, but not committed: {error}")


def _is_allowed(root: Path) -> bool:
    allowed = (Path(each).expanduser() for each in list_of_strings("git_libraries"))
    return any(each.is_absolute() and each.resolve() == root.resolve() for each in allowed)


def _commit(git: Git, changeset: "Changeset", message: str, warn: Callable[[str], None]) -> None:
    if git.unfinished():
        raise GitError(
            "commit", "a merge or a rebase is under way; finish it, and commit the change with it"
        )
    paths = {path for path in changeset.files if not Path(path).is_absolute()}
    ignored = set(names(git.run("check-ignore", "-z", "--stdin", paths=paths, may_fail=True)))
    staged = set(names(git.run("diff", *_STAGED)))
    own = paths & staged
    if own:
        warn(f"not committed, since you have staged changes there: {', '.join(sorted(own)[:3])}")
    paths -= ignored | staged
    if not paths:
        return
    git.run("add", "--all", *PATHS, paths=_existing_or_known(git, paths))
    committed = paths & set(names(git.run("diff", *_STAGED)))
    if not committed:
        return  # git had these contents already
    try:
        git.run("commit", "--quiet", "--only", "-m", message, *PATHS, paths=committed)
    except GitError:
        git.run("reset", "--quiet", *PATHS, paths=committed, may_fail=True)
        raise


def _existing_or_known(git: Git, paths: Collection[str]) -> list[str]:
    """Return the paths that git can add: `git add` fails for a file that neither it nor we have."""
    known = set(names(git.run("ls-files", "-z")))
    return [path for path in paths if path in known or os.path.lexists(git.root / path)]
