"""Text with styles for its parts, and the lines of such text on a terminal."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from paperlist.cli.terminal.console import styled

Span = tuple[int, int, Sequence[str]]


class StyledText(NamedTuple):
    """Text with styles for its parts.

    Attributes:
        text: the text.
        spans: (start, end, styles) for each part with its own styles, in order.
        base: the styles of all other parts.
    """

    text: str
    spans: Sequence[Span] = ()
    base: Sequence[str] = ()

    def lines(self, ranges: Iterable[tuple[int, int]]) -> Iterator[str]:
        """Yield the coloured text of each (start, end) in `ranges`, which have to be in order."""
        first = 0
        for start, end in ranges:
            while first < len(self.spans) and self.spans[first][1] <= start:
                first += 1
            yield self._line(start, end, first)

    def _line(self, start: int, end: int, first: int) -> str:
        """Return the coloured text of a range.

        Args:
            start: the start of the range.
            end: the end of the range.
            first: the position in `spans` of the first span that ends after `start`.
        """
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
