"""The index, which makes reading fast. The only package that uses sqlite3.

The index is a file in the user's cache folder that is derived from the YAML files and can be
deleted at any time. Every command calls `Index.refresh` first, so edits by hand are never missed.

    files.py       the notes on disk, and how changes are noticed
    parallel.py    work on several cores
    strays.py      files that look like notes and are not read
    broken.py      a file whose notes are left out, and why
    rows.py        a note -> its row in the index
    texts.py       a value of a note -> its words
    database.py    the file, its tables, and repair of a damaged one
    wordlist.py    all words with their frequency, to find typos
    refresh.py     brings the index up to date with the files
    conditions.py  conditions and words -> SQL
    functions.py   functions that this SQL calls
    matching.py    the queries of a search
    index.py       Index, which everybody else uses
"""

from paperlist.index.broken import Broken
from paperlist.index.conditions import Clause
from paperlist.index.database import healing
from paperlist.index.index import SORTS, Index

__all__ = ["SORTS", "Broken", "Clause", "Index", "healing"]
