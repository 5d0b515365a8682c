"""The list of all words in the notes, in which a search looks up what a typed word may mean.

The table `words` has each word with its length and the number of notes that contain it. Words of
scripts without spaces are not listed, since a search finds them by their pairs of characters.

The words of notes are added in the order of the notes' keys. The table `listed` has the key of the
last note whose words were added. So the list may be incomplete while many notes are inserted, and
after an interrupted update, the next update continues.

The full-text index (FTS5) has the same counts, but is slow to read. So the list is copied from the
full-text index only if many notes are new.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence

from paperlist.index.database import COLUMNS
from paperlist.text.words import GAP, is_cjk

MANY = 500
_TEXTS = ", ".join(COLUMNS)


def next_key(db: sqlite3.Connection) -> int:
    """Return a key for the next new note, greater than the keys of all notes so far."""
    (last,) = db.execute(
        "SELECT max(listed.last, coalesce((SELECT max(key) FROM papers), 0)) FROM listed"
    ).fetchone()
    return int(last) + 1


def catch_up(db: sqlite3.Connection) -> None:
    """Add the words of the notes whose words are not in the list yet."""
    (last,) = db.execute("SELECT last FROM listed").fetchone()
    new = db.execute(
        f"SELECT {_TEXTS} FROM texts WHERE rowid > ? LIMIT ?",  # noqa: S608
        [last, MANY + 1],
    ).fetchall()
    if len(new) <= MANY:
        _count(db, (word for texts in new for word in _words(texts)), 1)
    else:
        db.create_function("is_listed", 1, _is_listed, deterministic=True)
        db.execute("DELETE FROM words")
        db.execute(
            "INSERT INTO words SELECT length(term), term, doc FROM vocabulary "
            "WHERE unicode(term) < 128 OR is_listed(term) ORDER BY length(term), term"
        )
    db.execute("UPDATE listed SET last = max(last, coalesce((SELECT max(rowid) FROM texts), 0))")


def forget(db: sqlite3.Connection, keys: Sequence[int]) -> None:
    """Subtract the words of the notes with these keys, which are about to be deleted.

    If there are many notes, the list is emptied, and `catch_up` fills the list again.
    """
    if len(keys) > MANY:
        db.execute("DELETE FROM words")
        db.execute("UPDATE listed SET last = 0")
        return
    (last,) = db.execute("SELECT last FROM listed").fetchone()
    one = f"SELECT {_TEXTS} FROM texts WHERE rowid = ?"  # noqa: S608
    old = (db.execute(one, [key]).fetchone() or () for key in keys if key <= last)
    _count(db, (word for texts in old for word in _words(texts)), -1)


def _words(texts: Iterable[str]) -> set[str]:
    return set(filter(_is_listed, " ".join(texts).split()))


def _is_listed(word: str) -> bool:
    return word.isascii() or (word != GAP and not is_cjk(word))


def _count(db: sqlite3.Connection, words: Iterable[str], change: int) -> None:
    counted = Counter(words)
    db.executemany(
        "INSERT INTO words VALUES (?1, ?2, ?3) "
        "ON CONFLICT (length, word) DO UPDATE SET notes = notes + ?3",
        [(len(word), word, change * count) for word, count in counted.items()],
    )
    if change < 0:
        db.executemany(
            "DELETE FROM words WHERE length = ? AND word = ? AND notes <= 0",
            [(len(word), word) for word in counted],
        )
