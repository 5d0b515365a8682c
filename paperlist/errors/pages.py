"""Errors about pages: published, imported, or made by a template."""

from collections.abc import Sequence

from paperlist.errors import PaperlistError


class NothingToImportError(PaperlistError):
    """No paper was found in a file to be imported; `looked_for` says how a paper has to look."""

    def __init__(self, path: str, looked_for: str) -> None:
        super().__init__(f"{path}: no paper found. {looked_for}")


class LostWordsError(PaperlistError):
    """An import would lose words of a page, so nothing was imported.

    `lost` has the number of each line of the page from which words would be lost, and these words.
    """

    def __init__(self, path: str, lost: Sequence[tuple[int, Sequence[str]]]) -> None:
        shown = "".join(f"\n  {path}:{line}: {' '.join(words)}" for line, words in lost[:20])
        super().__init__(
            f"some words of {path} would be lost; nothing was imported. Please report this page."
            f"{shown}\n--force imports it all the same."
        )


class MarksError(PaperlistError):
    """The marks of a published page do not tell which part of the page paperlist wrote."""

    def __init__(self, path: str, line: int, reason: str) -> None:
        super().__init__(f"{path}:{line}: {reason}; nothing was written. Mend the marks first.")


class ConflictError(MarksError):
    """A page contains a merge conflict of git that nobody has resolved."""

    def __init__(self, path: str, line: int) -> None:
        reason = "a git merge conflict; nothing was written. Resolve it first."
        PaperlistError.__init__(self, f"{path}:{line}: {reason}")


class UnmarkedPageError(PaperlistError):
    """A page without marks would be overwritten, although paperlist may not have written it."""

    def __init__(self, path: str, begin: str, end: str) -> None:
        super().__init__(
            f"{path} exists and has no marks, so all of it may be yours; nothing was written.\n"
            f"Put {begin} and {end} around the list's place, or overwrite it with --force."
        )


class EditedPageError(PaperlistError):
    """The text between the marks of a page was edited since paperlist wrote it.

    Attributes:
        path: the file of the page.
        diff: the difference that publishing would undo.
    """

    def __init__(self, path: str, diff: str) -> None:
        self.path, self.diff = path, diff
        super().__init__(
            f"{path} was edited between its marks since it was published; nothing was written.\n"
            f"'paperlist import {path} --on-duplicate update' takes the edit over into the notes; "
            "'paperlist export --force' overwrites it."
        )


class TemplateError(PaperlistError):
    """A template cannot be rendered."""

    def __init__(self, path: str, reason: str, line: int | None = None) -> None:
        where = f"{path}:{line}" if line else path
        super().__init__(f"{where}: {reason}")
