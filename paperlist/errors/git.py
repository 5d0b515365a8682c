"""Errors of git, and of a library that is shared with it."""

from paperlist.errors import PaperlistError

_PREFIXES = ("fatal: ", "error: ")


class GitError(PaperlistError):
    """git refused, or cannot be run. The text is the first useful line of what git said.

    Args:
        command: the command of git, such as `commit`.
        said: the output of git.

    Attributes:
        said: the output of git.
    """

    def __init__(self, command: str, said: str) -> None:
        lines = [line.strip() for line in said.splitlines() if line.strip()]
        others = [line for line in lines if not line.startswith(("hint:", "warning:"))]
        refusals = [line for line in others if line.startswith(_PREFIXES)]
        first = next(iter(refusals or others or lines), f"git {command} failed")
        for prefix in _PREFIXES:
            first = first.removeprefix(prefix)
        super().__init__(first)
        self.said = said


class SyncError(PaperlistError):
    """A library cannot be synced now. Nothing is lost, and `paperlist sync` can be run again."""
