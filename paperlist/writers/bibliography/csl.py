"""Writer of CSL-JSON, which pandoc, Zotero and citeproc read.

Source: csl-data.json of the Citation Style Language, 1.0.2 (names, date-parts, types, variables).
"""

from collections.abc import Iterator, Sequence
from typing import Any

from paperlist.model.dates import date_parts
from paperlist.model.entry import Entry
from paperlist.text.names import named, split_name
from paperlist.writers.bibliography.citekeys import citekeys
from paperlist.writers.bibliography.reference import Kind, abstract, address, kind
from paperlist.writers.data import json_array

_TYPES = {
    Kind.CONFERENCE: "paper-conference",
    Kind.JOURNAL: "article-journal",
    Kind.PREPRINT: "article",
    Kind.OTHER: "document",
}
# From a field that users add to notes, named as in BibTeX or CSL, to the variable in CSL.
_OWN = {
    "volume": "volume", "number": "issue", "issue": "issue", "pages": "page", "page": "page",
    "publisher": "publisher", "address": "publisher-place", "edition": "edition", "isbn": "ISBN",
    "issn": "ISSN", "series": "collection-title", "language": "language",
}  # fmt: skip
_OWN_TYPES = {
    "article-journal": "article-journal", "paper-conference": "paper-conference", "book": "book",
    "chapter": "chapter", "inbook": "chapter", "incollection": "chapter", "thesis": "thesis",
    "phdthesis": "thesis", "mastersthesis": "thesis", "report": "report", "techreport": "report",
    "webpage": "webpage", "online": "webpage", "dataset": "dataset", "software": "software",
    "patent": "patent", "manuscript": "manuscript",
}  # fmt: skip


def csl_json(entries: Sequence[Entry]) -> Iterator[str]:
    """Yield a JSON array of CSL items, in parts. The id of an item is its citekey."""
    keys = citekeys(entries)
    return json_array(_item(entry, keys[entry.id]) for entry in entries)


def _item(entry: Entry, key: str) -> dict[str, Any]:
    fields, arxiv, venue = entry.fields, entry.arxiv, entry.venue
    sort = kind(entry)
    item: dict[str, Any] = {
        "id": key,
        "citation-key": key,
        "type": _OWN_TYPES.get(str(fields.get("type", "")).lower(), _TYPES[sort]),
        "title": entry.title,
        "author": list(map(_name, named(entry.authors)[0])),
        "issued": _date(date_parts(entry.published)),
        "container-title": venue if sort in {Kind.CONFERENCE, Kind.JOURNAL} else "",
        "publisher": venue if sort in {Kind.PREPRINT, Kind.OTHER} else "",
        "archive": "arXiv" if arxiv else "",
        "number": f"arXiv:{arxiv}" if arxiv else "",
        "DOI": entry.doi,
        "URL": address(entry),
        "keyword": ", ".join(entry.keypoints),
        "abstract": abstract(entry),
        "annote": entry.notes,
    }
    for name, value in fields.items():
        if (variable := _OWN.get(name.lower())) and isinstance(value, str | int):
            item[variable] = item.get(variable) or str(value)
    return {name: value for name, value in item.items() if value}


def _name(author: str) -> dict[str, str]:
    name = split_name(author)
    if not name.given:
        return {"literal": author}
    parts = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particle,
        "suffix": name.suffix,
    }
    return {part: value for part, value in parts.items() if value}


def _date(parts: list[str]) -> dict[str, Any]:
    return {"date-parts": [[int(part) for part in parts]]} if parts else {}
