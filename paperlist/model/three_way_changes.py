"""What one side changed in a text, unit by unit."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from paperlist.model.versions import Unit, texts
from paperlist.text.diff3 import Change, fine_changes

# Two lines that are at least this similar (rapidfuzz, 0 to 100) are versions of one line.
_ALIKE = 60
# The product of the lengths of two lines, from which on it takes too long to compare them.
_LONGEST = 25_000_000


class Side:
    """What one side changed.

    Attributes:
        units: the units of this side.
        changes: the changes, in the smallest possible parts.
        rows: the indices of the units that this side kept, as a dict from the index in the base.
    """

    def __init__(self, base: Sequence[Unit], side: Sequence[Unit]) -> None:
        self.units = side
        self.changes = [
            part
            for change in fine_changes(texts(base), texts(side), _likeness)
            for part in _split_at_versions(change, side)
        ]
        self.rows: dict[int, int] = {}
        ends = [Change(0, 0, 0, 0), *self.changes, Change(len(base), 0, len(side), 0)]
        for above, below in pairwise(ends):
            for place in range(above.end, below.start):
                self.rows[place] = place - above.end + above.last

    def blank(self, place: int) -> int | None:
        """Return the number of blank lines above a unit of the base, as this side has it."""
        row = self.rows.get(place)
        return None if row is None else self.units[row].blank

    def parents(self) -> set[int]:
        """Return the indices of the units of the base below which this side added list items."""
        places = {row: place for place, row in self.rows.items()}
        added = {row for change in self.changes for row in range(change.first, change.last)}
        above: list[int] = []
        found: set[int] = set()
        for row, unit in enumerate(self.units):
            while above and self.units[above[-1]].indent() >= unit.indent():
                above.pop()
            if row in added:
                found.update(places[parent] for parent in above if parent in places)
            above.append(row)
        return found

    def keep(self, places: set[int]) -> None:
        """Undo the removal of some units of the base, since the other side added to them."""
        self.changes = [
            change
            for change in self.changes
            if change.first < change.last or change.start not in places
        ]

    def added(self, made: Sequence[Change]) -> list[Unit] | None:
        """Return the units that some changes added, or None if one of them rewrote something."""
        if any(each.start < each.end and each.first < each.last for each in made):
            return None
        return [unit for each in made for unit in self.units[each.first : each.last]]


def _split_at_versions(change: Change, side: Sequence[Unit]) -> Iterator[Change]:
    """Yield the parts of a change: marked versions stand for all that was there before."""
    start, end, first, last = change
    marks = [place for place in range(first, last) if len(side[place].versions()) > 1]
    if start == end or len(marks) != 1:
        yield change
        return
    place = marks[0]
    if first < place:
        yield Change(start, start, first, place)
    yield Change(start, end, place, place + 1)
    if place + 1 < last:
        yield Change(end, end, place + 1, last)


def _likeness(one: str, other: str) -> float:
    from rapidfuzz.fuzz import ratio

    if len(one) * len(other) > _LONGEST:
        return 0
    # A version of several lines stands for several lines of the base.
    pairs = [
        (version, another)
        for version in Unit(one, None).versions()
        for another in Unit(other, None).versions()
        if "\n" not in version + another or (one, other) == (version, another)
    ]
    contents = ([Unit(text, None).content() for text in pair] for pair in pairs)
    return max((ratio(*pair, score_cutoff=_ALIKE) for pair in contents), default=0)
