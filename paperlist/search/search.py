"""Search: a query -> ranked hits.

All words must match: each as typed, as a prefix, or with a typo. A word that occurs in the library
is taken for a typo only if nothing else matches. If no paper has all words, the papers with most of
them are returned. The order is that of `search/ranking.py`.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import chain, zip_longest
from typing import NamedTuple

from paperlist.index import Clause, Index, healing
from paperlist.index.database import COLUMNS
from paperlist.model.entry import Entry
from paperlist.search.query import Query, Term
from paperlist.search.ranking import Found, Rank, Ranked, Wanted, ranked, rarity, words_in
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
        rank: the worst match of its words: as typed, a prefix, or with a typo.
        score: higher is better; at most a little over 1.
        matched: the folded words that were found, by field.
        missing: the words of the query that were not found.
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
        missing: the words that none of the hits has, if no paper has all words.
        corrected: pairs of a typed word and the word of the library that was found instead.
        suggestion: if nothing matches, the most similar words that would match.
        having: the number of terms that the hits have; normally all.
        terms: the number of terms in the query.
    """

    hits: list[Hit]
    total: int
    missing: tuple[str, ...] = ()
    corrected: tuple[tuple[str, str], ...] = ()
    suggestion: tuple[str, ...] = ()
    having: int = 0
    terms: int = 0


@healing
def search(
    index: Index, query: Query, limit: int | None = None, sort: str | None = None
) -> Results:
    """Return the papers that match `query`: best first, or by `sort` (one of `SORTS`)."""
    wanted = list(dict.fromkeys(term for term in query.terms if not term.negated))
    order = _Order(limit, sort)
    with index.snapshot():
        return _Search(index, query, wanted, order).run() if wanted else _all(index, query, order)


class _Order(NamedTuple):
    limit: int | None
    sort: str | None


def _all(index: Index, query: Query, order: _Order) -> Results:
    entries = index.select(query.conditions, order.sort or "month")
    if query.terms:
        keys = {key for term in query.terms for key in index.matching.keys([_as_typed(term)])}
        banned = {(entry.month, entry.id) for entry in index.entries(list(keys))}
        entries = [entry for entry in entries if (entry.month, entry.id) not in banned]
    return Results([Hit(entry) for entry in entries[: order.limit]], len(entries))


class _Search:
    def __init__(self, index: Index, query: Query, wanted: Sequence[Term], order: _Order) -> None:
        self._index, self._matching = index, index.matching
        self._conditions = query.conditions
        self._terms = wanted
        self._without = [_as_typed(term) for term in query.terms if term.negated]
        self._limit, self._sort = order
        self._speller = Speller(index)
        self._size = index.matching.size()

    def run(self) -> Results:
        speller = self._speller
        for terms in (self._terms, self._split_compounds()):
            for spell in (speller.nearest, speller.unknown, speller.any) if terms else ():
                clauses = [_clause(term, spell) for term in terms]
                keys = self._matching.keys(clauses, self._without, self._conditions)
                if keys:
                    candidates = self._nearest(terms, clauses, len(keys))
                    return self._results(terms, spell, candidates, keys)
        return self._with_most_terms()

    def _split_compounds(self) -> list[Term]:
        """Return the terms with compounds split into two words; empty if there are none."""
        parted = [
            self._speller.split_compound(term.words[0]) if len(term.words) == 1 else None
            for term in self._terms[:MOST_TERMS]
        ]
        if not any(parted):
            return []
        return [
            term._replace(words=words) if words else term
            for term, words in zip_longest(self._terms, parted)
        ]

    def _nearest(
        self, terms: Sequence[Term], clauses: Sequence[Clause], total: int
    ) -> dict[int, float]:
        """Return the candidates (key -> BM25): the best by BM25, exact matches in titles first."""
        index, conditions = self._index, self._conditions
        found: dict[int, float] = {}
        most = self._candidates(total)
        if total > most:
            exact = [_as_typed(term) for term in terms]
            for narrowed in (
                [clause._replace(columns=clause.columns or ("title",)) for clause in exact],
                [clause._replace(columns=clause.columns or ("title", "keypoints", "objective"))
                 for clause in exact],
                exact,
                [clause._replace(columns=clause.columns or ("title",)) for clause in clauses],
            ):  # fmt: skip
                if len(found) < most:
                    rows = index.matching.match(narrowed, self._without, conditions, most)
                    for key, score in rows:
                        found.setdefault(key, score)
        if len(found) < most:
            for key, score in index.matching.match(clauses, self._without, conditions, most):
                found.setdefault(key, score)
        return found

    def _candidates(self, total: int) -> int:
        """Return how many papers to rank: at least all that are shown."""
        if self._sort:
            return CANDIDATES
        return max(CANDIDATES, total if self._limit is None else min(self._limit, total))

    def _with_most_terms(self) -> Results:
        """Return the papers that have the largest number of terms."""
        terms = self._terms[:MOST_TERMS]
        spell = self._speller.unknown
        clauses = [_clause(term, spell) for term in terms]
        having: dict[int, int] = {}
        for clause in clauses:
            for key in self._matching.keys([clause], self._without, self._conditions):
                having[key] = having.get(key, 0) + 1
        most = max(having.values(), default=0)
        if len(self._terms) == 1 or not most:
            return Results([], 0, suggestion=self._suggestion())
        keys = [key for key, count in having.items() if count == most]
        most_shown = self._candidates(len(keys))
        candidates = dict.fromkeys(keys[:most_shown], 0.0)
        if len(keys) > most_shown:
            # Prefer the papers with the rarest words.
            sizes = [(len(self._matching.keys([clause])), clause) for clause in clauses]
            rare = dict.fromkeys(
                key
                for _, clause in sorted(sizes, key=lambda size: size[0])
                for key in self._matching.keys([clause], self._without, self._conditions)
                if having[key] == most
            )
            candidates = dict.fromkeys(list(rare)[:most_shown], 0.0)
        results = self._results(terms, spell, candidates, keys)
        missing = {term.text for term in terms}.intersection(*(hit.missing for hit in results.hits))
        return results._replace(
            missing=tuple(term.text for term in terms if term.text in missing),
            having=most,
        )

    def _results(
        self,
        terms: Sequence[Term],
        spell: Callable[[str], list[Spelling]],
        candidates: dict[int, float],
        keys: Sequence[int],
    ) -> Results:
        index = self._index
        wanted = [self._wanted(term, spell) for term in terms]
        texts = index.matching.texts(candidates)
        scored = {
            key: ranked(dict(zip(COLUMNS, texts[key], strict=True)), wanted, bm25)
            for key, bm25 in candidates.items()
        }
        if self._sort:
            best = index.matching.sorted_keys(keys, self._sort)
        else:
            # Keys depend on when a note was indexed, so equal scores are sorted by month and id.
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
            _hit(entry, scored[key], terms, dict(zip(COLUMNS, texts[key], strict=True)))
            for key, entry in zip(best, index.entries(best), strict=True)
        ]
        corrected = dict.fromkeys(
            (typed, word)
            for key in best
            for term, found in zip(terms, scored[key].found, strict=True)
            if found and found.rank is Rank.TYPO
            for typed, word in _corrections(term, found)
        )
        return Results(
            hits, len(keys), corrected=tuple(corrected), having=len(terms), terms=len(self._terms)
        )

    def _wanted(self, term: Term, spell: Callable[[str], list[Spelling]]) -> Wanted:
        spellings = _spellings(term, spell)
        words = [each.word for each in chain.from_iterable(spellings) if not each.is_prefix]
        having = max(
            (self._matching.document_frequency(word) for word in dict.fromkeys(words)),
            default=0,
        )
        return Wanted(spellings, term.columns, rarity(self._size, having), term.text)

    def _suggestion(self) -> tuple[str, ...]:
        meant: list[str] = []
        clauses: list[Clause] = []
        for term in self._terms:
            for word in term.words:
                known = is_cjk(word) or self._matching.has_beginning(word)
                other = word if known else self._speller.most_similar(word)
                if other is None:
                    return ()
                meant.append(other)
                clauses.append(Clause(((f"{other}*",),), term.columns))
        typed = [word for term in self._terms for word in term.words]
        if meant == typed or not self._matching.keys(clauses, self._without, self._conditions):
            return ()
        return tuple(meant)


def _hit(entry: Entry, found: Ranked, terms: Sequence[Term], texts: dict[str, str]) -> Hit:
    matched: dict[str, list[str]] = {}
    for each in filter(None, found.found):
        for field in each.fields:
            have = matched.setdefault(field, [])
            words = words_in(texts[field], each.spelling)
            have += [word for word in words if word not in have]
    missing = tuple(
        term.text for term, each in zip(terms, found.found, strict=True) if each is None
    )
    in_order = {field: matched[field] for field in COLUMNS if field in matched}
    return Hit(entry, found.rank, round(found.score, 4), in_order, missing)


def _corrections(term: Term, found: Found) -> Iterable[tuple[str, str]]:
    if len(found.words) == len(term.words):
        return [
            (typed, word)
            for typed, word in zip(term.words, found.words, strict=True)
            if typed != word
        ]
    return [(term.text, " ".join(found.words))]


def _spellings(term: Term, spell: Callable[[str], list[Spelling]]) -> list[list[Spelling]]:
    """Return the ways to spell a term, each a run of words; a phrase has only one."""
    words = list(term.words)
    if is_cjk(words[-1]):
        # In the index, a single character is a word only where a run ends.
        within = len(words) > 1 and is_cjk(words[-2]) and len(words[-2]) > 1
        last = [Spelling(words[-1], is_prefix=True)]
        typed = [Spelling(word) for word in words[:-1]] + ([] if within else last)
    else:
        typed = [Spelling(word) for word in words]
    if term.phrase:
        return [typed]
    # Only the last word of a run can be a prefix.
    bent = [
        [] if is_cjk(each.word) else [
            other for other in spell(each.word) if not other.is_prefix or place == len(typed) - 1
        ]
        for place, each in enumerate(typed)
    ]  # fmt: skip
    found = [
        [*typed[:place], other, *typed[place + 1 :]]
        for place, others in enumerate(bent)
        for other in others
        if other != typed[place]
    ]
    joined = [[other] for other in spell(term.joined)] if term.joined else []
    return [typed, *found, *joined]


def _clause(term: Term, spell: Callable[[str], list[Spelling]]) -> Clause:
    """Return the term as a clause for the index."""
    return Clause(
        tuple(
            tuple(f"{each.word}*" if each.is_prefix else each.word for each in spelling)
            for spelling in _spellings(term, spell)
        ),
        term.columns,
    )


def _as_typed(term: Term) -> Clause:
    return _clause(term, lambda word: [Spelling(word)])
