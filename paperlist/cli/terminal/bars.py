"""Bar charts on a terminal: names with their numbers of papers, and a bar for each."""

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from paperlist.cli.terminal.console import BOLD, DIM, out, styled
from paperlist.cli.terminal.display import colours
from paperlist.cli.terminal.wrapping import breaks, columns_of, shortened, width
from paperlist.text.words import printable

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

_GAP = 2
_INDENT = 2
# The part of the terminal's width that names may fill; and the smallest width of a chart with bars.
_FOR_NAMES = 2 / 5
_LEAST_FOR_BARS = 40


class Bar(NamedTuple):
    """One line of a chart.

    Attributes:
        name: the name that is counted.
        papers: the number of papers, which decides how long the bar is.
        share: a text behind the number, such as `47%`.
    """

    name: str
    papers: int
    share: str


class Chart(NamedTuple):
    """A chart with its heading.

    Attributes:
        heading: the heading.
        bars: the lines of the chart.
        most: the number of papers for which a bar fills the whole width.
        remark: a line below the chart, such as what was left out, or an empty text.
        cut: the function that cuts a name to a width.
    """

    heading: str
    bars: Sequence[Bar]
    most: int
    remark: str = ""
    cut: Callable[[str, int], str] = shortened


class _Widths(NamedTuple):
    """The widths of the columns. If the terminal is too narrow for bars, `bar` is 0."""

    name: int
    papers: int
    share: int
    bar: int


def draw(charts: Sequence[Chart]) -> None:
    """Print charts as wide as the terminal. Their columns have the same width in all charts."""
    room = width()
    widths = _widths([bar for chart in charts for bar in chart.bars], room)
    terminal = _console(room)
    for place, chart in enumerate(charts):
        if place:
            out()
        _print_text(chart.heading, room, BOLD)
        terminal.print(_table(chart, widths))
        if chart.remark:
            _print_text(chart.remark, room, DIM, indent=_INDENT)


def _print_text(text: str, room: int, style: str, indent: int = 0) -> None:
    """Print a text with a style, broken between words where it is wider than the terminal."""
    for start, end in breaks(text, room - indent):
        out(" " * indent + styled(text[start:end], style))


def _widths(bars: Sequence[Bar], room: int) -> _Widths:
    longest = max((columns_of(printable(bar.name)) for bar in bars), default=1)
    papers = max((len(f"{bar.papers:,}") for bar in bars), default=1)
    share = max((len(bar.share) for bar in bars), default=1)
    if room < _LEAST_FOR_BARS:
        return _Widths(min(longest, room - _INDENT - _GAP - papers), papers, 0, 0)
    name = min(longest, int(room * _FOR_NAMES))
    return _Widths(name, papers, share, room - _INDENT - name - papers - share - 3 * _GAP)


def _table(chart: Chart, widths: _Widths) -> "Table":
    from rich.bar import Bar as RichBar
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, _GAP, 0, 0), pad_edge=False)
    table.add_column(width=widths.name + _INDENT, no_wrap=True)
    table.add_column(width=widths.papers, justify="right", no_wrap=True)
    if widths.bar:
        table.add_column(width=widths.share, justify="right", no_wrap=True, style="dim")
        table.add_column(width=widths.bar)
    for bar in chart.bars:
        name = " " * _INDENT + chart.cut(printable(" ".join(bar.name.split())), widths.name)
        cells: list[Text | RichBar] = [Text(name), Text(f"{bar.papers:,}")]
        if widths.bar:
            # A bar is drawn in eighths of a column. Even one paper among thousands has one of them.
            whole = widths.bar * 8
            length = max(whole * bar.papers // (chart.most or 1), 1) if bar.papers else 0
            cells += [Text(bar.share), RichBar(whole, 0, length, width=widths.bar, color="cyan")]
        table.add_row(*cells)
    return table


def _console(room: int) -> "Console":
    """Return rich's printer for stdout, which may be collected for the pager at present."""
    from rich.console import Console

    coloured = colours(sys.stdout)
    # Without a height, rich would take any terminal that is called `dumb` as 80 columns wide.
    return Console(
        file=sys.stdout, width=room, height=25, highlight=False, markup=False, emoji=False,
        no_color=not coloured, force_terminal=coloured, legacy_windows=False,
        color_system="standard" if coloured else None,
    )  # fmt: skip
