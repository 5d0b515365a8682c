"""The class `Index`, by which all other packages use the index of a library."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from paperlist.index.broken import Broken
from paperlist.index.conditions import Test, where
from paperlist.index.database import Database, cache_file, healing, is_closed
from paperlist.index.matching import ORDERS, Matching
from paperlist.index.refresh import Progress, update, update_months
from paperlist.model.entry import Entry
from paperlist.store.layout import path_of

if TYPE_CHECKING:
    from paperlist.model.titles import Title

_FIELDS = "id, month, fields FROM papers JOIN notes USING (key)"
SORTS = tuple(ORDERS)

_Result = TypeVar("_Result")


class Index:
    """The index of one library. Use `Index.open`.

    Attributes:
        matching: the database queries that a search runs.
    """

    def __init__(
        self,
        root: Path,
        file: Path | None,
        warn: Callable[[str], None] | None = None,
        progress: Progress | None = None,
    ) -> None:
        self._database = Database(root, file, warn)
        self.matching = Matching(self._database)
        self._root = root
        self._progress = progress
        self._problems: list[Broken] = []

    @classmethod
    def open(
        cls,
        root: Path,
        warn: Callable[[str], None] | None = None,
        progress: Progress | None = None,
    ) -> "Index":
        """Open the index of the library at `root`; create it if it is missing or outdated.

        Args:
            root: the library.
            warn: called with a one-line message if the cache folder cannot be used; the index is
                then kept in memory.
            progress: called with (files read, files to read) if there are many files to read.
        """
        return cls(root, cache_file(root), warn, progress)

    @classmethod
    def in_memory(cls, root: Path) -> "Index":
        """Return an empty index of the library at `root` that is kept only in memory."""
        return cls(root, None)

    @property
    def db(self) -> sqlite3.Connection:
        """Return the connection to the database."""
        return self._database.db

    def close(self) -> None:
        """Close the connection to the database."""
        self._database.close()

    def snapshot(self) -> AbstractContextManager[None]:
        """Make all queries in a `with` block see the same state, even if other processes write."""
        return self._database.snapshot()

    def rebuild(self) -> None:
        """Build the index again from the files of the notes."""
        self._database.reset()
        self.refresh()

    def go_on_in_memory(self, error: sqlite3.Error) -> None:
        """Go on with a copy in memory, since `error` says that the file cannot be used."""
        self._database.move_to_memory(error)
        self.refresh()

    @healing
    def refresh(self) -> None:
        """Bring the index up to date with the files of the notes."""
        self._problems = self._updated(partial(update, root=self._root, progress=self._progress))

    @healing
    def refresh_months(self, months: Iterable[str]) -> None:
        """Bring the index up to date with the notes of these months, if only they have changed."""
        self._updated(partial(update_months, root=self._root, months=months))

    def _updated(self, update: Callable[[sqlite3.Connection], _Result]) -> _Result:
        try:
            return update(self._database.db)
        except sqlite3.OperationalError as error:
            if not is_closed(error):
                raise
            self._database.move_to_memory(error)
            return update(self._database.db)

    @healing
    def broken(self) -> list[Broken]:
        """Return what the index leaves out: unreadable folders, stray files, unreadable notes."""
        rows = self._database.db.execute(
            "SELECT month, id, error, line FROM papers WHERE error IS NOT NULL ORDER BY month, id"
        )
        return self._problems + [Broken(path_of(month, name), *why) for month, name, *why in rows]

    @healing
    def select(
        self, tests: Sequence[Test] = (), sort: str = "month", limit: int | None = None
    ) -> list[Entry]:
        """Return the entries that pass all tests, in the order `sort`, one of `SORTS`."""
        test, values = where(tests)
        rows = self._database.db.execute(
            f"SELECT {_FIELDS} WHERE {test} ORDER BY {ORDERS[sort]} LIMIT ?",
            [*values, -1 if limit is None else limit],
        )
        return list(map(_entry, rows))

    def entries(self, keys: Sequence[int]) -> list[Entry]:
        """Return the entries with these keys of the table `papers`, in the order of `keys`."""
        # The keys are passed as one JSON array, since SQLite limits the number of values.
        rows = self._database.db.execute(
            f"SELECT key, {_FIELDS} WHERE key IN (SELECT value FROM json_each(?))",  # noqa: S608
            [json.dumps(keys)],
        )
        found = {key: _entry(row) for key, *row in rows}
        return [found[key] for key in keys]

    @healing
    def with_id(self, paper_id: str, *, beginning: bool = False) -> list[Entry]:
        """Return the entries with the id `paper_id`.

        With `beginning`, return the entries whose id starts with `paper_id`. Several entries have
        the same id only if someone copied a file by hand.
        """
        # An id that starts with a text sorts before this text followed by Unicode's last character.
        test = "id >= ? AND id < ?" if beginning else "id = ?"
        values = [paper_id, f"{paper_id}\U0010ffff"] if beginning else [paper_id]
        rows = self._database.db.execute(
            f"SELECT {_FIELDS} WHERE {test} ORDER BY id, month",
            values,
        )
        return list(map(_entry, rows))

    @healing
    def has_id(self, paper_id: str) -> bool:
        """Return whether a note with this id exists, readable or not."""
        row = self._database.db.execute("SELECT 1 FROM papers WHERE id = ?", [paper_id]).fetchone()
        return row is not None

    @healing
    def identified(self, column: str, value: str) -> list[Entry]:
        """Return the entries that have `value` in `column`: `arxiv`, `doi`, `url` or `title`.

        `value` is an identifier in its normal form, or a title as `title_key` returns it.
        """
        rows = self._database.db.execute(
            f"SELECT {_FIELDS} WHERE {column} = ? ORDER BY added, id",
            [value],
        )
        return list(map(_entry, rows))

    @healing
    def near(self, title: "Title") -> list[Entry]:
        """Return the entries whose titles are worth a slow comparison with `title`.

        Such a title has a key (`Title.keys`) in common with `title`. Besides, the two titles have
        most letters, or the name before a colon, in common.
        """
        from paperlist.model.titles import CROWD, worth_a_look

        shared: dict[int, str] = {}
        named: list[int] = []
        for key in title.keys:
            rows = self._database.db.execute(
                "SELECT papers.key, papers.title FROM title_keys JOIN papers ON papers.key = paper "
                "WHERE title_keys.key = ? LIMIT ?",
                [key, CROWD + 1],
            ).fetchall()
            if len(rows) <= CROWD:
                shared.update(rows)
                if key == title.name_key:
                    named += dict(rows)
        return self.entries(sorted({*worth_a_look(title, shared), *named}))

    @healing
    def fields(self) -> list[str]:
        """Return the names of all fields in use; a section `Results` gives `sections.Results`."""
        rows = self._database.db.execute(
            "SELECT each.key FROM notes, json_each(fields) AS each "
            "UNION SELECT 'sections.' || each.key FROM notes, json_each(fields, '$.sections') "
            "AS each UNION SELECT 'links.' || each.key FROM notes, json_each(fields, '$.links') "
            "AS each"
        )
        return sorted(name for (name,) in rows)

    @healing
    def ids(self) -> list[str]:
        """Return all ids, sorted."""
        return [name for (name,) in self._database.db.execute("SELECT id FROM papers ORDER BY id")]

    @healing
    def last_added(self, before: str) -> str:
        """Return the latest time in `added` before the time `before`, or an empty text."""
        (newest,) = self._database.db.execute(
            "SELECT max(added) FROM papers WHERE added < ?", [before]
        ).fetchone()
        return newest or ""

    @healing
    def counts(self, what: str) -> dict[str, int]:
        """Return the number of papers with each value of a field, as a dict, largest number first.

        `what` is the name of the field: category, month, keypoint or status.
        """
        table = {"keypoint": "keypoints", "category": "notes"}.get(what, "papers")
        column = {"category": "json_extract(fields, '$.category')"}.get(what, what)
        # The table `papers`, unlike the two others, also has rows of unreadable notes.
        broken = "(SELECT key FROM papers WHERE error IS NOT NULL)"
        readable = f"AND key NOT IN {broken}" if table == "papers" else ""
        return dict(
            self._database.db.execute(
                f"SELECT {column} AS value, count(*) AS n FROM {table} "  # noqa: S608
                f"WHERE value IS NOT NULL {readable} GROUP BY value ORDER BY n DESC, value"
            )
        )

    @healing
    def spellings(self, what: str, key: str) -> dict[str, int]:
        """Return the spellings of a category or keypoint, each with its number of papers.

        The most frequent spelling comes first. For a category, the categories below it count too.

        Args:
            what: `category` or `keypoint`.
            key: the name as `category_key` or `keypoint_key` returns it.
        """
        if what == "keypoint":
            values, name = [f" {key} "], "keypoint"
            having = "keypoints WHERE padded = ?"
        else:
            # A path below starts with the key and a slash; `0` follows `/` in Unicode.
            values, name = [key, f"{key} /", f"{key} 0"], "json_extract(fields, '$.category')"
            having = (
                "papers JOIN notes USING (key) "
                "WHERE papers.category = ? OR (papers.category >= ? AND papers.category < ?)"
            )
        rows = self._database.db.execute(
            f"SELECT {name} AS name, count(*) AS n FROM {having} "  # noqa: S608
            "GROUP BY name ORDER BY n DESC, name",
            values,
        )
        return dict(rows)

    @healing
    def name_keys(self, what: str) -> list[str]:
        """Return the keys of all categories or keypoints (`what`), in no order."""
        column, table = ("padded", "keypoints") if what == "keypoint" else ("category", "papers")
        rows = self._database.db.execute(
            f"SELECT DISTINCT {column} FROM {table} WHERE {column} != ''"  # noqa: S608
        )
        return [key.strip() for (key,) in rows]


def _entry(row: Sequence[Any]) -> Entry:
    name, month, fields = row
    return Entry(name, month, json.loads(fields))
