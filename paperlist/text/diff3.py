"""Three-way comparison of sequences: which parts of a base did two sides change?

A sequence is a list of lines, or of larger parts of a text. `changes` finds what one side did to
the base, and `stretches` groups the changes of both sides, so that changes of different groups
touch different parts of the base.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import NamedTuple, TypeVar

# SequenceMatcher looks at all pairs of equal items, which are too many if a text repeats itself.
_MOST_MATCHES = 2_000_000
# A part that one side replaced is compared item by item only if it is small.
_MOST_PAIRS = 2500
_Item = TypeVar("_Item", bound=Hashable)


class Change(NamedTuple):
    """One change of a side: the items `start:end` of the base became `first:last` of the side."""

    start: int
    end: int
    first: int
    last: int


class Stretch(NamedTuple):
    """A part of the base, and the changes of both sides in it.

    Attributes:
        start: the index of the first item in the base.
        end: the index after the last item; equal to `start` if both sides only add items.
        ours: the changes of one side.
        theirs: the changes of the other side.
    """

    start: int
    end: int
    ours: tuple[Change, ...]
    theirs: tuple[Change, ...]


def changes(base: Sequence[Hashable], side: Sequence[Hashable]) -> list[Change]:
    """Return what `side` changed, in order. Neighbouring items that changed are one change."""
    shorter = min(len(base), len(side))
    above = next((i for i in range(shorter) if base[i] != side[i]), shorter)
    rest = shorter - above
    below = next((i for i in range(rest) if base[-1 - i] != side[-1 - i]), rest)
    old, new = base[above : len(base) - below], side[above : len(side) - below]
    if not old and not new:
        return []
    counts = Counter(new)
    if not 0 < sum(counts[item] for item in old) <= _MOST_MATCHES:
        return [Change(above, above + len(old), above, above + len(new))]
    from difflib import SequenceMatcher

    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [
        Change(*(above + each for each in places)) for kind, *places in codes if kind != "equal"
    ]


def fine_changes(
    base: Sequence[str], side: Sequence[str], alike: Callable[[str, str], float]
) -> list[Change]:
    """Return what `side` changed, in the smallest possible parts.

    Each removed item is a change of its own. In a part that was rewritten, items that look alike
    are taken for two versions of one item, so that the items between them are added or removed.

    Args:
        base: the items of the base.
        side: the items of the side.
        alike: takes two items and returns how alike they are; 0 if they are different items.
    """
    return [
        small
        for change in changes(base, side)
        for part in _split_at_pairs(change, base, side, alike)
        for small in _split_removal(part)
    ]


def stretches(ours: Sequence[Change], theirs: Sequence[Change]) -> list[Stretch]:
    """Return the changes of both sides in groups, in the order of the base.

    Two changes are in one group if both change an item, or if both add items at one place, or if
    one adds items in the middle of what the other rewrote.
    """
    found: list[Stretch] = []
    marked = [*((change, True) for change in ours), *((change, False) for change in theirs)]
    for change, is_ours in sorted(marked, key=lambda each: each[0][:2]):
        last = found.pop() if found else None
        if last and not _touches(change, last):
            found.append(last)
            last = None
        start, end, mine, others = last or Stretch(change.start, change.end, (), ())
        if is_ours:
            mine += (change,)
        else:
            others += (change,)
        found.append(Stretch(start, max(end, change.end), mine, others))
    return found


def merge_lines(
    base: Sequence[_Item], ours: Sequence[_Item], theirs: Sequence[_Item]
) -> tuple[list[_Item], bool]:
    """Return the items that both sides made of `base`, and whether no part is in dispute.

    The items are lines, or larger parts of a text. A part that both sides changed in different ways
    is in dispute; it is taken from `ours`.
    """
    merged: list[_Item] = []
    done = 0
    clean = True
    for stretch in stretches(changes(base, ours), changes(base, theirs)):
        merged += base[done : stretch.start]
        mine = applied(base, ours, stretch, stretch.ours)
        others = applied(base, theirs, stretch, stretch.theirs)
        clean = clean and (not stretch.ours or not stretch.theirs or mine == others)
        merged += mine if stretch.ours else others
        done = stretch.end
    return [*merged, *base[done:]], clean


def applied(
    base: Sequence[_Item], side: Sequence[_Item], stretch: Stretch, made: Sequence[Change]
) -> list[_Item]:
    """Return what `side` made of a part of the base, by its changes `made` in that part."""
    found: list[_Item] = []
    done = stretch.start
    for change in made:
        found += [*base[done : change.start], *side[change.first : change.last]]
        done = change.end
    return [*found, *base[done : stretch.end]]


def _touches(change: Change, stretch: Stretch) -> bool:
    both_add = change.start == change.end == stretch.start == stretch.end
    return both_add or change.start < stretch.end


def _split_removal(change: Change) -> Iterator[Change]:
    if change.first < change.last:
        yield change
        return
    for place in range(change.start, change.end):
        yield Change(place, place + 1, change.first, change.first)


def _split_at_pairs(
    change: Change, base: Sequence[str], side: Sequence[str], alike: Callable[[str, str], float]
) -> Iterator[Change]:
    start, first = change.start, change.first
    for row, column in _pairs(change, base, side, alike):
        if (start, first) != (row, column):
            yield Change(start, row, first, column)
        yield Change(row, row + 1, column, column + 1)
        start, first = row + 1, column + 1
    if (start, first) != (change.end, change.last):
        yield Change(start, change.end, first, change.last)


def _pairs(
    change: Change, base: Sequence[str], side: Sequence[str], alike: Callable[[str, str], float]
) -> list[tuple[int, int]]:
    """Return the pairs of items that look alike, in the order of both sequences.

    Of all ways to make pairs, the one with the greatest sum of likenesses is taken.
    """
    rows, columns = range(change.start, change.end), range(change.first, change.last)
    if not 1 < len(rows) * len(columns) <= _MOST_PAIRS:
        return []
    # best[column] is the best way for the rows so far and the columns before `column`.
    best: list[tuple[float, list[tuple[int, int]]]] = [(0.0, [])] * (len(columns) + 1)
    for row in rows:
        above, best = best, best[:1]
        for place, column in enumerate(columns):
            options = [above[place + 1], best[place]]
            if score := alike(base[row], side[column]):
                before, pairs = above[place]
                options.append((before + score, [*pairs, (row, column)]))
            best.append(max(options, key=lambda option: option[0]))
    return best[-1][1]
