"""Tables that fit on the terminal, with wrapped texts and shortened cells."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

from paperlist.cli.terminal.console import CYAN, DIM, out
from paperlist.cli.terminal.styled_text import StyledText
from paperlist.cli.terminal.wrapping import (
    breaks,
    columns_of,
    folds,
    shortened,
    shortened_within,
    width,
)
from paperlist.text.words import printable

WIDE = 120
_GAP = 2
_FOR_TEXTS = 2 / 3
_LEAST_FOR_TEXTS = 30
_ID_COLUMNS = 18
_CATEGORY_COLUMNS = 12


class Column(NamedTuple):
    """A column of a table.

    Attributes:
        name: the header of the column.
        styles: the styles of its cells.
        wraps: whether its cells are wrapped. Such columns share the width that other columns leave.
        least: the smallest width to which its cells may be cut, if other columns need the room.
            None if they are never cut.
        cut: the function that cuts a cell to a width.
        only_wide: whether the column is shown only on a wide terminal.
    """

    name: str
    styles: Sequence[str] = ()
    wraps: bool = False
    least: int | None = None
    cut: Callable[[str, int], str] = shortened
    only_wide: bool = False


ID = Column("id", (CYAN,), least=_ID_COLUMNS)
MONTH = Column("month", (DIM,))
CATEGORY = Column("category", (DIM,), least=_CATEGORY_COLUMNS, cut=shortened_within)
TITLE = Column("title", wraps=True)
KEYPOINTS = Column("keypoints", (DIM,), wraps=True, only_wide=True)


def table(columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> None:
    """Print rows as a table. On a narrow terminal, print each row on several lines instead."""
    cells = [[printable(" ".join(cell.split())) for cell in row] for row in rows]
    if not cells:
        return
    room = width()
    shown = [
        place
        for place, column in enumerate(columns)
        if any(row[place] for row in cells) and (room >= WIDE or not column.only_wide)
    ]
    columns = [columns[place] for place in shown]
    cells = [[row[place] for place in shown] for row in cells]
    if _is_narrow(columns, cells, room):
        for line in _stacked(columns, cells, room):
            out(line)
        return
    texts = [
        [StyledText(cell, base=column.styles) for column, cell in zip(columns, row, strict=True)]
        for row in cells
    ]
    for line in grid(columns, texts, room):
        out(line)


def grid(
    columns: Sequence[Column], rows: Sequence[Sequence[StyledText]], room: int
) -> Iterator[str]:
    """Yield the lines of a table, with its header. No line is wider than `room`."""
    widths = _widths(columns, rows, room)
    yield from _row([StyledText(column.name, base=(DIM,)) for column in columns], widths)
    for row in rows:
        cells = [
            cell if column.wraps else cell._replace(text=column.cut(cell.text, columns_wide))
            for column, cell, columns_wide in zip(columns, row, widths, strict=True)
        ]
        yield from _row(cells, widths)


def _row(cells: Sequence[StyledText], widths: Sequence[int]) -> Iterator[str]:
    """Yield the lines of one row. Each cell is wrapped to the width of its column."""
    parts = []
    for cell, columns_wide in zip(cells, widths, strict=True):
        ranges = list(folds(cell.text, columns_wide))
        filled = [columns_of(cell.text[start:end]) for start, end in ranges]
        parts.append([*zip(cell.lines(ranges), filled, strict=True)])
    for line in zip_longest(*parts, fillvalue=("", 0)):
        text, blanks = "", 0
        for (shown, used), columns_wide in zip(line, widths, strict=True):
            if used:
                text += " " * blanks + shown
                blanks = 0
            blanks += columns_wide - used + _GAP
        yield text


def _widths(
    columns: Sequence[Column], rows: Sequence[Sequence[StyledText]], room: int
) -> list[int]:
    """Return a width for each column, so that the table is at most `room` wide."""
    widths = [
        max(map(columns_of, [column.name, *(row[place].text for row in rows)]))
        for place, column in enumerate(columns)
    ]
    room -= _GAP * (len(columns) - 1)
    texts = [place for place, column in enumerate(columns) if column.wraps]
    needed = sum(widths[place] for place in texts)
    others = sum(widths) - needed
    # The columns to the right are cut first: an id is more important than a category.
    for place in reversed(range(len(columns))):
        least = columns[place].least
        if least is not None:
            excess = others + min(needed, int(room * _FOR_TEXTS)) - room
            cut = min(max(excess, 0), max(widths[place] - least, 0))
            widths[place] -= cut
            others -= cut
    room -= others
    # The narrowest text comes first, so that the room that it does not need goes to the others.
    texts.sort(key=lambda place: widths[place])
    for done, place in enumerate(texts):
        widths[place] = max(1, min(widths[place], room // (len(texts) - done)))
        room -= widths[place]
    return widths


def _is_narrow(columns: Sequence[Column], rows: Sequence[Sequence[str]], room: int) -> bool:
    """Return whether the terminal is too narrow for a table, even if cells are cut."""
    for place, column in enumerate(columns):
        if not column.wraps:
            widest = max(columns_of(row[place]) for row in rows)
            room -= _GAP + min(widest, widest if column.least is None else column.least)
    return room < _LEAST_FOR_TEXTS


def _stacked(columns: Sequence[Column], rows: Sequence[Sequence[str]], room: int) -> Iterator[str]:
    """Yield each row without cuts: a line with the short cells, and the long texts below."""
    for row in rows:
        cells = [*zip(columns, row, strict=True)]
        yield from headline([(cell, column.styles) for column, cell in cells if not column.wraps])
        for column, cell in cells:
            if column.wraps and cell:
                text = StyledText(cell, base=column.styles)
                for line in text.lines(folds(cell, room - _GAP)):
                    yield " " * _GAP + line


def headline(cells: Iterable[tuple[str, Sequence[str]]]) -> Iterator[str]:
    """Yield cells on one line, two spaces apart. If the line is too long, it is wrapped.

    A cell that is wider than the terminal, such as a long id, is not cut, so that the user can copy
    it.

    Args:
        cells: (text, styles) for each cell.
    """
    text, spans = "", []
    for cell, styles in cells:
        if cell:
            text += " " * _GAP * bool(text)
            spans.append((len(text), len(text) + len(cell), styles))
            text += cell
    room = width()
    before = ""
    for line in StyledText(text, spans).lines(breaks(text, room, room - _GAP)):
        yield before + line
        before = " " * _GAP
