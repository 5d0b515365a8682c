"""Commits each change with git, where the library asks for it and the user allows it.

git runs programs that the configuration of a repository names, and the repository may be a
stranger's. So the setting `commit` in paperlist.toml counts only in libraries that the user lists
in their own settings (`git_libraries` in config.toml).
"""

import os
import subprocess
from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING

from paperlist.store.user_folders import config_file, list_of_strings

if TYPE_CHECKING:
    from paperlist.store.changeset import Changeset

_PATHS = ("--pathspec-from-file=-", "--pathspec-file-nul")
_STAGED = ("--cached", "--name-only", "--no-renames", "--relative", "-z")
_LONGEST_S = 120  # a hook may run tests
_MERGES = ("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "rebase-merge", "rebase-apply")


class _GitError(Exception):
    """git refused. The text is the first line of its message."""


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
        _commit(root, changeset, message, warn)
    except _GitError as error:
        warn(f"the change is saved, but not committed: {error}")
    except (OSError, subprocess.SubprocessError) as error:
        warn(f"the change is saved, but git cannot be run: {error}")


def _is_allowed(root: Path) -> bool:
    allowed = (Path(each).expanduser() for each in list_of_strings("git_libraries"))
    return any(each.is_absolute() and each.resolve() == root.resolve() for each in allowed)


def _commit(root: Path, changeset: "Changeset", message: str, warn: Callable[[str], None]) -> None:
    folder = Path(_git(root, "rev-parse", "--absolute-git-dir").strip())
    if any((folder / name).exists() for name in _MERGES):
        raise _GitError(
            "a merge or a rebase is under way; finish it, and commit the change with it"
        )
    paths = {path for path in changeset.files if not Path(path).is_absolute()}
    ignored = _names(_git(root, "check-ignore", "-z", "--stdin", paths=paths, may_fail=True))
    staged = _names(_git(root, "diff", *_STAGED))
    own = paths & staged
    if own:
        warn(f"not committed, since you have staged changes there: {', '.join(sorted(own)[:3])}")
    paths -= ignored | staged
    if not paths:
        return
    _git(root, "add", "--all", *_PATHS, paths=_existing_or_known(root, paths))
    committed = paths & _names(_git(root, "diff", *_STAGED))
    if not committed:
        return  # git had these contents already
    try:
        _git(root, "commit", "--quiet", "--only", "-m", message, *_PATHS, paths=committed)
    except _GitError:
        _git(root, "reset", "--quiet", *_PATHS, paths=committed, may_fail=True)
        raise


def _existing_or_known(root: Path, paths: Collection[str]) -> list[str]:
    """Return the paths that git can add: `git add` fails for a file that neither it nor we have."""
    known = _names(_git(root, "ls-files", "-z"))
    return [path for path in paths if path in known or os.path.lexists(root / path)]


def _names(output: str) -> set[str]:
    return set(filter(None, output.split("\0")))


def _git(
    root: Path, command: str, *arguments: str, paths: Collection[str] = (), may_fail: bool = False
) -> str:
    """Run git in the folder of the library, and return its output.

    Args:
        root: the folder of the library.
        command: the command of git.
        arguments: its arguments.
        paths: paths relative to `root`, which git reads from standard input.
        may_fail: whether to return the output even if git fails.

    Raises:
        _GitError: git failed.
    """
    environment = {**os.environ, "GIT_TERMINAL_PROMPT": "0", "GIT_EDITOR": ":", "LC_ALL": "C"}
    if command != "check-ignore":  # which does not know patterns, and refuses the variable
        environment["GIT_LITERAL_PATHSPECS"] = "1"
    done = subprocess.run(  # noqa: S603 (the user allowed git here, and no text is an option)
        ["git", "-C", str(root), command, *arguments],  # noqa: S607 (as the user would)
        input="".join(f"{path}\0" for path in sorted(paths)),
        capture_output=True, encoding="utf-8", errors="surrogateescape", env=environment,
        timeout=_LONGEST_S, check=False,
    )  # fmt: skip
    if done.returncode and not may_fail:
        said = (done.stderr or done.stdout).strip().split("\n")[0]
        raise _GitError(said.removeprefix("fatal: ") or f"git {command} failed")
    return done.stdout
