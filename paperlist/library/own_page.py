"""Finds which note each paper on an edited page of the library comes from.

The page does not show ids, and two papers may have the same title. So a paper belongs to the note
with the same title, month and category; only if there is none, to one of another category, or of
another month, because somebody may have moved the paper on the page.
"""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from paperlist.model.categories import category_key
from paperlist.text.words import title_key

if TYPE_CHECKING:
    from paperlist.model.entry import Entry
    from paperlist.readers.files import Incoming


class _Place(NamedTuple):
    """What a page shows of a paper: its title, and where it stands."""

    title: str
    month: str
    category: str


_KEYS: tuple[Callable[[_Place], tuple[str, ...]], ...] = (
    lambda place: place,
    lambda place: (place.title, place.month),
    lambda place: (place.title,),
)


def notes_of(papers: "Sequence[Incoming]", entries: "Iterable[Entry]") -> "dict[int, Entry]":
    """Return the note of each paper, by the position of the paper. No two papers have one note.

    Papers with a title that no note has are not in the result.

    Args:
        papers: the papers on the page, in order.
        entries: the notes, in the order of the page.
    """
    places = {
        number: _place(each.paper.title, each.month, each.paper.category)
        for number, each in enumerate(papers)
    }
    free = [(_place(entry.title, entry.month, entry.category), entry) for entry in entries]
    found: dict[int, Entry] = {}
    for key in _KEYS:
        waiting: dict[tuple[str, ...], deque[int]] = {}
        for number, place in places.items():
            if number not in found:
                waiting.setdefault(key(place), deque()).append(number)
        left = []
        for place, entry in free:
            numbers = waiting.get(key(place))
            if numbers:
                found[numbers.popleft()] = entry
            else:
                left.append((place, entry))
        free = left
    return found


def _place(title: str, month: str, category: str) -> _Place:
    return _Place(title_key(title), month, category_key(category))
