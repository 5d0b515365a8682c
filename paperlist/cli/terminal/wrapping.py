"""Line breaks at the width of the terminal: between words, or between Chinese characters."""

from collections.abc import Callable, Iterator
from shutil import get_terminal_size

from paperlist.cli.terminal.console import is_terminal
from paperlist.text.words import CJK, lazily

MIN_WIDTH = 40
_word = lazily(r"\s*(\S+)")
_word_or_character = lazily(
    rf"\s*([（《「『【“]*[{CJK}][，。、；：？！）》」』】”…]*|[^\s{CJK}（《「『【“]+|[（《「『【“]+)"
)
_list_item = lazily(r"\s*(?:[-*+]|\d+[.)])\s+")


def width() -> int:
    """Return how many columns a line of text may fill: all but the last."""
    return max(get_terminal_size().columns - 1, MIN_WIDTH)


def wrapped(text: str, indent: str) -> Iterator[str]:
    """Yield the lines of `text`, indented; on a terminal wrapped, with hanging list items."""
    for line in text.split("\n"):
        if not is_terminal():
            yield f"{indent}{line}" if line else ""
            continue
        item = _list_item().match(line)
        hanging = indent + " " * (item.end() if item else 0)
        before = indent
        for start, end in breaks(line, width() - len(indent), width() - len(hanging)):
            yield f"{before}{line[start:end]}" if start < end else ""
            before = hanging


def breaks(text: str, first: int, rest: int | None = None) -> Iterator[tuple[int, int]]:
    """Yield the start and end of each line of `text`, without the spaces between lines.

    Args:
        text: words on one line.
        first: the number of columns of the first line.
        rest: the number of columns of the other lines; defaults to `first`.

    Words are never cut. A word that is too long, such as a URL, gets a line of its own that the
    terminal folds, so that it can be copied whole.
    """
    columns = len if text.isascii() else _columns()
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


def _units(text: str) -> Iterator[tuple[int, int]]:
    """Yield the ranges that stay on one line: a word, or a Chinese character with punctuation."""
    for match in (_word if text.isascii() else _word_or_character)().finditer(text):
        yield match.span(1)


def _columns() -> Callable[[str], int]:
    from rich.cells import cell_len

    return cell_len
