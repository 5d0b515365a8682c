"""Finds which note each paper on a page of the library comes from.

The page does not show ids, and two papers may have the same title. So papers of one title belong
to the notes that say most of the same: the same identifiers, links and texts, then the same month
and category. Only if nothing tells them apart, their order does.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from paperlist.model.categories import category_key
from paperlist.model.identifiers import identities
from paperlist.model.three_way_list import exact_key
from paperlist.text.words import title_key

if TYPE_CHECKING:
    from paperlist.model.entry import Entry
    from paperlist.readers.files import Incoming

# Fields that a page does not show, or that say where it shows the paper.
_NOT_COMPARED = frozenset({"title", "category", "status", "added"})
_NAMING = frozenset({"arxiv", "doi", "links"})
_OF_A_NAME, _OF_A_PLACE = 2.0, 0.5
# Of more pairs than this, each is not looked at; and of a text, no more characters.
_MOST_PAIRS = 10_000
_LONGEST = 2_000


class _Shown(NamedTuple):
    """What a page shows of a paper: its month, its category and its fields."""

    month: str
    category: str
    fields: Mapping[str, Any]


def notes_of(papers: "Sequence[Incoming]", entries: "Iterable[Entry]") -> "dict[int, Entry]":
    """Return the note of each paper, by the position of the paper. No two papers have one note.

    Papers with a title that no note has are not in the result.

    Args:
        papers: the papers on the page, in order.
        entries: the notes, in the order of the page.
    """
    waiting: dict[str, dict[int, _Shown]] = {}
    for number, each in enumerate(papers):
        shown = _Shown(each.month, category_key(each.paper.category), each.paper.fields())
        waiting.setdefault(title_key(each.paper.title), {})[number] = shown
    free: dict[str, list[Entry]] = {}
    for entry in entries:
        title = title_key(entry.title)
        if title in waiting:
            free.setdefault(title, []).append(entry)
    return {
        number: entry
        for title, same in free.items()
        for number, entry in _paired(waiting[title], same)
    }


def _paired(papers: dict[int, _Shown], entries: "list[Entry]") -> "Iterable[tuple[int, Entry]]":
    """Yield pairs of a paper and a note of the same title, those that are most alike first."""
    if len(papers) * len(entries) in range(2, _MOST_PAIRS):
        notes = [_Shown(each.month, category_key(each.category), each.fields) for each in entries]
        alike = sorted(
            (-_likeness(paper, note), number, place)
            for number, paper in papers.items()
            for place, note in enumerate(notes)
        )
        pairs = [(number, place) for _, number, place in alike]
    else:
        pairs = [*zip(papers, range(len(entries)), strict=False)]
    numbers, places = set(papers), set(range(len(entries)))
    for number, place in pairs:
        if number in numbers and place in places:
            numbers.remove(number)
            places.remove(place)
            yield number, entries[place]


def _likeness(paper: _Shown, note: _Shown) -> float:
    """Return how much of what a paper says a note says too. Other identifiers count against it."""
    alike = _OF_A_PLACE * ((paper.month == note.month) + (paper.category == note.category))
    for name, value in paper.fields.items():
        other = note.fields.get(name)
        if not other or name in _NOT_COMPARED:
            continue
        same = exact_key(value) == exact_key(other)
        if name in _NAMING:
            alike += _OF_A_NAME if same else -_OF_A_NAME
        else:
            alike += 1 if same else _ratio(value, other)
    return alike


def _ratio(one: Any, other: Any) -> float:
    from rapidfuzz.fuzz import ratio

    pair = (exact_key(value)[:_LONGEST] for value in (one, other))
    return ratio(*pair) / 100


class Origin(NamedTuple):
    """Where a paper on a page of the library comes from.

    Attributes:
        note: the note of the paper; None for a new paper.
        before: the paper as the page had it before it was edited; None if that is not known.
    """

    note: "Entry | None" = None
    before: "Incoming | None" = None


def origins_of(
    papers: "Sequence[Incoming]", before: "Sequence[Incoming]", entries: "Sequence[Entry]"
) -> dict[int, Origin]:
    """Return the origin of each paper, by its position. A new paper is not in the result.

    Args:
        papers: the papers on the page, in order.
        before: the papers that the page had before it was edited, as far as they are known.
        entries: the notes, in the order of the page.
    """
    from paperlist.model.entry import Entry

    old = [Entry(str(place), each.month, each.paper.fields()) for place, each in enumerate(before)]
    places = {number: int(entry.id) for number, entry in notes_of(papers, old).items()}
    places |= _renamed(papers, before, places)
    # The page as it was is nearer to the notes than the page as somebody edited it.
    by_place = notes_of(before, entries)
    notes = {number: by_place[place] for number, place in places.items() if place in by_place}
    used = {entry[:2] for entry in notes.values()}
    left = [number for number in range(len(papers)) if number not in notes]
    free = [entry for entry in entries if entry[:2] not in used]
    for place, entry in notes_of([papers[number] for number in left], free).items():
        notes[left[place]] = entry
    return {
        number: Origin(notes.get(number), before[places[number]] if number in places else None)
        for number in {*notes, *places}
    }


def _renamed(
    papers: "Sequence[Incoming]", before: "Sequence[Incoming]", places: Mapping[int, int]
) -> dict[int, int]:
    """Return the places in `before` of papers whose title was edited, by their positions.

    Such a paper has an identifier of the earlier paper, or is the same but for its title.

    Args:
        papers: the papers on the page.
        before: the papers that the page had before it was edited.
        places: the places in `before` of all papers whose title is the same.
    """
    used = set(places.values())
    by_key: dict[str, int] = {}
    for place, each in enumerate(before):
        if place not in used:
            by_key |= {key: place for key in _keys(each) if key not in by_key}
    found: dict[int, int] = {}
    for number, each in enumerate(papers):
        known = {by_key[key] for key in _keys(each) if key in by_key} - used
        if number not in places and known:
            found[number] = min(known)
            used.add(found[number])
    return found


def _keys(paper: "Incoming") -> list[str]:
    """Return texts that two versions of one paper share, though their titles differ."""
    fields = paper.paper.fields()
    rest = {name: value for name, value in fields.items() if name not in _NOT_COMPARED}
    keys = [exact_key(each) for each in identities(fields).items()]
    return [*keys, exact_key(rest)] if rest.keys() - {"keypoints"} else keys
