"""Errors about pages: published pages, pages to import, and pages from templates."""

from collections.abc import Sequence

from paperlist.errors import PaperlistError


class NothingToImportError(PaperlistError):
    """A file to be imported contains no paper.

    Args:
        path: the file.
        looked_for: what a paper looks like in a file of this format.
    """

    def __init__(self, path: str, looked_for: str) -> None:
        super().__init__(f"{path}: no paper found. {looked_for}")


class LostWordsError(PaperlistError):
    """An import would lose words of a page, so nothing was imported.

    Args:
        path: the file of the page.
        lost: (line number, the words of this line that would be lost) for each such line.
    """

    def __init__(self, path: str, lost: Sequence[tuple[int, Sequence[str]]]) -> None:
        shown = "".join(f"\n  {path}:{line}: {' '.join(words)}" for line, words in lost[:20])
        super().__init__(
            f"some words of {path} would be lost; nothing was imported. Please report this page."
            f"{shown}\n--force imports it all the same."
        )


class MarksError(PaperlistError):
    """The marks on a published page are wrong, so it is unclear which text paperlist wrote.

    Marks are the two comments `<!-- paperlist:begin -->` and `<!-- paperlist:end -->`. paperlist
    writes only the text between the two.
    """

    def __init__(self, path: str, line: int, reason: str) -> None:
        super().__init__(f"{path}:{line}: {reason}; nothing was written. Mend the marks first.")


class MisspelledMarkError(MarksError):
    """A comment on a page is probably meant as a mark, but it is none."""


class ConflictError(MarksError):
    """A page contains a merge conflict of git that nobody has resolved."""

    def __init__(self, path: str, line: int) -> None:
        reason = (
            "a git merge conflict; nothing was written. 'paperlist resolve' merges what it can."
        )
        PaperlistError.__init__(self, f"{path}:{line}: {reason}")


class UnmarkedPageError(PaperlistError):
    """Publishing would overwrite a page that may be the user's own.

    The page has no comments `<!-- paperlist:begin -->` and `<!-- paperlist:end -->`, between which
    paperlist writes its text.
    """

    def __init__(self, path: str, begin: str, end: str) -> None:
        super().__init__(
            f"{path} exists and has no marks, so all of it may be yours; nothing was written.\n"
            f"Put {begin} and {end} around the list's place, or overwrite it with --force."
        )


class EditedPageError(PaperlistError):
    """Someone edited the text that paperlist wrote on a page, so the page was not overwritten.

    Attributes:
        path: the file of the page.
        diff: a diff from the edited page to the page that paperlist would write.
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
