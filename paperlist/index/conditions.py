"""Conversion of conditions and words to SQL."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from paperlist.model.keypoints import keypoint_key
from paperlist.text.words import fold, is_cjk

_TESTS = {
    "keypoint": "key IN (SELECT paper FROM keypoints WHERE padded LIKE ? ESCAPE '\\')",
    "category": "(category IN (?, ?) OR category LIKE ? ESCAPE '\\' "
    "OR category LIKE ? ESCAPE '\\')",
    "month": "month = ?",
    "since": "month >= ?",
    "until": "month <= ?",
    "status": "status = ?",
    # An empty list counts as missing, 0 does not.
    "missing": "NOT EXISTS (SELECT 1 FROM notes AS note, json_each(note.fields, ?) AS each "
    "WHERE note.key = papers.key AND each.key = ? AND each.type <> 'null' "
    "AND each.value NOT IN ('', '[]', '{}'))",
}


class Condition(NamedTuple):
    """A condition that a paper has to meet, or with `negated` must not meet.

    `field` is keypoint, category, month, since, until, status or missing. The value of `missing`
    is the name of a field, such as `notes` or `sections.Results`; months are `YYYY-MM`.
    """

    field: str
    value: str
    negated: bool = False


class Clause(NamedTuple):
    """A term of a query: any of `alternatives`, within `columns` (none for all).

    An alternative is a run of words; a word that ends in `*` is a prefix.
    """

    alternatives: tuple[tuple[str, ...], ...]
    columns: tuple[str, ...] = ()


def fts(clause: Clause) -> str:
    """Return the clause in the syntax of FTS5.

    Every word is quoted, so that AND, NEAR or * are not taken for operators.
    """
    columns = f"{{{' '.join(clause.columns)}}} : " if clause.columns else ""
    runs = (" + ".join(map(_quoted, run)) for run in clause.alternatives)
    return f"{columns}({' OR '.join(runs)})"


def _quoted(word: str) -> str:
    return f'"{word[:-1]}"*' if word.endswith("*") else f'"{word}"'


def where(conditions: Iterable[Condition]) -> tuple[str, list[str]]:
    """Return the SQL after WHERE and its values; unreadable notes never match."""
    parts, values = ["error IS NULL"], []
    for field, value, negated in conditions:
        parts.append(f"{'NOT ' if negated else ''}{_TESTS[field]}")
        if field == "keypoint":
            values.append(_like_keypoint(value))
        elif field == "category":
            # `Video/Controllable` may be typed for what is stored as `Video / Controllable`.
            names = [fold(value), re.sub(r"\s*/\s*", " / ", fold(value).strip())]
            values += [*names, *(f"{_like(name)} / %" for name in names)]
        elif field == "missing":
            values += _path_and_name(value)
        else:
            values.append(value)
    return " AND ".join(parts), values


def _path_and_name(field: str) -> list[str]:
    """Return the JSON path of the mapping that contains a field, and the field's name in it."""
    name, dot, key = field.partition(".")
    return [f"$.{name}", key] if dot and name in {"sections", "links"} else ["$", field]


def _like_keypoint(value: str) -> str:
    *before, last = keypoint_key(value).split() or [""]
    if len(last) == 1 and is_cjk(last):
        # In a script without spaces, the keypoint may continue after the last character.
        if before and is_cjk(before[-1]):
            return f"% {_like(' '.join(before))} %"
        return f"% {_like(' '.join([*before, last]))}%"
    return f"% {_like(' '.join([*before, last]))} %"


def _like(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
