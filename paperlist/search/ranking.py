"""Ranking: the score of a paper for a query.

Each term of the query adds its rarity times the quality of its best occurrence in the paper. The
quality depends on the spelling and on the field. The best spelling is the word as typed, then a
prefix, then a typo with few edits. The best field is the title, then keypoints, objective and the
others. A word as typed in any field is better than a prefix in the title, and this is better than a
typo.

If papers are otherwise equal, three things decide: whether terms are next to each other as in the
query, how few other words the title has, and BM25.
"""

from collections.abc import Mapping, Sequence
from enum import IntEnum
from itertools import pairwise
from math import log
from typing import NamedTuple

from paperlist.search.spelling import Spelling

FIELD_WEIGHTS = {
    "title": 1.0, "keypoints": 0.9, "objective": 0.8, "method": 0.7, "metric": 0.7,
    "limitation": 0.7, "sections": 0.7, "notes": 0.7, "authors": 0.75, "venue": 0.75, "other": 0.7,
}  # fmt: skip
PREFIX = 0.5  # relative to a word as typed
# Added to `PREFIX` if the prefix is the whole word; for a longer word, in proportion.
PREFIX_LENGTH = 0.09
TYPO = (1.0, 0.28, 0.25)  # for no edit, one and two; relative to the word without the typo
_LONGEST_RUN = 2000  # characters
SIDE_BY_SIDE = 0.15
SIDE_BY_SIDE_ELSEWHERE = 0.05
SHORT_TITLE = 0.15
BM25 = 0.02
BM25_HALF = 20.0


class Rank(IntEnum):
    """How closely the words of a paper match the words of the query; lower is closer."""

    EXACT = 0
    BEGINNING = 1
    TYPO = 2


class Way(NamedTuple):
    """One way to spell a term, with what a look into many papers needs.

    Attributes:
        pattern: the text to find in folded words between spaces, such as ` long context `.
        grade: the weight of the spelling, in any field.
        rank: how closely the spelling matches the term as typed.
        many: the number of words.
        letters: the number of letters of these words.
        is_prefix: whether the last word may go on.
    """

    pattern: str
    grade: float
    rank: Rank
    many: int
    letters: int
    is_prefix: bool

    @classmethod
    def of(cls, spelling: Sequence[Spelling]) -> "Way":
        """Return the way for a spelling of each word of a term."""
        grade = min(
            TYPO[each.edits] * (PREFIX if each.is_prefix or each.form else 1.0) for each in spelling
        )
        if any(each.edits for each in spelling):
            rank = Rank.TYPO
        else:
            nearly = any(each.is_prefix or each.form for each in spelling)
            rank = Rank.BEGINNING if nearly else Rank.EXACT
        text = " ".join(each.word for each in spelling)
        is_prefix = spelling[-1].is_prefix
        letters = len(text) - len(spelling) + 1
        pattern = f" {text}" if is_prefix else f" {text} "
        return cls(pattern, grade, rank, len(spelling), letters, is_prefix)


class Wanted(NamedTuple):
    """A term of the query to look for in a paper.

    Attributes:
        ways: the ways to spell the term.
        fields: the fields to look in; empty for all fields.
        rarity: the weight of the term.
        typed: the folded words as the user typed them.
        item: the number of the group of the query that has this term, or of the term itself if no
            group has the term. Of all terms with the same number, only the best counts.
    """

    ways: Sequence[Way]
    fields: tuple[str, ...]
    rarity: float
    typed: str
    item: int


class Found(NamedTuple):
    """The best occurrence of a term in a paper.

    Attributes:
        words: the words of the paper that match.
        fields: the fields that contain the spelling.
        rank: how closely the words match.
        quality: the weight of the match, by spelling and field.
        way: the spelling that matches.
    """

    words: tuple[str, ...]
    fields: tuple[str, ...]
    rank: Rank
    quality: float
    way: Way


class Ranked(NamedTuple):
    """How well a paper matches a query.

    Attributes:
        score: higher is better; at most a little over 1.
        rank: the rank of the term that matches worst.
        found: for each term, its best occurrence; None if the paper does not have the term.
    """

    score: float
    rank: Rank
    found: tuple[Found | None, ...]


def rarity(notes: int, having: int) -> float:
    """Return the weight of a term that `having` of `notes` notes contain. Rare terms weigh more."""
    return log(1 + (notes + 1) / (having + 0.5))


def ranked(texts: Mapping[str, str], wanted: Sequence[Wanted], bm25: float) -> Ranked:
    """Return how well a paper matches a query.

    Args:
        texts: for each field, the words of the paper in lower case and without accents, separated
            by spaces.
        wanted: the terms of the query.
        bm25: the BM25 score of the paper from the index.
    """
    padded = {field: f" {text} " for field, text in texts.items() if text}
    found = tuple(_find_best(each, padded) for each in wanted)
    pairs = _best_per_item(list(zip(wanted, found, strict=True)))
    whole = sum(each.rarity for each, _ in pairs)
    score = sum(each.rarity * have.quality for each, have in pairs if have) / whole
    title = padded.get("title", " ")
    score += _closeness([have.words for _, have in pairs if have], title, padded)
    in_title = sum(
        each.rarity * have.quality for each, have in pairs if have and "title" in have.fields
    )
    words = sum(len(have.words) for _, have in pairs if have and "title" in have.fields)
    score += SHORT_TITLE * in_title / whole * min(1.0, words / max(1, title.count(" ") - 1))
    score += BM25 * bm25 / (BM25_HALF + max(bm25, 0.0))
    rank = max((each.rank for each in found if each), default=Rank.EXACT)
    return Ranked(score, rank, found)


def _best_per_item(pairs: list[tuple[Wanted, Found | None]]) -> list[tuple[Wanted, Found | None]]:
    """Return for each item number only the pair that adds most to the score."""
    if len({each.item for each, _ in pairs}) == len(pairs):
        return pairs
    best: dict[int, tuple[Wanted, Found | None]] = {}
    for pair in pairs:
        if pair[0].item not in best or _worth(pair) > _worth(best[pair[0].item]):
            best[pair[0].item] = pair
    return list(best.values())


def _worth(pair: tuple[Wanted, Found | None]) -> float:
    """Return what a term adds to the score: its rarity times the quality of the occurrence."""
    return pair[0].rarity * pair[1].quality if pair[1] else 0.0


def _find_best(wanted: Wanted, padded: Mapping[str, str]) -> Found | None:
    """Return the best occurrence of a term, or None if the paper does not have the term.

    `padded` has the words of each field in lower case and without accents, each between spaces.
    """
    best: Found | None = None
    fields = [field for field in wanted.fields or padded if field in padded]
    for way in wanted.ways:
        pattern, grade = way.pattern, way.grade
        if best and best.quality >= grade * 1.2:
            continue
        having = [field for field in fields if pattern in padded[field]]
        if not having:
            continue
        field = max(having, key=FIELD_WEIGHTS.__getitem__)
        words = _words(padded[field], way)
        part = way.letters / max(1, sum(map(len, words)))
        quality = FIELD_WEIGHTS[field] * (grade + (PREFIX_LENGTH * part if grade == PREFIX else 0))
        if best is None or quality > best.quality:
            best = Found(words, tuple(having), way.rank, quality, way)
    return best


def _words(text: str, way: Way) -> tuple[str, ...]:
    start = text.index(way.pattern) + 1
    if way.is_prefix:
        return tuple(text[start:].split(None, way.many)[: way.many])
    return tuple(way.pattern.split())


def words_in(text: str, way: Way) -> list[str]:
    """Return the different words in a folded text that match a spelling, such as a prefix."""
    padded, pattern = f" {text} ", way.pattern
    if not way.is_prefix:
        return list(dict.fromkeys(pattern.split())) if pattern in padded else []
    found: dict[str, None] = {}
    start = padded.find(pattern)
    while start >= 0:
        run = padded[start + 1 : start + 1 + _LONGEST_RUN].split(None, way.many)
        found.update(dict.fromkeys(run[: way.many]))
        start = padded.find(pattern, start + len(pattern) - 1)
    return list(found)


def _closeness(runs: Sequence[tuple[str, ...]], title: str, padded: Mapping[str, str]) -> float:
    """Return the extra score for terms that are next to each other, in the order of the query.

    `runs` has the words that were found for each term.
    """
    if len(runs) < 2:  # noqa: PLR2004 (a pair)
        return 0.0
    worth = 0.0
    for first, second in pairwise(runs):
        together = f" {' '.join([*first, *second])} "
        if together in title:
            worth += SIDE_BY_SIDE
        elif any(together in text for text in padded.values()):
            worth += SIDE_BY_SIDE_ELSEWHERE
    return worth / (len(runs) - 1)
