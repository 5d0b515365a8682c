"""The derived index: what makes reading fast. The only module that knows sqlite3.

A file in the user's cache folder, worked out from the YAML files and thrown away at will. Every
command calls `refresh` first, which compares each file's size, time of change and inode with the
index and reads anew what differs; so an edit by hand is never missed. A file that changed less
than `RACY_NS` before it was read could change again within the clock's grain, so it is compared
by content the next time (what git calls "racily clean").
"""

import json
import os
import sqlite3
import stat
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, NamedTuple, ParamSpec, TypeVar

from paperlist import store
from paperlist.entry import Entry
from paperlist.errors import ReadError, UnreadableNoteError
from paperlist.identifiers import identities
from paperlist.keypoints import keypoint_key
from paperlist.query import Condition
from paperlist.text import fold, is_cjk, joined_words, title_key, words
from paperlist.titles import CROWD, Title, worth_a_look

if TYPE_CHECKING:
    from paperlist.model import Paper

SCHEMA = 3
RACY_NS = 2_000_000_000
BUSY_TIMEOUT_S = 20
COLUMNS = (
    "title", "keypoints", "objective", "method", "metric", "limitation", "sections", "notes",
    "authors", "venue", "other",
)  # fmt: skip
WEIGHTS = (10.0, 6.0, 3.0, 1.0, 1.0, 1.0, 1.0, 1.0, 2.0, 2.0, 1.0)
# A word that no text has: one of Unicode's private signs, which are no letters.
_GAP = "\ue000"
_CREATE = f"""
CREATE TABLE papers (
  key INTEGER PRIMARY KEY, month TEXT, id TEXT,
  size INTEGER, mtime INTEGER, inode INTEGER, racy INTEGER, digest BLOB,
  fields TEXT, error TEXT, line INTEGER,
  title TEXT, arxiv TEXT, doi TEXT, url TEXT, category TEXT, status TEXT, added TEXT,
  UNIQUE (month, id)
);
CREATE INDEX papers_id ON papers (id);
CREATE INDEX papers_title ON papers (title);
CREATE INDEX papers_arxiv ON papers (arxiv) WHERE arxiv IS NOT NULL;
CREATE INDEX papers_doi ON papers (doi) WHERE doi IS NOT NULL;
CREATE INDEX papers_url ON papers (url) WHERE url IS NOT NULL;
CREATE TABLE keypoints (paper INTEGER, keypoint TEXT, padded TEXT);
CREATE INDEX keypoints_paper ON keypoints (paper);
CREATE TABLE title_keys (key INTEGER, paper INTEGER, PRIMARY KEY (key, paper)) WITHOUT ROWID;
CREATE INDEX title_keys_paper ON title_keys (paper);
CREATE TABLE words (word TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE VIRTUAL TABLE texts USING fts5({", ".join(COLUMNS)}, tokenize = 'ascii');
CREATE VIRTUAL TABLE vocabulary USING fts5vocab(texts, row);
PRAGMA user_version = {SCHEMA};
"""
_ORDERS = {
    "month": "month DESC, added, id",
    "added": "added DESC, id",
    "title": "title, id",
    "category": "category, month DESC, added, id",
    "id": "id, month",
}
SORTS = tuple(_ORDERS)


class Broken(NamedTuple):
    """A file that cannot be read as a note."""

    path: str
    reason: str
    line: int | None


class Clause(NamedTuple):
    """A word of a query as the index is asked for it: any of `alternatives`, within `column`.

    An alternative is a run of words; one that ends in `*` is a beginning.
    """

    alternatives: tuple[tuple[str, ...], ...]
    column: str = ""


_Asked = ParamSpec("_Asked")
_Answer = TypeVar("_Answer")


def healing(
    ask: "Callable[Concatenate[Index, _Asked], _Answer]",
) -> "Callable[Concatenate[Index, _Asked], _Answer]":
    """`ask`, whose first argument is an index, asked once more where the index was damaged.

    It is built from nothing in between, so `ask` must not keep a key from one call to the next.
    """

    @wraps(ask)
    def healed(index: "Index", /, *args: _Asked.args, **named: _Asked.kwargs) -> _Answer:
        try:
            return ask(index, *args, **named)
        except sqlite3.DatabaseError as error:
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF
            if code not in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
                raise
        index.rebuild()
        return ask(index, *args, **named)

    return healed


class Index:
    """The index of one library. Use `Index.open`."""

    def __init__(
        self, root: Path, connection: sqlite3.Connection, file: Path | None = None
    ) -> None:
        self._root = root
        self._db = connection
        self._file = file

    @classmethod
    def open(cls, root: Path, warn: Callable[[str], None] | None = None) -> "Index":
        """The index of the library at `root`, made where it is missing or of another version.

        `warn` is called with one line where the cache folder cannot be used; the index is then
        held in memory.
        """
        path = _cache_file(root)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            return cls(root, _open(path), path)
        except (OSError, sqlite3.Error) as error:
            if warn:
                where = f"the search index cannot be kept in {path.parent}"
                warn(f"{where} ({error}); working without it")
        return cls.in_memory(root)

    @classmethod
    def in_memory(cls, root: Path) -> "Index":
        """An index of the library at `root` that is built from nothing and kept nowhere."""
        return cls(root, _connect(":memory:"))

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def rebuild(self) -> None:
        """Throw the index away and make it anew; in memory where its file cannot be replaced."""
        self._db.close()
        try:
            self._db = _open(self._file, anew=True) if self._file else _connect(":memory:")
        except (OSError, sqlite3.Error):
            self._db = _connect(":memory:")
        self.refresh()

    @healing
    def refresh(self) -> None:
        """Bring the index up to the files as they are now."""
        known = {
            (month, name): stamp
            for month, name, *stamp in self._db.execute(
                "SELECT month, id, size, mtime, inode, racy FROM papers"
            )
        }
        stale: list[tuple[str, str, Path]] = []
        for month, name, file in _walk(self._root):
            row = known.pop((month, name), None)
            if row is None or row != _stamp(file):
                stale.append((month, name, Path(file.path)))
        gone = [(*place, self._root / store.path_of(*place)) for place in known]
        if stale or gone:
            with self._db:
                self._db.execute("BEGIN IMMEDIATE")
                for month, name, path in [*gone, *stale]:
                    self._update(month, name, path)

    @healing
    def broken(self) -> list[Broken]:
        """The files that could not be read, by path."""
        rows = self._db.execute(
            "SELECT month, id, error, line FROM papers WHERE error IS NOT NULL ORDER BY month, id"
        )
        return [Broken(store.path_of(month, name), *why) for month, name, *why in rows]

    @healing
    def select(
        self, conditions: Sequence[Condition] = (), sort: str = "month", limit: int | None = None
    ) -> list[Entry]:
        """The entries that meet all conditions."""
        where, values = _where(conditions)
        rows = self._db.execute(
            f"SELECT id, month, fields FROM papers WHERE {where} "  # noqa: S608 (fixed parts)
            f"ORDER BY {_ORDERS[sort]} LIMIT ?",
            [*values, -1 if limit is None else limit],
        )
        return list(map(_entry, rows))

    def match(
        self,
        clauses: Sequence[Clause],
        without: Sequence[Clause] = (),
        conditions: Sequence[Condition] = (),
    ) -> list[tuple[int, float]]:
        """Key and score (higher is nearer) of the papers that match every clause, best first."""
        expression = " AND ".join(map(_fts, clauses))
        if without:
            expression = f"({expression}) NOT ({' OR '.join(map(_fts, without))})"
        where, values = _where(conditions)
        restricted = f"AND rowid IN (SELECT key FROM papers WHERE {where})" if conditions else ""  # noqa: S608
        rows = self._db.execute(
            f"SELECT rowid, -bm25(texts, {', '.join(map(str, WEIGHTS))}) AS score FROM texts "  # noqa: S608
            f"WHERE texts MATCH ? {restricted} ORDER BY score DESC, rowid",
            [expression, *values],
        )
        return list(rows)

    def entries(self, keys: Sequence[int]) -> list[Entry]:
        """The entries of these keys, in this order."""
        # As one JSON array: SQLite takes only so many values in one statement.
        rows = self._db.execute(
            "SELECT key, id, month, fields FROM papers "
            "WHERE key IN (SELECT value FROM json_each(?))",
            [json.dumps(keys)],
        )
        found = {key: _entry(row) for key, *row in rows}
        return [found[key] for key in keys]

    @healing
    def with_id(self, paper_id: str, *, beginning: bool = False) -> list[Entry]:
        """The entries of this id, or of ids that begin so; more than one id is a hand's work."""
        test = "substr(id, 1, length(?1)) = ?1" if beginning else "id = ?1"
        rows = self._db.execute(
            "SELECT id, month, fields FROM papers "  # noqa: S608 (fixed parts)
            f"WHERE error IS NULL AND {test} ORDER BY id, month",
            [paper_id],
        )
        return list(map(_entry, rows))

    @healing
    def has_id(self, paper_id: str) -> bool:
        """Whether a file of this name exists, readable or not."""
        row = self._db.execute("SELECT 1 FROM papers WHERE id = ?", [paper_id]).fetchone()
        return row is not None

    @healing
    def identified(self, column: str, value: str) -> list[Entry]:
        """The entries with this `arxiv`, `doi` or `url`, in normal form, or folded `title`."""
        rows = self._db.execute(
            f"SELECT id, month, fields FROM papers WHERE {column} = ? ORDER BY added, id",  # noqa: S608
            [value],
        )
        return list(map(_entry, rows))

    @healing
    def near(self, title: Title) -> list[Entry]:
        """The entries whose titles may be nearly `title`: they share a key, and most letters."""
        shared: dict[int, str] = {}
        named: list[int] = []
        for key in title.keys:
            rows = self._db.execute(
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
        """Every field that some paper has, with its sections and links as `sections.Results`."""
        rows = self._db.execute(
            "SELECT each.key FROM papers, json_each(fields) AS each WHERE error IS NULL "
            "UNION SELECT 'sections.' || each.key FROM papers, json_each(fields, '$.sections') "
            "AS each WHERE error IS NULL "
            "UNION SELECT 'links.' || each.key FROM papers, json_each(fields, '$.links') "
            "AS each WHERE error IS NULL"
        )
        return sorted(name for (name,) in rows)

    @healing
    def ids(self) -> list[str]:
        """Every id."""
        return [name for (name,) in self._db.execute("SELECT id FROM papers ORDER BY id")]

    @healing
    def last_added(self, before: str) -> str:
        """The newest `added` that is older than the moment `before`; empty where there is none."""
        (newest,) = self._db.execute(
            "SELECT max(added) FROM papers WHERE added < ?", [before]
        ).fetchone()
        return newest or ""

    @healing
    def counts(self, what: str) -> dict[str, int]:
        """How many papers each `category`, `month` or `keypoint` has, most first."""
        table = "keypoints" if what == "keypoint" else "papers"
        column = {"category": "json_extract(fields, '$.category')"}.get(what, what)
        return dict(
            self._db.execute(
                f"SELECT {column} AS value, count(*) AS n FROM {table} "  # noqa: S608
                "WHERE value IS NOT NULL GROUP BY value ORDER BY n DESC, value"
            )
        )

    def has_word(self, word: str) -> bool:
        """Whether some note holds this word."""
        return self._db.execute("SELECT 1 FROM words WHERE word = ?", [word]).fetchone() is not None

    def has_beginning(self, beginning: str) -> bool:
        """Whether some note holds a word that begins so."""
        row = self._db.execute(
            "SELECT 1 FROM words WHERE word >= ?1 AND substr(word, 1, length(?1)) = ?1 LIMIT 1",
            [beginning],
        ).fetchone()
        return row is not None

    def words(self, shortest: int, longest: int) -> list[str]:
        """The words of all notes whose length is within these bounds."""
        rows = self._db.execute(
            "SELECT word FROM words WHERE length(word) BETWEEN ? AND ?", [shortest, longest]
        )
        return [word for (word,) in rows]

    def _update(self, month: str, name: str, path: Path) -> None:
        # What another process has written since is seen only now that the file is locked.
        key, known = self._db.execute(
            "SELECT key, digest FROM papers WHERE month = ? AND id = ?", [month, name]
        ).fetchone() or (None, None)
        try:
            file = _File.read(path)
        except FileNotFoundError:
            self._remove(key)
            return
        if known == file.digest:
            self._db.execute(
                "UPDATE papers SET size = ?, mtime = ?, inode = ?, racy = ? WHERE key = ?",
                [*file.stamp, key],
            )
            return
        self._remove(key)
        try:
            paper = file.paper(store.path_of(month, name))
            self._insert(Entry(name, month, paper.fields()), file)
        except UnreadableNoteError as error:
            self._db.execute(
                "INSERT INTO papers (month, id, size, mtime, inode, racy, digest, error, line) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [month, name, *file.stamp, file.digest, error.reason, error.line],
            )

    def _insert(self, entry: Entry, file: "_File") -> None:
        fields, named = entry.fields, identities(entry.fields)
        key = self._db.execute(
            "INSERT INTO papers (month, id, size, mtime, inode, racy, digest, fields, "
            "title, arxiv, doi, url, category, status, added) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                entry.month, entry.id, *file.stamp, file.digest,
                json.dumps(fields, ensure_ascii=False),
                title_key(entry.title), named.get("arxiv"), named.get("doi"), named.get("url"),
                fold(entry.category), entry.status, fields.get("added", ""),
            ],
        ).lastrowid  # fmt: skip
        texts = _columns(entry)
        self._db.execute(
            f"INSERT INTO texts (rowid, {', '.join(COLUMNS)}) VALUES (?{', ?' * len(COLUMNS)})",  # noqa: S608
            [key, *texts],
        )
        self._db.executemany(
            "INSERT OR IGNORE INTO words VALUES (?)",
            {
                (word,)
                for text in texts
                for word in text.split()
                if word != _GAP and not is_cjk(word)
            },
        )
        self._db.executemany(
            "INSERT OR IGNORE INTO title_keys VALUES (?, ?)",
            [(number, key) for number in Title(entry.title).keys],
        )
        self._db.executemany(
            "INSERT INTO keypoints VALUES (?, ?, ?)",
            [(key, keypoint, f" {keypoint_key(keypoint)} ") for keypoint in entry.keypoints],
        )

    def _remove(self, key: int | None) -> None:
        if key is None:
            return
        row = self._db.execute(f"SELECT {', '.join(COLUMNS)} FROM texts WHERE rowid = ?", [key])  # noqa: S608
        held = {word for text in row.fetchone() or () for word in text.split()}
        of_paper = (("keypoints", "paper"), ("title_keys", "paper"), ("texts", "rowid"))
        for table, column in (("papers", "key"), *of_paper):
            self._db.execute(f"DELETE FROM {table} WHERE {column} = ?", [key])  # noqa: S608
        self._db.executemany(
            "DELETE FROM words WHERE word = ?1 "
            "AND NOT EXISTS (SELECT 1 FROM vocabulary WHERE term = ?1)",
            [(word,) for word in held],
        )


class _File(NamedTuple):
    """A file as it was read: its bytes, what tells it apart from a later one, or why not."""

    content: bytes
    stamp: tuple[int, int, int, bool]
    digest: bytes
    error: str = ""

    @classmethod
    def read(cls, path: Path) -> "_File":
        started = time.time_ns()
        content, reason = b"", ""
        try:
            status = path.stat()
            if path.name != _in_utf8(path.name):
                reason = "the file's name is not UTF-8 text; rename it"
            elif not stat.S_ISREG(status.st_mode):
                # To open a pipe would be to wait for its other end.
                reason = "not a file"
            else:
                with path.open("rb") as file:
                    content = file.read()
                    status = os.fstat(file.fileno())
        except OSError as error:
            status = path.lstat()
            lost = isinstance(error, FileNotFoundError)
            reason = "a link to no file" if lost else error.strerror or str(error)
        racy = status.st_mtime_ns > started - RACY_NS
        stamp = (status.st_size, status.st_mtime_ns, status.st_ino, racy or bool(reason))
        return cls(content, stamp, _digest(reason.encode() or content), reason)

    def paper(self, path: str) -> "Paper":
        if self.error:
            raise UnreadableNoteError(path, self.error)
        return store.load(self.content, path)


def _cache_file(root: Path) -> Path:
    from hashlib import blake2b

    from platformdirs import user_cache_path

    name = blake2b(str(root.resolve()).encode(), digest_size=10).hexdigest()
    return user_cache_path("paperlist", appauthor=False) / f"{name}.sqlite"


def _open(path: Path, *, anew: bool = False) -> sqlite3.Connection:
    """The database at `path`; made anew where it is damaged or of another version."""
    if not anew:
        try:
            return _connect(str(path))
        except sqlite3.DatabaseError:
            pass
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    return _connect(str(path))


def _connect(path: str) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=BUSY_TIMEOUT_S, isolation_level=None)
    try:
        _prepare(db)
    except BaseException:
        db.close()
        raise
    return db


def _prepare(db: sqlite3.Connection) -> None:
    db.execute("PRAGMA journal_mode = WAL")
    # The index can be made again at any time, so it need not survive a power cut.
    db.execute("PRAGMA synchronous = OFF")
    if _version(db) != SCHEMA:
        db.execute("BEGIN IMMEDIATE")
        if _version(db) == 0 and not db.execute("SELECT 1 FROM sqlite_master").fetchone():
            for statement in _CREATE.strip().split(";\n"):
                db.execute(statement)
        elif _version(db) != SCHEMA:
            raise sqlite3.DatabaseError("not an index of this version")
        db.execute("COMMIT")


def _version(db: sqlite3.Connection) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def _walk(root: Path) -> Iterator[tuple[str, str, os.DirEntry[str]]]:
    for folder in _scan(root / store.DATA):
        if store.is_month_folder(folder.name) and folder.is_dir():
            for file in _scan(Path(folder.path)):
                if file.name.endswith(store.SUFFIX) and not file.name.startswith("."):
                    name = _in_utf8(file.name[: -len(store.SUFFIX)])
                    yield sys.intern(folder.name), name, file


def _scan(folder: Path) -> "list[os.DirEntry[str]]":
    try:
        return list(os.scandir(folder))
    except FileNotFoundError:
        return []
    except OSError as error:
        raise ReadError(str(folder), error.strerror or str(error)) from error


def _stamp(file: "os.DirEntry[str]") -> list[int] | None:
    try:
        status = file.stat()
    except OSError:
        return None
    return [status.st_size, status.st_mtime_ns, status.st_ino, 0]


def _in_utf8(name: str) -> str:
    """`name` as a database can hold it: bytes that are no UTF-8 written as escapes."""
    return name if name.isascii() else name.encode(errors="backslashreplace").decode()


def _digest(content: bytes) -> bytes:
    from hashlib import blake2b

    return blake2b(content, digest_size=16).digest()


def _entry(row: Sequence[Any]) -> Entry:
    name, month, fields = row
    return Entry(name, month, json.loads(fields))


def _columns(entry: Entry) -> list[str]:
    """The folded words of each of `COLUMNS`, hyphenated ones also joined, parted by spaces."""
    fields = dict(entry.fields)
    values = [fields.pop(column, "") for column in COLUMNS[:-1]]
    for unsearched in ("added", "status"):
        fields.pop(unsearched, None)
    return [_searchable(" \n ".join(_strings(value))) for value in [*values, [entry.id, fields]]]


def _searchable(text: str) -> str:
    joined = joined_words(text)
    # The last word and the first joined one are no neighbours.
    return " ".join([*words(text), *([_GAP] if joined else []), *joined])


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, item in value.items():
            yield str(name)
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
    elif value is not None:
        yield str(value)


def _fts(clause: Clause) -> str:
    column = f"{clause.column} : " if clause.column else ""
    # Every word is quoted, so that AND, NEAR or * are words to FTS5 and not operators.
    runs = (" + ".join(map(_quoted, run)) for run in clause.alternatives)
    return f"{column}({' OR '.join(runs)})"


def _quoted(word: str) -> str:
    return f'"{word[:-1]}"*' if word.endswith("*") else f'"{word}"'


def _where(conditions: Iterable[Condition]) -> tuple[str, list[str]]:
    tests = {
        "keypoint": "key IN (SELECT paper FROM keypoints WHERE padded LIKE ? ESCAPE '\\')",
        "category": "(category = ? OR category LIKE ? ESCAPE '\\')",
        "month": "month = ?",
        "since": "month >= ?",
        "until": "month <= ?",
        "status": "status = ?",
        # An empty list is missing as well, and 0 is not.
        "missing": "NOT EXISTS (SELECT 1 FROM json_each(fields, ?) WHERE key = ? "
        "AND type <> 'null' AND value NOT IN ('', '[]', '{}'))",
    }
    parts, values = ["error IS NULL"], []
    for field, value, negated in conditions:
        parts.append(f"{'NOT ' if negated else ''}{tests[field]}")
        if field == "keypoint":
            values.append(_like_keypoint(value))
        elif field == "category":
            values += [fold(value), f"{_like(fold(value))} / %"]
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
