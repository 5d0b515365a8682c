"""What several tests of the index need."""

import os
from pathlib import Path
from typing import Any

from paperlist import Library
from paperlist.index import Index
from paperlist.model.titles import Title
from paperlist.search.query import condition, parse
from paperlist.search.search import search


def cache(home: Path) -> Path:
    """The file of the only index there is."""
    (file,) = (home / ".cache" / "paperlist").glob("*.sqlite")
    return file


def ids(library: Library) -> list[str]:
    """The ids of all papers, sorted."""
    return [entry.id for entry in library.papers(sort="id")]


def settle(path: Path) -> None:
    """Date `path` back, so that the index takes it for settled."""
    os.utime(path, ns=(10**18, 10**18))


def everything(index: Index) -> tuple[Any, ...]:
    """What an index answers to every kind of question."""
    asked = index.matching
    words = sorted(asked.words(1, 99))
    queries = [*words, "图", "memroy"]
    return (
        index.select(sort="id"), index.broken(), words, sorted(index.ids()),
        [sorted(index.near(Title(each))) for each in ("A memory bank of frames", "MA-LMM")],
        [index.counts(what) for what in ("keypoint", "month", "category")],
        [[hit.entry[:2] for hit in search(index, parse(each)).hits] for each in queries],
        index.select([condition("keypoint", "memory")], sort="id"),
        [
            (word, asked.document_frequency(word), asked.has_beginning(word[:2]))
            for word in words
        ],
    )  # fmt: skip
