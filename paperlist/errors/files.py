"""Errors about the files of a library, and about changing, undoing and redoing."""

from collections.abc import Sequence

from paperlist.errors import PaperlistError

_DONE = {"apply": "saved", "undo": "undone", "redo": "done again"}


class ReadError(PaperlistError):
    """A file cannot be read: it is missing, is not a file, or has the wrong content."""

    def __init__(self, path: str, reason: str, line: int | None = None) -> None:
        self.reason, self.line = reason, line
        where = f"{path}:{line}" if line else path
        super().__init__(f"cannot read {where}: {reason}.")


class WriteError(PaperlistError):
    """The operating system refused to write a file. The library has not changed."""

    def __init__(self, path: str, error: OSError) -> None:
        super().__init__(f"cannot write {path}: {error.strerror or error}. Nothing was changed.")


class LockedOutError(WriteError):
    """Another user owns `.paperlist` or the lock in it, so this process cannot lock the library.

    Args:
        private: the path of the folder `.paperlist` in the library.
        owner: the name of the other user.
        error: the error of the operating system.
    """

    def __init__(self, private: str, owner: str, error: OSError) -> None:
        path = error.filename or private
        PaperlistError.__init__(
            self,
            f"cannot write {path}, which belongs to {owner}: {error.strerror}. Nothing was "
            "changed.\nIf 'sudo paperlist' made it, this gives it back to you: "
            f"sudo chown -R \"$(id -un)\" '{private}'",
        )


class LeadsOutError(PaperlistError):
    """A path leads out of the library: through a link, or into `.git` or `.paperlist`.

    Attributes:
        path: the path as the user or the library wrote it.
        real: the same path after all links are followed.
        reason: what is wrong, without the path, for a message that already names the path.
    """

    def __init__(self, path: str, real: str) -> None:
        self.path, self.real = path, real
        self.reason = (
            f"a link that leads out of the library, to {real}; link_targets in your own "
            "config.toml can allow it"
        )
        if path == real:
            super().__init__(
                f"{path} leads out of the library, or into .git or .paperlist; it is left alone."
            )
            return
        super().__init__(
            f"{path} is a link that leads out of the library, to {real}; it is left alone.\n"
            "To follow it, name its target in link_targets in your own config.toml."
        )


class PrivateFolderError(PaperlistError):
    """In `.paperlist`, the folder or the lock file is a link or something else unexpected.

    Args:
        path: the path of the folder or lock file.
        kind: what the path should be: `folder` or `file`.
    """

    def __init__(self, path: str, kind: str) -> None:
        super().__init__(f"{path} is not a {kind}; remove it, paperlist makes it anew.")


class OverwriteError(PaperlistError):
    """An export would overwrite a file that does not look like an export of paperlist.

    Args:
        path: the path of the file.
        problem: why the file is not overwritten.
    """

    def __init__(
        self, path: str, problem: str = "exists and is none of paperlist's exports"
    ) -> None:
        super().__init__(
            f"{path} {problem}; nothing was written.\n"
            "Choose another name, or overwrite it with --force."
        )


class ChangedUnderneathError(PaperlistError):
    """Files of the library changed after they were read, so nothing was written."""

    def __init__(self, paths: Sequence[str], action: str = "saved") -> None:
        self.paths = tuple(paths)
        files = ", ".join(paths)
        super().__init__(f"{files} changed in the meantime; nothing was {action}.")


class NothingToUndoError(PaperlistError):
    """There is no change to undo or redo.

    Args:
        action: `undo` or `redo`.
    """

    def __init__(self, action: str) -> None:
        super().__init__(f"nothing to {action}.")


class NotUndoneError(ChangedUnderneathError):
    """A change cannot be undone or redone, because its files were edited afterwards.

    Args:
        paths: the edited files.
        kind: `undo` or `redo`.
        summary: a description of the change.
    """

    def __init__(self, paths: Sequence[str], kind: str, summary: str) -> None:
        PaperlistError.__init__(
            self,
            f"{', '.join(paths)} was changed since by something else, so '{summary}' cannot be "
            f"{_DONE[kind]}; nothing was written.\n"
            + (
                "'paperlist undo --skip' passes over it and undoes the change before it."
                if kind == "undo"
                else "'paperlist redo --skip' passes over it and redoes the change after it."
            ),
        )
        self.paths = tuple(paths)


class JournalError(PaperlistError):
    """The journal of a change is damaged. A journal is a file that describes one whole change."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{path} is damaged.")


class DamagedHistoryError(PaperlistError):
    """The change cannot be undone or redone, because its entry in the history is damaged.

    Args:
        kind: `undo` or `redo`.
        place: the path where the damaged entry is kept.
    """

    def __init__(self, kind: str, place: str) -> None:
        super().__init__(
            f"what has to be {_DONE[kind]} is damaged; nothing was written.\n"
            f"It is kept as {place}; '{kind}' now goes on with the change next to it."
        )


class UnfinishedError(PaperlistError):
    """A change was made, but writing it to the history failed.

    Args:
        kind: `apply`, `undo` or `redo`.
        error: the error of the operating system.
    """

    def __init__(self, kind: str, error: OSError) -> None:
        where = f" {error.filename}" if error.filename else ""
        super().__init__(
            f"the change is {_DONE[kind]}, but its history is not: cannot write{where}: "
            f"{error.strerror or error}.\nThe next command tries again."
        )
