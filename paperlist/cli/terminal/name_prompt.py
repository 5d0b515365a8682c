"""Asks whether a new category or keypoint is a misspelling of a known name."""

from typing import TYPE_CHECKING, Any

import typer

from paperlist.cli.terminal.console import ask, can_ask, note
from paperlist.library.library import Library
from paperlist.model.categories import tidied

if TYPE_CHECKING:
    from paperlist.library.assignments import Assignment
    from paperlist.library.vocabulary import Spelled

_ANSWERS = {"": True, "y": True, "yes": True, "n": False, "no": False}


def settle_fields(library: Library, fields: dict[str, Any]) -> dict[str, Any]:
    """Return `fields` with the category and the keypoints spelled as in the library.

    If a new name is similar to a known name, the user is told so. On a terminal, the user chooses
    between the two. Without a terminal, the new name is used.
    """
    category, keypoints = fields.get("category"), fields.get("keypoints")
    if not category and not keypoints:
        return fields
    words = library.vocabulary()
    settled = dict(fields)
    if category:
        settled["category"] = _settle_name("category", category, words.category(category))
    if keypoints:
        settled["keypoints"] = [_settle_name("keypoint", x, words.keypoint(x)) for x in keypoints]
    return settled


def settle_edit(library: Library, reference: str | None, edit: "Assignment") -> "Assignment":
    """Return an edit of a paper with its category or keypoints spelled as in the library.

    The user is asked as in `settle_fields`. Edits that remove keypoints, and edits of other fields,
    are returned unchanged.

    Args:
        library: the library.
        reference: the paper that is edited; None if several are.
        edit: the edit.
    """
    from paperlist.model.keypoints import join_keypoints, split_keypoints

    if edit.sign == "-=" or edit.field not in {"category", "keypoints"} or not edit.value.strip():
        return edit
    words = library.vocabulary(library.get(reference) if reference else None)
    if edit.field == "category":
        return edit._replace(value=_settle_name("category", edit.value, words.category(edit.value)))
    names = [_settle_name("keypoint", x, words.keypoint(x)) for x in split_keypoints(edit.value)]
    return edit._replace(value=join_keypoints(names))


def _settle_name(kind: str, typed: str, spelled: "Spelled") -> str:
    """Return the spelling to use for a name.

    Args:
        kind: `category` or `keypoint`.
        typed: the name as the user typed it.
        spelled: how the name is spelled in the library.
    """
    if spelled.near:
        return spelled.near if _is_meant(kind, spelled) else spelled.name
    plain = tidied(typed) if kind == "category" else " ".join(typed.split())
    if spelled.name != plain:
        note(f"{kind} '{plain}' is spelled '{spelled.name}' here.")
    return spelled.name


def _is_meant(kind: str, spelled: "Spelled") -> bool:
    """Ask whether the user means the known name `spelled.near`. Without a terminal, return False.

    Raises:
        Abort: the user pressed Ctrl-D.
    """
    note(f"new {kind} '{spelled.name}'; did you mean '{spelled.near}'?")
    while can_ask():
        line = ask(f"Use '{spelled.near}'? [Y/n] ")
        if not line:
            raise typer.Abort
        if (answer := _ANSWERS.get(line.strip().lower())) is not None:
            return answer
        note("Answer with y or n.")
    return False
