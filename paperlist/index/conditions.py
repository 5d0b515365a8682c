"""Conversion of the conditions and words of a query to SQL."""

import json
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from paperlist.model.categories import BETWEEN, category_key
from paperlist.model.keypoints import keypoint_key
from paperlist.text.words import is_cjk

_TESTS = {
    "keypoint": "key IN (SELECT paper FROM keypoints WHERE padded LIKE ? ESCAPE '\\')",
    "category": "(category = ? OR category LIKE ? ESCAPE '\\')",
    "month": "month = ?",
    "since": "month >= ?",
    "until": "month <= ?",
    "status": "status = ?",
    # An id that starts with a text sorts before this text followed by Unicode's last character.
    "id": "(id >= ? AND id < ?)",
    "file": "has_file(month, id, ?)",
    # An empty list counts as missing, 0 does not.
    "missing": "NOT EXISTS (SELECT 1 FROM notes AS note, json_each(note.fields, ?) AS each "
    "WHERE note.key = papers.key AND each.key = ? COLLATE NOCASE AND each.type <> 'null' "
    "AND each.value NOT IN ('', '[]', '{}'))",
}


class Condition(NamedTuple):
    """A condition that a paper has to meet, or with `negated` must not meet.

    Attributes:
        field: keypoint, category, month, since, until, status, id, file or missing.
        value: for month, since and until, a month as `YYYY-MM`; for id, the beginning of an id; for
            file, the end of an attachment's name, such as `.pdf`; for missing, the name of a field,
            such as `notes` or `sections.Results`.
        negated: whether the paper must not meet the condition.
    """

    field: str
    value: str
    negated: bool = False


class Clause(NamedTuple):
    """Words that a paper has to contain, or with `negated` must not contain.

    Attributes:
        alternatives: several runs of words; the paper has to contain at least one of the runs. A
            word that ends in `*` is a prefix.
        columns: the columns to look in; if empty, all.
        part: the only part of the columns to look in, such as `sections.results` or `doi`; if
            empty, the whole columns.
        negated: whether the paper must not contain the term.
    """

    alternatives: tuple[tuple[str, ...], ...]
    columns: tuple[str, ...] = ()
    part: str = ""
    negated: bool = False


class Combination(NamedTuple):
    """Several tests: a paper has to pass all of the tests, or with `any_of` at least one."""

    tests: tuple["Test", ...]
    any_of: bool = False
    negated: bool = False


Test = Condition | Clause | Combination


def fts(test: Test) -> str | None:
    """Return a test as an expression of FTS5, SQLite's full-text search, or None.

    FTS5 only finds words in columns. So the result is None if the test is, or contains, a
    `Condition`, a negated test, or a clause about one part of a column. Every word is quoted, so
    that FTS5 does not take AND, NEAR or * for operators.
    """
    if isinstance(test, Condition) or test.negated:
        return None
    if isinstance(test, Clause):
        columns = f"{{{' '.join(test.columns)}}} : " if test.columns else ""
        runs = (" + ".join(map(_quoted, run)) for run in test.alternatives)
        return None if test.part else f"{columns}({' OR '.join(runs)})"
    parts = list(map(fts, test.tests))
    if not (parts and all(parts)):
        return None
    return f"({(' OR ' if test.any_of else ' AND ').join(map(str, parts))})"


def _quoted(word: str) -> str:
    return f'"{word[:-1]}"*' if word.endswith("*") else f'"{word}"'


def where(tests: Iterable[Test]) -> tuple[str, list[str]]:
    """Return the SQL after WHERE that selects the papers that pass all `tests`.

    The second item of the result has the value for each `?` in the SQL. Unreadable notes are never
    selected.
    """
    sql, values = _sql(Combination(tuple(tests)))
    return f"error IS NULL AND {sql}", values


def _sql(test: Test) -> tuple[str, list[str]]:
    if test.negated:
        sql, values = _sql(test._replace(negated=False))
        return f"NOT {sql}", values
    if isinstance(test, Condition):
        return _TESTS[test.field], _values(test)
    if words := fts(test):
        return "key IN (SELECT rowid FROM texts WHERE texts MATCH ?)", [words]
    if isinstance(test, Clause):
        # `says` is called only for the few papers that have the words anywhere in these columns.
        sql = (
            "key IN (SELECT rowid FROM texts WHERE texts MATCH ? AND "
            "(SELECT says(fields, ?, ?) FROM notes WHERE notes.key = texts.rowid))"
        )
        anywhere = str(fts(test._replace(part="")))
        return sql, [anywhere, test.part, json.dumps(test.alternatives)]
    parts = list(map(_sql, _merge_words(test)))
    joined = (" OR " if test.any_of else " AND ").join(sql for sql, _ in parts)
    joined = joined or ("FALSE" if test.any_of else "TRUE")
    values = [value for _, values in parts for value in values]
    return f"({joined})", values


def _merge_words(test: Combination) -> Iterator[Test]:
    """Yield the tests in `test`, with all tests of words merged into at most two.

    One merged test has the words to find, and a second has the words to exclude. Tests are merged
    because SQLite allows only a limited number.
    """
    found: list[Test] = []
    excluded: list[Test] = []
    for each in test.tests:
        if fts(each):
            found.append(each)
        elif each.negated and fts(each._replace(negated=False)):
            excluded.append(each._replace(negated=False))
        else:
            yield each
    if found:
        yield Combination(tuple(found), test.any_of)
    if excluded:
        yield Combination(tuple(excluded), not test.any_of, negated=True)


def _values(condition: Condition) -> list[str]:
    value = condition.value
    if condition.field == "keypoint":
        return [_like_keypoint(value)]
    if condition.field == "category":
        name = category_key(value)
        return [name, f"{_like(name)}{BETWEEN}%"]
    if condition.field == "missing":
        return _path_and_name(value)
    return [value, f"{value}\U0010ffff"] if condition.field == "id" else [value]


def _path_and_name(field: str) -> list[str]:
    """Split the name of a field for JSON: `links.code` gives `$.links` and `code`."""
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
