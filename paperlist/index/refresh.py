"""The update of the index, which reads only the files that changed.

The stamp of a file shows whether the file has changed, and the fingerprint of a folder consists of
the names and stamps of its files (`files.py`). If the fingerprint of a folder is the same as in the
index, the folder is skipped. In any other folder, the stamp of each file is compared with the stamp
in the row of the note, and the file is read if the stamps differ. The fingerprint of a folder is
stored only if all rows of the folder are current, and deleted if one of the rows changes. So an
equal fingerprint means that all rows are current.
"""

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from paperlist.index import parallel, wordlist
from paperlist.index.broken import Broken
from paperlist.index.database import COLUMNS
from paperlist.index.files import Folder, id_of, look, look_into
from paperlist.store.layout import DATA

if TYPE_CHECKING:
    from paperlist.index.rows import Row

# Up to AT_ONCE files are read within one transaction. If there are more, several processes read
# them first, and their rows are written in smaller transactions. So other processes that use the
# index never wait for long.
AT_ONCE = 500
IN_A_TRANSACTION = 1000
_NO_COLUMNS = (None,) * 7
# The bytes of the fingerprints of about 7,000 notes.
FINGERPRINTS_OF_MANY = 650_000
# This selects all months, and reads only the SQL index on month and id, not the whole table.
_MONTHS = """
WITH RECURSIVE months (month) AS (
  SELECT min(month) FROM papers
  UNION ALL
  SELECT (SELECT min(month) FROM papers WHERE month > months.month) FROM months
  WHERE months.month IS NOT NULL
)
SELECT month FROM months WHERE month IS NOT NULL
"""

# A note to read: its month, its id, the path of its file, and the digest of the content in the
# index, None if the note is new.
Place = tuple[str, str, str, bytes | None]
Progress = Callable[[int, int], None]


def update(db: sqlite3.Connection, root: Path, progress: Progress | None = None) -> list[Broken]:
    """Bring the index up to date with the files.

    Args:
        db: the index.
        root: the library.
        progress: called with (files read, files to read) if there are many files to read.

    Returns:
        the folders that cannot be read, and the files that look like notes but are not read.
    """
    fingerprints = dict(db.execute("SELECT month, fingerprint FROM folders"))
    many = sum(map(len, fingerprints.values())) > FINGERPRINTS_OF_MANY
    changed, there, odd = look(root, fingerprints, many=many)
    lost = {month for (month,) in db.execute(_MONTHS)}.difference(there)
    gone = [Folder(month, str(root / DATA / month), (), (), None) for month in lost]
    problems = [
        Broken(f"{DATA}/{folder.month}", folder.problem, None)
        for folder in changed
        if folder.problem
    ]
    if odd:
        # This is imported only if there may be strays.
        from paperlist.index.strays import strays

        problems += strays(str(root / DATA), odd)
    _update_rows(db, [*changed, *gone], progress)
    return problems


def update_months(db: sqlite3.Connection, root: Path, months: Iterable[str]) -> None:
    """Bring the index up to date with the files of these months only.

    Args:
        db: the index.
        root: the library.
        months: the months in which notes have changed.
    """
    _update_rows(db, look_into(root, months))


def _update_rows(
    db: sqlite3.Connection, folders: Sequence[Folder], progress: Progress | None = None
) -> None:
    """Read the notes in `folders` that changed, and replace their rows."""
    stale = [place for folder in folders for place in _find_stale(db, folder)]
    if len(stale) <= AT_ONCE:
        if stale or any(folder.fingerprint for folder in folders):
            with _transaction(db):
                # Read the files only now that no other process can write to the index. Otherwise
                # an old version of a file could replace a newer one that another process read.
                _replace_rows(db, stale, map(_row, stale))
                wordlist.catch_up(db)
                _store_fingerprints(db, folders)
        return
    rows = parallel.each(_row, stale)
    done = 0
    while batch := list(islice(rows, IN_A_TRANSACTION)):
        with _transaction(db):
            _replace_rows(db, stale[done : done + len(batch)], batch)
        done += len(batch)
        if progress:
            progress(done, len(stale))
    with _transaction(db):
        wordlist.catch_up(db)
        _store_fingerprints(db, folders)


@contextmanager
def _transaction(db: sqlite3.Connection) -> Iterator[None]:
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


def _find_stale(db: sqlite3.Connection, folder: Folder) -> Iterator[Place]:
    """Yield the notes of a folder whose files are new, changed, or gone."""
    known = {
        name: (digest, stamp)
        for name, digest, *stamp in db.execute(
            "SELECT id, digest, size, mtime, ctime, inode, racy FROM papers WHERE month = ?",
            [folder.month],
        )
    }
    for name, stamp in zip(folder.names, folder.stamps, strict=True):
        digest, stamp_before = known.pop(id_of(name), (None, None))
        if stamp_before != [*(stamp or ()), 0]:
            yield folder.month, id_of(name), f"{folder.path}{os.sep}{name}", digest
    for name, (digest, _) in known.items():
        # With an empty path, the notes of a folder with a problem count as gone.
        path = "" if folder.problem else f"{folder.path}{os.sep}{name}.yaml"
        yield folder.month, name, path, digest


def _row(place: Place) -> "Row | None":
    # This is imported only if a file changed, because it is slow to import.
    from paperlist.index.rows import row

    return row(*place)


def _replace_rows(
    db: sqlite3.Connection, places: Sequence[Place], rows: "Iterable[Row | None]"
) -> None:
    """Replace the rows of the notes at `places` by `rows`; None removes the row of a note."""
    first = wordlist.next_key(db)
    old: list[int] = []
    new_rows: list[tuple[int, Row]] = []
    for (month, name, path, _), new in zip(places, rows, strict=True):
        key, known = db.execute(
            "SELECT key, digest FROM papers WHERE month = ? AND id = ?", [month, name]
        ).fetchone() or (None, None)
        if new and new.digest == known:
            db.execute(
                "UPDATE papers SET size = ?, mtime = ?, ctime = ?, inode = ?, racy = ? "
                "WHERE key = ?",
                [*new.stamp, new.racy, key],
            )
            continue
        if new and not (new.known or new.error):
            # The file did not change, but another process replaced its row in the meantime.
            new = _row((month, name, path, None))  # noqa: PLW2901
        if key is not None:
            old.append(key)
        if new:
            new_rows.append((first + len(new_rows), new))
    _remove(db, old)
    _insert(db, new_rows)
    db.executemany("DELETE FROM folders WHERE month = ?", {(place[0],) for place in places})


def _insert(db: sqlite3.Connection, rows: "Sequence[tuple[int, Row]]") -> None:
    db.executemany(
        "INSERT INTO papers (key, month, id, size, mtime, ctime, inode, racy, digest, error, line, "
        "title, arxiv, doi, url, category, status, added) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                key, new.month, new.name, *new.stamp, new.racy, new.digest,
                None if new.known else new.error, new.line,
                *(new.known.columns if new.known else _NO_COLUMNS),
            )
            for key, new in rows
        ],
    )  # fmt: skip
    notes = [(key, new.known) for key, new in rows if new.known]
    db.executemany("INSERT INTO notes VALUES (?, ?)", [(key, note.fields) for key, note in notes])
    db.executemany(
        f"INSERT INTO texts (rowid, {', '.join(COLUMNS)}) VALUES (?{', ?' * len(COLUMNS)})",  # noqa: S608
        [(key, *note.texts) for key, note in notes],
    )
    db.executemany(
        "INSERT INTO keypoints VALUES (?, ?, ?)",
        [(key, *keypoint) for key, note in notes for keypoint in note.keypoints],
    )
    db.executemany(
        "INSERT OR IGNORE INTO title_keys VALUES (?, ?)",
        # They are sorted, so that SQLite visits each page of the table once.
        sorted((each, key) for key, note in notes for each in note.title_keys),
    )


def _remove(db: sqlite3.Connection, keys: Sequence[int]) -> None:
    wordlist.forget(db, keys)
    for table, column in (
        ("papers", "key"), ("notes", "key"), ("keypoints", "paper"), ("title_keys", "paper"),
        ("texts", "rowid"),
    ):  # fmt: skip
        db.executemany(f"DELETE FROM {table} WHERE {column} = ?", [[key] for key in keys])  # noqa: S608


def _store_fingerprints(db: sqlite3.Connection, changed: Iterable[Folder]) -> None:
    """Store the fingerprint of each folder whose rows in the index are all current."""
    for folder in changed:
        rows = db.execute(
            "SELECT id, size, mtime, ctime, inode FROM papers WHERE month = ? AND NOT racy",
            [folder.month],
        )
        seen = zip(map(id_of, folder.names), folder.stamps, strict=True)
        whole = folder.fingerprint and {(name, *(stamp or ())) for name, stamp in seen} == set(rows)
        total = db.execute("SELECT count(*) FROM papers WHERE month = ?", [folder.month])
        if whole and total.fetchone()[0] == len(folder.names):
            db.execute(
                "INSERT OR REPLACE INTO folders VALUES (?, ?)", [folder.month, folder.fingerprint]
            )
