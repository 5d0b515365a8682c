"""What a search asks of the index: papers by their words, and the words there are."""

import json
from collections.abc import Iterable, Sequence

from paperlist.index.conditions import Clause, Condition, fts, where
from paperlist.index.database import COLUMNS, Database

WEIGHTS = (10.0, 6.0, 3.0, 1.0, 1.0, 1.0, 1.0, 1.0, 2.0, 2.0, 1.0)
ORDERS = {
    "month": "month DESC, added, id",
    "added": "added DESC, id",
    "title": "title, id",
    "category": "category, month DESC, added, id",
    "id": "id, month",
}
_SCORE = f"-bm25(texts, {', '.join(map(str, WEIGHTS))})"


class Matching(Database):
    """The part of an index that a search needs."""

    def match(
        self,
        clauses: Sequence[Clause],
        without: Sequence[Clause] = (),
        conditions: Sequence[Condition] = (),
        limit: int | None = None,
    ) -> list[tuple[int, float]]:
        """Key and BM25 (higher is nearer) of the papers that match every clause, best first."""
        matching, values = _matching(clauses, without, conditions)
        rows = self.db.execute(
            f"SELECT rowid, {_SCORE} AS score FROM texts WHERE {matching} "  # noqa: S608
            "ORDER BY score DESC, rowid LIMIT ?",
            [*values, -1 if limit is None else limit],
        )
        return list(rows)

    def keys(
        self,
        clauses: Sequence[Clause],
        without: Sequence[Clause] = (),
        conditions: Sequence[Condition] = (),
    ) -> list[int]:
        """The papers that match every clause, in no order; quicker than `match`."""
        matching, values = _matching(clauses, without, conditions)
        rows = self.db.execute(f"SELECT rowid FROM texts WHERE {matching}", values)  # noqa: S608
        return [key for (key,) in rows]

    def sorted_keys(self, keys: Sequence[int], sort: str) -> list[int]:
        """These papers in the order that `sort`, one of `ORDERS`, asks for."""
        rows = self.db.execute(
            "SELECT key FROM papers WHERE key IN (SELECT value FROM json_each(?)) "  # noqa: S608
            f"ORDER BY {ORDERS[sort]}",
            [json.dumps(list(keys))],
        )
        return [key for (key,) in rows]

    def texts(self, keys: Iterable[int]) -> dict[int, tuple[str, ...]]:
        """The folded words of each of the paper's `COLUMNS`, by key."""
        rows = self.db.execute(
            f"SELECT rowid, {', '.join(COLUMNS)} FROM texts "  # noqa: S608
            "WHERE rowid IN (SELECT value FROM json_each(?))",
            [json.dumps(list(keys))],
        )
        return {key: texts for key, *texts in rows}

    def with_keypoint(self, padded: str) -> list[int]:
        """The papers that have this keypoint, given as its filter compares it."""
        rows = self.db.execute("SELECT DISTINCT paper FROM keypoints WHERE padded = ?", [padded])
        return [key for (key,) in rows]

    def size(self) -> int:
        """How many papers there are."""
        return int(self.db.execute("SELECT count(*) FROM papers").fetchone()[0])

    def notes_with(self, word: str) -> int:
        """How many notes hold this word; Chinese ones are not counted."""
        row = self.db.execute(
            "SELECT notes FROM words WHERE length = ? AND word = ?", [len(word), word]
        ).fetchone()
        return int(row[0]) if row else 0

    def has_beginning(self, beginning: str) -> bool:
        """Whether some note holds a word that begins so."""
        row = self.db.execute(
            "SELECT term FROM vocabulary WHERE term >= ? LIMIT 1", [beginning]
        ).fetchone()
        return bool(row and row[0].startswith(beginning))

    def words(self, shortest: int, longest: int) -> list[str]:
        """The words of all notes whose length is within these bounds."""
        (words,) = self.db.execute(
            "SELECT group_concat(word, ' ') FROM words WHERE length BETWEEN ? AND ?",
            [shortest, longest],
        ).fetchone()
        return words.split() if words else []


def _matching(
    clauses: Sequence[Clause], without: Sequence[Clause], conditions: Sequence[Condition]
) -> tuple[str, list[str]]:
    expression = " AND ".join(map(fts, clauses))
    if without:
        expression = f"({expression}) NOT ({' OR '.join(map(fts, without))})"
    if not conditions:
        return "texts MATCH ?", [expression]
    test, values = where(conditions)
    matching = f"texts MATCH ? AND rowid IN (SELECT key FROM papers WHERE {test})"  # noqa: S608
    return matching, [expression, *values]
