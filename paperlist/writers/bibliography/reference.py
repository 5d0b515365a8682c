"""What all bibliographic formats need of a paper: kind, year, address and abstract."""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum

from paperlist.model.dates import date_parts
from paperlist.model.entry import Entry
from paperlist.model.links import identifier_pages, paper_link
from paperlist.model.venues import CONFERENCES, JOURNALS, any_of

# How many references are written at a time, so that a long list is never in memory twice.
_BATCH = 500
_ARXIV = re.compile(
    r"(?:arxiv:)?(?P<number>(?P<yy>\d\d)(?:0[1-9]|1[0-2])\.?\d{3,5})(?:v\d+)?", re.I
)
_OLD_ARXIV = re.compile(
    r"(?:arxiv:)?[a-z-]+(?:\.[a-z]{2})?/(?P<yy>\d\d)(?:0[1-9]|1[0-2])\d{3}", re.I
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_PREPRINT = re.compile(r"\b(?:arxiv|biorxiv|medrxiv|preprint|under review|corr)\b|^$", re.I)
_CONFERENCE = re.compile(
    r"\b(?:proc(?:eedings|\.)?|conf(?:erence|\.)?|workshops?|symposium|meeting|congress|"
    rf"findings|colloquium|advances in neural|{any_of(CONFERENCES)})\b",
    re.I,
)
_JOURNAL = re.compile(
    r"\b(?:journal|transactions?|trans\.|letters|review|reviews|annals|magazine|"
    r"communications|j\.|neurocomputing|neural computation|pattern recognition|machine learning|"
    r"artificial intelligence|plos|elife|physica|quarterly|bulletin|archives?|"
    rf"{any_of(JOURNALS)})\b",
    re.I,
)
_ACRONYM = re.compile(r"[A-Z][A-Za-z0-9&+-]*[A-Z][A-Za-z0-9&+-]*(?:\W+(?:\d{4}|'\d\d|\d\d))")


class Kind(StrEnum):
    """The kinds of publication."""

    CONFERENCE = "conference"
    JOURNAL = "journal"
    PREPRINT = "preprint"
    OTHER = "other"


def batches(entries: Sequence[Entry]) -> Iterator[Sequence[Entry]]:
    """Yield the entries in lists of at most 500, in order."""
    for start in range(0, len(entries), _BATCH):
        yield entries[start : start + _BATCH]


def kind(entry: Entry) -> Kind:
    """Return the kind of publication, judged by the venue. Without a venue, it is a preprint."""
    venue = entry.venue
    if _PREPRINT.search(venue):
        return Kind.PREPRINT
    # The first match decides: `IEEE Transactions on ...` is a journal, whatever follows, and
    # `Conference on Machine Learning` is a conference, although it contains the name of a journal.
    for pattern, found in (
        (re.compile(r"\b(?:journal|transactions?|trans\.)", re.I), Kind.JOURNAL),
        (_CONFERENCE, Kind.CONFERENCE),
        (_JOURNAL, Kind.JOURNAL),
    ):
        if pattern.search(venue):
            return found
    return Kind.CONFERENCE if _ACRONYM.match(venue) else Kind.OTHER


def key_year(entry: Entry) -> str:
    """Return the year for a citekey.

    It is the year of `published`. If that is empty, it is the year in the venue, then the year of
    the arXiv id, then the year of the note's month.
    """
    if parts := date_parts(entry.published):
        return parts[0]
    if match := _YEAR.search(entry.venue):
        return match[0]
    if match := _ARXIV.fullmatch(entry.arxiv) or _OLD_ARXIV.fullmatch(entry.arxiv):
        century = "19" if match["yy"] > "90" else "20"
        return f"{century}{match['yy']}"
    return entry.month[:4]


def address(entry: Entry) -> str:
    """Return the link to the paper, or else the address of its arXiv page.

    Return an empty text if there is no link and no arXiv id. The formats that use this address have
    no field for arXiv ids.
    """
    return paper_link(entry) or identifier_pages(entry).get("arxiv", "")


def abstract(entry: Entry) -> str:
    """Return the text of the section "Abstract", or an empty text."""
    return next((text for name, text in entry.sections.items() if is_abstract(name)), "")


def is_abstract(section: str) -> bool:
    """Return whether `section` is the name "Abstract", in upper or lower case."""
    return section.casefold() == "abstract"
