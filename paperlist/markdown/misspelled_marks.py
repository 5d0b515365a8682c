"""Comments on a page that are probably misspelled marks: `<!-- paperlst:begin -->`."""

import re
from collections.abc import Iterator

# Anything that begins like a comment.
_COMMENT = re.compile(rb"<\s*+(?:!\s*+)?-{1,3}\s*(?P<words>[A-Za-z][^\n<]{6,40})")
_ALIKE = 0.85


def misspelled(text: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Yield (name, start, end) of each comment that is nearly a mark, or is one.

    The name is `begin` or `end`.
    """
    for found in _COMMENT.finditer(text):
        if name := _meant(found["words"].decode(errors="replace")):
            yield name, found.start(), found.end()


def _meant(words: str) -> bytes | None:
    """Return `begin` or `end` if the words are a misspelling of it: `paperlst begin`.

    Return None for any other words.
    """
    from difflib import SequenceMatcher

    letters = "".join(filter(str.isalpha, words.lower()))
    for name in ("begin", "end"):
        mark = f"paperlist{name}"
        nearby = (letters[: len(mark) + more] for more in (-1, 0, 1))
        if any(SequenceMatcher(None, mark, each).ratio() >= _ALIKE for each in nearby):
            return name.encode()
    return None
