"""Completion of query words, such as `category:LLM`, `-status:read` and `@saved`."""

import re
from collections.abc import Callable, Iterator

import typer

from paperlist.cli.completion.items import Completion, matching
from paperlist.cli.completion.values import fields_of, months_of, searches_of, values_of
from paperlist.model.statuses import STATUSES
from paperlist.search.fields import CONDITIONS, FIELDS, TEXT_COLUMNS

_VALUES: dict[str, Callable[[typer.Context], list[str]]] = {
    "category": lambda context: values_of(context, "category"),
    "keypoints": lambda context: values_of(context, "keypoint"),
    "status": lambda _: list(STATUSES),
    "month": months_of,
    "since": months_of,
    "until": months_of,
    "year": lambda context: list(dict.fromkeys(month[:4] for month in months_of(context))),
    "has": fields_of,
    "missing": fields_of,
}
# The last word of a query; blanks and brackets within quotes belong to the word.
_LAST = re.compile(r'(?:[^\s"(]|"[^"]*"?)*\Z')


def complete_query(context: typer.Context, incomplete: str) -> Iterator[Completion]:
    """Yield completions of the last word of a query.

    `cat` gives `category:`, `status:` gives `status:read`, and `@un` gives the named search
    `@unread`.
    """
    match = _LAST.search(incomplete)
    start = match.start() if match else len(incomplete)
    before, word = incomplete[:start], incomplete[start:]
    if word.startswith("-"):
        before, word = f"{before}-", word[1:]
    field, colon, value = word.partition(":")
    if colon:
        yield from _values(context, field, value, before)
        return
    yield from matching((f"{name}:" for name in (*CONDITIONS, *FIELDS)), word, before)
    yield from matching((f"@{name}" for name in searches_of(context)), word, before)


def complete_field_name(incomplete: str) -> Iterator[Completion]:
    """Yield the fields in which words can be searched for."""
    return matching(FIELDS, incomplete)


def _values(context: typer.Context, field: str, value: str, before: str) -> Iterator[Completion]:
    """Yield `field:value` for each value that fits.

    If a value has blanks, all values are in quotes: `category:"Large models"`.

    Args:
        context: Typer's context.
        field: the name before the colon.
        value: what was typed after the colon.
        before: what was typed before this word.
    """
    known = _VALUES.get(TEXT_COLUMNS.get(field.lower(), field.lower()))
    begun = value.removeprefix('"')
    # A query has no way to write a quote within quotes.
    writable = (each for each in (known(context) if known else ()) if '"' not in each)
    found = list(matching(writable, begun))
    if not (value.startswith('"') or any(" " in each for each in found)):
        return (Completion(f"{before}{field}:{each}") for each in found)
    # fish shows only completions that contain what was typed, so its upper and lower case is kept.
    # Queries ignore case.
    spelled = (each.replace(each[: len(begun)], begun, 1) for each in found)
    return (Completion(f'{before}{field}:"{each}"') for each in spelled)
