"""What a completion is, and the completions that need no library."""

from collections.abc import Iterable, Iterator

VARIABLE = "_PAPERLIST_COMPLETE"
SHELLS = ("bash", "zsh", "fish", "powershell")


class Completion(str):
    """A completion that was matched already, in any case.

    Typer would drop one that does not begin with exactly what was typed, and lets only `startswith`
    decide.
    """

    __slots__ = ()

    def startswith(self, *_: object) -> bool:
        """Return True: the completion was matched already."""
        return True


# What stands for files and folders, whose names the shells complete themselves.
FILES = Completion("files")
FOLDERS = Completion("folders")


def matching(values: Iterable[str], begun: str, before: str = "") -> Iterator[Completion]:
    """Yield the values that begin with `begun` in any case, each behind `before`."""
    wanted = begun.casefold()
    return (Completion(before + each) for each in values if each.casefold().startswith(wanted))


def complete_file() -> Iterator[Completion]:
    """Let the shell complete files."""
    return iter((FILES,))


def complete_folder() -> Iterator[Completion]:
    """Let the shell complete folders."""
    return iter((FOLDERS,))


def complete_shell(incomplete: str) -> Iterator[Completion]:
    """Yield the shells that have completion."""
    return matching(SHELLS, incomplete)
