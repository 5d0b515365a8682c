"""How well near titles are told: `python -m tests.quality.titles` prints the table of docs/.

With `identifiers` behind it, the table of titles under one identifier.
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from rapidfuzz import fuzz

from paperlist.model.identity import may_be_one
from paperlist.model.titles import Title, alike
from paperlist.text.words import fold, title_key

HERE = Path(__file__).parent


class Pair(NamedTuple):
    """Two titles, whether they are one paper's, and what tells them apart or together."""

    one: str
    other: str
    same: bool
    kind: str


def pairs(name: str = "title-pairs.txt") -> list[Pair]:
    """The labelled pairs of a file."""
    return list(_pairs((HERE / name).read_text(encoding="utf-8")))


def _pairs(text: str) -> Iterator[Pair]:
    same, kind = False, ""
    for block in text.split("\n\n")[1:]:
        first, *others = block.strip().splitlines()
        if first.startswith("[") and not others:
            label, _, kind = first.strip("[]").partition(": ")
            same = label == "same"
        else:
            (second,) = others
            yield Pair(first, second, same, kind)


Judge = Callable[[str, str], bool]


def judged_same(one: str, other: str) -> bool:
    """What `add` asks of two titles, and whether its look at the index would find them."""
    if title_key(one) == title_key(other):
        return True
    mine, theirs = Title(one), Title(other)
    found = not set(mine.keys).isdisjoint(theirs.keys)
    return found and bool(alike(mine, [theirs]))


def _scored(scorer: Callable[..., float], least: float, form: Callable[[str], str]) -> Judge:
    return lambda one, other: scorer(form(one), form(other)) >= least


def _with_the_same_numbers(least: float) -> Judge:
    near = _scored(fuzz.ratio, least, title_key)
    return lambda one, other: Title(one).serial == Title(other).serial and near(one, other)


def judges() -> Iterator[tuple[str, Judge]]:
    """What could tell near titles, by name; the last one is what does."""
    scorers = (
        ("ratio of the letters", fuzz.ratio, title_key),
        ("token_sort_ratio", fuzz.token_sort_ratio, fold),
        ("token_set_ratio", fuzz.token_set_ratio, fold),
        ("WRatio", fuzz.WRatio, fold),
    )
    for name, scorer, form in scorers:
        for least in (85, 90, 95):
            yield f"{name} >= {least}", _scored(scorer, least, form)
    for least in (85, 90, 95):
        yield f"ratio >= {least}, the same numbers", _with_the_same_numbers(least)
    yield "word by word (`paperlist.model.titles`)", judged_same


class Score(NamedTuple):
    """Of the pairs called one paper, how many are; of those that are, how many are called so."""

    precision: float
    recall: float
    found: int
    wrong: int


def score(judge: Judge, among: Iterable[Pair]) -> Score:
    """How a judge does on labelled pairs."""
    counts = Counter((pair.same, judge(pair.one, pair.other)) for pair in among)
    right, wrong, missed = counts[True, True], counts[False, True], counts[True, False]
    return Score(right / ((right + wrong) or 1), right / ((right + missed) or 1), right, wrong)


def table() -> str:
    """Precision and recall of each judge, and what the chosen one makes of each kind of pair."""
    labelled = pairs()
    same = sum(pair.same for pair in labelled)
    rows = [
        f"{len(labelled)} pairs, {same} of them of one paper, {len(labelled) - same} of two.",
        "",
        "| told by | precision | recall | wrongly called one |",
        "| --- | ---: | ---: | ---: |",
    ]
    for name, judge in judges():
        precision, recall, _, wrong = score(judge, labelled)
        rows.append(f"| {name} | {precision:.3f} | {recall:.3f} | {wrong} |")
    rows += ["", "| pairs of | | told right |", "| --- | --- | ---: |"]
    for same, kind in dict.fromkeys((pair.same, pair.kind) for pair in labelled):
        of_kind = [pair for pair in labelled if (pair.same, pair.kind) == (same, kind)]
        right = sum(judged_same(pair.one, pair.other) == same for pair in of_kind)
        whose = "one paper" if same else "two papers"
        rows.append(f"| {whose} | {kind} | {right} of {len(of_kind)} |")
    return "\n".join(rows)


def identifier_table() -> str:
    """The same of titles under one identifier."""
    labelled = pairs("identifier-pairs.txt")
    rows = ["| least likeness | precision | recall |", "| ---: | ---: | ---: |"]
    for least in (40, 45, 50, 55, 60, 65, 70):
        precision, recall, _, _ = score(partial(may_be_one, least=least), labelled)
        rows.append(f"| {least} | {precision:.3f} | {recall:.3f} |")
    return "\n".join(rows)


if __name__ == "__main__":
    sys.stdout.write(f"{identifier_table() if 'identifiers' in sys.argv else table()}\n")
