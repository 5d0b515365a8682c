"""`python -m tests.quality --corpus FILE`: how well known papers are found among real ones.

FILE has a paper a line, as JSON: title, keypoints, abstract, authors, year, venue. The queries are
made from titles, as tests/quality/queries.py says. Bounds: a mean reciprocal rank of 0.97 for
clean queries, of 0.90 with a typo in each of three words, and above WRatio's in every class.
"""

import argparse
import os
import random
import sys
import tempfile
from itertools import islice
from pathlib import Path

from paperlist import Library
from tests.bench import generator
from tests.quality.measure import Score, ours, scores, table, wratio
from tests.quality.queries import CLEAN, queries


def verdicts(mine: dict[str, Score], theirs: dict[str, Score]) -> list[str]:
    """What has to hold, and whether it does."""
    least = {name: 0.97 for name in CLEAN if name != "a beginning"} | {"a typo in each": 0.90}
    return [
        f"{name}: {score.mrr:.3f}, bound {bound:.3f} and WRatio {theirs[name].mrr:.3f}: "
        + ("pass" if score.mrr >= bound and score.mrr > theirs[name].mrr else "FAIL")
        for name, score in mine.items()
        for bound in [least.get(name, 0.0)]
    ]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.quality", description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True, metavar="FILE")
    parser.add_argument("--papers", type=int, default=10_000)
    parser.add_argument("--asked", type=int, default=300, help="papers to ask for")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with options.corpus.open(encoding="utf-8") as file:
        rows = list(islice(generator.real_papers(file), options.papers))
    if len(rows) < options.papers:
        sys.stderr.write(f"The corpus has {len(rows)} papers, not {options.papers}.\n")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CACHE_HOME"] = str(Path(folder, "cache"))
        root = Path(folder, "library")
        generator.write(root, rows)
        library = Library.find(root)
        ids = {int(entry.id.rpartition("-")[2]): entry.id for entry in library.papers()}
        asked = set(
            random.Random(options.seed).sample(range(len(rows)), min(options.asked, len(rows)))
        )
        known = [
            (name, ids[place], query)
            for name, place, query in queries([row["title"] for row in rows], options.seed)
            if place in asked
        ]
        mine, theirs = scores(ours(library), known), scores(wratio(library), known)
    sys.stdout.write("\n".join([*table(mine, theirs), "", *verdicts(mine, theirs)]) + "\n")


if __name__ == "__main__":
    main()
