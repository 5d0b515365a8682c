"""The anchors of headings on a published page: a link to `#whats-new` leads to `What's new?`.

Anchors are made as GitHub makes them. The heading is written in lower case, without punctuation,
symbols and emoji, and with hyphens for spaces. If the anchor exists already, it gets a number.

Source: GitHub does not document its rules. https://github.com/Flet/github-slugger has derived them
from GitHub's pages, and has test data that GitHub itself made.
"""

import re
import unicodedata
from collections.abc import Iterable

# Circled and squared letters are letters, although their category is "other symbol".
_LETTERS = re.compile(
    "[\u24b6-\u24e9\U0001f130-\U0001f149\U0001f150-\U0001f169\U0001f170-\U0001f189]"
)
_DROPPED = frozenset("No Pd Pe Pf Pi Ps Po Sc Sk Sm So Cc Cf Cn Co Cs Zs Zl Zp".split())
_ASCII_DROPPED = re.compile(r"[^\w\- ]", re.ASCII)


def anchor(text: str) -> str:
    """Return the anchor of a heading: `What's new?` gives `whats-new`.

    If a heading above has the same anchor, `Anchors` appends a number: `whats-new-1`.
    """
    lower = text.lower()
    if lower.isascii():
        return _ASCII_DROPPED.sub("", lower).replace(" ", "-")
    return "".join(filter(_is_kept, lower)).replace(" ", "-")


def _is_kept(character: str) -> bool:
    if character in " -" or _LETTERS.match(character):
        return True
    return unicodedata.category(character) not in _DROPPED


class Anchors:
    """The anchors on one page: two headings `News` have the anchors `news` and `news-1`.

    Args:
        above: the headings, as plain text, that the page has already.
    """

    def __init__(self, above: Iterable[str] = ()) -> None:
        self._times: dict[str, int] = {}
        for heading in above:
            self.add(heading)

    def add(self, heading: str) -> str:
        """Add the next heading of the page, as plain text, and return its anchor."""
        name = unique = anchor(heading)
        while unique in self._times:
            self._times[name] += 1
            unique = f"{name}-{self._times[name]}"
        self._times[unique] = 0
        return unique
