"""Precision and recall of the spellings of one keypoint that are found, in pairs of spellings."""

from collections.abc import Collection
from itertools import combinations
from pathlib import Path

from paperlist.model.variants import variants

FILE = Path(__file__).with_suffix(".txt")
Pair = frozenset[str]


def keypoints() -> list[list[str]]:
    """The keypoints of the file, each with its spellings."""
    lines = FILE.read_text("utf-8").splitlines()
    return [line.split("; ") for line in lines if line and not line.startswith("#")]


def pairs(groups: Collection[Collection[str]]) -> set[Pair]:
    """Every two spellings of one keypoint."""
    return {frozenset(pair) for group in groups for pair in combinations(group, 2)}


def wrong_and_missed() -> tuple[set[Pair], set[Pair], int]:
    """Pairs that were wrongly joined, pairs that were missed, and the number of pairs to find."""
    groups = keypoints()
    meant = pairs(groups)
    found = pairs(variants({name: 1 for group in groups for name in group}))
    return found - meant, meant - found, len(meant)


def table() -> str:
    """The result, as Markdown."""
    wrong, missed, many = wrong_and_missed()
    groups = keypoints()
    several = [group for group in groups if len(group) > 1]
    right = many - len(missed)
    return (
        f"{sum(map(len, groups))} spellings of {len(groups)} keypoints, {len(several)} of them "
        f"with several: precision {right / (right + len(wrong)):.3f}, recall {right / many:.3f}."
    )
