"""How people name a paper: an id, its beginning, an arXiv id, a DOI, words of the title."""

import re
from typing import TYPE_CHECKING

from paperlist.errors import AmbiguousReferenceError, NoSuchPaperError, UnreadableNoteError
from paperlist.text import title_key, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from paperlist.entry import Entry
    from paperlist.index import Index

# Source: https://info.arxiv.org/help/arxiv_identifier.html
_ARXIV = re.compile(
    r"(?:arxiv:|https?://(?:www\.|export\.)?arxiv\.org/(?:abs|pdf|html)/|"
    r"(?:https?://doi\.org/)?10\.48550/arxiv\.)?"
    r"(\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})(?:v\d+)?(?:\.pdf)?",
    re.I,
)
# Source: https://www.doi.org/doi-handbook/HTML/index.html
_DOI = re.compile(r"(?:doi:\s*|https?://(?:dx\.)?doi\.org/)?(10\.\d{4,9}/\S+)", re.I)
_PLACE = re.compile(r"(?:.*/)?(\d{4}-\d\d)[/\\]([^/\\]+?)(?:\.yaml)?")
NEAREST = 3


def resolve(index: "Index", reference: str) -> "Entry":
    """The paper that `reference` names.

    Raises:
        NoSuchPaperError: it names none; the nearest ids are named.
        AmbiguousReferenceError: it names several.
        UnreadableNoteError: it names a file that cannot be read.
    """
    reference = reference.strip()
    found = _candidates(index, reference)
    if len(found) == 1:
        return found[0]
    if not found:
        for note in index.broken():
            if reference in {note.path, *note.path.removesuffix(".yaml").rsplit("/", 1)[1:]}:
                raise UnreadableNoteError(note.path, note.reason, note.line)
        raise NoSuchPaperError(reference, _nearest(index, reference))
    names = [entry.id for entry in found]
    if len(set(names)) < len(names):
        names = [f"{entry.month}/{entry.id}" for entry in found]
    width = max(map(len, names))
    raise AmbiguousReferenceError(
        reference,
        [f"{name:{width}}  {entry.title}" for name, entry in zip(names, found, strict=True)],
    )


def _candidates(index: "Index", reference: str) -> "Sequence[Entry]":
    if not reference:
        return []
    if match := _PLACE.fullmatch(reference):
        return [entry for entry in index.with_id(match[2]) if entry.month == match[1]]
    if found := index.with_id(reference):
        return found
    if (match := _ARXIV.fullmatch(reference)) and (found := index.identified("arxiv", match[1])):
        return found
    if (match := _DOI.fullmatch(reference)) and (
        found := index.identified("doi", match[1].lower())
    ):
        return found
    return (
        index.with_id(reference.lower(), beginning=True)
        or index.identified("title", title_key(reference))
        or _titled(index, reference)
    )


def _titled(index: "Index", reference: str) -> "Sequence[Entry]":
    from paperlist.index import Clause

    clauses = [Clause(((f"{word}*",),), "title") for word in words(reference)]
    if not clauses:
        return []
    return index.entries([key for key, _ in index.match(clauses)])


def _nearest(index: "Index", reference: str) -> list[str]:
    from rapidfuzz.fuzz import WRatio
    from rapidfuzz.process import extract

    near = extract(reference.lower(), index.ids(), scorer=WRatio, limit=NEAREST, score_cutoff=75)
    return [name for name, _, _ in near]
