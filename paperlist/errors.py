"""Everything that can go wrong and is the user's to know.

One base error. Each subclass owns its wording and its exit status; the command line prints the
message and exits, a script catches `PaperlistError`.
"""

from collections.abc import Sequence
from pathlib import Path

_DONE = {"apply": "saved", "undo": "undone", "redo": "done again"}


class PaperlistError(Exception):
    """Base of all errors that paperlist raises on purpose; `exit_status` is the process's."""

    exit_status = 1


class UsageError(PaperlistError):
    """A value on the command line, or an argument of a call, that makes no sense."""

    exit_status = 2


class NoLibraryError(PaperlistError):
    """No folder that holds paperlist.toml was found."""

    def __init__(self, searched: str) -> None:
        super().__init__(
            f"no library: there is no paperlist.toml in {searched}.\n"
            "Run 'paperlist init' to make one here, or name one with --library DIR."
        )


class ConfigError(PaperlistError):
    """paperlist.toml cannot be used as it stands."""

    def __init__(self, path: Path, reason: str, line: int | None = None) -> None:
        where = f"{path}:{line}" if line else f"{path}"
        super().__init__(f"{where}: {reason}")


class UnreadableNoteError(PaperlistError):
    """A note's file cannot be read as a paper. It is never written to."""

    def __init__(self, path: str, reason: str, line: int | None = None) -> None:
        self.path, self.reason, self.line = path, reason, line
        where = f"{path}:{line}" if line else path
        super().__init__(f"{where}: {reason}")


class InvalidPaperError(PaperlistError):
    """Field values that do not make a paper."""

    exit_status = 2

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(problems))


class FormError(PaperlistError):
    """A form that was filled in, but does not make a paper.

    Attributes:
        problems: the line of each, as an editor counts, and what is wrong; None is no line.
    """

    def __init__(self, problems: Sequence[tuple[int | None, str]]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.reasons()))

    def reasons(self, above: int = 0) -> list[str]:
        """Return a line for each problem; `above` lines are counted that stand above the form."""
        return [f"line {line + above}: {why}" if line else why for line, why in self.problems]


class TooLargeError(PaperlistError):
    """A note that would be larger than any that is read."""

    def __init__(self, title: str, size: int, most: int) -> None:
        super().__init__(
            f"the note on '{title[:80]}' would have {size / 1e6:.1f} MB, and {most / 1e6:g} MB is "
            "the most that is read; nothing was written."
        )


class NoSuchPaperError(PaperlistError):
    """A reference that names no paper."""

    def __init__(self, reference: str, nearest: Sequence[str] = ()) -> None:
        hint = f" Did you mean {_either(nearest)}?" if nearest else ""
        super().__init__(f"no paper '{reference}' in this library.{hint}")


class AmbiguousReferenceError(PaperlistError):
    """A reference that names more than one paper."""

    def __init__(self, reference: str, candidates: Sequence[str], limit: int = 8) -> None:
        self.candidates = tuple(candidates)
        shown = "\n".join(f"  {candidate}" for candidate in candidates[:limit])
        more = f"\n  ... {len(candidates) - limit} more" if len(candidates) > limit else ""
        super().__init__(f"'{reference}' could be any of these; say which:\n{shown}{more}")


class DuplicatePaperError(PaperlistError):
    """The paper is already in the library.

    Attributes:
        existing: the id of the paper that is there.
        new: the id that the new one would get.
    """

    def __init__(self, existing: str, why: str, new: str = "") -> None:
        self.existing, self.new = existing, new
        named = f" as '{new}'" if new else ""
        super().__init__(
            f"already in the library as '{existing}' ({why}); nothing added.\n"
            f"--on-duplicate update fills the empty fields of '{existing}', --on-duplicate add "
            f"adds this one{named}."
        )


class TwinPapersError(DuplicatePaperError):
    """Two of the papers that were to be added together are one; neither has an id yet."""

    def __init__(self, first: str, second: str, why: str) -> None:
        self.existing = self.new = ""
        PaperlistError.__init__(
            self,
            f"'{first}' and '{second}' are one paper ({why}); nothing added.\n"
            "--on-duplicate skip makes one of them, with the words of both; --on-duplicate add "
            "adds both.",
        )


class ChangedUnderneathError(PaperlistError):
    """A file is no longer what was read, so nothing was written."""

    def __init__(self, paths: Sequence[str], action: str = "saved") -> None:
        self.paths = tuple(paths)
        files = ", ".join(paths)
        super().__init__(f"{files} changed in the meantime; nothing was {action}.")


class NotUndoneError(ChangedUnderneathError):
    """A change cannot be undone or redone, because a file was edited since."""

    def __init__(self, paths: Sequence[str], kind: str, summary: str) -> None:
        PaperlistError.__init__(
            self,
            f"{', '.join(paths)} was changed since by something else, so '{summary}' cannot be "
            f"{_DONE[kind]}; nothing was written.\n"
            + (
                "'paperlist undo --skip' passes over it and undoes the change before it."
                if kind == "undo"
                else "Bring the file back to what it was to redo the change."
            ),
        )
        self.paths = tuple(paths)


class LeadsOutError(PaperlistError):
    """A path that leads out of the library: by a link, or into a folder that is no part of it."""

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
    """`.paperlist` in a library is not the folder that paperlist makes there."""

    def __init__(self, path: str, kind: str) -> None:
        super().__init__(f"{path} is not a {kind}; remove it, paperlist makes it anew.")


class JournalError(PaperlistError):
    """A journal is damaged."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{path} is damaged.")


class DamagedHistoryError(PaperlistError):
    """The entry of the change that was to be undone or redone is damaged."""

    def __init__(self, kind: str, place: str) -> None:
        super().__init__(
            f"what has to be {_DONE[kind]} is damaged; nothing was written.\n"
            f"It is kept as {place}; '{kind}' now goes on with the change next to it."
        )


class UnfinishedError(PaperlistError):
    """A change was made, but something after it failed."""

    def __init__(self, kind: str, error: OSError) -> None:
        where = f" {error.filename}" if error.filename else ""
        super().__init__(
            f"the change is {_DONE[kind]}, but its history is not: cannot write{where}: "
            f"{error.strerror or error}.\nThe next command tries again."
        )


class WriteError(PaperlistError):
    """The system refused a write; the library is as it was."""

    def __init__(self, path: str, error: OSError) -> None:
        super().__init__(f"cannot write {path}: {error.strerror or error}. Nothing was changed.")


class LockedOutError(WriteError):
    """The lock of a library belongs to somebody else, and this user may not write to it."""

    def __init__(self, private: str, owner: str, error: OSError) -> None:
        path = error.filename or private
        PaperlistError.__init__(
            self,
            f"cannot write {path}, which belongs to {owner}: {error.strerror}. Nothing was "
            "changed.\nIf 'sudo paperlist' made it, this gives it back to you: "
            f"sudo chown -R \"$(id -un)\" '{private}'",
        )


class ReadError(PaperlistError):
    """A file to be read is missing, is no file, or is not text."""

    def __init__(self, path: str, reason: str, line: int | None = None) -> None:
        self.reason, self.line = reason, line
        where = f"{path}:{line}" if line else path
        super().__init__(f"cannot read {where}: {reason}.")


class NothingToImportError(PaperlistError):
    """A page in which no paper was found."""

    def __init__(self, path: str, looked_for: str) -> None:
        super().__init__(f"{path}: no paper found. {looked_for}")


class MarksError(PaperlistError):
    """The marks of a published page do not say what is generated."""

    def __init__(self, path: str, line: int, reason: str) -> None:
        super().__init__(f"{path}:{line}: {reason}; nothing was written. Mend the marks first.")


class ConflictError(MarksError):
    """A page that git could not merge, and nobody has since."""

    def __init__(self, path: str, line: int) -> None:
        reason = "a git merge conflict; nothing was written. Resolve it first."
        PaperlistError.__init__(self, f"{path}:{line}: {reason}")


class UnmarkedPageError(PaperlistError):
    """A page that paperlist did not write would be overwritten."""

    def __init__(self, path: str, begin: str, end: str) -> None:
        super().__init__(
            f"{path} exists and has no marks, so all of it may be yours; nothing was written.\n"
            f"Put {begin} and {end} around the list's place, or overwrite it with --force."
        )


class EditedPageError(PaperlistError):
    """Someone edited what stands between a page's marks; `diff` is what publishing would undo."""

    def __init__(self, path: str, diff: str) -> None:
        self.path, self.diff = path, diff
        super().__init__(
            f"{path} was edited between its marks since it was published; nothing was written.\n"
            f"'paperlist import {path} --on-duplicate update' takes the edit over into the notes; "
            "'paperlist export --force' overwrites it."
        )


class OverwriteError(PaperlistError):
    """A file would be overwritten that does not look as if paperlist had written it."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f"{path} exists and is none of paperlist's exports; nothing was written.\n"
            "Choose another name, or overwrite it with --force."
        )


class TemplateError(PaperlistError):
    """A template that cannot be rendered."""

    def __init__(self, path: str, reason: str, line: int | None = None) -> None:
        where = f"{path}:{line}" if line else path
        super().__init__(f"{where}: {reason}")


class LostWordsError(PaperlistError):
    """Words of a page would be lost; nothing was imported."""

    def __init__(self, path: str, lost: Sequence[tuple[int, Sequence[str]]]) -> None:
        shown = "".join(f"\n  {path}:{line}: {' '.join(words)}" for line, words in lost[:20])
        super().__init__(
            f"some words of {path} would be lost; nothing was imported. Please report this page."
            f"{shown}\n--force imports it all the same."
        )


class NoLinkError(PaperlistError):
    """A paper with nothing to open, or with nothing of this name."""

    def __init__(self, paper: str, name: str = "", known: Sequence[str] = ()) -> None:
        if name:
            there = f"it has {', '.join(known)}" if known else "it has none"
            message = f"'{paper}' has no link or file '{name}'; {there}."
        else:
            message = f"'{paper}' has no link, no arXiv id, no DOI and no file."
        super().__init__(
            f"{message}\nGive it one: paperlist edit {paper} links.{name or 'paper'}=URL, "
            f"or paperlist edit {paper} --attach FILE"
        )


class UnopenableError(PaperlistError):
    """A link that is not opened: it may be a command, or a file that is run and not shown."""

    def __init__(self, link: str) -> None:
        super().__init__(
            f"'{link}' is not opened: it is no http, https or mailto address, and no document in "
            "the library."
        )


class NothingToUndoError(PaperlistError):
    """There is no change to undo, or none to redo."""

    def __init__(self, action: str) -> None:
        super().__init__(f"nothing to {action}.")


class SourceError(PaperlistError):
    """A paper's metadata could not be had from where it was asked for."""


class UnreachableError(SourceError):
    """There is no connection to a source: most often, no network."""

    def __init__(self, host: str, reason: str) -> None:
        super().__init__(f"{host} cannot be reached ({reason[:1].lower()}{reason[1:]}).")


class EditorError(PaperlistError):
    """The editor failed; what was typed is kept."""


def _either(names: Sequence[str]) -> str:
    quoted = [f"'{name}'" for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"
