"""Breaks lines at the width of the terminal, between words or Chinese characters."""

from collections.abc import Iterator
from shutil import get_terminal_size

from paperlist.text.words import CJK, lazily

MIN_WIDTH = 20
READABLE = 100
_word = lazily(r"\s*(\S+)")
_word_or_character = lazily(
    rf"\s*([（《「『【“]*[{CJK}][，。、；：？！）》」』】”…]*|[^\s{CJK}（《「『【“]+|[（《「『【“]+)"
)


def width() -> int:
    """Return the greatest width of a line: all columns of the terminal except the last."""
    return max(get_terminal_size().columns - 1, MIN_WIDTH)


def text_width() -> int:
    """Return the greatest width of a line of running text, at most `READABLE` columns."""
    return min(width(), READABLE)


def breaks(text: str, first: int, rest: int | None = None) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of each line of the wrapped text, without the spaces between lines.

    Words are never cut. A word that is too long, such as a URL, gets a line of its own. The
    terminal itself folds this line, so that the user can copy the whole word.

    Args:
        text: words on one line.
        first: the width of the first line, in columns.
        rest: the width of the other lines; by default the same.
    """
    columns = len if text.isascii() else columns_of
    room = first
    start = end = used = 0
    for at, until in _units(text):
        needed = columns(text[end:until])
        if end > start and used + needed > room:
            yield start, end
            room = first if rest is None else rest
            start, used, needed = at, 0, columns(text[at:until])
        end = until
        used += needed
    yield start, end


def folds(text: str, first: int, rest: int | None = None) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of each line as `breaks` does, but cut words that are too long."""
    room = first
    for start, end in breaks(text, first, rest):
        begin = start
        if columns_of(text[begin:end]) > room:
            while (cut := _line_end(text, begin, end, room)) < end:
                yield begin, cut
                begin, room = cut, first if rest is None else rest
        yield begin, end
        room = first if rest is None else rest


def shortened(text: str, room: int) -> str:
    """Return `text` cut at its end to `room` columns: `Diffusion models` gives `Diffusion…`."""
    return text if columns_of(text) <= room else f"{_fitting(text, room - 1).rstrip()}…"


def shortened_within(text: str, room: int) -> str:
    """Return `text` cut in its middle to `room` columns: `Video / Editing` gives `Vide…ting`."""
    if columns_of(text) <= room:
        return text
    start = _fitting(text, room // 2).rstrip()
    end = _fitting(text[::-1], room - 1 - columns_of(start))[::-1].lstrip()
    return f"{start}…{end}"


def columns_of(text: str) -> int:
    """Return how many columns of a terminal `text` fills. A Chinese character fills two."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def _fitting(text: str, room: int) -> str:
    """Return the longest beginning of `text` that fills at most `room` columns."""
    if text.isascii():
        return text[: max(room, 0)]
    used = 0
    for place, character in enumerate(text):
        used += columns_of(character)
        if used > room:
            return text[:place]
    return text


def _line_end(text: str, begin: int, end: int, room: int) -> int:
    """Return the end of a line that begins at `begin` and fills at most `room` columns.

    A line has at least one character. Only the characters of this line are looked at, so that
    folding takes linear time.
    """
    used = 0
    for place in range(begin, end):
        used += columns_of(text[place])
        if used > room and place > begin:
            return place
    return end


def _units(text: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of each word, or of each Chinese character with its punctuation.

    Lines are broken only between these.
    """
    for match in (_word if text.isascii() else _word_or_character)().finditer(text):
        yield match.span(1)
