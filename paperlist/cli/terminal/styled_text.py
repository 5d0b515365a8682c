"""Text whose parts have styles, and its lines on a terminal."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from paperlist.cli.terminal.console import styled

Span = tuple[int, int, Sequence[str]]


class StyledText(NamedTuple):
    """Text with the styles of its parts.

    Attributes:
        text: the text.
        spans: the start, the end and the styles of each part that has its own styles, in order.
        base: the styles of all other parts.
    """

    text: str
    spans: Sequence[Span] = ()
    base: Sequence[str] = ()

    def lines(self, ranges: Iterable[tuple[int, int]]) -> Iterator[str]:
        """Yield the coloured text of each range; the ranges have to be in order."""
        first = 0
        for start, end in ranges:
            while first < len(self.spans) and self.spans[first][1] <= start:
                first += 1
            yield self._line(start, end, first)

    def _line(self, start: int, end: int, first: int) -> str:
        """Return the coloured text of a range; `first` is the index of its first span."""
        parts, place = [], start
        for index in range(first, len(self.spans)):
            begin, stop, styles = self.spans[index]
            if begin >= end:
                break
            begin, stop = max(begin, start), min(stop, end)
            parts.append(styled(self.text[place:begin], *self.base))
            parts.append(styled(self.text[begin:stop], *styles))
            place = stop
        parts.append(styled(self.text[place:end], *self.base))
        return "".join(parts)
