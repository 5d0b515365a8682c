"""Finds rising keypoints: those that a larger share of the papers has in the latest months.

The latest months are the last third of the months that have papers, rounded down. A keypoint rises
if a larger share of the papers of these months has it than of the papers before, and if at least
`LEAST` papers of these months have it. With fewer than three months, no keypoint rises.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

from paperlist.model.entry import Entry
from paperlist.text.words import fold

LEAST = 3
_PART = 3


class Rising(NamedTuple):
    """A keypoint that rises.

    Attributes:
        name: the keypoint.
        papers: the number of papers of the latest months that have it.
        papers_before: the number of papers of the months before that have it.
        share: the share of the papers of the latest months that have it, from 0 to 1.
        share_before: the share of the papers of the months before that have it.
    """

    name: str
    papers: int
    papers_before: int
    share: float
    share_before: float

    def as_percent(self) -> str:
        """Return the shares before and now as percentages: `3.4% → 12.0%`."""
        return f"{self.share_before:.1%} → {self.share:.1%}"

    def as_json(self) -> dict[str, Any]:
        """Return the attributes as JSON values, with shares of four decimals."""
        shares = {"share": round(self.share, 4), "share_before": round(self.share_before, 4)}
        return self._asdict() | shares


class Trend(NamedTuple):
    """The keypoints that rise.

    Attributes:
        since: the first of the latest months, `YYYY-MM`. None if there are too few months.
        keypoints: the keypoints whose share grew most come first.
    """

    since: str | None
    keypoints: list[Rising]


def rising(entries: Sequence[Entry]) -> Trend:
    """Return the keypoints that rise. The docstring of this module says which these are."""
    months = sorted({entry.month for entry in entries})
    latest = len(months) // _PART
    if not latest:
        return Trend(None, [])
    since = months[-latest]
    recent = [entry for entry in entries if entry.month >= since]
    earlier = [entry for entry in entries if entry.month < since]
    found = _grown(recent, earlier)
    found.sort(key=lambda each: (each.share_before - each.share, fold(each.name), each.name))
    return Trend(since, found)


def _grown(recent: Sequence[Entry], earlier: Sequence[Entry]) -> list[Rising]:
    """Return the keypoints with a larger share of the papers in `recent` than in `earlier`."""
    before = keypoints_of(earlier)
    found = [
        Rising(name, papers, before[name], papers / len(recent), before[name] / len(earlier))
        for name, papers in keypoints_of(recent).items()
        if papers >= LEAST
    ]
    return [each for each in found if each.share > each.share_before]


def keypoints_of(entries: Sequence[Entry]) -> Counter[str]:
    """Return the number of papers with each keypoint, even if a note repeats a keypoint."""
    return Counter(name for entry in entries for name in set(entry.keypoints))
