"""Runs git. No other module does.

git runs programs that the configuration and the hooks of a repository name, and the repository may
be a stranger's. So git is run only where the user asked for it, by a command or in their settings.
"""

import os
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from paperlist.errors import GitError

if TYPE_CHECKING:
    from subprocess import CompletedProcess

_LONGEST_S = 600  # a hook may run tests, and a remote may be slow
# These do not know patterns, and refuse the variable that turns patterns off.
_WITHOUT_PATTERNS = frozenset({"check-ignore"})


def find_repository(folder: Path) -> Path | None:
    """Return the nearest folder, from `folder` upward, that holds `.git`; None if there is none.

    Only names are looked at, and git is not run.
    """
    folder = folder.resolve()
    return next((each for each in (folder, *folder.parents) if (each / ".git").exists()), None)


PATHS = ("--pathspec-from-file=-", "--pathspec-file-nul")
"""Options with which a command of git reads paths from standard input."""
# git's own files and folders for what is unfinished.
_UNFINISHED = {
    "MERGE_HEAD": "merge",
    "CHERRY_PICK_HEAD": "cherry-pick",
    "REVERT_HEAD": "revert",
    "rebase-merge": "rebase",
    "rebase-apply": "rebase",
}


def names(output: str) -> list[str]:
    """Return the names in an output of git that has a zero byte after each."""
    return list(filter(None, output.split("\0")))


class Git:
    """git in the folder `root`, without questions on the terminal, and with messages in English.

    Paths are relative to `root`, and are never taken for patterns.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def run(
        self, command: str, *arguments: str, paths: Collection[str] = (), may_fail: bool = False
    ) -> str:
        """Run git, and return its output.

        Args:
            command: the command of git.
            arguments: its arguments.
            paths: paths that git reads from standard input, with a zero byte after each.
            may_fail: whether to return the output even if git fails.

        Raises:
            GitError: git failed, or cannot be run.
        """
        given = "".join(f"{path}\0" for path in sorted(paths))
        output = self.run_bytes(command, *arguments, given=os.fsencode(given), may_fail=may_fail)
        return output.decode("utf-8", "surrogateescape")

    def run_bytes(
        self, command: str, *arguments: str, given: bytes = b"", may_fail: bool = False
    ) -> bytes:
        """Run git with the bytes `given` as standard input, and return its output as bytes.

        Raises:
            GitError: git failed, or cannot be run.
        """
        done = self._run(command, arguments, given)
        if done.returncode and not may_fail:
            raise GitError(command, (done.stderr or done.stdout).decode("utf-8", "replace"))
        return done.stdout

    def status_of(self, command: str, *arguments: str) -> int:
        """Run git, and return its exit status.

        Raises:
            GitError: git cannot be run.
        """
        return self._run(command, arguments, b"").returncode

    def content(self, blob: str) -> bytes:
        """Return the bytes of a file in the repository, given git's name for its content.

        Raises:
            GitError: git failed, or cannot be run.
        """
        return self.run_bytes("cat-file", "blob", blob)

    def contents(self, blobs: Collection[str]) -> dict[str, bytes]:
        """Return the bytes of many files by git's names for their contents, with one call of git.

        Raises:
            GitError: git failed, or cannot be run.
        """
        given = "".join(f"{blob}\n" for blob in blobs).encode()
        output = self.run_bytes("cat-file", "--batch", given=given) if blobs else b""
        found: dict[str, bytes] = {}
        place = 0
        for blob in blobs:
            # A line `NAME blob SIZE`, the content, and a line end.
            start = output.index(b"\n", place) + 1
            size = int(output[place:start].split()[-1])
            found[blob] = output[start : start + size]
            place = start + size + 1
        return found

    def unfinished(self) -> str:
        """Return `merge`, `rebase` or the like if one is under way, else an empty text.

        Raises:
            GitError: the folder is in no repository, or git cannot be run.
        """
        folder = Path(self.run("rev-parse", "--absolute-git-dir").rstrip("\n"))
        return next((name for file, name in _UNFINISHED.items() if (folder / file).exists()), "")

    def _run(
        self, command: str, arguments: Collection[str], given: bytes
    ) -> "CompletedProcess[bytes]":
        import subprocess

        environment = {**os.environ, "GIT_TERMINAL_PROMPT": "0", "GIT_EDITOR": ":", "LC_ALL": "C"}
        if command not in _WITHOUT_PATTERNS:
            environment["GIT_LITERAL_PATHSPECS"] = "1"
        try:
            return subprocess.run(  # noqa: S603 (no text from a library is an option)
                ["git", "-C", str(self.root), command, *arguments],  # noqa: S607 (as the user would)
                input=given, capture_output=True, env=environment, timeout=_LONGEST_S, check=False,
            )  # fmt: skip
        except (OSError, subprocess.SubprocessError) as error:
            raise GitError(command, f"git cannot be run: {error}") from error
