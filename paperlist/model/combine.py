"""Ways to make one paper of two: fill the gaps of one, apply the edits of a page, or merge both."""

import re
from collections.abc import Container, Mapping
from enum import StrEnum
from itertools import count
from typing import TYPE_CHECKING, Any

from paperlist.model import identifiers
from paperlist.model.categories import category_key
from paperlist.model.entry import TEXT_FIELDS
from paperlist.model.values import as_text
from paperlist.text.words import fold

if TYPE_CHECKING:
    from paperlist.model.paper import Paper

_TEXTS = (*TEXT_FIELDS, "notes")


class OnDuplicate(StrEnum):
    """What to do with a paper that is already in the library."""

    SKIP = "skip"
    UPDATE = "update"
    ADD = "add"


def filled(paper: "Paper", other: "Paper") -> "Paper":
    """Return `paper` with its empty fields filled from `other`.

    Fields with a value stay, and `added` is never filled. Sections and links that `paper` lacks are
    added. A title that is only an identifier, such as `2404.05726`, counts as empty.

    A section with the same text as a filled field is removed. For example, a page was imported with
    a section `Score`. Then the user set `labels` so that `Score` means `metric`. If the page is
    imported once more, `metric` is filled, and the section `Score` is removed.
    """
    mine = paper.fields()
    values = dict(mine)
    if identifiers.is_unnamed(mine):
        values["title"] = other.title
    for name, theirs in other.fields().items():
        have = mine.get(name)
        if name in {"sections", "links"}:
            have = have or {}
            values[name] = have | {key: text for key, text in theirs.items() if key not in have}
        elif name != "added" and _is_empty(have):
            values[name] = theirs
    sections = values.get("sections", {})
    fields = [values[name] for name in _TEXTS if name in values and name not in mine]
    if fields and sections:
        values["sections"] = {key: text for key, text in sections.items() if text not in fields}
    return paper.parse(values)


def overridden(paper: "Paper", fields: Mapping[str, Any]) -> "Paper":
    """Return `paper` with the values in `fields` in place of its old values.

    A section or link of `paper` stays unless `fields` has a section or link of the same name.

    Raises:
        InvalidPaperError: a value is not valid.
    """
    both = {
        name: {**getattr(paper, name), **value} if name in {"sections", "links"} else value
        for name, value in fields.items()
    }
    return paper.changed(**both)


# Fields that the published page does not show.
_UNSHOWN = ("status", "added")


def corrected(paper: "Paper", published: "Paper") -> "Paper":
    """Return `paper` with the edits that a user made on its published page.

    `published` is the paper as it was read from the edited page. A page shows neither the status,
    nor the time of adding, nor fields that paperlist does not know. So these fields do not change,
    but a status that the user wrote on the page counts.
    """
    unshown = {
        name: value
        for name, value in paper.fields().items()
        if name in _UNSHOWN or name in (paper.model_extra or {})
    }
    if published.status:
        unshown["status"] = published.status
    shown = {name: value for name, value in published.fields().items() if name not in _UNSHOWN}
    if category_key(paper.category) == category_key(published.category):
        # The page has one heading for all spellings of a category.
        shown |= {"category": paper.category}
    return paper.parse({**shown, **unshown})


def merged(paper: "Paper", other: "Paper") -> "Paper":
    """Return one paper with every word of both papers.

    If both papers have a text in one field, the text of `other` follows the text of `paper`. If a
    field can have only one value, such as `venue`, the value of `paper` stays, and the value of
    `other` is added to `notes`. The time in `added` is the time of `paper`.
    """
    from paperlist.model.keypoints import unique

    values: dict[str, Any] = paper.fields()
    unnamed = identifiers.is_unnamed(values) or identifiers.is_unnamed(other.fields())
    asides: list[str] = []
    for name, theirs in other.fields().items():
        mine: Any = values.get(name)
        if name == "added" or _is_empty(theirs) or _same(mine, theirs):
            continue
        if name == "title" and unnamed:
            # A title that is only an identifier adds nothing to the identifier field.
            values[name] = theirs if identifiers.is_unnamed(values) else mine
            continue
        if _is_empty(mine):
            values[name] = theirs
        elif name in _TEXTS:
            values[name] = _append_text(mine, theirs)
        elif name in {"keypoints", "authors"}:
            values[name] = unique([*mine, *theirs])
        elif isinstance(mine, (list, dict)) and type(mine) is type(theirs):
            values[name] = _join_values(mine, theirs, numbered=name == "links")
        elif not _same(fold(_to_text(mine)), fold(_to_text(theirs))):
            asides.append(f"{name}: {_to_text(theirs)}")
    for aside in asides:
        values["notes"] = _append_text(values.get("notes", ""), aside)
    return paper.parse(values)


def _is_empty(value: Any) -> bool:
    return value in ("", None, [], {}) and not isinstance(value, (bool, int, float))


def _same(one: Any, other: Any) -> bool:
    # In Python `1`, `1.0` and `True` are equal, but as values of a field they differ.
    return bool(one == other) and repr(one) == repr(other)


def _to_text(value: Any) -> str:
    return as_text(value, between="\n")


def _join_values(mine: Any, theirs: Any, *, numbered: bool) -> Any:
    """Return one list made of two lists, or one mapping made of two mappings.

    If both mappings have a text of the same name, the two texts are joined. With `numbered`, the
    second text is kept under a new name instead, such as `code 2`.
    """
    if isinstance(mine, list):
        return mine + [each for each in theirs if not any(_same(each, one) for one in mine)]
    both = dict(mine)
    for key, value in theirs.items():
        have = both.get(key)
        if key not in both or _is_empty(have):
            both[key] = value
        elif isinstance(have, str) and isinstance(value, str) and not numbered:
            both[key] = _append_text(have, value)
        elif isinstance(have, (list, dict)) and type(have) is type(value):
            both[key] = _join_values(have, value, numbered=False)
        elif not any(_same(value, one) for one in both.values()):
            both[_find_free_name(key, both)] = value
    return both


def _find_free_name(key: Any, taken: Container[Any]) -> str:
    return next(name for number in count(2) if (name := f"{key} {number}") not in taken)


def _append_text(mine: str, theirs: str) -> str:
    if not mine or _contains_words(theirs, mine):
        return theirs
    return mine if _contains_words(mine, theirs) else f"{mine}\n\n{theirs}"


def _contains_words(text: str, part: str) -> bool:
    # Only whole words count: `start` does not hold `art`.
    return re.search(rf"(?<!\w){re.escape(part)}(?!\w)", text) is not None
