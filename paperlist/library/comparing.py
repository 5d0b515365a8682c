"""Compares papers: chooses the columns of a table from the names of fields that the user typed."""

from collections.abc import Iterable, Sequence

from paperlist.errors import UsageError
from paperlist.model.columns import Column
from paperlist.model.entry import PLACES
from paperlist.search.fields import field_in_use

DEFAULT_FIELDS = "title,objective,method,metric,limitation"


def columns(typed: Iterable[str], fields: Sequence[str]) -> list[Column]:
    """Return the columns for names of fields, each field once.

    Args:
        typed: names, separated by commas: `title, Results`. A section whose own name has a comma
            is named alone.
        fields: the standard fields and the fields in use, as `Library.fields` returns them.

    Raises:
        UsageError: there is no such field, or no field is named.
    """
    found = dict.fromkeys(name for text in typed for name in _names(text, fields))
    if not found:
        raise UsageError("--fields names no field; write it like --fields title,method.")
    return [Column(name) for name in found]


def _names(text: str, fields: Sequence[str]) -> Iterable[str]:
    if "," in text:
        try:
            return [_name(text, fields)]
        except UsageError:
            return [_name(part, fields) for part in text.split(",") if part.strip()]
    return [_name(text, fields)] if text.strip() else []


def _name(text: str, fields: Sequence[str]) -> str:
    return field_in_use(text, lambda: fields, also=PLACES)
