"""Shows papers side by side on a terminal: one row for each paper, one column for each field.

On a narrow terminal, each paper has lines of its own instead, with a label before each field.
"""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from paperlist.cli.terminal.console import BOLD, CYAN, DIM, out, styled
from paperlist.cli.terminal.wrapping import breaks, columns_of, folds, width
from paperlist.model.columns import Column
from paperlist.model.entry import Entry
from paperlist.text.words import printable

_GAP = 2
_INDENT = "  "
# A column is not narrower, if its texts are longer: shorter lines of text are hard to read.
_LEAST = 18
_ITEM = ("- ", "* ", "+ ")
# Columns whose cells are never broken, so that the user can copy them.
_WHOLE = ("id", "month")
_POWER = 3
_STYLES = {"id": (CYAN,), "month": (DIM,), "title": (BOLD,)}

# For each paper, the lines of each of its cells.
Rows = Sequence[Sequence[Sequence[str]]]


def print_comparison(entries: Sequence[Entry], columns: Sequence[Column]) -> list[str]:
    """Print papers side by side. Return the names of columns that are left out, as `compared`."""
    lines, empty = compared(entries, columns, width())
    for line in lines:
        out(line)
    return empty


def compared(
    entries: Sequence[Entry], columns: Sequence[Column], room: int
) -> tuple[list[str], list[str]]:
    """Return the lines that show papers side by side, and the names of the columns left out.

    A column is left out if none of the papers has its field.

    Args:
        entries: the papers.
        columns: the columns.
        room: the greatest width of a line.
    """
    rows = [[_lines(column.text(entry)) for column in columns] for entry in entries]
    shown = [place for place in range(len(columns)) if any(row[place] for row in rows)]
    empty = [column.name for place, column in enumerate(columns) if place not in shown]
    columns = [columns[place] for place in shown]
    rows = [[row[place] for place in shown] for row in rows]
    return _table(rows, columns, room) or list(_stacked(rows, columns, room)), empty


def _lines(text: str) -> list[str]:
    """Return the lines of a cell, without blank lines and without control characters."""
    lines = (" ".join(printable(line).split()) for line in text.splitlines())
    return [line for line in lines if line]


def _table(rows: Rows, columns: Sequence[Column], room: int) -> list[str]:
    """Return the lines of a table, or an empty list if the terminal is too narrow for it."""
    room -= _GAP * (len(columns) - 1)
    lengths = [[sum(map(columns_of, row[place])) for row in rows] for place in range(len(columns))]
    wanted = [
        max([columns_of(column.name), *(columns_of(line) for row in rows for line in row[place])])
        for place, column in enumerate(columns)
    ]
    least = [
        each if column.field in _WHOLE else min(each, _LEAST)
        for column, each in zip(columns, wanted, strict=True)
    ]
    if sum(least) > room:
        return []
    widths = _widths(least, wanted, [_weight(each) for each in lengths], room)
    styles = [_STYLES.get(column.field, ()) for column in columns]
    drawn = [list(_row(row, styles, widths)) for row in rows]
    # A blank line separates papers, unless each of them is on a single line.
    gap = [""] if any(len(lines) > 1 for lines in drawn) else []
    head = _row([[column.name] for column in columns], [(DIM,)] * len(columns), widths)
    parts = [[*head, *(drawn[0] if drawn else [])], *([*gap, *lines] for lines in drawn[1:])]
    return [line for part in parts for line in part]


def _weight(lengths: Sequence[int]) -> float:
    """Return the share of the width that a column should get, from the lengths of its texts.

    The height of a row is that of its highest cell, so long texts count more than short ones. If
    a column is `w` wide, its cells are `length / w` high. These weights make the sum of
    `(length / w) ** _POWER` over all cells the smallest.
    """
    return float(sum(length**_POWER for length in lengths) ** (1 / (_POWER + 1)))


def _widths(
    least: Sequence[int], wanted: Sequence[int], weights: Sequence[float], room: int
) -> list[int]:
    """Return a width for each column, in proportion to the weights.

    Args:
        least: the smallest width of each column; together they fit into `room`.
        wanted: the width of the longest line of each column. No column gets more.
        weights: the weight of each column.
        room: the width of all columns together.
    """
    widths = [*least]
    undecided = [place for place in range(len(least)) if wanted[place] > least[place]]
    while undecided:
        free = room - sum(widths) + sum(widths[place] for place in undecided)
        total = sum(weights[place] for place in undecided)
        shares = {place: int(free * weights[place] / total) for place in undecided}
        # Columns that need more than their share are decided first, then those that need less.
        done = [place for place in undecided if shares[place] <= least[place]]
        done = done or [place for place in undecided if shares[place] >= wanted[place]]
        for place in done or undecided:
            widths[place] = min(max(shares[place], least[place]), wanted[place])
        undecided = [place for place in undecided if done and place not in done]
    return widths


def _row(
    cells: Sequence[Sequence[str]], styles: Sequence[Sequence[str]], widths: Sequence[int]
) -> Iterator[str]:
    """Yield the lines of one row. Each cell is wrapped to the width of its column."""
    folded = [[*_folded(cell, room)] for cell, room in zip(cells, widths, strict=True)]
    for line in zip_longest(*folded, fillvalue=""):
        text, blanks = "", 0
        for part, style, room in zip(line, styles, widths, strict=True):
            if part:
                text += " " * blanks + styled(part, *style)
                blanks = 0
            blanks += room - columns_of(part) + _GAP
        yield text


def _folded(cell: Sequence[str], room: int) -> Iterator[str]:
    """Yield the lines of a cell in a column. The lines of a list item are indented."""
    for line in cell:
        before = _INDENT if line.startswith(_ITEM) else ""
        for number, (start, end) in enumerate(folds(line, room, room - len(before))):
            yield (before if number else "") + line[start:end]


def _stacked(rows: Rows, columns: Sequence[Column], room: int) -> Iterator[str]:
    """Yield each paper without cuts: the first field, and below it the others with labels."""
    for number, row in enumerate(rows):
        if number:
            yield ""
        for place, (column, cell) in enumerate(zip(columns, row, strict=True)):
            if not place:
                style = _STYLES.get(column.field, (BOLD,))
                for line in cell or ["-"]:
                    yield from (styled(part, *style) for part in _broken(line, room))
            elif cell:
                yield from _labelled(column.name, cell, room)


def _labelled(label: str, cell: Sequence[str], room: int) -> Iterator[str]:
    """Yield a field with its label. A field of several lines stands below its label."""
    before = f"{_INDENT}{label}: "
    if len(cell) > 1:
        yield styled(before.rstrip(), DIM)
        for line in cell:
            for part in _broken(line, room - 2 * len(_INDENT)):
                yield f"{_INDENT}{_INDENT}{part}"
        return
    parts = [*_broken(cell[0], room - columns_of(before), room - 2 * len(_INDENT))]
    yield styled(before, DIM) + parts[0]
    yield from (f"{_INDENT}{_INDENT}{part}" for part in parts[1:])


def _broken(line: str, first: int, rest: int | None = None) -> Iterator[str]:
    """Yield the parts of a line. A long word, such as an address, is not cut."""
    before = _INDENT if line.startswith(_ITEM) else ""
    rest = first if rest is None else rest
    for number, (start, end) in enumerate(breaks(line, first, rest - len(before))):
        yield (before if number else "") + line[start:end]
