"""Where a line breaks on a terminal: at its width, between words and between signs of Chinese."""

from collections.abc import Callable, Iterator
from shutil import get_terminal_size

from paperlist.cli.terminal.console import is_terminal
from paperlist.text.words import CJK, lazily

MIN_WIDTH = 40
_word = lazily(r"\s*(\S+)")
_word_or_sign = lazily(
    rf"\s*([（《「『【“]*[{CJK}][，。、；：？！）》」』】”…]*|[^\s{CJK}（《「『【“]+|[（《「『【“]+)"
)
_list_item = lazily(r"\s*(?:[-*+]|\d+[.)])\s+")


def width() -> int:
    """The columns that a line of text may fill; the last stays free."""
    return max(get_terminal_size().columns - 1, MIN_WIDTH)


def wrapped(text: str, indent: str) -> Iterator[str]:
    """The lines of `text`, indented; on a terminal wrapped at its width, lists hanging."""
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
    """Where each line of `text` starts and ends, without the blanks between them.

    Args:
        text: words on one line.
        first: the columns that the first line has.
        rest: those of the lines below it, if not as many.

    Nothing is cut within a word: one that is longer, such as an address, has a line of its own,
    which the terminal folds, so that it is copied whole.
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
    """What stays on one line: a word, or one Chinese sign with the stops that belong to it."""
    for match in (_word if text.isascii() else _word_or_sign)().finditer(text):
        yield match.span(1)


def _columns() -> Callable[[str], int]:
    from rich.cells import cell_len

    return cell_len
