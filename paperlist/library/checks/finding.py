"""The classes of the checks: a finding, the rule that found it, and the library that is checked."""

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from paperlist.store.layout import path_of

if TYPE_CHECKING:
    from pathlib import Path

    from paperlist.index import Broken
    from paperlist.library.library import Library
    from paperlist.library.settings import Settings
    from paperlist.model.entry import Entry
    from paperlist.model.paper import Paper
    from paperlist.readers.records import Progress

Change = Callable[["Paper"], "Paper"]


class Found(NamedTuple):
    """What a rule finds at one place of a library.

    Attributes:
        path: the file or folder, as a path in the library.
        message: what is wrong, and what to do.
        line: the line of the file, or None.
        changes: a safe repair: the papers to change, each with a function that gets the paper and
            returns the changed paper. Empty if there is no repair of notes.
        for_repair: whether the function `repair` of the rule puts this right.
    """

    path: str
    message: str
    line: int | None = None
    changes: "Sequence[tuple[Entry, Change]]" = ()
    for_repair: bool = False


class Rule(NamedTuple):
    """One of the checks.

    Attributes:
        code: the name of the rule, such as `stale-page`.
        summary: what is wrong where the rule finds something; a phrase.
        explanation: sentences on why this is a problem, and what to do.
        find: yields what is wrong.
        repair: repairs what is not in the notes; None if nothing is repaired but notes.
        repairs: what `--fix` does; empty if the rule has no safe repair.
        asks_servers: whether the rule uses the network; it then runs only if it is asked for.
    """

    code: str
    summary: str
    explanation: str
    find: "Callable[[Subject], Iterable[Found]]"
    repair: "Callable[[Library], object] | None" = None
    repairs: str = ""
    asks_servers: bool = False


class Finding(NamedTuple):
    """What a rule found, with the rule."""

    rule: Rule
    found: Found

    @property
    def is_fixable(self) -> bool:
        """Return whether `--fix` puts this right."""
        return bool(self.found.changes) or self.found.for_repair

    def as_json(self) -> dict[str, Any]:
        """Return the finding as JSON values."""
        return {
            "code": self.rule.code,
            "path": self.found.path,
            "line": self.found.line,
            "message": self.found.message,
            "fixable": self.is_fixable,
        }


class Subject:
    """The library that is checked, as it is when the check begins.

    Args:
        library: the library.
        progress: called with (links asked, links to ask).
    """

    def __init__(self, library: "Library", progress: "Progress | None" = None) -> None:
        self.library = library
        self.progress = progress or (lambda _done, _all: None)
        self.entries: Sequence[Entry] = library.papers()
        self.broken: Sequence[Broken] = library.broken()

    @property
    def root(self) -> "Path":
        """Return the folder of the library."""
        return self.library.root

    @cached_property
    def settings(self) -> "Settings":
        """The settings of the library."""
        return self.library.settings


def place(entry: "Entry") -> str:
    """Return the path of a paper's note in the library."""
    return path_of(entry.month, entry.id)
