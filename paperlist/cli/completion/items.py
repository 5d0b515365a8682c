"""Completions as texts, and the completions that need no library."""

from collections.abc import Iterable, Iterator

VARIABLE = "_PAPERLIST_COMPLETE"
SHELLS = ("bash", "zsh", "fish", "powershell")


class Completion(str):
    """A completion that is known to fit what the user typed.

    Typer drops a completion if `completion.startswith(typed)` is False. In this class, that method
    always returns True, so that upper and lower case make no difference.
    """

    __slots__ = ()

    def startswith(self, *_: object) -> bool:
        """Return True."""
        return True


# With these, the shell completes the names of files or folders itself.
FILES = Completion("files")
FOLDERS = Completion("folders")


def matching(values: Iterable[str], begun: str, before: str = "") -> Iterator[Completion]:
    """Yield the values that begin with `begun`, without regard to upper and lower case.

    Args:
        values: all values.
        begun: what the user typed.
        before: a text to put before each value.
    """
    wanted = begun.casefold()
    return (Completion(before + each) for each in values if each.casefold().startswith(wanted))


def complete_file() -> Iterator[Completion]:
    """Make the shell complete the names of files."""
    return iter((FILES,))


def complete_folder() -> Iterator[Completion]:
    """Make the shell complete the names of folders."""
    return iter((FOLDERS,))


def complete_shell(incomplete: str) -> Iterator[Completion]:
    """Yield the names of the shells for which there is completion."""
    return matching(SHELLS, incomplete)
