"""The fields of the query language: their names, and the values that they accept."""

import re
from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

from paperlist.errors import UsageError
from paperlist.index.conditions import Combination, Condition, Test
from paperlist.model.entry import FIELDS as NOTE_FIELDS
from paperlist.model.months import parse_month, to_month
from paperlist.model.statuses import STATUSES, status_of
from paperlist.text.suggest import nearest
from paperlist.text.words import lazily, title_key

# Name in a query -> column of the index.
TEXT_COLUMNS = {
    "title": "title", "keypoint": "keypoints", "keypoints": "keypoints", "k": "keypoints",
    "objective": "objective", "method": "method", "metric": "metric", "limitation": "limitation",
    "section": "sections", "sections": "sections", "notes": "notes", "note": "notes",
    "author": "authors", "authors": "authors", "venue": "venue",
    # Plurals, and names that other programs use.
    "titles": "title", "objectives": "objective", "methods": "method", "metrics": "metric",
    "limitations": "limitation", "venues": "venue",
    "tag": "keypoints", "tags": "keypoints", "keyword": "keypoints", "keywords": "keypoints",
    "abstract": "sections",
}  # fmt: skip
# Fields without a column of their own: name in a query -> name of the field in a note.
PARTS = {
    "arxiv": "arxiv", "doi": "doi", "link": "links", "links": "links", "url": "links",
    "published": "published",
}  # fmt: skip
FIELDS = (
    "title", "keypoint", "objective", "method", "metric", "limitation", "section", "notes",
    "author", "venue",
)  # fmt: skip
CONDITIONS = (
    "category", "month", "year", "since", "until", "status", "id", "has", "missing",
)  # fmt: skip
UNREAD = ("to-read", "reading")
# Words for attached files, as in `has:pdf`: word -> end of the file's name.
_FILES = {
    "attachment": "", "attachments": "", "file": "", "files": "", "pdf": ".pdf", "pdfs": ".pdf",
}  # fmt: skip
# A range: `2020..2024`, `2020..` or `..2024`; two years also as `2020-2024`.
_range = lazily(r"\s*(?P<first>.*?)\s*\.\.+\s*(?P<last>.*?)\s*")
_years = lazily(r"(\d{4})\s*[-–—]\s*(\d{4})", re.ASCII)
_a_year = lazily(r"(?:19|20)\d\d", re.ASCII)
_a_month = lazily(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])", re.ASCII)
# A name of this form is an error if there is no such field. Any other name, as in `C++:`, is a part
# of a word.
_like_a_field = lazily(r"[A-Za-z_]+")

# A function that returns the names of all fields in use; a section is named `sections.Results`.
Names = Callable[[], Sequence[str]]


class Place(NamedTuple):
    """Where to look for words.

    Attributes:
        column: a column of the index.
        part: the only part of the column to look in, such as `sections.results`; if empty, the
            whole column.
    """

    column: str
    part: str = ""


_USUAL = {name: Place(column) for name, column in TEXT_COLUMNS.items()} | {
    name: Place("other", part) for name, part in PARTS.items()
}
# Names that always mean the usual field. If a library has a section `Abstract`, `abstract` means
# this section; otherwise it means all sections.
_KEPT = frozenset(_USUAL) - {"abstract"}


def place(name: str, value: str, names: Names | None) -> Place | str | None:
    """Return what the name before a colon in a query means, such as `title` in `title:flow`.

    Args:
        name: the text before the colon.
        value: the text after the colon, for the error.
        names: returns the fields in use. None if no library is known; then any field may exist.

    Returns:
        a place to look in, if the name is a field; a member of `CONDITIONS`, if the name is a
        condition; None if the colon is part of a word, as in `C++:`.

    Raises:
        UsageError: there is no such field.
    """
    lower = name.lower()
    if lower in CONDITIONS:
        return lower
    found = _find_own(lower, names()) if names and lower not in _KEPT else None
    found = found or _USUAL.get(lower) or _in_another_language(name)
    if found:
        return found
    guess = nearest(lower, [*_USUAL, *CONDITIONS, *_short_names(names)])
    if guess and value:
        raise UsageError(f"there is no field '{name}'; did you mean '{guess}:{_quoted(value)}'?")
    if not value or not _like_a_field().fullmatch(name):
        return None
    if names is None:
        return Place("other", lower)
    raise UsageError(
        f"there is no field '{name}'; to search for it as a word, write a space after the colon: "
        f"'{name}: {_quoted(value)}'."
    )


def without_value(text: str) -> str:
    """Return the name of the field that ends a query, as in `flow title:`, or an empty text."""
    last = (text.split() or [""])[-1].lstrip("-(")
    name = last.removesuffix(":")
    return name if name != last and name.lower() in (*_USUAL, *CONDITIONS) else ""


def _in_another_language(name: str) -> Place | None:
    """Return the place of a field by its name in another language, such as `关键词`, or None."""
    if name.isascii():
        return None
    from paperlist.model.labels import field_of

    field = field_of(name) or ""
    return Place(field) if field in TEXT_COLUMNS.values() else None


def _find_own(name: str, names: Sequence[str]) -> Place | None:
    """Return the place of a section, a field that the user added, or a link by its name.

    If a section, a field and a link have the same name, the section comes first, then the field.
    Return None if nothing has the name.
    """
    group, dot, inner = name.partition(".")
    groups = {"section": "sections", "sections": "sections", "link": "links", "links": "links"}
    wanted = title_key(inner if dot and group in groups else name)
    for each in names:
        if each.startswith("sections.") and title_key(each.partition(".")[2]) == wanted:
            return Place("sections", f"sections.{wanted}")
    if not dot and name in {each.lower() for each in names if "." not in each}:
        return Place("other", name)
    for each in names:
        if each.startswith("links.") and title_key(each.partition(".")[2]) == wanted:
            return Place("other", f"links.{wanted}")
    return None


def _short_names(names: Names | None) -> list[str]:
    """Return the fields in use as written before a colon: `results` for `sections.Results`."""
    return [
        "-".join(each.rpartition(".")[2].lower().split()) for each in (names() if names else ())
    ]


def _quoted(value: str) -> str:
    return f'"{value}"' if " " in value else value


def condition(
    field: str, value: str, *, negated: bool = False, names: Names | None = tuple
) -> Condition | Combination:
    """Check the value of a condition such as `month:2024-04`, and return the condition.

    Args:
        field: one of `CONDITIONS`, or keypoint.
        value: the value as it was typed.
        negated: whether papers must not meet the condition.
        names: returns the fields in use, for `has` and `missing`.

    Raises:
        UsageError: the value is not a valid month, year, date, status or field.
    """
    value = without_surrogates(value)
    if field in {"month", "year"}:
        return _period(field, value, negated=negated)
    if field in {"has", "missing"}:
        found = missing(value, names, typed=f"{field}:")
        return found._replace(negated=found.negated != (negated != (field == "has")))
    if field in {"since", "until"}:
        from paperlist.search.dates import first_month, last_month

        value = first_month(value) if field == "since" else last_month(value)
    if field == "status":
        if value.lower() == "unread":
            return unread(negated=negated)
        value = status_of(value.replace("_", " ")) or value
        if value not in STATUSES:
            raise UsageError(f"'{value}' is not a status; use one of {', '.join(STATUSES)}.")
    if field == "id":
        value = value.strip().lower().removesuffix("*")
    return Condition(field, value, negated)


def unread(*, negated: bool = False) -> Combination:
    """Return the condition that the status of a paper is `to-read` or `reading`."""
    return Combination(tuple(Condition("status", each) for each in UNREAD), True, negated)


def any_of(tests: Sequence[Test]) -> list[Test]:
    """Return a list with a single test, for papers that pass at least one of `tests`.

    The list is empty if there are no `tests`.
    """
    different = tuple(dict.fromkeys(tests))
    return [Combination(different, any_of=True)] if len(different) > 1 else list(different)


def is_period(text: str) -> bool:
    """Return whether `text` is a month or a year in digits: `2024-04`, `2024`."""
    return bool(_a_month().fullmatch(text) or _a_year().fullmatch(text))


def _period(field: str, value: str, *, negated: bool) -> Condition | Combination:
    if years := _years().fullmatch(value.strip()):
        value = f"{years[1]}..{years[2]}"
    if found := _range().fullmatch(value):
        first, last = (
            _months(field, found[end]) if found[end] else None for end in ("first", "last")
        )
        if first and last:
            first, last = sorted((first, last))
        if not (first or last):
            raise UsageError(f"'{value}' is not a range; write it like 2020..2024.")
    else:
        first = last = _months(field, value)
    if first and last and first[0] == last[1]:
        return Condition("month", first[0], negated)
    since = (Condition("since", first[0]),) if first else ()
    until = (Condition("until", last[1]),) if last else ()
    return Combination((*since, *until), negated=negated)


def _months(field: str, value: str) -> tuple[str, str]:
    """Return the first and the last month of a year, a month, or a date in words."""
    from paperlist.search.dates import first_month, last_month

    if month := parse_month(value):
        return month, month
    try:
        return first_month(value), last_month(value)
    except UsageError:
        if field == "month":
            month = to_month(value)
            return month, month
        raise UsageError(f"'{value}' is not a year; write it like 2024 or 2020..2024.") from None


def missing(name: str, names: Names | None, *, typed: str = "") -> Condition:
    """Return the condition that a note lacks a field, or that a paper lacks an attachment.

    Args:
        name: what is missing: a field, a section, or `attachment` or `pdf`.
        names: returns the fields in use; None if no library is known.
        typed: what was typed before the name, such as `has:`, for the error.

    Raises:
        UsageError: there is no such field.
    """
    if name.strip().lower() in _FILES:
        return Condition("file", _FILES[name.strip().lower()], negated=True)
    return Condition("missing", field_in_use(name, names, typed=typed, also=_FILES))


def field_in_use(
    name: str, names: Names | None, *, typed: str = "", also: Collection[str] = ()
) -> str:
    """Return the name of the field that `name` means.

    `name` may be in upper or lower case, and in singular or plural. A section or link may be named
    without `sections.` or `links.`. Without `names`, an unknown name is returned in lower case.

    Args:
        name: the name as it was typed.
        names: returns the fields in use; None if no library is known.
        typed: what was typed before the name, such as `has:`, for the error.
        also: further names that are valid, such as `id`.

    Raises:
        UsageError: there is no such field. The error names the nearest field.
    """
    wanted = without_surrogates(name).strip().lower()
    if wanted in also:
        return wanted
    for spelling in (wanted, f"{wanted}s", wanted.removesuffix("s")):
        if spelling in NOTE_FIELDS:
            return spelling
        if TEXT_COLUMNS.get(spelling) in NOTE_FIELDS:
            return TEXT_COLUMNS[spelling]
    if names is None:
        return wanted
    used = [*NOTE_FIELDS, *(each for each in names() if each not in NOTE_FIELDS)]
    by_name = {each.lower(): each for each in reversed(used)}
    short = {title_key(each.partition(".")[2]): each for each in reversed(used) if "." in each}
    for spelling in (wanted, f"{wanted}s", wanted.replace("section.", "sections.", 1),
                     wanted.replace("link.", "links.", 1)):  # fmt: skip
        if spelling in by_name:
            return by_name[spelling]
    if found := short.get(title_key(wanted)):
        return found
    guess = nearest(wanted, [*by_name, *also, *_short_names(names)])
    meant = by_name.get(guess or "", guess)
    hint = f"did you mean '{typed}{meant}'?" if meant else f"there are {', '.join(used)}."
    raise UsageError(f"there is no field '{name}'; {hint}")


def without_surrogates(text: str) -> str:
    """Return `text` with written escapes in place of surrogates, which SQLite does not accept.

    A surrogate is how Python represents a byte of the command line that is not UTF-8. No note
    contains surrogates.
    """
    return text.encode(errors="backslashreplace").decode()
