"""The headings of a page, as the links of its contents point at them."""

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
    """Headings by their names; of two with one name, the first, and the second as `name-1`.

    Args:
        headings: the name of each, and what it is.
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
        """The heading that a link to `#address`, called `name`, points at.

        People write anchors by hand: one that is the beginning of one heading's will do.
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
    """Whether what points at a heading says no word that the heading does not."""
    return set(words(pointer)) <= {*words(heading), *_TO}


def _key(anchor: str) -> str:
    return title_key(unquote(anchor))
