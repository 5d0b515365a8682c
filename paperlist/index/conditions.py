"""Conditions and words -> SQL."""

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
    # An empty list is missing as well, and 0 is not.
    "missing": "NOT EXISTS (SELECT 1 FROM notes AS note, json_each(note.fields, ?) AS each "
    "WHERE note.key = papers.key AND each.key = ? AND each.type <> 'null' "
    "AND each.value NOT IN ('', '[]', '{}'))",
}


class Condition(NamedTuple):
    """One thing that a paper must be, or with `negated` must not be.

    `field` is keypoint, category, month, since, until, status or missing (a field that it lacks,
    `sections.Results` among them); months are `YYYY-MM`.
    """

    field: str
    value: str
    negated: bool = False


class Clause(NamedTuple):
    """A word of a query as the index is asked for it: any of `alternatives`, within `columns`.

    An alternative is a run of words; one that ends in `*` is a beginning.
    """

    alternatives: tuple[tuple[str, ...], ...]
    columns: tuple[str, ...] = ()


def fts(clause: Clause) -> str:
    """The clause as FTS5 has it.

    Every word is quoted, so that AND, NEAR or * are words to it and not operators.
    """
    columns = f"{{{' '.join(clause.columns)}}} : " if clause.columns else ""
    runs = (" + ".join(map(_quoted, run)) for run in clause.alternatives)
    return f"{columns}({' OR '.join(runs)})"


def _quoted(word: str) -> str:
    return f'"{word[:-1]}"*' if word.endswith("*") else f'"{word}"'


def where(conditions: Iterable[Condition]) -> tuple[str, list[str]]:
    """What follows WHERE, and its values; only notes that can be read meet it."""
    parts, values = ["error IS NULL"], []
    for field, value, negated in conditions:
        parts.append(f"{'NOT ' if negated else ''}{_TESTS[field]}")
        if field == "keypoint":
            values.append(_like_keypoint(value))
        elif field == "category":
            # `Video/Controllable` may be typed for what is kept as `Video / Controllable`.
            names = [fold(value), re.sub(r"\s*/\s*", " / ", fold(value).strip())]
            values += [*names, *(f"{_like(name)} / %" for name in names)]
        elif field == "missing":
            values += _where_it_stands(value)
        else:
            values.append(value)
    return " AND ".join(parts), values


def _where_it_stands(field: str) -> list[str]:
    """The mapping that holds a field, as a path in JSON, and the field's name in it."""
    name, dot, key = field.partition(".")
    return [f"$.{name}", key] if dot and name in {"sections", "links"} else ["$", field]


def _like_keypoint(value: str) -> str:
    *before, last = keypoint_key(value).split() or [""]
    if len(last) == 1 and is_cjk(last):
        # Where a script has no spaces, the keypoint may go on behind the last sign.
        if before and is_cjk(before[-1]):
            return f"% {_like(' '.join(before))} %"
        return f"% {_like(' '.join([*before, last]))}%"
    return f"% {_like(' '.join([*before, last]))} %"


def _like(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
