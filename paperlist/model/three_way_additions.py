"""What two people added to a text at one place: both is kept, one after the other."""

from paperlist.model.three_way_list import merge_set
from paperlist.model.versions import Unit, join, texts

# Of so many blocks with the same line, it does not matter whether one is a part of another.
_MOST_LOOKED_AT = 100


def unite_additions(ours: list[Unit], theirs: list[Unit]) -> list[Unit]:
    """Return what both sides added at one place, what they have in common only once.

    A paragraph or list item that is the beginning, the middle or the end of one of the other side
    counts as common, so that an item and the same item with a remark below it are one item.
    """
    mine, others = _blocks(ours), _blocks(theirs)
    kept = [_without_parts(mine, others), _without_parts(others, mine)]
    return [unit for block in merge_set([], kept[0], kept[1], _block_key) for unit in block]


def _without_parts(these: list[list[Unit]], there: list[list[Unit]]) -> list[list[Unit]]:
    """Return the blocks `these` without those that are a part of a longer block in `there`."""
    longer: dict[str, list[list[str]]] = {}
    for block in there:
        lines = texts(block)
        for line in {*lines}:
            longer.setdefault(line, []).append(lines)
    return [
        block
        for block in these
        if not any(
            len(lines) > len(block) and _is_part(texts(block), lines)
            for lines in longer.get(block[0].text, ())[:_MOST_LOOKED_AT]
        )
    ]


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
