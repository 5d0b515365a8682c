"""Mean reciprocal rank and recall at ten, of paperlist and of what one would write in an afternoon.

The latter is rapidfuzz's WRatio over titles and keypoints, case folded.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from rapidfuzz import fuzz, process

from paperlist import Library
from paperlist.text.words import fold

TOP = 10
Finder = Callable[[str], Sequence[str]]


class Score(NamedTuple):
    """How well known papers were found.

    Attributes:
        mrr: the mean of one by the rank, 0 beyond ten.
        recall: how many were among the first ten.
        queries: how many were asked.
    """

    mrr: float
    recall: float
    queries: int


def ours(library: Library) -> Finder:
    """What `paperlist search` finds, as ids."""
    return lambda query: [hit.entry.id for hit in library.search(query, TOP).hits]


def wratio(library: Library) -> Finder:
    """What WRatio over titles and keypoints finds, as ids."""
    texts = {
        entry.id: fold(" ".join((entry.title, *entry.keypoints))) for entry in library.papers()
    }
    return lambda query: [
        found[2] for found in process.extract(fold(query), texts, scorer=fuzz.WRatio, limit=TOP)
    ]


def scores(find: Finder, queries: Iterable[tuple[str, str, str]]) -> dict[str, Score]:
    """The score of each class of `queries`: class, id of the paper meant, query."""
    ranks: dict[str, list[float]] = defaultdict(list)
    for name, meant, query in queries:
        found = list(find(query))
        ranks[name].append(1 / (found.index(meant) + 1) if meant in found else 0.0)
    return {
        name: Score(sum(each) / len(each), sum(map(bool, each)) / len(each), len(each))
        for name, each in ranks.items()
    }


def table(mine: dict[str, Score], theirs: dict[str, Score]) -> list[str]:
    """A Markdown table, a class of query a line."""
    return [
        "| query | asked | MRR@10 | recall@10 | WRatio: MRR@10 | recall@10 |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
        *(
            f"| {name} | {score.queries} | {score.mrr:.3f} | {score.recall:.3f} "
            f"| {theirs[name].mrr:.3f} | {theirs[name].recall:.3f} |"
            for name, score in mine.items()
        ),
    ]
