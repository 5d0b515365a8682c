"""Asks whether a new category or keypoint is a misspelling of one that is in the library."""

import sys
from typing import TYPE_CHECKING, Any

import typer

from paperlist.cli.terminal.console import can_ask, note
from paperlist.library.library import Library
from paperlist.model.categories import tidied

if TYPE_CHECKING:
    from paperlist.library.assignments import Assignment
    from paperlist.library.vocabulary import Spelled

_ANSWERS = {"": False, "d": False, "do": False, "u": True, "use": True}


def settle_fields(library: Library, fields: dict[str, Any]) -> dict[str, Any]:
    """Return `fields` with the category and the keypoints spelled as in the library.

    If a new name is similar to a known one, a message says so. On a terminal, the user then chooses
    one of the two; otherwise the new name is used.
    """
    category, keypoints = fields.get("category"), fields.get("keypoints")
    if not category and not keypoints:
        return fields
    words = library.vocabulary()
    settled = dict(fields)
    if category:
        settled["category"] = _settled("category", category, words.category(category))
    if keypoints:
        settled["keypoints"] = [_settled("keypoint", x, words.keypoint(x)) for x in keypoints]
    return settled


def settle_edit(library: Library, reference: str, edit: "Assignment") -> "Assignment":
    """Return an edit with its category or keypoints spelled as `settle_fields` spells them.

    An edit that removes keypoints, or that is about another field, does not change. `reference`
    names the paper that is edited.
    """
    from paperlist.model.keypoints import join_keypoints, split_keypoints

    if edit.sign == "-=" or edit.field not in {"category", "keypoints"} or not edit.value.strip():
        return edit
    words = library.vocabulary(library.get(reference))
    if edit.field == "category":
        return edit._replace(value=_settled("category", edit.value, words.category(edit.value)))
    names = [_settled("keypoint", x, words.keypoint(x)) for x in split_keypoints(edit.value)]
    return edit._replace(value=join_keypoints(names))


def _settled(kind: str, typed: str, spelled: "Spelled") -> str:
    """Return the spelling to use for the name `typed`, a category or a keypoint (`kind`)."""
    if spelled.near:
        return spelled.near if _is_meant(kind, spelled) else spelled.name
    plain = tidied(typed) if kind == "category" else " ".join(typed.split())
    if spelled.name != plain:
        note(f"{kind} '{plain}' is spelled '{spelled.name}' here.")
    return spelled.name


def _is_meant(kind: str, spelled: "Spelled") -> bool:
    """Return whether the user means the known name `spelled.near`; False without a terminal.

    Raises:
        Abort: the user pressed Ctrl-D.
    """
    note(f"new {kind} '{spelled.name}'; did you mean '{spelled.near}'?")
    while can_ask():
        sys.stderr.write(f"[d]o as typed, or [u]se '{spelled.near}'? [D/u] ")
        sys.stderr.flush()
        line = sys.stdin.readline()
        if not line:
            raise typer.Abort
        if (answer := _ANSWERS.get(line.strip().lower())) is not None:
            return answer
        note("Answer with d or u.")
    return False
