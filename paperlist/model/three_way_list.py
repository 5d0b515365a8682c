"""Three-way merge of lists that are sets in an order, such as keypoints and authors."""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

_Key = tuple[str, int]
_Items = dict[_Key, Any]


def exact_key(item: Any) -> str:
    """Return a text that is the same for two JSON values only if they are equal.

    In Python `1` and `True` are equal; as values of a field they differ.
    """
    return json.dumps(item, ensure_ascii=False, default=str)


def merge_set(
    base: Sequence[Any] | None,
    ours: Sequence[Any],
    theirs: Sequence[Any],
    key: Callable[[Any], str] = exact_key,
) -> list[Any]:
    """Return the items that both sides have or that one side added.

    An item that one side removed is left out. If only one side moved items, its order is taken. An
    item that one side added follows the item that it follows there. Items that both sides added at
    one place are not mixed: first all of one side, then all of the other, sorted by their keys.
    `ours` and `theirs` can be swapped without any effect.

    Args:
        base: the list before both changes; None if there was none.
        ours: the list of one side.
        theirs: the list of the other side.
        key: takes an item and returns a text; items with the same text are spellings of one item.
    """
    before, mine, others = (_numbered(each, key) for each in (base or (), ours, theirs))
    kept = _common_order(before, mine, others)
    common = set(kept)
    mine_added, theirs_added = (_added(side, common, before) for side in (mine, others))
    order: list[_Key] = []
    for anchor in (None, *kept):
        order += [anchor] if anchor else []
        for run in sorted([mine_added.get(anchor, []), theirs_added.get(anchor, [])]):
            order += run
    return [_spelling(name, before, mine, others) for name in order]


def _numbered(items: Sequence[Any], key: Callable[[Any], str]) -> _Items:
    """Return a dict from key to item; the second of two equal items has the number 1."""
    seen: Counter[str] = Counter()
    found: _Items = {}
    for item in items:
        name = key(item)
        found[name, seen[name]] = item
        seen[name] += 1
    return found


def _common_order(before: _Items, mine: _Items, theirs: _Items) -> list[_Key]:
    """Return the items that both sides have, in the order of the side that moved items."""
    rank = {name: place for place, name in enumerate(before)}
    orders = [name for name in mine if name in theirs], [name for name in theirs if name in mine]
    known = [[rank[name] for name in order if name in rank] for order in orders]
    moved = [order for order, places in zip(orders, known, strict=True) if places != sorted(places)]
    return min(moved if len(moved) == 1 else orders)


def _added(side: _Items, common: set[_Key], before: _Items) -> dict[_Key | None, list[_Key]]:
    """Return the items that only this side has, as a dict from the common item above them."""
    found: dict[_Key | None, list[_Key]] = {}
    anchor: _Key | None = None
    for name in side:
        if name in common:
            anchor = name
        elif name not in before:
            found.setdefault(anchor, []).append(name)
    return found


def _spelling(name: _Key, *versions: _Items) -> Any:
    """Return the item in the spelling of the side that changed it."""
    before, mine, theirs = versions
    written = [side[name] for side in (mine, theirs) if name in side]
    changed = [item for item in written if name not in before or item != before[name]]
    return min(changed or written, key=exact_key)


def unite(*lists: Sequence[Any]) -> list[Any]:
    """Return each different item of some lists once, sorted by its `exact_key`."""
    by_key = {exact_key(item): item for each in lists for item in each}
    return [by_key[key] for key in sorted(by_key)]
