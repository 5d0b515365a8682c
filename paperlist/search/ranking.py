"""How near a paper comes to a query.

Each term of the query counts by how rare it is, times the best place where the paper has it: how
the word is spelled there (as typed, then as a beginning, then with a typo: the fewer edits, the
better), and in which field (title, keypoints, objective, the rest). A word as typed anywhere beats
a beginning in the title, and that beats a typo. Terms side by side as in the query, a title that
has little else, and BM25 decide between papers that are otherwise level.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import IntEnum
from itertools import pairwise
from math import log
from typing import NamedTuple

from paperlist.search.spelling import Spelling

FIELD_WEIGHTS = {
    "title": 1.0, "keypoints": 0.9, "objective": 0.8, "method": 0.7, "metric": 0.7,
    "limitation": 0.7, "sections": 0.7, "notes": 0.7, "authors": 0.75, "venue": 0.75, "other": 0.7,
}  # fmt: skip
BEGUN = 0.5  # of a word as typed; a little more where little follows
BEGUN_LENGTH = 0.09
TYPO = (1.0, 0.28, 0.25)  # by edits
_LONGEST_RUN = 2000  # signs
SIDE_BY_SIDE = 0.15
SIDE_BY_SIDE_ELSEWHERE = 0.05
SHORT_TITLE = 0.15
BM25 = 0.02
BM25_HALF = 20.0


class Rank(IntEnum):
    """How near a paper's words came to the query's; lower is nearer."""

    EXACT = 0
    BEGINNING = 1
    TYPO = 2


class Wanted(NamedTuple):
    """A term of the query: ways to spell it, each a run of words, the fields, how rare it is."""

    spellings: Sequence[Sequence[Spelling]]
    fields: tuple[str, ...]
    rarity: float
    typed: str


class Found(NamedTuple):
    """A term as a paper has it.

    Attributes:
        words: the words where it counts best.
        fields: the fields that have it so spelled.
        rank: how near that is.
        quality: how well it counts.
        spelling: how it is spelled in them.
    """

    words: tuple[str, ...]
    fields: tuple[str, ...]
    rank: Rank
    quality: float
    spelling: Sequence[Spelling]


class Ranked(NamedTuple):
    """A paper's score, 1 and a little more at best, and what was found of each term."""

    score: float
    rank: Rank
    found: tuple[Found | None, ...]


def rarity(notes: int, having: int) -> float:
    """What a term counts that `having` of all `notes` have."""
    return log(1 + (notes + 1) / (having + 0.5))


def ranked(texts: Mapping[str, str], wanted: Sequence[Wanted], bm25: float) -> Ranked:
    """How near the paper with these folded texts comes to what is wanted."""
    padded = {field: f" {text} " for field, text in texts.items() if text}
    found = tuple(_found(each, padded) for each in wanted)
    whole = sum(each.rarity for each in wanted)
    pairs = list(zip(wanted, found, strict=True))
    score = sum(each.rarity * have.quality for each, have in pairs if have) / whole
    title = padded.get("title", " ")
    score += _closeness([each.words for each in found if each], title, padded)
    in_title = sum(
        each.rarity * have.quality for each, have in pairs if have and "title" in have.fields
    )
    words = sum(len(have.words) for have in found if have and "title" in have.fields)
    score += SHORT_TITLE * in_title / whole * min(1.0, words / max(1, title.count(" ") - 1))
    score += BM25 * bm25 / (BM25_HALF + max(bm25, 0.0))
    rank = max((each.rank for each in found if each), default=Rank.EXACT)
    return Ranked(score, rank, found)


def _found(wanted: Wanted, padded: Mapping[str, str]) -> Found | None:
    best: Found | None = None
    fields = [field for field in wanted.fields or padded if field in padded]
    for spelling in wanted.spellings:
        grade = _grade(spelling)
        if best and best.quality >= grade * 1.2:
            continue
        having = [field for field in fields if _has(padded[field], spelling)]
        if not having:
            continue
        field = max(having, key=FIELD_WEIGHTS.__getitem__)
        words = _words(padded[field], spelling)
        typed = sum(len(each.word) for each in spelling)
        part = typed / max(1, sum(map(len, words)))
        quality = FIELD_WEIGHTS[field] * (grade + (BEGUN_LENGTH * part if grade == BEGUN else 0))
        if best is None or quality > best.quality:
            best = Found(words, tuple(having), _rank(spelling), quality, spelling)
    return best


def _grade(spelling: Iterable[Spelling]) -> float:
    return min(BEGUN if each.begun or each.form else TYPO[each.edits] for each in spelling)


def _rank(spelling: Iterable[Spelling]) -> Rank:
    if any(each.edits for each in spelling):
        return Rank.TYPO
    nearly = any(each.begun or each.form for each in spelling)
    return Rank.BEGINNING if nearly else Rank.EXACT


def _has(text: str, spelling: Sequence[Spelling]) -> bool:
    return _pattern(spelling) in text


def _pattern(spelling: Sequence[Spelling]) -> str:
    words = " ".join(each.word for each in spelling)
    return f" {words}" if spelling[-1].begun else f" {words} "


def _words(text: str, spelling: Sequence[Spelling]) -> tuple[str, ...]:
    start = text.index(_pattern(spelling)) + 1
    return tuple(text[start:].split(None, len(spelling))[: len(spelling)])


def words_in(text: str, spelling: Sequence[Spelling]) -> list[str]:
    """The words of a folded text that a spelling stands for, wherever they are, each once."""
    padded, pattern = f" {text} ", _pattern(spelling)
    if not spelling[-1].begun:
        return list(dict.fromkeys(each.word for each in spelling)) if pattern in padded else []
    found: dict[str, None] = {}
    start = padded.find(pattern)
    while start >= 0:
        run = padded[start + 1 : start + 1 + _LONGEST_RUN].split(None, len(spelling))
        found.update(dict.fromkeys(run[: len(spelling)]))
        start = padded.find(pattern, start + len(pattern) - 1)
    return list(found)


def _closeness(runs: Sequence[tuple[str, ...]], title: str, padded: Mapping[str, str]) -> float:
    """What terms side by side, in the query's order, are worth."""
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
