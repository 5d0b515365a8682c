"""The parser of a note's YAML text, whose errors name the line.

yaml-rs parses the text, because it is fast. If yaml-rs is not installed or rejects the text,
ruamel.yaml decides whether the text is YAML, and says what is wrong.
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
    may_swell,
    problem_of,
)
from paperlist.store.yaml_hints import hint
from paperlist.store.yaml_rules import ODD_YAML_ERRORS, ruamel_yaml

_CONFLICT = re.compile(r"^<{7} ", re.M)


def parse(text: str, path: str) -> Mapping[str, Any]:
    """Return the values in `text`, which is the content of the note at `path`.

    Raises:
        UnreadableNoteError: the text is not a YAML mapping, or exceeds the limits of a note.
    """
    if len(text) > LARGEST_BYTES:
        raise UnreadableNoteError(path, f"larger than {LARGEST_BYTES / 1e6:g} MB, which no note is")
    values: Mapping[str, Any] | None = None
    if may_swell(text):
        if len(text) > LARGEST_TO_READ_SLOWLY:
            raise UnreadableNoteError(path, "its aliases repeat more text than a note may have")
    elif not may_be_deep(text):
        values = parse_fast(text)
    if not isinstance(values, dict):
        values = parse_slowly(text, path)
    if problem := problem_of(values):
        raise UnreadableNoteError(path, problem)
    return _merge_mappings(values) if "<<" in values else values


def parse_as_written(text: str, path: str) -> Mapping[str, Any]:
    """Return the values like `parse`, but keep a number as text if parsing changes its digits.

    Such numbers are `0262035618`, `1.10`, `0x1F` and `1_000`. This matters only for the fields that
    the user added: no standard field of a paper holds numbers.

    Raises:
        UnreadableNoteError: the text is not a YAML mapping, or exceeds the limits of a note.
    """
    values = parse(text, path)
    numbers = [key for key in values if key not in FIELDS and _holds_number(values[key])]
    if all(_is_written_so(text, key, values[key]) for key in numbers):
        return values
    try:
        written = parse_slowly(text, path, numbers=False)
    except UnreadableNoteError:
        return values  # it may be too large for ruamel.yaml; its numbers stay numbers
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
    """Return whether `text` has a line `key: value` in which `value` has just these digits."""
    line = rf"^{re.escape(str(key))}:[ \t]+{re.escape(str(value))}[ \t]*(?:#.*)?\r?$"
    return isinstance(value, (int, float)) and re.search(line, text, re.M) is not None


def _as_written(value: Any, written: Any) -> Any:
    """Return `value`, but with the text from `written` for each number that would lose digits.

    `written` is the same value, parsed with all numbers as text.
    """
    if isinstance(value, dict) and isinstance(written, dict) and len(value) == len(written):
        pairs = zip(value.items(), written.values(), strict=True)
        return {key: _as_written(item, text) for (key, item), text in pairs}
    if isinstance(value, list) and isinstance(written, list) and len(value) == len(written):
        return [_as_written(*pair) for pair in zip(value, written, strict=True)]
    if _holds_number(value) and isinstance(written, str) and isfinite(value):
        return value if str(value) == written else written
    return value


def parse_fast(text: str) -> Any:
    """Return the values in `text`, parsed by yaml-rs; None if yaml-rs is missing or fails."""
    try:
        import yaml_rs
    except ImportError:
        return None
    try:
        return yaml_rs.loads(text, parse_datetime=False)
    except (yaml_rs.YAMLDecodeError, *ODD_YAML_ERRORS):
        return None


def parse_slowly(text: str, path: str, *, numbers: bool = True) -> Mapping[str, Any]:
    """Return the values in `text`, parsed by ruamel.yaml.

    Args:
        text: the text of a note.
        path: the path of the note, for errors.
        numbers: whether to read numbers and booleans as such, and not as text.

    Raises:
        UnreadableNoteError: the text is not a YAML mapping, or is too large or nested too deeply
            for ruamel.yaml.
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
            raise UnreadableNoteError(
                path, "a git merge conflict; 'paperlist resolve' merges what it can", line
            ) from error
        if found := hint(text):
            raise UnreadableNoteError(path, *found) from error
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
    """Return the values like `parse_as_written`, but numbers in standard fields as text.

    Booleans in standard fields become text too. So a title may be `1984` or `true` without quotes.
    """
    values = dict(parse_as_written(text, path))
    as_text = parse_slowly(text, path, numbers=False)
    return values | {key: as_text[key] for key in FIELDS if values.get(key) is not None}


def reason_of(error: Exception) -> str:
    """Return the reason of an unexpected error, in words for the user."""
    if isinstance(error, RecursionError):
        return f"nested more than {DEEPEST} levels deep"
    if isinstance(error, OverflowError):
        return "a number or an escaped character that is too large"
    if "integer string conversion" in str(error):
        return "a number of more than 4,300 digits"
    said = str(error).split("\n")[0][:200]
    return f"cannot be read ({type(error).__name__}{': ' if said else ''}{said})"


def _merge_mappings(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return `values` with the fields of the mappings under `<<` added, as in YAML 1.1."""
    named = values["<<"] if isinstance(values["<<"], list) else [values["<<"]]
    if not all(isinstance(each, dict) for each in named):
        return values
    merged: dict[str, Any] = {}
    for each in reversed(named):
        merged |= each
    return merged | {key: value for key, value in values.items() if key != "<<"}
