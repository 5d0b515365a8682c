"""Three-way merge of a Markdown text, in which no word that a side wrote is lost.

The text is merged by lines; a fenced block counts as one line. What only one side changed is taken
from that side. What both sides added at one place is kept, one after the other. What both sides
changed in different ways is kept in both versions, which are marked as `versions.py` describes.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from paperlist.model.three_way_list import merge_set
from paperlist.model.versions import Unit, alternatives, join, marked, units
from paperlist.text.diff3 import Change, Stretch, applied, fine_changes, stretches

# Two lines that are at least this similar (rapidfuzz, 0 to 100) are versions of one line.
_ALIKE = 60


def merge_text(base: str, ours: str, theirs: str) -> str:
    """Return the text that both sides made of `base`.

    `ours` and `theirs` can be swapped without any effect.

    Args:
        base: the text before both changes; empty if there was none.
        ours: the text of one side.
        theirs: the text of the other side.
    """
    if theirs in {ours, base}:
        return ours
    if ours == base:
        return theirs
    if not base:
        for part, whole in ((ours, theirs), (theirs, ours)):
            if _contains_words(whole, part):
                return whole
    merged, _ = _merge(units(base), units(ours), units(theirs))
    return join(merged)


def _merge(base: list[Unit], ours: list[Unit], theirs: list[Unit]) -> tuple[list[Unit], bool]:
    """Return the merged units, and whether no versions had to be marked."""
    sides = [_Side(base, ours), _Side(base, theirs)]
    merged: list[Unit] = []
    clean = True
    done = 0
    for stretch in [*stretches(sides[0].changes, sides[1].changes), None]:
        start = stretch.start if stretch else len(base)
        for place in range(done, start):
            blanks = [side.blanks.get(place, base[place].blank) for side in sides]
            merged.append(base[place]._replace(blank=_merge_blanks(base[place].blank, *blanks)))
        if stretch:
            done = stretch.end
            parts, is_clean = _merge_stretch(base, stretch, *sides)
            merged += parts
            clean = clean and is_clean
    return merged, clean


class _Side:
    """What one side changed.

    Attributes:
        units: the units of this side.
        changes: the changes, in the smallest possible parts.
        blanks: the number of blank lines above each unit of the base that this side kept, as a
            dict from the index of the unit in the base.
    """

    def __init__(self, base: Sequence[Unit], side: Sequence[Unit]) -> None:
        self.units = side
        texts = [unit.text for unit in base], [unit.text for unit in side]
        self.changes = fine_changes(*texts, _likeness)
        self.blanks: dict[int, int | None] = {}
        ends = [Change(0, 0, 0, 0), *self.changes, Change(len(base), 0, len(side), 0)]
        for above, below in pairwise(ends):
            for place in range(above.end, below.start):
                self.blanks[place] = side[place - above.end + above.last].blank


def _merge_stretch(
    base: list[Unit], stretch: Stretch, mine: _Side, others: _Side
) -> tuple[list[Unit], bool]:
    ours = applied(base, mine.units, stretch, stretch.ours)
    theirs = applied(base, others.units, stretch, stretch.theirs)
    if not stretch.theirs or not stretch.ours:
        return (ours if stretch.ours else theirs), True
    before = base[stretch.start : stretch.end]
    if not before:
        return _unite(ours, theirs), True
    return _choose(before, ours, theirs)


def _choose(before: list[Unit], ours: list[Unit], theirs: list[Unit]) -> tuple[list[Unit], bool]:
    """Return what to keep of a stretch that both sides changed, and whether it has no marks."""
    if _texts(ours) == _texts(theirs):
        return min(ours, theirs, key=_blanks), True
    new = [Counter(_texts(side)) - Counter(_texts(before)) for side in (ours, theirs)]
    if not new[0] and not new[1]:
        return merge_set(before, ours, theirs, _text), True
    # A side that only removed lines gives way to the side that wrote new ones.
    if not new[0] or not new[1]:
        return (ours if new[0] else theirs), True
    versions = _merge_versions(before, ours, theirs)
    blank = _merge_blanks(None, ours[0].blank, theirs[0].blank)
    if len(versions) == 1:
        first, *rest = units(versions[0])
        return [first._replace(blank=blank), *rest], True
    return [Unit(marked(versions), blank)], False


def _merge_versions(before: list[Unit], ours: list[Unit], theirs: list[Unit]) -> list[str]:
    """Return the versions to keep of a stretch that both sides changed in different ways."""
    old, mine, others = (sorted(set(alternatives(side))) for side in (before, ours, theirs))
    if len(old) > 1:
        # Each side may have removed, added or changed versions of those that were marked before.
        decided = len(mine) == len(others) == 1
        merged = [] if decided else merge_set(old, mine, others)
        return sorted(merged) or sorted({*mine, *others})
    if len(mine) == len(others) == 1:
        return sorted({*mine, *others})
    # Two versions that change different lines of the stretch are made into one.
    for version in mine.copy():
        for other in others.copy():
            both, clean = _merge(before, units(version), units(other))
            if clean:
                mine.remove(version)
                others.remove(other)
                mine.append(join(both))
                break
    return sorted({*mine, *others})


def _unite(ours: list[Unit], theirs: list[Unit]) -> list[Unit]:
    """Return what both sides added at one place, what they have in common only once."""
    blocks = [_blocks(side) for side in (ours, theirs)]
    lines = [[_texts(block) for block in side] for side in blocks]
    for number, side in enumerate(blocks):
        there = lines[1 - number]
        side[:] = [
            block
            for block in side
            if _texts(block) in there or not any(_is_part(_texts(block), each) for each in there)
        ]
    return [unit for block in merge_set([], blocks[0], blocks[1], _block_key) for unit in block]


def _blocks(side: list[Unit]) -> list[list[Unit]]:
    """Return the units in groups: a list item with all below it, or the lines of a paragraph."""
    found: list[list[Unit]] = []
    for unit in side:
        head = found[-1][0] if found else None
        inside = head is not None and (
            unit.indent() > head.indent() or (unit.blank == 0 and not unit.is_item())
        )
        if inside:
            found[-1].append(unit)
        else:
            found.append([unit])
    return found


def _block_key(block: list[Unit]) -> str:
    """Return a key that sorts a block that goes on with the paragraph above before all others."""
    return f"{0 if block[0].blank == 0 else 1} {join(block)}"


def _is_part(lines: list[str], of: list[str]) -> bool:
    many = len(lines)
    return any(of[place : place + many] == lines for place in range(len(of) - many + 1))


def _merge_blanks(base: int | None, ours: int | None, theirs: int | None) -> int | None:
    """Return the number of blank lines above a unit that both sides have."""
    changed = [blank for blank in (ours, theirs) if blank not in {base, None}]
    return max((blank for blank in changed if blank is not None), default=base)


def _texts(parts: Iterable[Unit]) -> list[str]:
    return [part.text for part in parts]


def _blanks(parts: Iterable[Unit]) -> list[int]:
    return [part.blank or 0 for part in parts]


def _text(part: Unit) -> str:
    return part.text


def _likeness(one: str, other: str) -> float:
    from rapidfuzz.fuzz import ratio

    return max(
        ratio(version, another, score_cutoff=_ALIKE)
        for version in Unit(one, None).versions()
        for another in Unit(other, None).versions()
    )


def _contains_words(text: str, part: str) -> bool:
    # Only whole words count: `start` does not hold `art`.
    return re.search(rf"(?<!\w){re.escape(part)}(?!\w)", text) is not None
