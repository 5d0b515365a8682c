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

_LONGEST_S = 120  # a hook may run tests
# These do not know patterns, and refuse the variable that turns patterns off.
_WITHOUT_PATTERNS = frozenset({"check-ignore"})


def find_repository(folder: Path) -> Path | None:
    """Return the nearest folder, from `folder` upward, that holds `.git`; None if there is none.

    Only names are looked at, and git is not run.
    """
    folder = folder.resolve()
    return next((each for each in (folder, *folder.parents) if (each / ".git").exists()), None)


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
