"""A forgiving filter by keypoint: a typed word may be the beginning of a word, or have a typo."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from paperlist.index.conditions import Condition, Test
from paperlist.model.keypoints import keypoint_key
from paperlist.search.fields import any_of
from paperlist.search.search import Results, search
from paperlist.search.spelling import typos_allowed
from paperlist.text.words import is_cjk

if TYPE_CHECKING:
    from paperlist.index import Index
    from paperlist.search.query import Query

MOST = 40


def search_again(
    index: "Index", query: "Query", limit: int | None, sort: str | None
) -> Results | None:
    """Search with keypoints that may be meant. Return None if no keypoint of the query is unknown.

    For the arguments, see `search`.
    """
    meant, corrected = forgiving(index, query)
    if not corrected:
        return None
    results = search(index, meant, limit, sort)
    return results._replace(corrected=(*corrected, *results.corrected))


def forgiving(index: "Index", query: "Query") -> "tuple[Query, list[tuple[str, str]]]":
    """Return the query with unknown keypoints replaced by keypoints that may be meant.

    A keypoint is unknown if no paper has the keypoint. The list has a pair for each replacement:
    the typed text, and the words that replace the text.
    """
    conditions: list[Test] = []
    corrected: list[tuple[str, str]] = []
    for test in query.conditions:
        runs: list[str] = []
        if isinstance(test, Condition) and test.field == "keypoint" and not test.negated:
            runs = [] if index.select([test], limit=1) else meant(index, test.value)
        corrected += [(test.value, run) for run in runs] if isinstance(test, Condition) else []
        conditions += any_of([Condition("keypoint", run) for run in runs]) or [test]
    return query._replace(conditions=tuple(conditions)), corrected


def meant(index: "Index", typed: str) -> list[str]:
    """Return the words in the library's keypoints that `typed` may mean: `memry` gives `memory`.

    For several typed words, each result has as many words, which follow each other in a keypoint.
    There are at most `MOST` results.
    """
    words = keypoint_key(typed).split()
    keys = [keypoint_key(keypoint).split() for keypoint in index.counts("keypoint")]
    known = sorted({word for key in keys for word in key})
    for choose in (_nearest, _all_possible):
        choices = [choose(word, known) for word in words]
        runs = dict.fromkeys(run for key in keys for run in _find_runs(key, choices))
        if runs:
            return list(runs)[:MOST]
    return []


def _find_runs(key: Sequence[str], choices: Sequence[set[str]]) -> Iterable[str]:
    """Yield each run of words in `key` in which every word is among the choices for its place."""
    for start in range(len(key) - len(choices) + 1):
        run = key[start : start + len(choices)]
        if all(word in those for word, those in zip(run, choices, strict=True)):
            yield " ".join(run)


def _nearest(word: str, known: Sequence[str]) -> set[str]:
    """Return the known words that `word` most likely means.

    A known, Chinese, Japanese or Korean word means only itself. Any other word means the known
    words that begin with `word`. If no known word begins so, `word` means the known words with the
    fewest edits.
    """
    if word in known or is_cjk(word):
        return {word}
    return {each for each in known if each.startswith(word)} or _neighbours(word, known)


def _all_possible(word: str, known: Sequence[str]) -> set[str]:
    """Return `word`, known words that begin with `word`, and known words with the fewest edits."""
    begun = {each for each in known if each.startswith(word)}
    return {word, *begun, *_neighbours(word, [each for each in known if each != word])}


def _neighbours(word: str, known: Sequence[str]) -> set[str]:
    """Return the known words closest to `word`, if they differ from it by no more than a typo."""
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extract

    allowed = typos_allowed(word)
    found = extract(word, known, scorer=OSA.distance, score_cutoff=allowed, limit=None)
    fewest = min((edits for _, edits, _ in found), default=0)
    return {each for each, edits, _ in found if edits == fewest} if allowed else set()
