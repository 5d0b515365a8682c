"""Three-way merge of a Markdown text, in which no word that a side wrote is lost.

The text is merged by lines; a fenced block counts as one line. What only one side changed is taken
from that side. What both sides added at one place is kept, one after the other. What both sides
changed in different ways is kept in both versions, which are marked as `versions.py` describes.
"""

import re
from collections import Counter

from paperlist.model.three_way_additions import unite_additions
from paperlist.model.three_way_changes import Side
from paperlist.model.three_way_list import merge_set
from paperlist.model.versions import Unit, alternatives, join, marked, texts, units
from paperlist.text.diff3 import Stretch, applied, stretches


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
    sides = [Side(base, ours), Side(base, theirs)]
    parents = [side.parents() for side in sides]
    for side, kept in zip(sides, reversed(parents), strict=True):
        side.keep(kept)
    merged: list[Unit] = []
    additions: list[list[Unit]] = []
    clean = True
    done = 0
    for stretch in [*stretches(sides[0].changes, sides[1].changes), None]:
        start = stretch.start if stretch else len(base)
        for place in range(done, start):
            blanks = [side.blank(place) for side in sides]
            merged.append(base[place]._replace(blank=_merge_blanks(base[place].blank, *blanks)))
        if stretch:
            done = stretch.end
            parts, is_clean = _merge_stretch(base, stretch, *sides)
            merged += parts
            additions += [parts] if stretch.start == stretch.end else []
            clean = clean and is_clean
    return _without_repeats(merged, base, ours, theirs, *additions), clean


def _without_repeats(merged: list[Unit], base: list[Unit], *additions: list[Unit]) -> list[Unit]:
    """Return the units without those that both sides added, but at different places.

    Each of `additions` is a part of a text in which a unit may be more than once.
    """
    counts = [Counter(texts(part)) for part in additions]
    left = (counts[0] & counts[1]) - Counter(texts(base))
    for count in counts:
        left.update(
            {text: count[text] - left[text] for text in count if 0 < left[text] < count[text]}
        )
    kept: list[Unit] = []
    for unit in merged:
        if unit.text in left:
            left[unit.text] -= 1
        if left.get(unit.text, 0) >= 0:
            kept.append(unit)
    return kept


def _merge_stretch(
    base: list[Unit], stretch: Stretch, mine: Side, others: Side
) -> tuple[list[Unit], bool]:
    ours = applied(base, mine.units, stretch, stretch.ours)
    theirs = applied(base, others.units, stretch, stretch.theirs)
    if not stretch.theirs or not stretch.ours:
        return (ours if stretch.ours else theirs), True
    before = base[stretch.start : stretch.end]
    if not before:
        return unite_additions(ours, theirs), True
    if texts(ours) == texts(theirs):
        return _in_both(ours, theirs), True
    # What one side added in the middle of what the other rewrote follows the rewritten part.
    found = [
        [*other, *added]
        for added, other in (
            (mine.added(stretch.ours), theirs),
            (others.added(stretch.theirs), ours),
        )
        if added is not None
    ]
    return (_first(found), True) if found else _choose(before, ours, theirs)


def _choose(before: list[Unit], ours: list[Unit], theirs: list[Unit]) -> tuple[list[Unit], bool]:
    """Return what to keep of a stretch that both sides changed, and whether it has no marks."""
    # A side that wrote nothing which the other lacks, or only removed lines, gives way.
    found = [
        _without_removed(other, before, side)
        for side, other in ((ours, theirs), (theirs, ours))
        if not Counter(texts(side)) - Counter(texts(before)) - Counter(texts(other))
    ]
    if found:
        return _first(found), True
    first, last = _common_ends(texts(ours), texts(theirs))
    above = _in_both(ours[:first], theirs[:first])
    below = _in_both(ours[len(ours) - last :], theirs[len(theirs) - last :])
    ours, theirs = (side[first : len(side) - last] for side in (ours, theirs))
    versions = _without_parts(_merge_versions(before, ours, theirs))
    blank = _merge_blanks(None, ours[0].blank, theirs[0].blank)
    chosen = units(marked(versions))
    if chosen:  # nothing is left if both sides wrote only a mark that belongs to no versions
        chosen[0] = chosen[0]._replace(blank=blank)
    return [*above, *chosen, *below], len(versions) == 1


def _common_ends(ours: list[str], theirs: list[str]) -> tuple[int, int]:
    """Return how many items at the beginning, and how many others at the end, are the same."""
    most = min(len(ours), len(theirs))
    first = next((i for i in range(most) if ours[i] != theirs[i]), most)
    rest = most - first
    return first, next((i for i in range(rest) if ours[-1 - i] != theirs[-1 - i]), rest)


def _without_removed(parts: list[Unit], before: list[Unit], side: list[Unit]) -> list[Unit]:
    """Return `parts` without the units of `before` that `side` removed."""
    removed = Counter(texts(before)) - Counter(texts(side))
    kept: list[Unit] = []
    for part in parts:
        if removed[part.text] > 0:
            removed[part.text] -= 1
        else:
            kept.append(part)
    return kept


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


def _without_parts(versions: list[str]) -> list[str]:
    """Return the versions without those whose units are all, in this order, in a longer one."""
    parts = {version: texts(units(version)) for version in versions}
    return [
        version
        for version in versions
        if not any(
            len(parts[version]) < len(longer) and _is_within(parts[version], longer)
            for longer in parts.values()
        )
    ]


def _is_within(some: list[str], of: list[str]) -> bool:
    left = iter(of)
    return all(text in left for text in some)


def _merge_blanks(base: int | None, ours: int | None, theirs: int | None) -> int | None:
    """Return the number of blank lines above a unit that both sides have."""
    changed = [blank for blank in (ours, theirs) if blank not in {base, None}]
    return max((blank for blank in changed if blank is not None), default=base)


def _in_both(ours: list[Unit], theirs: list[Unit]) -> list[Unit]:
    """Return the units that both sides have, with the blank lines of the side that has more."""
    pairs = zip(ours, theirs, strict=True)
    return [one._replace(blank=_merge_blanks(None, one.blank, other.blank)) for one, other in pairs]


def _first(ways: list[list[Unit]]) -> list[Unit]:
    """Return one of some equally good results, always the same one."""
    return min(ways, key=lambda parts: [(part.text, part.blank or 0) for part in parts])


def _text(part: Unit) -> str:
    return part.text


def _contains_words(text: str, part: str) -> bool:
    # Only whole words count: `start` does not hold `art`.
    return re.search(rf"(?<!\w){re.escape(part)}(?!\w)", text) is not None
