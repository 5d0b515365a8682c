"""What a file of references gave: papers, and what could not be read, each with its line."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from paperlist.entry import FIELDS, STATUSES
from paperlist.readers.draft import Draft

Progress = Callable[[int, int], None]


class Problem(NamedTuple):
    """A reference that could not be read.

    Attributes:
        line: its first line, from 1; where a format has no lines, its number.
        reason: what is wrong with it, in a few words.
    """

    line: int
    reason: str


@dataclass
class Records:
    """The papers of a file, in its order."""

    drafts: list[Draft] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def own_field(draft: Draft, name: str, value: Any) -> None:
    """Keep what the model has no field for: under its own name, or in the notes.

    A name that is a field's of ours, or taken already, means something else here.
    """
    if value in ("", None, [], {}):
        return
    if name in FIELDS or name in {"id", "month"} or name in draft.fields:
        draft.text("notes", f"{name}: {value}")
    else:
        draft.fields[name] = value


def status(draft: Draft, value: str) -> None:
    """Set the status that an export of ours wrote; any other word is somebody's own."""
    if value in STATUSES:
        draft.fields["status"] = value
    elif value:
        draft.text("notes", f"status: {value}")


def date(year: str, month: str = "", day: str = "") -> str:
    """`2024-04-09` of its parts, as far as they are numbers and make a date; else empty."""
    if not (year.isdecimal() and len(year) == 4):  # noqa: PLR2004 (digits of a year)
        return ""
    found = year
    for part, most in ((month, 12), (day, 31)):
        if not part.isdecimal() or not 1 <= int(part) <= most:
            break
        found += f"-{int(part):02}"
    return found
