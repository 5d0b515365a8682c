"""Edits in one line, such as `status=read`, `keypoints+=Video` or `keypoints-=Video`."""

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from math import isfinite
from typing import Any, NamedTuple

from paperlist.errors import UsageError
from paperlist.model import identifiers
from paperlist.model.entry import ALSO_CALLED, FIELDS
from paperlist.model.keypoints import canonical, keypoint_key, split_keypoints, unique
from paperlist.model.links import checked
from paperlist.model.paper import Paper
from paperlist.model.statuses import asks_for_status, status_of
from paperlist.model.three_way import UNDECIDED
from paperlist.search.dates import one_month
from paperlist.store.layout import SUFFIX
from paperlist.text.names import split_names
from paperlist.text.suggest import nearest
from paperlist.text.words import fold, is_id

_FORM = re.compile(r"(?P<field>[^\s=+-](?:[^=]*?[^=+-])?)\s*(?P<sign>[+-]?=)(?P<value>.*)", re.S)
_LISTS = ("keypoints", "authors")
_MAPPINGS = ("sections", "links")
_NAMES = ("category", "status", "published", "arxiv", "doi")
_EXAMPLES = {"sections": "sections.Results=text", "links": "links.paper=https://example.org"}
_PLACES = ("month", "id")
_OWN = "own"
"""`own.NAME=` makes a custom field, even if NAME looks like a misspelled standard field."""
_OWN_NAME = re.compile(r"[^\W\d][\w-]*")
# A link needs a name, so an address alone is the link to the paper.
_ALSO = {**ALSO_CALLED, "url": "links.paper"}
_DATES = ("year", "date")
_FILES = ("attach", "attachment", "attachments", "file", "files", "pdf")


class Assignment(NamedTuple):
    """An edit of one field.

    Attributes:
        field: the name of the field, such as `status`.
        key: for `sections`, `links` and `own`, the name after the dot: `Results` in
            `sections.Results`. Empty for other fields.
        sign: `=`, `+=` or `-=`.
        value: the text after the sign.
    """

    field: str
    key: str
    sign: str
    value: str


def parse(text: str) -> Assignment:
    """Return the assignment in a text such as `status=read`.

    Raises:
        UsageError: the text has no sign. Or it names `sections` or `links` without a name after a
            dot.
    """
    match = _FORM.fullmatch(text)
    if match is None:
        raise UsageError(f"'{text}' is no edit; write field=value, keypoints+=x or keypoints-=x.")
    name, dot, key = _ALSO.get(match["field"], match["field"]).partition(".")
    name = _ALSO.get(name, name)
    if dot and name not in {*_MAPPINGS, _OWN}:
        name, key = f"{name}.{key}", ""
    if name in _MAPPINGS and not key:
        raise UsageError(f"say which of the {name}, like {_EXAMPLES[name]}.")
    return Assignment(name, key, match["sign"], match["value"])


def apply(
    paper: Paper, assignments: Iterable[Assignment], aliases: Mapping[str, str] | None = None
) -> Paper:
    """Return a copy of `paper` with the assignments applied.

    Assignments to `month` and `id` are ignored here, because `place` applies them.

    Args:
        paper: the paper.
        assignments: the assignments.
        aliases: a dict from spellings of keypoints to the spellings to use instead.

    Raises:
        UsageError: a field is unknown, or cannot be edited with this sign.
        InvalidPaperError: a value is not valid for its field.
    """
    fields = paper.fields()
    own = paper.model_extra or {}
    for assignment in assignments:
        name = assignment.field
        if name in _PLACES:
            continue
        if name not in FIELDS:
            name = _own_name(assignment, own)
            fields[name] = _new_own_value(name, fields.get(name), assignment)
        else:
            fields[name] = _new_value(fields, assignment, aliases or {})
        if fields[name] in (None, ""):
            del fields[name]
        if assignment.sign == "=":
            _decide(fields, assignment)
    return Paper.parse(fields)


def _decide(fields: dict[str, Any], assignment: Assignment) -> None:
    """Drop the other versions of a field that a merge kept, since the user has set the field."""
    undecided = fields.get(UNDECIDED)
    if isinstance(undecided, dict):
        path = f"{assignment.field}.{assignment.key}" if assignment.key else assignment.field
        fields[UNDECIDED] = {name: each for name, each in undecided.items() if name != path}
        if not fields[UNDECIDED]:
            del fields[UNDECIDED]


def refuse_twice(assignments: Iterable[Assignment]) -> None:
    """Raise an error if two assignments set the same field with `=`.

    The first value would be lost.

    Raises:
        UsageError: a field is set twice.
    """
    seen: set[tuple[str, str]] = set()
    for name, key, sign, _ in assignments:
        if sign == "=" and (name, key) in seen:
            raise UsageError(f"{name}{'.' if key else ''}{key} is set twice; say which it is.")
        seen.add((name, key))


def place(assignments: Iterable[Assignment], month: str, paper_id: str) -> tuple[str, str]:
    """Return the new month and the new id of a paper.

    Args:
        assignments: all assignments. Only assignments to `month` and `id` are used.
        month: the present month of the paper.
        paper_id: the present id of the paper.

    Raises:
        UsageError: a value is not a month or an id, or the sign is not `=`.
    """
    for field, _, sign, value in assignments:
        if field in _PLACES and sign != "=":
            raise UsageError(f"{field} can only be set, with {field}=.")
        if field == "month":
            month = one_month(value)
        if field == "id":
            if not is_id(value) or value.endswith(SUFFIX):
                raise UsageError(f"'{value}' is no id; use small letters, digits and hyphens.")
            paper_id = value
    return month, paper_id


def _new_value(fields: dict[str, Any], assignment: Assignment, aliases: Mapping[str, str]) -> Any:
    """Return the new value of a standard field. None or an empty text removes the field."""
    name, key, sign, value = assignment
    if name in _LISTS:
        given = _split_names(value)
        if name == "keypoints":
            given = [canonical(keypoint, aliases) for keypoint in split_keypoints(value)]
        return _edit_list(name, fields.get(name, []), sign, given)
    if name in _MAPPINGS:
        items = dict(fields.get(name, {}))
        if name == "links" and sign == "+=" and items.get(key):
            raise UsageError(f"links.{key} is one address; set it with links.{key}=.")
        text = _edit_text(f"{name}.{key}", items.get(key, ""), sign, value)
        items[key] = checked(key, text) if name == "links" else text
        if not items[key]:
            del items[key]
        return items or None
    if sign == "=":
        identifiers.check(name, value)
    elif sign == "+=" and name in _NAMES and fields.get(name):
        raise UsageError(f"{name} has one value; set it with {name}=.")
    return _edit_text(name, fields.get(name, ""), sign, value)


def _own_name(assignment: Assignment, own: Mapping[str, Any]) -> str:
    """Return the name of the custom field in an assignment.

    Custom fields are fields that users add to notes.

    Args:
        assignment: the assignment.
        own: the custom fields that the note has now.

    Raises:
        UsageError: the name belongs to a standard field, looks like a misspelled name, or is not
            valid. Or the assignment removes a field that the note does not have.
    """
    name, key = assignment.field, assignment.key
    if name == _OWN and key:
        if key in FIELDS or key in _PLACES:
            raise UsageError(f"'{key}' is no field of your own; set it with {key}=.")
        name = key
    elif name in own:
        return name
    elif name in _FILES:
        raise UsageError(
            f"files are attached with --attach FILE. {_OWN}.{name}= makes a field of your own."
        )
    elif name in _DATES:
        raise UsageError(
            f"set the date of publication with published={assignment.value or '2024-04'}, and the "
            f"month of filing with month=2024-04. {_OWN}.{name}= makes a field of your own."
        )
    elif asks_for_status(name) and status_of(assignment.value):
        raise UsageError(
            f"there is no field '{name}'; did you mean status={status_of(assignment.value)}? "
            f"{_OWN}.{name}= makes a field of your own."
        )
    elif guess := nearest(name, [*FIELDS, *_PLACES, *own]):
        raise UsageError(
            f"there is no field '{name}'; did you mean '{guess}'? "
            f"{_OWN}.{name}= makes a field of your own."
        )
    if name not in own and not _OWN_NAME.fullmatch(name):
        raise UsageError(
            f"'{name}' is no name for a field; use letters, digits, hyphens and underscores."
        )
    if name not in own and not assignment.value.strip():
        raise UsageError(f"there is no field '{name}' to remove.")
    return name


def _new_own_value(name: str, have: Any, assignment: Assignment) -> Any:
    """Return the new value of a custom field, which a user added to a note. None removes the field.

    Args:
        name: the name of the field.
        have: the present value of the field.
        assignment: the edit.
    """
    _, _, sign, value = assignment
    if sign != "+=" and not value.strip():
        return None
    if isinstance(have, list) and all(isinstance(item, str) for item in have):
        return _edit_list(name, have, sign, _split_names(value))
    text = _edit_text(name, "" if have is None else have, sign, value)
    return text if (sign == "+=" and have) or isinstance(have, str) else _number_or_text(text)


def _number_or_text(text: str) -> bool | float | str:
    """Return a number or bool for texts such as `3` and `true`, and any other text unchanged.

    A number that Python would write in another way, such as `1.10`, stays text.
    """
    if text.lower() in {"true", "false"}:
        return text.lower() == "true"
    for kind in (int, float):
        with suppress(ValueError):
            if isfinite(number := kind(text)) and str(number) == text:
                return number
    return text


def _edit_list(name: str, have: list[str], sign: str, given: list[str]) -> list[str] | None:
    """Return a list after an edit, or None if the list is empty.

    The sign `+=` adds the items `given`, `-=` removes them, and `=` makes them the whole list.
    """
    if sign == "=":
        return given or None
    if sign == "+=":
        return unique([*have, *given])
    found = {each: _items_like(each, have) for each in given}
    if absent := [each for each, spellings in found.items() if not spellings]:
        missing = ", ".join(f"'{each}'" for each in absent)
        there = "; ".join(have) or "there are none"
        raise UsageError(f"{missing} is not among the {name}: {there}.")
    unwanted = {each for spellings in found.values() for each in spellings}
    return [each for each in have if each not in unwanted] or None


def _items_like(wanted: str, have: list[str]) -> list[str]:
    """Return the items of `have` that equal `wanted` without regard to case and accents.

    If there are none, return other spellings of the same keypoint: `LLM` finds `LLMs`.
    """
    return [each for each in have if fold(each) == fold(wanted)] or [
        each for each in have if keypoint_key(each) == keypoint_key(wanted)
    ]


def _split_names(value: str) -> list[str]:
    return split_names(value)


def _edit_text(name: str, have: Any, sign: str, value: str) -> Any:
    """Return a text after an edit: `=` gives `value`, and `+=` adds `value` as a paragraph."""
    if sign == "-=":
        raise UsageError(f"{name} is no list; {name}= empties it.")
    if sign == "+=" and have:
        if not isinstance(have, str):
            raise UsageError(f"{name} is no text; set it with {name}=.")
        return f"{have}\n\n{value}"
    return value
