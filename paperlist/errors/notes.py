"""Errors about papers and their notes."""

import re
from collections.abc import Sequence

from paperlist.errors import PaperlistError


class UnreadableNoteError(PaperlistError):
    """The file of a note cannot be read as a paper. paperlist never writes to such a file."""

    def __init__(self, path: str, reason: str, line: int | None = None) -> None:
        self.path, self.reason, self.line = path, reason, line
        where = f"{path}:{line}" if line else path
        super().__init__(f"{where}: {reason}")


class InvalidPaperError(PaperlistError):
    """Some fields have values that are not valid, so there is no paper.

    Attributes:
        problems: for each field with a wrong value, its name and what is wrong.
    """

    exit_status = 2

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(problems))


class FormError(PaperlistError):
    """The user filled in the form for a note, but the text does not make a paper.

    Attributes:
        problems: (line, what is wrong) for each problem. Lines are counted from 1, as in an editor.
            The line is None if the problem belongs to no line.
    """

    def __init__(self, problems: Sequence[tuple[int | None, str]]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.reasons()))

    def reasons(self, above: int = 0) -> list[str]:
        """Return a text such as `line 3: ...` for each problem.

        Args:
            above: a number of lines to add to each line number.
        """
        return [f"line {line + above}: {why}" if line else why for line, why in self.problems]


class TooLargeError(PaperlistError):
    """A note would be too large to be read again, so it is not written."""

    def __init__(self, title: str, size: str, most: str) -> None:
        super().__init__(
            f"the note on '{title[:80]}' would have {size}, and {most} is the most that is read; "
            "nothing was written."
        )


# `author:sun`, but neither `arxiv:2404.11912` nor a title such as `MA-LMM: Memory`.
_LIKE_A_QUERY = re.compile(r"(?!arxiv:|doi:)[a-z]+:[\w-]+")


class NoSuchPaperError(PaperlistError):
    """No paper fits the reference that the user gave on the command line.

    Args:
        reference: what the user typed.
        nearest: ids of papers that look like `reference`.
    """

    def __init__(self, reference: str, nearest: Sequence[str] = ()) -> None:
        hint = f" Did you mean {_either(nearest)}?" if nearest else ""
        if not nearest and _LIKE_A_QUERY.fullmatch(reference):
            hint = f"\n'paperlist search {reference}' searches for it."
        super().__init__(f"no paper '{reference}' in this library.{hint}")


class AmbiguousReferenceError(PaperlistError):
    """Several papers, or several files of a paper, fit what the user typed on the command line.

    Args:
        reference: what the user typed.
        candidates: the papers or files that fit, as the message shows them.
        limit: the most candidates that the message shows.
    """

    def __init__(self, reference: str, candidates: Sequence[str], limit: int = 8) -> None:
        self.candidates = tuple(candidates)
        shown = "\n".join(f"  {candidate}" for candidate in candidates[:limit])
        more = f"\n  ... {len(candidates) - limit} more" if len(candidates) > limit else ""
        super().__init__(f"'{reference}' could be any of these; say which:\n{shown}{more}")


class DuplicatePaperError(PaperlistError):
    """The paper to be added is already in the library.

    Attributes:
        existing: the id of the paper in the library.
        new: the id that the new paper would get.
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
    """Two new papers, to be added together, are the same paper.

    Neither of the two has an id yet, so `existing` and `new` are empty.
    """

    def __init__(self, first: str, second: str, why: str) -> None:
        self.existing = self.new = ""
        PaperlistError.__init__(
            self,
            f"'{first}' and '{second}' are one paper ({why}); nothing added.\n"
            "--on-duplicate skip makes one of them, with the words of both; --on-duplicate add "
            "adds both.",
        )


class NoLinkError(PaperlistError):
    """A paper has nothing to open, or has no link or file with the requested name.

    Args:
        paper: the id of the paper.
        name: the requested name; empty if the user gave no name.
        known: the names of the links and files that the paper has.
    """

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
    """paperlist does not open this link, because the link might run a program."""

    def __init__(self, link: str) -> None:
        super().__init__(
            f"'{link}' is not opened: it is no http, https or mailto address, and no document in "
            "the library."
        )


def _either(names: Sequence[str]) -> str:
    quoted = [f"'{name}'" for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"
