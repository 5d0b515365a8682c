"""Three-way merge of the fields of a note: what two people made of it becomes one note.

Lists and mappings are merged by item, texts by line (`three_way_text.py`). A field that has one
plain value, such as `venue`, may get two different ones. Then one value stays in the field, and
the others go to the note's own field `undecided`, a mapping from the name of a field to a list:

    venue: CVPR 2024
    undecided:
      venue:
      - ICML 2024

A person decides by removing the list, and that is merged like any other change.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple

from paperlist.model.entry import TEXT_FIELDS
from paperlist.model.statuses import STATUSES
from paperlist.model.three_way_list import exact_key, merge_set, unite
from paperlist.model.three_way_text import merge_text
from paperlist.model.versions import has_versions
from paperlist.text.words import fold

UNDECIDED = "undecided"
"""The own field that keeps the other values of plain fields, until a person decides."""
_TEXTS = frozenset({*TEXT_FIELDS, "notes"})
_NAMES = frozenset({"keypoints", "authors"})
# Stands for the value of a field that a note lacks; null is a value of a user's own fields.
_MISSING: Any = object()


class _Three(NamedTuple):
    """The values of one field: before, and on both sides."""

    base: Any
    ours: Any
    theirs: Any

    def of(self, name: str) -> "_Three":
        """Return the values under a key, if the values are mappings."""
        base, ours, theirs = (side.get(name, _MISSING) for side in self)
        return _Three(base, ours, theirs)

    def filled(self, empty: Any) -> "_Three":
        """Return the values with `empty` in place of those that are missing or empty."""
        base, ours, theirs = (empty if _is_empty(side) else side for side in self)
        return _Three(base, ours, theirs)

    def clear(self) -> list[Any]:
        """Return [value] if at most one side changed it, or both alike; else an empty list."""
        base, ours, theirs = map(_key, self)
        if theirs in {ours, base}:
            return [self.ours]
        return [self.theirs] if ours == base else []


def merge_fields(
    base: Mapping[str, Any] | None, ours: Mapping[str, Any], theirs: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the fields that both sides made of `base`. No word that a side wrote is lost.

    `ours` and `theirs` can be swapped without any effect.

    Args:
        base: the fields of the note before both changes; None if both sides added the note.
        ours: the fields of one side, as JSON values.
        theirs: the fields of the other side.
    """
    return _Merge(_Three(base or {}, ours, theirs)).fields()


def undecided_fields(fields: Mapping[str, Any]) -> list[str]:
    """Return the names of the fields that have two versions, such as `venue` or `sections.Results`.

    A person has to choose one of the versions.
    """
    known = fields.get(UNDECIDED)
    values = [str(name) for name in known] if isinstance(known, dict) else []
    texts = [
        path
        for name, value in fields.items()
        for path, text in _texts_in(value, name)
        if name != UNDECIDED and has_versions(text)
    ]
    return [*texts, *(name for name in values if name not in texts)]


class _Merge:
    """The merge of one note.

    Attributes:
        sides: the fields of the note, before and on both sides.
        is_mapping: whether the field `undecided`, where a note has it, is the one described above.
        known: what the three notes have in their field `undecided`.
        undecided: what the merged note has there, as a dict from name to the values.
        done: the names whose values are decided or in `undecided`.
    """

    def __init__(self, sides: _Three) -> None:
        self.sides = sides
        before = sides.of(UNDECIDED).filled({})
        self.is_mapping = all(isinstance(side, dict) for side in before)
        self.known = before if self.is_mapping else _Three({}, {}, {})
        self.undecided: dict[str, list[Any]] = {}
        self.done: set[str] = set()

    def fields(self) -> dict[str, Any]:
        merged = self.mapping("", self.sides)
        left = merged.pop(UNDECIDED, None)
        names = _key_order(self.known)
        for name in names:
            if name not in self.done:
                base, ours, theirs = map(_as_list, self.known.of(name).filled(""))
                others = merge_set(base, ours, theirs)
                self.undecided |= {name: others} if others else {}
        if left is not None and self.undecided:
            # The user has a field of this name for something else.
            others = self.undecided.get(UNDECIDED, [])
            self.undecided[UNDECIDED] = unite(_as_list(left), others)
        elif left is not None:
            merged[UNDECIDED] = left
        if self.undecided:
            order = [name for name in names if name in self.undecided]
            rest = [name for name in self.undecided if name not in names]
            merged[UNDECIDED] = {name: self.undecided[name] for name in (*order, *rest)}
        return merged

    def mapping(self, path: str, sides: _Three) -> dict[str, Any]:
        merged: dict[str, Any] = {}
        for name in _key_order(sides):
            if path or name != UNDECIDED or not self.is_mapping:
                value = self.value(f"{path}.{name}" if path else name, sides.of(name))
                merged |= {} if value is _MISSING else {name: value}
        return merged

    def value(self, path: str, sides: _Three) -> Any:
        """Return the merged value of the field or key at `path`, such as `links.code`."""
        values = [side for side in sides if not _is_empty(side)]
        merge = self.way(path, values)
        if merge is None:
            return self.plain(path, sides)
        if clear := sides.clear():
            return clear[0]
        merged = merge(sides)
        return _MISSING if _is_empty(merged) else merged

    def way(self, path: str, values: list[Any]) -> Callable[[_Three], Any] | None:
        """Return the function that merges such values, or None if they are plain values."""
        kinds = {type(each) for each in values}
        is_text = kinds == {str} and any("\n" in each for each in values)
        if path in {"status", "added"}:
            return partial(_further, path)
        if path in _TEXTS or path.startswith("sections.") or is_text:
            return lambda sides: merge_text(*sides.filled(""))
        if kinds == {dict}:
            return lambda sides: self.mapping(path, sides.filled({}))
        if kinds == {list}:
            key = fold if path in _NAMES else exact_key
            return lambda sides: merge_set(*sides.filled([]), key)
        return None

    def plain(self, path: str, sides: _Three) -> Any:
        """Return the value to keep in the field; the others go to `undecided`."""
        self.done.add(path)
        others = self.known.of(path)
        pairs = [
            (value, [] if each is _MISSING else _as_list(each))
            for value, each in zip(sides, others, strict=True)
        ]
        clear = _Three(*pairs).clear()
        lists = (unite([] if _is_empty(value) else [value], each) for value, each in pairs)
        value, rest = clear[0] if clear else _decide(*lists)
        if value is _MISSING and not clear:
            # The sides have different empty values, such as null and an empty list.
            value = min((side for side in sides[1:] if side is not _MISSING), key=exact_key)
        if rest:
            self.undecided[path] = rest
        return value


def _decide(base: list[Any], ours: list[Any], theirs: list[Any]) -> tuple[Any, list[Any]]:
    """Return the value to keep in a field, and the list of its other values.

    The arguments are the values that the field may have in each note.
    """
    single = len(ours) <= 1 and len(theirs) <= 1
    merged = [] if single else merge_set(base, ours, theirs)
    first, *rest = unite(merged or [*ours, *theirs]) or [_MISSING]
    return first, rest


def _further(path: str, sides: _Three) -> str:
    """Return the status that is further along, or the earlier time of adding."""
    values = [str(side) for side in sides.filled("")[1:]]
    return max(values, key=("", *STATUSES).index) if path == "status" else min(filter(None, values))


def _key_order(sides: _Three) -> list[str]:
    """Return all keys of both sides, in an order that does not depend on which side is which."""
    base = [name for name in sides.base if name in sides.ours and name in sides.theirs]
    return [str(name) for name in merge_set(base, list(sides.ours), list(sides.theirs))]


def _texts_in(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from _texts_in(item, f"{path}.{name}")


def _key(value: Any) -> str:
    """Return a text for comparison; pairs of a value and a list may have a missing value."""
    if isinstance(value, tuple):
        return "".join(map(_key, value))
    return "" if value is _MISSING else exact_key(value)


def _is_empty(value: Any) -> bool:
    return value is _MISSING or (
        value in ("", None, [], {}) and not isinstance(value, (bool, int, float))
    )


def _as_list(value: Any) -> list[Any]:
    if _is_empty(value):
        return []
    return value if isinstance(value, list) else [value]
