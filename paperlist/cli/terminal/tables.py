"""Tables on a terminal: a row for each paper, or papers side by side."""

import sys
from collections.abc import Iterable, Sequence

from paperlist.cli.terminal.console import colours, out
from paperlist.cli.terminal.wrapping import wrapped
from paperlist.text.words import printable

COLUMN_WIDTH = 32
NARROW = 60


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print rows as a table, cut to the terminal's width; on a narrow one, print them in full."""
    from shutil import get_terminal_size

    if get_terminal_size().columns < NARROW:
        for first, *others in rows:
            out(first)
            for line in wrapped("  ".join(filter(None, others)), "  "):
                out(line)
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    grid = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="dim", expand=True)
    for name in header[:-1]:
        grid.add_column(name, no_wrap=True, overflow="ellipsis", max_width=COLUMN_WIDTH)
    grid.add_column(header[-1], no_wrap=True, overflow="ellipsis", ratio=1)
    for row in rows:
        grid.add_row(*(Text(printable(cell)) for cell in row))
    Console(highlight=False, markup=False, emoji=False).print(grid)


def side_by_side(header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print rows to compare in full; on stderr, because they belong to a question."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    dim = "dim" if colours(sys.stderr) else ""
    grid = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style=dim, expand=True)
    grid.add_column(Text(header[0]), no_wrap=True)
    for name in header[1:]:
        grid.add_column(Text(printable(name)), overflow="fold", ratio=1)
    for first, *others in rows:
        texts = [Text(printable(cell)) for cell in others]
        same = len(set(others)) == 1
        grid.add_row(Text(printable(first)), *texts, style=dim if same else "")
    Console(stderr=True, highlight=False, markup=False, emoji=False).print(grid)
