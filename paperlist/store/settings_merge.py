"""Three-way merge of paperlist.toml by key, which keeps the comments of both sides where it can."""

import json
from collections.abc import Mapping, MutableMapping
from typing import Any

from paperlist.model.three_way_list import exact_key, merge_set
from paperlist.text.diff3 import merge_lines
from paperlist.text.line_ends import merged_windows_ends, with_unix_ends, with_windows_ends

# Stands for the value of a key that a file lacks.
_MISSING: Any = object()


class _UndecidedError(Exception):
    """Both sides gave one key different values, so a person has to decide."""


def merge_settings(base: bytes | None, ours: bytes, theirs: bytes) -> bytes | None:
    """Return the settings that both sides made of `base`, or None if a person has to decide.

    A key that one side changed has that side's value. Lists of texts are merged as sets, and tables
    by key. A person decides if both sides gave a key two different values, or if a file is not
    TOML. The sides can be swapped: the values are the same.

    Args:
        base: the file before both changes; None if both sides added it.
        ours: the file of one side. Its layout and its comments are kept.
        theirs: the file of the other side.
    """
    if theirs in {ours, base}:
        return ours
    if ours == base:
        return theirs
    try:
        before, mine, others = (_text(side or b"") for side in (base, ours, theirs))
        merged = _merge_texts(before, mine, others)
    except (ValueError, RecursionError, _UndecidedError):
        return None
    content = merged.encode()
    return with_windows_ends(content) if merged_windows_ends(base, ours, theirs) else content


def _text(content: bytes) -> str:
    return with_unix_ends(content).decode("utf-8-sig")


def _merge_texts(base: str, ours: str, theirs: str) -> str:
    """Return the merged text, with line ends of Unix.

    Raises:
        _UndecidedError: a person has to decide.
        ValueError: a text is not TOML.
    """
    import tomllib

    values = _merge_tables(*(tomllib.loads(text) for text in (base, ours, theirs)))
    lines, is_clear = merge_lines(
        *(text.splitlines(keepends=True) for text in (base, ours, theirs))
    )
    merged = "".join(lines)
    if is_clear and _has_values(merged, values):
        return merged
    # The lines of both sides together may be no TOML; the lines of one side are.
    for text in (merged, ours, theirs):
        edited = _with_values(text, values)
        if edited is not None and _has_values(edited, values):
            return edited
    raise _UndecidedError


def _merge_tables(
    base: Mapping[str, Any], ours: Mapping[str, Any], theirs: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the merged values of all keys.

    Raises:
        _UndecidedError: a key has two different values.
    """
    merged = {}
    for key in dict.fromkeys([*ours, *theirs]):
        value = _merge_value(*(side.get(key, _MISSING) for side in (base, ours, theirs)))
        if value is not _MISSING:
            merged[key] = value
    return merged


def _merge_value(base: Any, ours: Any, theirs: Any) -> Any:
    old, mine, others = map(_key, (base, ours, theirs))
    if others in {mine, old}:
        return ours
    if mine == old:
        return theirs
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return _merge_tables(base if isinstance(base, dict) else {}, ours, theirs)
    if isinstance(ours, list) and isinstance(theirs, list):
        return _merge_lists(base if isinstance(base, list) else [], ours, theirs)
    raise _UndecidedError


def _merge_lists(base: list[Any], ours: list[Any], theirs: list[Any]) -> list[Any]:
    if not all(isinstance(item, str) for item in (*ours, *theirs)):
        raise _UndecidedError
    return merge_set([item for item in base if isinstance(item, str)], ours, theirs)


def _key(value: Any) -> str:
    return "" if value is _MISSING else exact_key(value)


def _with_values(text: str, values: Mapping[str, Any]) -> str | None:
    """Return `text` with the values `values` and with its comments; None if it is not TOML."""
    import tomlkit

    try:
        document = tomlkit.parse(text)
    except ValueError:
        return None
    _update(document, values)
    return tomlkit.dumps(document)


def _update(table: MutableMapping[str, Any], values: Mapping[str, Any]) -> None:
    for key in [key for key in table if key not in values]:
        del table[key]
    for key, value in values.items():
        old = table.get(key)
        if isinstance(old, MutableMapping) and isinstance(value, dict):
            _update(old, value)
        elif key not in table or _key(_plain(old)) != _key(value):
            table[key] = value


def _plain(value: Any) -> Any:
    return value.unwrap() if hasattr(value, "unwrap") else value


def _has_values(text: str, values: Mapping[str, Any]) -> bool:
    import tomllib

    try:
        return _as_text(tomllib.loads(text)) == _as_text(values)
    except (ValueError, RecursionError):
        return False


def _as_text(values: Mapping[str, Any]) -> str:
    """Return a text that is the same for the same values, whatever the order of the keys."""
    return json.dumps(values, sort_keys=True, default=str)
