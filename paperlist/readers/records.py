"""What a file of references gave: papers, and what could not be read, each with its line."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from paperlist.model.entry import FIELDS, STATUSES
from paperlist.model.months import format_month
from paperlist.readers.draft import Draft, texts_of

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


# Words of identifiers and addresses that their normal form does not have.
_FORM = frozenset("http https www dx doi org arxiv abs pdf and others".split())


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


def keep_rest(draft: Draft, said: Iterable[tuple[str, str]]) -> None:
    """Put what a record says, and no field of its draft has a word of, in the notes.

    Args:
        draft: the paper, with all that was understood.
        said: names of the record's fields and what they say, as plain text.
    """
    have = set(_FORM)
    for text in texts_of(draft.fields):
        have.update(_words(text))
    have.update(_named_otherwise(draft.fields))
    for name, text in said:
        if any(word not in have for word in _words(text)):
            draft.text("notes", f"{name}: {text.strip()}")


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text).casefold())


def _named_otherwise(fields: Mapping[str, Any]) -> Iterator[str]:
    """The same date and status, as records write them."""
    year, month, day = [*str(fields.get("published", "")).split("-"), "", ""][:3]
    for number in filter(None, (year, month, day)):
        yield from (number, number.lstrip("0"))
    if month:
        name = format_month(f"{year}-{month}", "%B").lower()
        yield from (name, name[:3])
        yield from (f"{year}{month}", f"{year}{month}{day}")
