"""References to a paper: its id, the start of its id, an identifier, or words of the title."""

from typing import TYPE_CHECKING

from paperlist.errors import AmbiguousReferenceError, NoSuchPaperError, UnreadableNoteError
from paperlist.index import healing
from paperlist.model.identifiers import parse
from paperlist.search.query import without_surrogates
from paperlist.text.words import lazily, title_key, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from paperlist.index import Index
    from paperlist.model.entry import Entry

_place = lazily(r"(?:.*/)?(\d{4}-\d\d)[/\\]([^/\\]+?)(?:\.yaml)?")
NEAREST = 3


@healing
def resolve(index: "Index", reference: str) -> "Entry":
    """Return the paper that the user means by `reference`, such as an id or a title.

    Raises:
        NoSuchPaperError: no paper matches; the error suggests similar ids.
        AmbiguousReferenceError: several papers match; the error lists them.
        UnreadableNoteError: the note exists but cannot be read.
    """
    reference = without_surrogates(reference).strip()
    found = _find_exactly(index, reference) or _find_loosely(index, reference)
    if len(found) == 1:
        return found[0]
    if not found:
        raise NoSuchPaperError(reference, _nearest_ids(index, reference))
    names = [entry.id for entry in found]
    if len(set(names)) < len(names):
        names = [f"{entry.month}/{entry.id}" for entry in found]
    width = max(map(len, names))
    raise AmbiguousReferenceError(
        reference,
        [f"{name:{width}}  {entry.title}" for name, entry in zip(names, found, strict=True)],
    )


def _find_exactly(index: "Index", reference: str) -> "Sequence[Entry]":
    """Return the papers with this id or path.

    Raises:
        UnreadableNoteError: there is such a note, but it cannot be read.
    """
    place = _place().fullmatch(reference)
    month, name = place.groups() if place else ("", reference)
    found = [entry for entry in index.with_id(name) if month in {"", entry.month}]
    if not found and index.has_id(name):
        ending = f"/{month}/{name}.yaml" if month else f"/{name}.yaml"
        for note in index.broken():
            if note.is_note and note.path.endswith(ending):
                raise UnreadableNoteError(note.path, note.reason, note.line)
    return found


def _find_loosely(index: "Index", reference: str) -> "Sequence[Entry]":
    """Return the papers that have the reference as identifier, start of an id, or title.

    These three are tried in order. Last, the words of the reference are looked for in titles.
    """
    if not reference:
        return []
    if (named := parse(reference)) and (found := index.identified(*named.identity)):
        return found
    begun = reference.lower().removesuffix("…")  # as `list` cuts a long id
    return (
        (index.with_id(begun, beginning=True) if begun else [])
        or _find_by_title(index, reference)
        or _find_by_words(index, reference)
    )


def _find_by_title(index: "Index", title: str) -> "Sequence[Entry]":
    # All titles without letters and digits have the same empty key, so they are compared as texts.
    key = title_key(title)
    found = index.identified("title", key)
    return found if key else [entry for entry in found if entry.title == title]


def _find_by_words(index: "Index", reference: str) -> "Sequence[Entry]":
    from paperlist.index import Clause

    clauses = [Clause(((f"{word}*",),), ("title",)) for word in words(reference)]
    if not clauses:
        return []
    return index.entries([key for key, _ in index.matching.match(clauses)])


def _nearest_ids(index: "Index", reference: str) -> list[str]:
    from rapidfuzz.fuzz import WRatio
    from rapidfuzz.process import extract

    near = extract(reference.lower(), index.ids(), scorer=WRatio, limit=NEAREST, score_cutoff=75)
    return [name for name, _, _ in near]
