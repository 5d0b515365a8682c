"""The search itself: finds the papers that match a parsed query, and ranks them.

All words must match: each as typed, as a prefix, or with a typo. A word that occurs in the library
is taken for a typo only if no paper matches otherwise. If no paper has all words of the query, the
papers with most of these words are returned. `ranking.py` decides the order.

The items of a query are the terms and groups that a paper should have.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from typing import NamedTuple

from paperlist.index import Clause, Index, healing
from paperlist.index.conditions import Test
from paperlist.index.database import COLUMNS
from paperlist.model.entry import Entry
from paperlist.search.clauses import (
    as_typed,
    clause_of,
    inside,
    spellings_of,
    test_of,
    typed,
    words_only,
)
from paperlist.search.query import Part, Query, Term, terms_in, with_terms
from paperlist.search.ranking import Found, Rank, Ranked, Wanted, Way, ranked, rarity, words_in
from paperlist.search.spelling import Speller, Spelling
from paperlist.text.words import is_cjk

# The number of papers that BM25 preselects before the final ranking.
CANDIDATES = 250
MOST_TERMS = 100

__all__ = ["Found", "Hit", "Rank", "Results", "search"]


class Hit(NamedTuple):
    """A paper found.

    Attributes:
        entry: the paper.
        rank: how the query's words match: all as typed, some as a prefix, or some with a typo.
        score: higher is better; at most a little over 1.
        matched: for each field, the words that were found there, in lower case, without accents.
        missing: the words of the query that the paper does not have.
    """

    entry: Entry
    rank: Rank = Rank.EXACT
    score: float = 0.0
    matched: dict[str, list[str]] = {}  # noqa: RUF012 (nobody changes it)
    missing: tuple[str, ...] = ()


class Results(NamedTuple):
    """The results of a search.

    Attributes:
        hits: the best hits, up to the limit.
        total: the number of papers that match.
        missing: if no paper has all words, the words that none of the hits has; else empty.
        corrected: pairs of a typed word and the word of the library that was found instead.
        suggestion: if nothing matches, similar words for which papers would match.
        having: the number of items (terms and groups) of the query in each hit; normally all.
        terms: the number of items of the query.
    """

    hits: list[Hit]
    total: int
    missing: tuple[str, ...] = ()
    corrected: tuple[tuple[str, str], ...] = ()
    suggestion: tuple[str, ...] = ()
    having: int = 0
    terms: int = 0

    def whole(self) -> "Results":
        """Return the results, but without papers if no paper matches the whole query.

        If no paper has all words, a search finds papers with most of the words. Such papers help a
        person. But lists of ids and exports are for programs, which need papers with all words.
        """
        return self._replace(hits=[], total=0) if self.having < self.terms else self


@healing
def search(
    index: Index, query: Query, limit: int | None = None, sort: str | None = None
) -> Results:
    """Return the papers that match `query`: best first, or by `sort` (one of `SORTS`)."""
    wanted: list[Part] = [term for term in query.terms if not term.negated]
    wanted += [group for group in query.groups if terms_in(group)]
    wanted = list(dict.fromkeys(wanted))
    order = _Order(limit, sort)
    with index.snapshot():
        return _Search(index, query, wanted, order).run() if wanted else _all(index, query, order)


class _Order(NamedTuple):
    limit: int | None
    sort: str | None


def _all(index: Index, query: Query, order: _Order) -> Results:
    tests = [*query.conditions, *map(as_typed, query.terms), *map(as_typed, query.groups)]
    entries = index.select(tests, order.sort or "month", order.limit)
    total = len(entries) if len(entries) != order.limit else index.matching.count(tests)
    return Results(list(map(Hit, entries)), total)


class _Search:
    """A search for words.

    A paper should have all `wanted` items. The terms in a group are ranked like other terms, but
    only the best term of each group counts.
    """

    def __init__(self, index: Index, query: Query, wanted: Sequence[Part], order: _Order) -> None:
        self._index, self._matching = index, index.matching
        self._items = wanted
        excluded = [term for term in query.terms if term.negated]
        self._without = [clause_of(term, typed) for term in excluded if not term.part]
        self._conditions: list[Test] = [
            *query.conditions,
            *(as_typed(term) for term in excluded if term.part),
            *(as_typed(group) for group in query.groups if not terms_in(group)),
        ]
        self._limit, self._sort = order
        self._speller = Speller(index)
        self._size = index.matching.size()

    def run(self) -> Results:
        speller = self._speller
        for items in (self._items, self._split_compounds()):
            for spell in (speller.nearest, speller.unknown, speller.any) if items else ():
                tests = [test_of(item, spell) for item in items]
                keys = self._keys(tests)
                if keys:
                    candidates = self._preselected(items, tests, len(keys))
                    return self._results(items, spell, candidates, keys)
        return self._with_most_items()

    def _keys(self, tests: Sequence[Test]) -> list[int]:
        return self._matching.keys([*tests, *self._conditions], self._without)

    def _split_compounds(self) -> list[Part]:
        """Return the items with `longcontext` and the like split; empty if nothing can be split."""
        parted = [with_terms(item, self._split_term) for item in self._items[:MOST_TERMS]]
        if parted == self._items[:MOST_TERMS]:
            return []
        return [*parted, *self._items[MOST_TERMS:]]

    def _split_term(self, term: Term) -> Term:
        parts = self._speller.split_compound(term.words[0]) if len(term.words) == 1 else None
        return term._replace(words=parts) if parts else term

    def _preselected(
        self, items: Sequence[Part], tests: Sequence[Test], total: int
    ) -> dict[int, float]:
        """Return the papers to rank: a dict from the key of each paper to its BM25 score.

        If too many papers match, papers with exact matches in the title are taken first. Then come
        papers with exact matches in other fields, then all others. Each time, the papers with the
        best BM25 scores are taken.
        """
        found: dict[int, float] = {}
        most = self._number_to_rank(total)
        if total > most:
            exact = [words_only(as_typed(item)) for item in items]
            loose = [words_only(test) for test in tests]
            for narrowed in (
                [inside(test, ("title",)) for test in exact],
                [inside(test, ("title", "keypoints", "objective")) for test in exact],
                exact,
                [inside(test, ("title",)) for test in loose],
                loose,
            ):
                if len(found) < most:
                    self._add_best(found, narrowed, most)
        if len(found) < most:
            self._add_best(found, tests, most)
        return found

    def _add_best(self, found: dict[int, float], tests: Sequence[Test], most: int) -> None:
        rows = self._matching.match([*tests, *self._conditions], self._without, most)
        for key, score in rows:
            found.setdefault(key, score)

    def _number_to_rank(self, total: int) -> int:
        """Return how many of `total` papers to rank: at least all that are shown.

        If the user chose another order than the rank, it does not matter which papers are ranked.
        """
        if self._sort:
            return CANDIDATES
        return max(CANDIDATES, total if self._limit is None else min(self._limit, total))

    def _with_most_items(self) -> Results:
        """Return the papers with the largest number of items, since no paper has all items."""
        items = self._items[:MOST_TERMS]
        spell = self._speller.unknown
        tests = [test_of(item, spell) for item in items]
        having = [set(self._keys([test])) for test in tests]
        counts: dict[int, int] = {}
        for key in chain.from_iterable(having):
            counts[key] = counts.get(key, 0) + 1
        most = max(counts.values(), default=0)
        if len(self._items) == 1 or not most:
            return Results([], 0, suggestion=self._suggestion())
        keys = [key for key, count in counts.items() if count == most]
        most_shown = self._number_to_rank(len(keys))
        candidates = dict.fromkeys(keys[:most_shown], 0.0)
        if len(keys) > most_shown:
            # Prefer the papers with the rarest words.
            sizes = [
                (len(self._matching.keys([test])), each)
                for test, each in zip(tests, having, strict=True)
            ]
            rare = dict.fromkeys(
                key for _, each in sorted(sizes, key=lambda size: size[0])
                for key in each if counts[key] == most
            )  # fmt: skip
            candidates = dict.fromkeys(list(rare)[:most_shown], 0.0)
        results = self._results(items, spell, candidates, keys, having)
        missing = set(map(text_of, items)).intersection(*(hit.missing for hit in results.hits))
        return results._replace(
            missing=tuple(text for text in map(text_of, items) if text in missing),
            having=most,
        )

    def _results(
        self,
        items: Sequence[Part],
        spell: Callable[[str], list[Spelling]],
        candidates: dict[int, float],
        keys: Sequence[int],
        having: Sequence[set[int]] | None = None,
    ) -> Results:
        """Rank the candidates, and return the results.

        Args:
            items: the items of the query.
            spell: returns the spellings of a word.
            candidates: the papers to rank: a dict from the key of each paper to its BM25 score.
            keys: the keys of all papers that match.
            having: for each item, the keys of the papers that have the item; None if all papers
                have all items.
        """
        index = self._index
        numbered = [(term, number) for number, item in enumerate(items) for term in terms_in(item)]
        terms = [term for term, _ in numbered]
        wanted = [self._wanted(term, spell, number) for term, number in numbered]
        texts = index.matching.texts(candidates)
        scored = {
            key: ranked(dict(zip(COLUMNS, texts[key], strict=True)), wanted, bm25)
            for key, bm25 in candidates.items()
        }
        if self._sort:
            best = index.matching.sorted_keys(keys, self._sort)
        else:
            # Papers with equal scores are in the order `month`, since the order of keys depends on
            # when each note was indexed.
            place = {
                key: at for at, key in enumerate(index.matching.sorted_keys(list(scored), "month"))
            }
            best = sorted(scored, key=lambda key: (-round(scored[key].score, 6), place[key]))
        best = best[: self._limit]
        late = index.matching.texts(key for key in best if key not in scored)
        for key, row in late.items():
            scored[key] = ranked(dict(zip(COLUMNS, row, strict=True)), wanted, 0.0)
        texts |= late
        hits = [
            _hit(entry, scored[key], dict(zip(COLUMNS, texts[key], strict=True)))
            for key, entry in zip(best, index.entries(best), strict=True)
        ]
        if having:
            hits = [
                hit._replace(missing=tuple(_find_lacking(items, having, key)))
                for hit, key in zip(hits, best, strict=True)
            ]
        corrected = dict.fromkeys(
            (typed, word)
            for key in best
            for term, found in zip(terms, scored[key].found, strict=True)
            if found and found.rank is Rank.TYPO
            for typed, word in _corrections(term, found)
        )
        return Results(
            hits, len(keys), corrected=tuple(corrected), having=len(items), terms=len(self._items)
        )

    def _wanted(self, term: Term, spell: Callable[[str], list[Spelling]], number: int) -> Wanted:
        spellings = spellings_of(term, spell)
        words = [each.word for each in chain.from_iterable(spellings) if not each.is_prefix]
        having = max(
            (self._matching.document_frequency(word) for word in dict.fromkeys(words)),
            default=0,
        )
        ways = [Way.of(each) for each in spellings]
        return Wanted(ways, term.columns, rarity(self._size, having), term.text, number)

    def _suggestion(self) -> tuple[str, ...]:
        meant: list[str] = []
        clauses: list[Test] = []
        terms = [item for item in self._items if isinstance(item, Term)]
        if len(terms) < len(self._items):
            return ()
        for term in terms:
            for word in term.words:
                known = is_cjk(word) or self._matching.has_beginning(word)
                other = word if known else self._speller.most_similar(word)
                if other is None:
                    return ()
                meant.append(other)
                clauses.append(Clause(((f"{other}*",),), term.columns, term.part))
        typed = [word for term in terms for word in term.words]
        if meant == typed or not self._keys(clauses):
            return ()
        return tuple(meant)


def _hit(entry: Entry, found: Ranked, texts: dict[str, str]) -> Hit:
    matched: dict[str, list[str]] = {}
    for each in filter(None, found.found):
        for field in each.fields:
            have = matched.setdefault(field, [])
            words = words_in(texts[field], each.way)
            have += [word for word in words if word not in have]
    in_order = {field: matched[field] for field in COLUMNS if field in matched}
    return Hit(entry, found.rank, round(found.score, 4), in_order)


def _find_lacking(items: Sequence[Part], having: Sequence[set[int]], key: int) -> Iterable[str]:
    return (text_of(item) for item, keys in zip(items, having, strict=True) if key not in keys)


def text_of(item: Part) -> str:
    """Return the words of an item as one text for messages, such as `diffusion OR flow`."""
    return " OR ".join(term.text for term in terms_in(item))


def _corrections(term: Term, found: Found) -> Iterable[tuple[str, str]]:
    if len(found.words) == len(term.words):
        return [
            (typed, word)
            for typed, word in zip(term.words, found.words, strict=True)
            if typed != word
        ]
    return [(term.text, " ".join(found.words))]
