"""Similar papers: papers that share keypoints and rare words with a given paper."""

from typing import TYPE_CHECKING

from paperlist.index import Clause, healing
from paperlist.model.keypoints import keypoint_key
from paperlist.search.ranking import rarity
from paperlist.search.search import Hit
from paperlist.text.words import words

if TYPE_CHECKING:
    from paperlist.index import Index
    from paperlist.model.entry import Entry

RARE_WORDS = 24
CANDIDATES = 300
# The score of a shared keypoint is this times its rarity, which is then comparable to BM25.
KEYPOINT = 6.0
SHORTEST = 3
_WEIGHED = ("title", "keypoints", "objective", "method")


@healing
def related(index: "Index", entry: "Entry", limit: int | None = None) -> list[Hit]:
    """Return the papers that have most in common with `entry`, best first; not `entry` itself."""
    with index.snapshot():
        return _related(index, entry, limit)


def _related(index: "Index", entry: "Entry", limit: int | None) -> list[Hit]:
    own = _rare_words(index, entry)
    clauses = [Clause(tuple((word,) for word in own), _WEIGHED)] if own else []
    scores = dict(index.matching.match(clauses, limit=CANDIDATES)) if clauses else {}
    shared: dict[int, list[str]] = {}
    size = index.matching.size()
    for keypoint in entry.keypoints:
        keys = index.matching.with_keypoint(f" {keypoint_key(keypoint)} ")
        for key in keys:
            scores[key] = scores.get(key, 0.0) + KEYPOINT * rarity(size, len(keys))
            shared.setdefault(key, []).append(keypoint)
    place = {key: at for at, key in enumerate(index.matching.sorted_keys(list(scores), "month"))}
    best = sorted(scores, key=lambda key: (-round(scores[key], 6), place[key]))
    top = best if limit is None else best[: limit + 1]
    texts = index.matching.texts(top)
    hits = []
    for key, other in zip(top, index.entries(top), strict=True):
        if (other.id, other.month) != (entry.id, entry.month):
            held = set(" ".join(texts[key]).split())
            matched = {"keypoints": shared[key]} if key in shared else {}
            common = [word for word in own if word in held]
            hits.append(
                Hit(
                    other,
                    score=round(scores[key], 4),
                    matched=matched | ({"words": common} if common else {}),
                )
            )
    return hits[:limit]


def _rare_words(index: "Index", entry: "Entry") -> list[str]:
    """Return the rarest words of `entry` that other papers have too, at most `RARE_WORDS`."""
    texts = [entry.title, *entry.keypoints, entry.objective]
    own = dict.fromkeys(word for text in texts for word in words(text) if len(word) >= SHORTEST)
    having = {word: index.matching.document_frequency(word) for word in own}
    shared = [word for word in own if having[word] > 1]
    return sorted(shared, key=having.__getitem__)[:RARE_WORDS]
