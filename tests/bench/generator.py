"""Libraries of any size, the same for the same seed, whose words are spread as real ones are.

Common words come by a short list, and all others by a Zipf-Mandelbrot law without an end: the word
of rank r is drawn in proportion to 1 / (r + SHIFT) ** EXPONENT. So the list of words grows as real
text's does (Heaps' law); `python -m tests.bench --corpus FILE` prints both curves. SHIFT and
EXPONENT were fitted to 5,000 abstracts.
"""

import json
import random
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from paperlist import Library
from paperlist.model.paper import Paper
from paperlist.store import notes
from paperlist.store.layout import DATA
from paperlist.text import words as text

SHIFT = 450
EXPONENT = 2.1
COMMON = """the of and to a in we for is that on with this by as are our from an which can be it
method based using show learning model data results proposed approach problem new these between
""".split()
COMMON_SHARE = 0.35
CATEGORIES = ("LLM", "Diffusion", "Video / Editing", "Video / Understanding", "Robotics", "3D", "")
_ONSETS = "b c d f g h l m n p r s t v st tr pl ch".split()
_NUCLEI = "a e i o u ai ou".split()
_SYLLABLES = [onset + nucleus for onset in _ONSETS for nucleus in _NUCLEI]
_OF_THREE = len(_SYLLABLES) ** 3
_SCATTER = 1_234_577  # has no factor in common with _OF_THREE, so no two ranks meet


def word(rank: int) -> str:
    """The word of a rank, of three syllables or, when these are used up, more; each only once."""
    more, rank = divmod(rank, _OF_THREE)
    left = rank * _SCATTER % _OF_THREE + more * _OF_THREE
    parts: list[str] = []
    while len(parts) < 3 or left:
        left, syllable = divmod(left, len(_SYLLABLES))
        parts.append(_SYLLABLES[syllable])
    return "".join(parts)


def words(seed: int) -> Iterator[str]:
    """Words without an end."""
    draw = random.Random(seed)
    while True:
        if draw.random() < COMMON_SHARE:
            yield COMMON[int(len(COMMON) * draw.random() ** 2)]
        else:
            yield word(int(SHIFT * ((1 - draw.random()) ** (-1 / (EXPONENT - 1)) - 1)))


def papers(number: int, seed: int = 1) -> Iterator[dict[str, Any]]:
    """The fields of so many papers, about 1.3 KB each."""
    draw, source = random.Random(seed), words(seed)

    def some(least: int, most: int) -> str:
        return " ".join(islice(source, draw.randint(least, most))).capitalize()

    for index in range(number):
        yield {
            "title": some(6, 13),
            "category": CATEGORIES[index % len(CATEGORIES)],
            "keypoints": [some(1, 3) for _ in range(draw.randint(2, 5))],
            "objective": some(15, 30) + ".",
            "method": "\n".join(f"- {some(15, 30)}." for _ in range(4)),
            "metric": some(10, 30) + ".",
            "arxiv": f"{10 + index // 120_000:02}{1 + index // 10_000 % 12:02}.{index % 10_000:05}",
            "status": ("to-read", "reading", "read")[index % 3],
        }


def real_papers(rows: Iterable[str]) -> Iterator[dict[str, Any]]:
    """The fields of papers told as JSON: title, keypoints, abstract, authors, year, venue."""
    for row in rows:
        paper = json.loads(row)
        first, _, rest = paper["abstract"].partition(". ")
        yield {
            "title": paper["title"],
            "keypoints": paper["keypoints"],
            "objective": first,
            "method": rest,
            "authors": list(dict.fromkeys(filter(None, paper["authors"].split(";")))),
            "venue": paper["venue"],
        }


def write(root: Path, rows: Iterable[dict[str, Any]], a_month: int = 100) -> int:
    """Make a library of `rows`, `a_month` in each month, and return how many there are."""
    data = Library.init(root).root / DATA
    number = -1
    for number, fields in enumerate(rows):
        year, month = divmod(number // a_month, 12)
        folder = data / f"{1950 + year % 150:04}-{month + 1:02}"
        folder.mkdir(exist_ok=True)
        name = "-".join(text.words(fields["title"])[:3])[:60]
        (folder / f"{name}-{number}.yaml").write_bytes(notes.dump(Paper.parse(fields)))
    return number + 1


def growth(texts: Iterable[Sequence[str]], at: Sequence[int]) -> list[tuple[int, int]]:
    """After so many words of `texts`, how many different ones there were."""
    seen: set[str] = set()
    number, points = 0, []
    for each in texts:
        for token in each:
            seen.add(token)
            number += 1
            if number in at:
                points.append((number, len(seen)))
    return points


def texts(rows: Iterable[dict[str, Any]]) -> Iterator[list[str]]:
    """The words of each paper's title, keypoints and notes."""
    for row in rows:
        yield text.words(
            " ".join((row["title"], *row["keypoints"], row["objective"], row["method"]))
        )
