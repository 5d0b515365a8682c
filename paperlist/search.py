"""Query -> ranked hits.

All words must match: each as typed, else as a beginning, else within a typo's distance. Papers
that have the words as typed come first, then those with beginnings, then those with typos; within
each of these ranks BM25 decides, with the title weighing most. A word that is in the library's
own word list is not bent to its neighbours unless nothing else matches. Where no paper has all
words, those that have most of them are shown.
"""

from collections.abc import Callable, Iterable, Sequence
from enum import IntEnum
from typing import NamedTuple

from paperlist.entry import Entry
from paperlist.index import Clause, Index, healing
from paperlist.query import Query, Term
from paperlist.text import is_cjk

TYPO_NEIGHBOURS = 24
# Words that have this much in common, of 1, are worth a question, though no typo of each other.
ALIKE = 0.6


class Rank(IntEnum):
    """How near a paper's words came to the query's; lower is nearer."""

    EXACT = 0
    BEGINNING = 1
    TYPO = 2


class Hit(NamedTuple):
    """A paper found, its rank, and its BM25 score (higher is nearer, comparable within a rank)."""

    entry: Entry
    rank: Rank
    score: float


class Results(NamedTuple):
    """What a search gave.

    Attributes:
        hits: the best hits, at most as many as were asked for.
        total: how many papers matched.
        missing: words that had to be left out for anything to match.
        corrected: words as typed, and the library's words taken for them.
        suggestion: where nothing matched, the nearest words that would.
    """

    hits: list[Hit]
    total: int
    missing: tuple[str, ...] = ()
    corrected: tuple[tuple[str, str], ...] = ()
    suggestion: tuple[str, ...] = ()


@healing
def search(index: Index, query: Query, limit: int | None = None) -> Results:
    """The papers that match `query`, nearest first."""
    wanted = [term for term in query.terms if not term.negated]
    if not wanted:
        return _all(index, query, limit)
    speller = _Speller(index)
    without = [_clause(term, _exactly) for term in query.terms if term.negated]
    for near in (speller.unknown_only, speller.every_word):
        found: dict[int, tuple[Rank, float]] = {}
        steps = ((Rank.EXACT, _exactly), (Rank.BEGINNING, _begun), (Rank.TYPO, near))
        for rank, words_for in steps:
            clauses = [_clause(term, words_for) for term in wanted]
            if all(clause.alternatives for clause in clauses):
                for key, score in index.match(clauses, without, query.conditions):
                    found.setdefault(key, (rank, score))
        if found:
            return _results(index, found, limit, corrected=speller.corrections())
    return _most_of_them(index, query, wanted, without, limit)


def _all(index: Index, query: Query, limit: int | None) -> Results:
    entries = index.select(query.conditions)
    if without := [_clause(term, _exactly) for term in query.terms]:
        banned = {
            (entry.month, entry.id)
            for clause in without
            for entry in index.entries([key for key, _ in index.match([clause])])
        }
        entries = [entry for entry in entries if (entry.month, entry.id) not in banned]
    return Results([Hit(entry, Rank.EXACT, 0.0) for entry in entries[:limit]], len(entries))


def _most_of_them(
    index: Index,
    query: Query,
    wanted: Sequence[Term],
    without: Sequence[Clause],
    limit: int | None,
) -> Results:
    speller = _Speller(index)
    having: dict[int, list[float]] = {}
    by_term: list[set[int]] = []
    for term in wanted:
        clause = _clause(term, speller.unknown_only)
        rows = index.match([clause], without, query.conditions) if clause.alternatives else []
        by_term.append({key for key, _ in rows})
        for key, score in rows:
            having.setdefault(key, []).append(score)
    most = max(map(len, having.values()), default=0)
    if len(wanted) == 1 or not most:
        return Results([], 0, suggestion=_suggestion(index, query, wanted, without))
    found = {key: (Rank.TYPO, sum(scores)) for key, scores in having.items() if len(scores) == most}
    missing = [
        " ".join(term.words)
        for term, keys in zip(wanted, by_term, strict=True)
        if not keys & found.keys()
    ]
    return _results(index, found, limit, missing=missing or ["some of them"])


def _suggestion(
    index: Index, query: Query, wanted: Sequence[Term], without: Sequence[Clause]
) -> tuple[str, ...]:
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extractOne

    meant: list[str] = []
    clauses: list[Clause] = []
    for term in wanted:
        for word in term.words:
            known = is_cjk(word) or index.has_beginning(word)
            choices = [word] if known else index.words(1, 2 * len(word))
            scorer = OSA.normalized_similarity
            best = extractOne(word, sorted(choices), scorer=scorer, score_cutoff=ALIKE)
            if best is None:
                return ()
            meant.append(best[0])
            clauses.append(Clause(((f"{best[0]}*",),), term.column))
    typed = [word for term in wanted for word in term.words]
    found = meant != typed and index.match(clauses, without, query.conditions)
    return tuple(meant) if found else ()


def _results(
    index: Index,
    found: dict[int, tuple[Rank, float]],
    limit: int | None,
    *,
    missing: Iterable[str] = (),
    corrected: Iterable[tuple[str, str]] = (),
) -> Results:
    best = sorted(found.items(), key=lambda item: (item[1][0], -item[1][1], item[0]))[:limit]
    entries = index.entries([key for key, _ in best])
    hits = [Hit(entry, *ranked) for entry, (_, ranked) in zip(entries, best, strict=True)]
    return Results(hits, len(found), tuple(missing), tuple(corrected))


def _clause(term: Term, words_for: Callable[[str], Sequence[str]]) -> Clause:
    """The term for the index: a phrase as it is, a word by all that `words_for` gives for it."""
    *before, last = term.words
    if is_cjk(last):
        # The last sign of a run stands alone in the index only where a run ends.
        within = before and is_cjk(before[-1]) and len(before[-1]) > 1
        words = before if within else [*before, f"{last}*"]
    else:
        words = [*before, last]
    if term.phrase:
        return Clause((tuple(words),), term.column)
    runs: list[tuple[str, ...]] = [()]
    for word in words:
        near = _exactly(word) if is_cjk(word) else words_for(word)
        # A hyphenated word bends one part at a time, or its spellings would multiply.
        runs = [(*run, other) for run in runs for other in near][:TYPO_NEIGHBOURS]
    if term.joined:
        runs += [(other,) for other in words_for(term.joined)]
    return Clause(tuple(runs), term.column)


def _exactly(word: str) -> Sequence[str]:
    return (word,)


def _begun(word: str) -> Sequence[str]:
    return (f"{word}*",)


class _Speller:
    """The library's own words that a typed word may have meant."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._taken: dict[str, list[str]] = {}

    def unknown_only(self, word: str) -> Sequence[str]:
        """The word's beginning, and its neighbours where no note has it."""
        if self._index.has_beginning(word):
            return _begun(word)
        return self.every_word(word)

    def every_word(self, word: str) -> Sequence[str]:
        """The word's beginning and its neighbours."""
        if word not in self._taken:
            self._taken[word] = neighbours(word, self._index)
        return (f"{word}*", *self._taken[word])

    def corrections(self) -> list[tuple[str, str]]:
        return [(word, near[0]) for word, near in self._taken.items() if near]


def typos_allowed(word: str) -> int:
    """Edits between a typed word and the one meant: none to 3 letters, one to 7, two beyond."""
    if word.isdigit() or len(word) <= 3:  # noqa: PLR2004
        return 0
    return 1 if len(word) <= 7 else 2  # noqa: PLR2004


def neighbours(word: str, index: Index) -> list[str]:
    """The library's words within a typo's distance of `word`, nearest first.

    The distance is optimal string alignment: a transposition of two letters counts as one edit.
    """
    allowed = typos_allowed(word)
    if not allowed:
        return []
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extract

    choices = index.words(len(word) - allowed, len(word) + allowed)
    near = extract(word, choices, scorer=OSA.distance, score_cutoff=allowed, limit=None)
    near = [row for row in near if row[0] != word]
    nearest = min((distance for _, distance, _ in near), default=0)
    return sorted(other for other, distance, _ in near if distance == nearest)[:TYPO_NEIGHBOURS]
