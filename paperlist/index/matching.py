"""The database queries that a search runs: which papers have the words, and how common a word is.

A key is the number of a paper in the table `papers`. Folded words are words as `fold` returns them:
in lower case and without accents.
"""

import json
from collections.abc import Iterable, Sequence

from paperlist.index.conditions import Clause, Test, fts, where
from paperlist.index.database import COLUMNS, Database

# The weight of each of `COLUMNS` in BM25.
WEIGHTS = (10.0, 6.0, 3.0, 1.0, 1.0, 1.0, 1.0, 1.0, 2.0, 2.0, 1.0)
# The SQL after ORDER BY for each order that the user can choose.
ORDERS = {
    "month": "month DESC, added, id",
    "added": "added DESC, id",
    "title": "title, id",
    "category": "category, month DESC, added, id",
    "id": "id, month",
}
_SCORE = f"-bm25(texts, {', '.join(map(str, WEIGHTS))})"


class Matching:
    """The queries that a search runs on the index in `database`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def match(
        self,
        tests: Sequence[Test],
        without: Sequence[Clause] = (),
        limit: int | None = None,
    ) -> list[tuple[int, float]]:
        """Return (key, BM25 score) of the papers that match, best first.

        Args:
            tests: the tests that a paper has to pass. If no test is about words alone, all scores
                are 0.
            without: the terms that a paper must not contain.
            limit: the number of papers at most.
        """
        matching, values = _where_matching(tests, without)
        score = _SCORE if matching.startswith("texts MATCH") else "0.0"
        rows = self._database.db.execute(
            f"SELECT rowid, {score} AS score FROM texts WHERE {matching} "  # noqa: S608
            "ORDER BY score DESC, rowid LIMIT ?",
            [*values, -1 if limit is None else limit],
        )
        return list(rows)

    def keys(
        self,
        tests: Sequence[Test],
        without: Sequence[Clause] = (),
    ) -> list[int]:
        """Return the keys of the papers that match, in no order. This is faster than `match`.

        Args:
            tests: the tests that a paper has to pass.
            without: the terms that a paper must not contain.
        """
        matching, values = _where_matching(tests, without)
        rows = self._database.db.execute(f"SELECT rowid FROM texts WHERE {matching}", values)  # noqa: S608
        return [key for (key,) in rows]

    def count(self, tests: Sequence[Test]) -> int:
        """Return the number of papers that pass every test."""
        test, values = where(tests)
        row = self._database.db.execute(f"SELECT count(*) FROM papers WHERE {test}", values)  # noqa: S608
        return int(row.fetchone()[0])

    def sorted_keys(self, keys: Sequence[int], sort: str) -> list[int]:
        """Return `keys` in the order `sort`, one of `ORDERS`."""
        rows = self._database.db.execute(
            "SELECT key FROM papers WHERE key IN (SELECT value FROM json_each(?)) "  # noqa: S608
            f"ORDER BY {ORDERS[sort]}",
            [json.dumps(list(keys))],
        )
        return [key for (key,) in rows]

    def texts(self, keys: Iterable[int]) -> dict[int, tuple[str, ...]]:
        """Return the texts of papers: a dict from key to texts, one for each of `COLUMNS`.

        A text consists of the folded words in the column, separated by spaces.
        """
        rows = self._database.db.execute(
            f"SELECT rowid, {', '.join(COLUMNS)} FROM texts "  # noqa: S608
            "WHERE rowid IN (SELECT value FROM json_each(?))",
            [json.dumps(list(keys))],
        )
        return {key: texts for key, *texts in rows}

    def with_keypoint(self, padded: str) -> list[int]:
        """Return the keys of the papers with a keypoint.

        `padded` is the keypoint as `keypoint_key` returns it, between two spaces.
        """
        rows = self._database.db.execute(
            "SELECT DISTINCT paper FROM keypoints WHERE padded = ?", [padded]
        )
        return [key for (key,) in rows]

    def size(self) -> int:
        """Return the number of papers in the library, including unreadable notes."""
        return int(self._database.db.execute("SELECT count(*) FROM papers").fetchone()[0])

    def document_frequency(self, word: str) -> int:
        """Return the number of notes that contain `word`; 0 for a Chinese word and the like."""
        row = self._database.db.execute(
            "SELECT notes FROM words WHERE length = ? AND word = ?", [len(word), word]
        ).fetchone()
        return int(row[0]) if row else 0

    def has_beginning(self, beginning: str) -> bool:
        """Return whether some note contains a word that starts with `beginning`."""
        row = self._database.db.execute(
            "SELECT term FROM vocabulary WHERE term >= ? LIMIT 1", [beginning]
        ).fetchone()
        return bool(row and row[0].startswith(beginning))

    def words(self, shortest: int, longest: int) -> list[str]:
        """Return the different words of all notes that have `shortest` to `longest` letters."""
        (words,) = self._database.db.execute(
            "SELECT group_concat(word, ' ') FROM words WHERE length BETWEEN ? AND ?",
            [shortest, longest],
        ).fetchone()
        return words.split() if words else []


def _where_matching(tests: Sequence[Test], without: Sequence[Clause]) -> tuple[str, list[str]]:
    """Return the SQL after WHERE, and the value for each `?` in the SQL.

    If a test is about words alone, the SQL starts with `texts MATCH`, and a single FTS5 expression
    has all words.
    """
    found = [(fts(test), test) for test in tests]
    words = [expression for expression, _ in found if expression]
    others = [test for expression, test in found if not expression]
    if not words:
        test, values = where([*others, *(each._replace(negated=True) for each in without)])
        return f"rowid IN (SELECT key FROM papers WHERE {test})", values  # noqa: S608
    expression = " AND ".join(words)
    if without:
        expression = f"({expression}) NOT ({' OR '.join(str(fts(each)) for each in without)})"
    if not others:
        return "texts MATCH ?", [expression]
    test, values = where(others)
    matching = f"texts MATCH ? AND rowid IN (SELECT key FROM papers WHERE {test})"  # noqa: S608
    return matching, [expression, *values]
