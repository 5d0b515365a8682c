"""The index, which makes reading fast. The only package that uses sqlite3.

The index is a file in the user's cache folder. It is made from the YAML files, so it can be deleted
at any time. Every command calls `Index.refresh` first, so edits by hand are never missed.

    files.py       lists and reads the files of notes, and notices changes
    parallel.py    divides work among several processes
    strays.py      finds files that look like notes but are not read
    broken.py      has `Broken`, a file that is not read as a note, and why
    rows.py        converts a note to its row in the index
    texts.py       converts a value of a note to its words
    database.py    opens the file of the index, and repairs a damaged file
    wordlist.py    lists all words with their frequency, to find typos
    refresh.py     brings the index up to date with the files
    conditions.py  converts conditions and words to SQL
    functions.py   has the functions that this SQL calls
    matching.py    has the database queries that a search runs
    index.py       has `Index`, which all other packages use
"""

from paperlist.index.broken import Broken
from paperlist.index.conditions import Clause
from paperlist.index.database import healing
from paperlist.index.index import SORTS, Index

__all__ = ["SORTS", "Broken", "Clause", "Index", "healing"]
