"""The fields of a paper from CSL-JSON, in which Crossref and DataCite describe a DOI.

Source: csl-data.json of the Citation Style Language, 1.0.2. Where the services differ from it
(titles in lists, `name` for a group, null as a date), this follows the services.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from paperlist.model.identifiers import parse
from paperlist.text.clean import abstract_of, title_of

_DATES = ("published", "issued", "published-print", "published-online", "available-date", "posted")
_VENUES = ("container-title", "collection-title", "event-title", "event")
_GREATEST_YEAR = 2999


def fields_of(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of the paper that a CSL item describes, without empty ones."""
    title, subtitle = (title_of(_text(item.get(name))) for name in ("title", "subtitle"))
    if subtitle and subtitle.lower() not in title.lower():
        title = f"{title}: {subtitle}"
    doi = parse(_text(item.get("DOI")))
    abstract = abstract_of(_text(item.get("abstract")))
    fields = {
        "title": title,
        "sections": {"Abstract": abstract} if abstract else {},
        "doi": doi.value if doi and doi.kind == "doi" else "",
        "arxiv": doi.value if doi and doi.kind == "arxiv" else "",
        "authors": [name for name in map(_name, _list(item.get("author"))) if name],
        "venue": title_of(next(filter(None, (_text(item.get(name)) for name in _VENUES)), "")),
        "published": next(filter(None, (_date(item.get(name)) for name in _DATES)), ""),
    }
    return {name: value for name, value in fields.items() if value}


def _text(value: Any) -> str:
    while isinstance(value, list) and value:
        value = value[0]
    return value if isinstance(value, str) else ""


def _list(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else []


def _name(author: Any) -> str:
    if not isinstance(author, Mapping):
        return ""
    part = {name: _text(value) for name, value in author.items()}
    if whole := part.get("literal") or part.get("name"):
        # A group, or a name that was never split into parts, so a comma is part of it.
        return title_of(whole)
    names = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")
    return title_of(" ".join(filter(None, map(part.get, names))))


def _date(value: Any) -> str:
    if not isinstance(value, Mapping):
        return ""
    parts = _list(value.get("date-parts"))
    numbers = []
    for part in _list(parts[0]) if parts else ():
        if not re.fullmatch("[0-9]{1,4}", str(part)):
            break
        numbers.append(int(part))
    if not numbers or not 1000 <= numbers[0] <= _GREATEST_YEAR:  # noqa: PLR2004 (four digits)
        return ""
    year, *rest = numbers[:3]
    shown = f"{year}"
    for number, greatest in zip(rest, (12, 31), strict=False):
        if not 1 <= number <= greatest:
            break
        shown += f"-{number:02}"
    return shown
