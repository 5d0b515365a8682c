"""The result of reading a file of references, and functions that all readers of such files use."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from paperlist.model.entry import FIELDS
from paperlist.model.months import format_month
from paperlist.model.statuses import STATUSES
from paperlist.readers.draft import Draft, texts_of

_YEAR = re.compile("[12][0-9]{3}")

Progress = Callable[[int, int], None]
"""A function that is called with two numbers: how many references are done, and how many exist."""


class Problem(NamedTuple):
    """A reference that could not be read.

    Attributes:
        line: its first line, from 1; in JSON the number of its item, from 1.
        reason: what is wrong with the reference, in a few words.
    """

    line: int
    reason: str


@dataclass
class Records:
    """The papers of a file, in their order, and the references that could not be read."""

    drafts: list[Draft] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def own_field(draft: Draft, name: str, value: Any) -> None:
    """Keep a value for which paperlist has no field, such as the editor.

    The value goes into the field `name` or, if there is such a field already, into the notes.
    """
    if value in ("", None, [], {}):
        return
    if name in FIELDS or name in {"id", "month"} or name in draft.fields:
        draft.text("notes", f"{name}: {value}")
    else:
        draft.fields[name] = value


def status(draft: Draft, value: str) -> None:
    """Set the status if `value` is a known status; keep any other word in the notes."""
    if value in STATUSES:
        draft.fields["status"] = value
    elif value:
        draft.text("notes", f"status: {value}")


# Words that are dropped when identifiers, addresses and authors are stored.
_FORM = frozenset("http https www dx doi org arxiv abs pdf and others".split())


def date(year: str, month: str = "", day: str = "") -> str:
    """Return a date such as `2024-04-09`, `2024-04` or `2024`.

    A missing or invalid month or day is left out. Return an empty string if the year is invalid.
    """
    if not _YEAR.fullmatch(year):
        return ""
    found = year
    for part, most in ((month, 12), (day, 31)):
        if not (part.isascii() and part.isdecimal()) or not 1 <= int(part) <= most:
            break
        found += f"-{int(part):02}"
    return found


def keep_rest(draft: Draft, said: Iterable[tuple[str, str]]) -> None:
    """Append each field of a reference to the notes, if the draft lacks a word of that field.

    Args:
        draft: the paper, with everything that was understood.
        said: for each field of the reference its name and its plain text.
    """
    have = set(_FORM)
    for text in texts_of(draft.fields):
        have.update(_words(text))
    have.update(_other_dates(draft.fields))
    for name, text in said:
        if any(word not in have for word in _words(text)):
            draft.text("notes", f"{name}: {text.strip()}")


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text).casefold())


def _other_dates(fields: Mapping[str, Any]) -> Iterator[str]:
    """Yield the date in other forms: for April 2024, yield `4`, `april`, `202404` and the like."""
    year, month, day = [*str(fields.get("published", "")).split("-"), "", ""][:3]
    for number in filter(None, (year, month, day)):
        yield from (number, number.lstrip("0"))
    if month:
        name = format_month(f"{year}-{month}", "%B").lower()
        yield from (name, name[:3])
        yield from (f"{year}{month}", f"{year}{month}{day}")
