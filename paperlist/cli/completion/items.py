"""What a completion is, and the completions that need no library."""

from collections.abc import Iterable, Iterator

VARIABLE = "_PAPERLIST_COMPLETE"
SHELLS = ("bash", "zsh", "fish", "powershell")


class Completion(str):
    """A completion that already matches what was typed, except for upper and lower case.

    Typer keeps a completion only if its method `startswith` returns True for what was typed. So
    the method of this class always returns True.
    """

    __slots__ = ()

    def startswith(self, *_: object) -> bool:
        """Return True, whatever was typed."""
        return True


# With these, the shell completes the names of files or folders itself.
FILES = Completion("files")
FOLDERS = Completion("folders")


def matching(values: Iterable[str], begun: str, before: str = "") -> Iterator[Completion]:
    """Yield the values that begin with `begun`, in upper or lower case, with `before` in front."""
    wanted = begun.casefold()
    return (Completion(before + each) for each in values if each.casefold().startswith(wanted))


def complete_file() -> Iterator[Completion]:
    """Yield what makes the shell complete the names of files."""
    return iter((FILES,))


def complete_folder() -> Iterator[Completion]:
    """Yield what makes the shell complete the names of folders."""
    return iter((FOLDERS,))


def complete_shell(incomplete: str) -> Iterator[Completion]:
    """Yield the shells that have completion."""
    return matching(SHELLS, incomplete)
