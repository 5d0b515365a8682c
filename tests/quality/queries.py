"""What a person would type for a paper, made from its title by rules and a seed.

A person takes the words that say most: of a title's words of five letters and more, the three that
the fewest titles have, in the title's order. Titles with fewer than three are left out. A typo is
two letters swapped, one left out, one doubled, or a neighbouring key, never at the first letter.
"""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from paperlist.text.words import fold

_WORD = re.compile(r"[a-z]{5,}")
_HYPHENATED = re.compile(r"[a-z]{3,}-[a-z]{3,}")
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
NEIGHBOURS = {
    key: row[max(0, place - 1) : place] + row[place + 1 : place + 2]
    for row in _ROWS
    for place, key in enumerate(row)
}
CLEAN = ("three words", "another order", "a beginning")
TYPOS = ("a typo in each", "one typo", "two typos in a word")
CLASSES = (*CLEAN, *TYPOS, "a hyphen more or less")


def typo(word: str, draw: random.Random) -> str:
    """`word` with one slip of the fingers behind its first letter."""
    while True:
        place = draw.randrange(1, len(word))
        kind = draw.randrange(4)
        before, here, after = word[:place], word[place], word[place + 1 :]
        if kind == 0:
            slipped = before + after[:1] + here + after[1:]
        elif kind == 1:
            slipped = before + after
        elif kind == 2:
            slipped = before + here + here + after
        else:
            slipped = before + draw.choice(NEIGHBOURS.get(here, here)) + after
        if slipped != word:
            return slipped


def telling(title: str, counts: Counter[str]) -> list[str]:
    """The three words that a person would remember; fewer where the title has fewer."""
    found = list(dict.fromkeys(_WORD.findall(fold(title))))
    chosen = sorted(found, key=lambda word: (counts[word], -len(word), word))[:3]
    return [word for word in found if word in chosen]


def queries(titles: Sequence[str], seed: int) -> Iterator[tuple[str, int, str]]:
    """Class, place of the title meant, and query."""
    counts = Counter(word for title in titles for word in set(_WORD.findall(fold(title))))
    make: dict[str, Callable[[list[str], random.Random], list[str]]] = {
        "three words": lambda three, draw: three,
        "another order": lambda three, draw: draw.sample(three, 3),
        "a beginning": lambda three, draw: [*three[:2], three[2][: max(4, len(three[2]) * 2 // 3)]],
        "a typo in each": lambda three, draw: [typo(word, draw) for word in three],
        "one typo": lambda three, draw: [typo(three[0], draw), *three[1:]],
        "two typos in a word": _twice,
    }
    for place, title in enumerate(titles):
        draw = random.Random(f"{seed} {title}")
        three = telling(title, counts)
        if len(three) < 3:
            continue
        for name, made in make.items():
            yield name, place, " ".join(made(three, draw))
        if hyphenated := _HYPHENATED.search(fold(title)):
            other = hyphenated[0].replace("-", draw.choice(("", " ")))
            beside = [word for word in three if word not in hyphenated[0]][:2]
            yield "a hyphen more or less", place, " ".join((other, *beside))


def _twice(three: list[str], draw: random.Random) -> list[str]:
    longest = max(three, key=len)
    if len(longest) < 8:
        return [typo(word, draw) if word == longest else word for word in three]
    half = len(longest) // 2
    slipped = typo(longest[:half], draw) + typo(longest[half:], draw)
    return [slipped if word == longest else word for word in three]
