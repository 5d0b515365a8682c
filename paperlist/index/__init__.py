"""The derived index: what makes reading fast. The only part that knows sqlite3.

A file in the user's cache folder, worked out from the YAML files and thrown away at will. Every
command calls `Index.refresh` first, so an edit by hand is never missed.

    files.py       the notes on disk: where they are, what tells them apart from later ones
    rows.py        a note -> what the index holds of it
    database.py    the file: its tables, and what becomes of one that is damaged
    wordlist.py    all words, for typos to be looked up in
    updating.py    files -> rows, as few as changed
    conditions.py  conditions and words -> SQL
    reading.py     Index: what is asked of it
"""

from paperlist.index.conditions import Clause
from paperlist.index.database import healing
from paperlist.index.index import SORTS, Broken, Index

__all__ = ["SORTS", "Broken", "Clause", "Index", "healing"]
