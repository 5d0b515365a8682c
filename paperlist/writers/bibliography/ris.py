"""Writer of RIS, which Zotero, EndNote and Mendeley read."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from paperlist.model.dates import date_parts
from paperlist.model.entry import Entry
from paperlist.text.names import named, split_name
from paperlist.text.words import printable
from paperlist.writers.bibliography.citekeys import citekeys
from paperlist.writers.bibliography.reference import (
    Kind,
    abstract,
    address,
    batches,
    kind,
)

_TYPES = {Kind.CONFERENCE: "CPAPER", Kind.JOURNAL: "JOUR", Kind.PREPRINT: "UNPB", Kind.OTHER: "GEN"}
# From a field that users add to notes to the name that rispy has for the tag of the field.
_OWN = {
    "volume": "volume",
    "number": "number",
    "issue": "number",
    "publisher": "publisher",
    "issn": "issn",
    "edition": "edition",
    "language": "language",
}


def ris(entries: Sequence[Entry]) -> Iterator[str]:
    """Yield RIS, a batch of entries at a time.

    Each value is written on one line, because some programs read only one line.
    """
    from rispy import RisWriter, dumps

    class Writer(RisWriter):  # type: ignore[misc]
        def set_header(self, count: int) -> str:  # noqa: ARG002 (rispy's signature)
            # By default, rispy numbers the references, which is not part of the format.
            return ""

    keys = citekeys(entries)
    gap = ""
    for batch in batches(entries):
        references = [_reference(entry, keys[entry.id]) for entry in batch]
        yield gap + str(dumps(references, implementation=Writer))
        gap = "\n"


def _reference(entry: Entry, key: str) -> dict[str, Any]:
    fields, arxiv = entry.fields, entry.arxiv
    parts = date_parts(entry.published)
    url = address(entry)
    reference: dict[str, Any] = {
        "type_of_reference": _TYPES[kind(entry)],
        "id": key,
        "title": _line(entry.title),
        "authors": [_line(split_name(author).family_first) for author in named(entry.authors)[0]],
        "year": parts[0] if parts else "",
        # Year/month/day/other; unknown parts are left empty.
        "date": "/".join([*parts, *[""] * (4 - len(parts))]) if parts else "",
        "secondary_title": _line(entry.venue),
        "accession_number": _line(f"arXiv:{arxiv}") if arxiv else "",
        "doi": _line(entry.doi),
        # A semicolon would separate two addresses.
        "urls": [re.sub(r"\s", "%20", url).replace(";", "%3B")] if url else [],
        "keywords": [_line(keypoint) for keypoint in entry.keypoints],
        "abstract": _line(abstract(entry)),
        "notes": [_line(entry.notes)] if entry.notes else [],
    }
    for name, tag in _OWN.items():
        if isinstance(value := fields.get(name), str | int):
            reference[tag] = _line(value)
    if pages := _line(fields.get("pages", "")):
        first, _, last = re.sub(r"\s*[-–—]+\s*", "-", pages).partition("-")
        reference |= {"start_page": first, "end_page": last}
    return {name: value for name, value in reference.items() if value}


def _line(text: object) -> str:
    return " ".join(printable(str(text)).split())
