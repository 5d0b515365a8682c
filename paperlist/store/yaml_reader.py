"""YAML text -> the values of a note, or an error that names the line.

yaml-rs reads it. If that is missing or refuses the text, ruamel.yaml decides whether it is YAML,
and says what is wrong with it.
"""

import re
from collections.abc import Mapping
from math import isfinite
from typing import Any

from paperlist.errors import UnreadableNoteError
from paperlist.model.entry import FIELDS
from paperlist.store.limits import (
    DEEPEST,
    LARGEST_BYTES,
    LARGEST_TO_READ_SLOWLY,
    has_deep_brackets,
    may_be_deep,
    problem_of,
)
from paperlist.store.yaml_rules import ODD_YAML_ERRORS, ruamel_yaml

_CONFLICT = re.compile(r"^<{7} ", re.M)


def parse(text: str, path: str) -> Mapping[str, Any]:
    """Return the values of the note `text`, which is the file at `path`.

    Raises:
        UnreadableNoteError: it is no YAML mapping, or holds more than a note can.
    """
    if len(text) > LARGEST_BYTES:
        raise UnreadableNoteError(path, f"larger than {LARGEST_BYTES / 1e6:g} MB, which no note is")
    values: Mapping[str, Any] | None = None if may_be_deep(text) else parse_fast(text)
    if not isinstance(values, dict):
        values = parse_slowly(text, path)
    if problem := problem_of(values):
        raise UnreadableNoteError(path, problem)
    return _merged(values) if "<<" in values else values


def parse_as_written(text: str, path: str) -> Mapping[str, Any]:
    """Return what `parse` does, but as text what is not written as the number that it is.

    `0262035618`, `1.10`, `0x1F` and `1_000` lose digits as numbers. Only a note's own fields are
    looked at, since no other one holds numbers.

    Raises:
        UnreadableNoteError: it is no YAML mapping, or holds more than a note can.
    """
    values = parse(text, path)
    numbers = [key for key in values if key not in FIELDS and _holds_number(values[key])]
    if all(_is_written_so(text, key, values[key]) for key in numbers):
        return values
    try:
        written = parse_slowly(text, path, numbers=False)
    except UnreadableNoteError:
        return values  # too large for the slow parser, say; its numbers are read all the same
    return {
        **values,
        **{key: _as_written(values[key], written[key]) for key in numbers if key in written},
    }


def _holds_number(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(_holds_number, value.values()))
    if isinstance(value, list):
        return any(map(_holds_number, value))
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _is_written_so(text: str, key: str, value: Any) -> bool:
    """Return whether a line of `text` has this number as its key's value, in the same digits."""
    line = rf"^{re.escape(str(key))}:[ \t]+{re.escape(str(value))}[ \t]*(?:#.*)?\r?$"
    return isinstance(value, (int, float)) and re.search(line, text, re.M) is not None


def _as_written(value: Any, written: Any) -> Any:
    """Return `value` with the numbers as text that `written` has in other digits."""
    if isinstance(value, dict) and isinstance(written, dict) and len(value) == len(written):
        pairs = zip(value.items(), written.values(), strict=True)
        return {key: _as_written(item, text) for (key, item), text in pairs}
    if isinstance(value, list) and isinstance(written, list) and len(value) == len(written):
        return [_as_written(*pair) for pair in zip(value, written, strict=True)]
    if _holds_number(value) and isinstance(written, str) and isfinite(value):
        return value if str(value) == written else written
    return value


def parse_fast(text: str) -> Any:
    """Parse `text` with yaml-rs; return None if that is missing or refuses it."""
    try:
        import yaml_rs
    except ImportError:
        return None
    try:
        return yaml_rs.loads(text, parse_datetime=False)
    except (yaml_rs.YAMLDecodeError, *ODD_YAML_ERRORS):
        return None


def parse_slowly(text: str, path: str, *, numbers: bool = True) -> Mapping[str, Any]:
    """Parse `text` with ruamel.yaml; without `numbers`, numbers are read as text.

    Raises:
        UnreadableNoteError: it is no YAML mapping.
    """
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    if len(text) > LARGEST_TO_READ_SLOWLY:
        raise UnreadableNoteError(path, "not YAML, and too large to say where")
    if has_deep_brackets(text):
        raise UnreadableNoteError(path, f"nested more than {DEEPEST} levels deep")
    try:
        values = ruamel_yaml(safe=True, numbers=numbers).load(text)
    except MarkedYAMLError as error:
        if conflict := _CONFLICT.search(text):
            line = text.count("\n", 0, conflict.start()) + 1
            raise UnreadableNoteError(path, "a git merge conflict; resolve it", line) from error
        mark = error.problem_mark or error.context_mark
        reason = (error.problem or error.context or "not YAML").split("\n")[0]
        raise UnreadableNoteError(path, reason, mark.line + 1 if mark else None) from error
    except (YAMLError, *ODD_YAML_ERRORS) as error:
        raise UnreadableNoteError(path, reason_of(error)) from error
    if values is None:
        raise UnreadableNoteError(path, "the file is empty; title is missing")
    if not isinstance(values, dict):
        raise UnreadableNoteError(path, "not a list of 'field: value' lines", 1)
    return values


def parse_with_numbers_as_text(text: str, path: str) -> Mapping[str, Any]:
    """Return what `parse` does, but with the numbers in known fields as text."""
    values = dict(parse_as_written(text, path))
    as_text = parse_slowly(text, path, numbers=False)
    return values | {key: as_text[key] for key in FIELDS if values.get(key) is not None}


def reason_of(error: Exception) -> str:
    """Return the reason to show for an error that a parser or a validator does not explain."""
    if isinstance(error, RecursionError):
        return f"nested more than {DEEPEST} levels deep"
    if isinstance(error, OverflowError):
        return "a number or an escaped character that is too large"
    if "integer string conversion" in str(error):
        return "a number of more than 4,300 digits"
    said = str(error).split("\n")[0][:200]
    return f"cannot be read ({type(error).__name__}{': ' if said else ''}{said})"


def _merged(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return `values` with the fields of the mappings that `<<` names, as in YAML 1.1."""
    named = values["<<"] if isinstance(values["<<"], list) else [values["<<"]]
    if not all(isinstance(each, dict) for each in named):
        return values
    merged: dict[str, Any] = {}
    for each in reversed(named):
        merged |= each
    return merged | {key: value for key, value in values.items() if key != "<<"}
