"""The database of the index: its tables, and what is done if its file cannot be used."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial, wraps
from pathlib import Path
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from paperlist.store.user_folders import cache_folder, file_name_of

APPLICATION = 0x70617065
SCHEMA = 14
COLUMNS = (
    "title", "keypoints", "objective", "method", "metric", "limitation", "sections", "notes",
    "authors", "venue", "other",
)  # fmt: skip
BUSY_TIMEOUT_S = 2
MEMORY = ":memory:"
_CREATE = f"""
CREATE TABLE papers (
  key INTEGER PRIMARY KEY, month TEXT, id TEXT,
  size INTEGER, mtime INTEGER, ctime INTEGER, inode INTEGER, racy INTEGER, digest BLOB,
  error TEXT, line INTEGER,
  title TEXT, arxiv TEXT, doi TEXT, url TEXT, category TEXT, status TEXT, added TEXT,
  UNIQUE (month, id)
);
CREATE INDEX papers_id ON papers (id);
CREATE INDEX papers_title ON papers (title);
CREATE INDEX papers_arxiv ON papers (arxiv) WHERE arxiv IS NOT NULL;
CREATE INDEX papers_doi ON papers (doi) WHERE doi IS NOT NULL;
CREATE INDEX papers_url ON papers (url) WHERE url IS NOT NULL;
CREATE INDEX papers_added ON papers (added);
CREATE INDEX papers_broken ON papers (month, id) WHERE error IS NOT NULL;
CREATE TABLE notes (key INTEGER PRIMARY KEY, fields TEXT);
CREATE TABLE folders (month TEXT PRIMARY KEY, fingerprint BLOB) WITHOUT ROWID;
CREATE TABLE keypoints (paper INTEGER, keypoint TEXT, padded TEXT);
CREATE INDEX keypoints_paper ON keypoints (paper);
CREATE INDEX keypoints_padded ON keypoints (padded);
CREATE TABLE title_keys (key INTEGER, paper INTEGER, PRIMARY KEY (key, paper)) WITHOUT ROWID;
CREATE INDEX title_keys_paper ON title_keys (paper);
CREATE TABLE words (length INTEGER, word TEXT, notes INTEGER, PRIMARY KEY (length, word))
  WITHOUT ROWID;
CREATE TABLE listed (last INTEGER);
INSERT INTO listed VALUES (0);
CREATE VIRTUAL TABLE texts USING fts5({", ".join(COLUMNS)}, tokenize = "ascii tokenchars '+#.'");
CREATE VIRTUAL TABLE vocabulary USING fts5vocab(texts, row);
PRAGMA application_id = {APPLICATION};
PRAGMA user_version = {SCHEMA};
"""  # noqa: S608
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
# Python's message if a text in the database is not UTF-8; this error has no SQLite error code.
_UNREADABLE = "Could not decode to UTF-8"
# The file is intact, but cannot be written: no permission, no space, or locked for too long.
_CLOSED = {
    sqlite3.SQLITE_READONLY, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PERM, sqlite3.SQLITE_PROTOCOL,
}  # fmt: skip

_Self = TypeVar("_Self", bound="Healable")
_Asked = ParamSpec("_Asked")
_Answer = TypeVar("_Answer")


class Database:
    """A connection to the database of the index.

    A damaged file is created again. If the file cannot be used, the database is kept in memory.

    Attributes:
        db: the connection.
    """

    def __init__(
        self, root: Path, file: Path | None, warn: Callable[[str], None] | None = None
    ) -> None:
        self._root = root
        self._file = file
        self._warn = warn
        try:
            if file:
                file.parent.mkdir(parents=True, exist_ok=True)
            self._set_connection(_open(file) if file else _connect(MEMORY))
        except (OSError, sqlite3.Error) as error:
            self._set_connection(_connect(MEMORY))
            self._warn_once(error)

    def close(self) -> None:
        """Close the connection."""
        self.db.close()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Make all queries in a `with` block see the same state, even if other processes write."""
        self.db.execute("BEGIN")
        try:
            yield
        finally:
            if self.db.in_transaction:
                self.db.execute("ROLLBACK")

    def reset(self) -> None:
        """Replace the index by an empty index, in memory if the file cannot be replaced."""
        self.db.close()
        try:
            self._set_connection(_open(self._file, anew=True) if self._file else _connect(MEMORY))
        except (OSError, sqlite3.Error):
            self._set_connection(_connect(MEMORY))

    def move_to_memory(self, error: sqlite3.Error) -> None:
        """Continue with a copy of the index in memory, because the file cannot be used (`error`).

        If the index cannot be copied, continue with an empty index.
        """
        memory = _connect(MEMORY, empty=True)
        try:
            self.db.backup(memory)
        except sqlite3.Error:
            memory = _connect(MEMORY)
        self.db.close()
        self._set_connection(memory)
        self._warn_once(error)

    def _set_connection(self, connection: sqlite3.Connection) -> None:
        """Use `connection` from now on, with the SQL functions that conditions call."""
        self.db = connection
        connection.create_function("says", 3, _says)
        connection.create_function("has_file", 3, partial(_has_file, self._root))

    def _warn_once(self, error: Exception) -> None:
        if self._warn and self._file:
            where = f"the search index cannot be kept in {self._file.parent}"
            self._warn(f"{where} ({error}); working without it")
            self._warn = None


# Few queries call these functions, so they import what they need only when they are called.
def _says(fields: str, part: str, alternatives: str) -> bool:
    from paperlist.index.functions import says

    return says(fields, part, alternatives)


def _has_file(root: Path, month: str, paper_id: str, ending: str) -> bool:
    from paperlist.index.functions import has_file

    return has_file(root, month, paper_id, ending)


class Healable(Protocol):
    """An index that can recover if its file fails. Both methods leave the index up to date."""

    def rebuild(self) -> None:
        """Build the index again from the files of the notes."""

    def go_on_in_memory(self, error: sqlite3.Error) -> None:
        """Go on with a copy in memory, since `error` says that the file cannot be used."""


def healing(
    ask: Callable[Concatenate[_Self, _Asked], _Answer],
) -> Callable[Concatenate[_Self, _Asked], _Answer]:
    """Wrap the function `ask` so that it is called a second time if the index has failed.

    Before the second call, a damaged index is built again, and an index that cannot be written is
    copied to memory. Both may give the papers other keys, so `ask` must not store keys for later.
    """

    @wraps(ask)
    def healed(index: _Self, /, *args: _Asked.args, **named: _Asked.kwargs) -> _Answer:
        try:
            return ask(index, *args, **named)
        except sqlite3.DatabaseError as error:
            if is_closed(error):
                index.go_on_in_memory(error)
            elif _code(error) in _DAMAGED or str(error).startswith(_UNREADABLE):
                index.rebuild()
            else:
                raise
        except (UnicodeDecodeError, json.JSONDecodeError):
            index.rebuild()  # the index is damaged, so that a text in it makes no sense
        return ask(index, *args, **named)

    return healed


def is_closed(error: sqlite3.Error) -> bool:
    """Return whether `error` means that the file of the index is intact but cannot be used."""
    return _code(error) in _CLOSED


def _code(error: sqlite3.Error) -> int:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def cache_file(root: Path) -> Path:
    """Return the path of the file that holds the index of the library at `root`."""
    return cache_folder() / f"{file_name_of(root)}.sqlite"


def _open(path: Path, *, anew: bool = False) -> sqlite3.Connection:
    """Return a connection to the database at `path`.

    The file is created again if it is damaged or of another version, or if `anew` is true.
    """
    if not anew:
        try:
            return _connect(str(path))
        except sqlite3.DatabaseError as error:
            if is_closed(error):
                raise
        except UnicodeDecodeError:
            pass  # the file is so damaged that SQLite's error message is not UTF-8
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    return _connect(str(path))


def _connect(path: str, *, empty: bool = False) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=BUSY_TIMEOUT_S, isolation_level=None)
    try:
        if not empty:
            _prepare(db)
    except BaseException:
        db.close()
        raise
    return db


def _prepare(db: sqlite3.Connection) -> None:
    if _version(db) == SCHEMA:
        # The index can be built again at any time, so it need not survive a power failure.
        db.execute("PRAGMA synchronous = OFF")
        return
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = OFF")
    db.execute("BEGIN IMMEDIATE")
    if _version(db) == 0 and not db.execute("SELECT 1 FROM sqlite_master").fetchone():
        for statement in _CREATE.strip().split(";\n"):
            db.execute(statement)
    elif _version(db) != SCHEMA:
        raise sqlite3.DatabaseError("not an index of this version")
    db.execute("COMMIT")


def _version(db: sqlite3.Connection) -> int:
    """Return the version of the index; 0 for an empty file, -1 if another program made the file."""
    version = int(db.execute("PRAGMA user_version").fetchone()[0])
    ours = version == 0 or db.execute("PRAGMA application_id").fetchone()[0] == APPLICATION
    return version if ours else -1
