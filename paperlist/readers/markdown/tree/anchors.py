"""Finds the heading of a page that a link in its table of contents leads to."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from typing import Generic, TypeVar
from urllib.parse import unquote

from paperlist.text.words import title_key, words

SHORTEST_BEGINNING = 4
_TO = frozenset("the to go see jump papers paper of in".split())

_Heading = TypeVar("_Heading")


class Anchors(Generic[_Heading]):
    """Finds the headings of a page by their anchors, such as `#news` for `News`.

    A second heading `News` has the anchor `#news-1`.

    Args:
        headings: pairs of a heading's name and the value that `find` returns for it.
    """

    def __init__(self, headings: Iterable[tuple[str, _Heading]] = ()) -> None:
        self._by_key: dict[str, _Heading] = {}
        times: Counter[str] = Counter()
        for name, heading in headings:
            key = _key(name)
            self._by_key.setdefault(f"{key}{times[key]}" if times[key] else key, heading)
            times[key] += 1
        self._keys = sorted(self._by_key)

    def find(self, address: str, name: str) -> _Heading | None:
        """Return the heading for a link with this `address` and the text `name`, or None.

        The address has to start with `#`. People write anchors by hand, so the beginning of an
        anchor is enough if only one heading has an anchor that begins so.
        """
        if not address.startswith("#"):
            return None
        keys = [_key(address), title_key(name)]
        for key in keys:
            if key in self._by_key:
                return self._by_key[key]
        for key in keys:
            at = bisect_left(self._keys, key)
            begun = [each for each in self._keys[at : at + 2] if each.startswith(key)]
            if len(key) >= SHORTEST_BEGINNING and len(begun) == 1:
                return self._by_key[begun[0]]
        return None


def is_called(pointer: str, heading: str) -> bool:
    """Return whether all words of a link, except `go to` and the like, are in the heading."""
    return set(words(pointer)) <= {*words(heading), *_TO}


def _key(anchor: str) -> str:
    return title_key(unquote(anchor))
