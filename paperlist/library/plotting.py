"""Draws counts of papers as a picture, an SVG or PNG file. The only module that uses matplotlib."""

import logging
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import chdir
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from paperlist.errors import MissingExtraError, UsageError
from paperlist.library.counting import Count, Counts, by_year
from paperlist.library.exporting import write_picture
from paperlist.text.words import printable

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from paperlist.library.catalogue import Catalogue
    from paperlist.library.session import Session

KINDS = ("svg", "png")
# More months than this, from the first to the last, are added up by year.
MOST_MONTHS = 48
_MOST_LABELS = 12
_LONGEST_NAME = 32
_COLOUR = "#2a7f9e"
_INCHES_WIDE = 11.0
_INCHES_FOR_MONTHS = 2.4
_INCHES_PER_BAR = 0.26
_INCHES_AROUND_BARS = 0.9
_LEAST_ROWS = 4
# The first of these that is installed draws the characters that the usual font lacks.
_CHINESE_FONTS = (
    "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", "Hiragino Sans GB",
    "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "SimHei", "Arial Unicode MS",
)  # fmt: skip
_STYLE: dict[Any, Any] = {
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlelocation": "left",
    "axes.titleweight": "bold",
    "font.size": 9.0,
    # With this salt and without a date, equal counts give equal files, which suits git.
    "svg.hashsalt": "paperlist",
    # Text stays text, which the viewer draws with its own fonts.
    "svg.fonttype": "none",
    # A dollar sign in a name begins no formula.
    "text.parse_math": False,
}


class _Panel(NamedTuple):
    """A part of the picture with horizontal bars.

    Attributes:
        heading: the heading.
        counts: the counts, each of which gets a bar.
        labels: for each bar, the text behind it.
    """

    heading: str
    counts: Sequence[Count]
    labels: Sequence[str]


def kind_of(path: Path) -> str:
    """Return the kind of picture for the suffix of a file: `svg` or `png`.

    Raises:
        UsageError: the file has another suffix.
    """
    kind = path.suffix.lower().removeprefix(".")
    if kind not in KINDS:
        raise UsageError(f"the name of a picture ends with .svg or .png, but not '{path}'.")
    return kind


def plot(
    catalogue: "Catalogue", session: "Session", counts: Counts, path: Path, *, force: bool
) -> Path:
    """Draw counts as a picture into a file, and return the path.

    Args:
        catalogue: reads the library.
        session: changes the library.
        counts: the counts. All of their categories and keypoints are drawn.
        path: the file, whose suffix says which kind of picture it is.
        force: whether to overwrite an existing file.

    Raises:
        MissingExtraError: matplotlib is not installed.
        OverwriteError: the file exists, and `force` is not set.
        UsageError: the file has a wrong suffix, its folder does not exist, or it is a part of the
            library.
    """
    picture = partial(draw, counts, kind_of(path), catalogue.say)
    return write_picture(catalogue, session, path, picture, force=force)


def draw(counts: Counts, kind: str, warn: Callable[[str], None] | None = None) -> bytes:
    """Return counts as a picture.

    Args:
        counts: the counts of at least one paper.
        kind: `svg` or `png`.
        warn: called with a sentence if characters are missing in the picture.

    Raises:
        MissingExtraError: matplotlib is not installed.
    """
    _import_matplotlib()
    from matplotlib import rc_context, style

    file = BytesIO()
    # What the user has set for other pictures must not change this one.
    with (
        warnings.catch_warnings(record=True) as problems,
        style.context("default", after_reset=True),
        rc_context({**_STYLE, "font.sans-serif": _fonts()}),
    ):
        warnings.simplefilter("always")
        figure = _figure(counts)
        figure.savefig(file, format=kind, dpi=150, metadata={"Date": None} if kind == "svg" else {})
    if warn and kind == "png" and any("Glyph" in str(each.message) for each in problems):
        warn("no font for some characters of the picture is installed; an .svg file needs none.")
    return file.getvalue()


def _import_matplotlib() -> None:
    """Import matplotlib without its settings in the current folder.

    Raises:
        MissingExtraError: matplotlib is not installed.
    """
    # A message such as that fonts are being looked for would appear among those of paperlist.
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    try:
        # Matplotlib reads `matplotlibrc` in the current folder, which may be a library from
        # elsewhere.
        with chdir(Path(__file__).parent):
            import matplotlib as mpl  # noqa: F401 (only its import reads the settings)
    except ImportError as error:
        raise MissingExtraError("a picture", "matplotlib", "plot") from error


def _fonts() -> list[str]:
    """Return the names of the fonts to use; matplotlib complains about those not installed."""
    from matplotlib.font_manager import get_font_names

    installed = set(get_font_names())
    return ["DejaVu Sans", *(font for font in _CHINESE_FONTS if font in installed)]


def _figure(counts: Counts) -> "Figure":
    """Return the drawing: the months at the top, and below them pairs of panels."""
    from matplotlib.figure import Figure

    panels = [panel for panel in _panels(counts) if panel.counts]
    pairs = [panels[start : start + 2] for start in range(0, len(panels), 2)]
    heights = [_INCHES_FOR_MONTHS, *(max(map(_inches, pair)) for pair in pairs)]
    figure = Figure(figsize=(_INCHES_WIDE, sum(heights)), layout="constrained")
    grid = figure.add_gridspec(len(heights), 2, height_ratios=heights)
    _draw_months(figure.add_subplot(grid[0, :]), counts)
    for row, pair in enumerate(pairs, start=1):
        rows = max(_LEAST_ROWS, *(len(panel.counts) for panel in pair))
        for column, panel in enumerate(pair):
            _draw_bars(figure.add_subplot(grid[row, column]), panel, rows)
    return figure


def _panels(counts: Counts) -> Iterator[_Panel]:
    yield _panel("Papers by category", counts.categories, unnamed="(no category)")
    yield _panel("Most common keypoints", counts.keypoints)
    rising = counts.trend.keypoints
    yield _Panel(
        f"Rising keypoints since {counts.trend.since}",
        [Count(each.name, each.papers) for each in rising],
        [f"{each.papers:,} ({each.as_percent()})" for each in rising],
    )
    yield _panel("Papers with each field", counts.fields)
    yield _panel("Papers by status", counts.statuses, unnamed="(no status)")


def _panel(heading: str, counts: Iterable[Count], unnamed: str = "") -> _Panel:
    named = [each if each.name else each._replace(name=unnamed) for each in counts]
    return _Panel(heading, named, [f"{each.papers:,}" for each in named])


def _inches(panel: _Panel) -> float:
    return _INCHES_AROUND_BARS + _INCHES_PER_BAR * max(len(panel.counts), _LEAST_ROWS)


def _draw_months(axes: "Axes", counts: Counts) -> None:
    """Draw the papers of each month or year, from left to right. Months without papers are gaps."""
    from matplotlib.ticker import MaxNLocator

    places = [_number(month.name) for month in counts.months]
    by_month = places[0] - places[-1] < MOST_MONTHS
    shown = counts.months if by_month else by_year(counts.months)
    places = [_number(each.name) if by_month else int(each.name) for each in shown]
    axes.bar(places, [each.papers for each in shown], color=_COLOUR)
    total = f"{counts.papers:,} paper{'' if counts.papers == 1 else 's'}"
    axes.set_title(f"Papers by {'month' if by_month else 'year'} ({total})")
    # A bar is never wider than a twelfth, so that a single month does not fill the picture.
    axes.set_xlim(places[-1] - 0.6, max(places[0], places[-1] + _MOST_LABELS - 1) + 0.6)
    step = -(-(places[0] - places[-1] + 1) // _MOST_LABELS)
    ticks = [*range(places[-1], places[0] + 1, step)]
    axes.set_xticks(ticks, [_month(tick) if by_month else str(tick) for tick in ticks])
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))


def _number(month: str) -> int:
    """Return the number of months from the year 0 to a month `YYYY-MM`."""
    year, _, of_year = month.partition("-")
    return int(year) * 12 + int(of_year) - 1


def _month(number: int) -> str:
    return f"{number // 12:04}-{number % 12 + 1:02}"


def _draw_bars(axes: "Axes", panel: _Panel, rows: int) -> None:
    """Draw a panel from the top, with room for so many rows, so that all bars are equally thick."""
    places = range(len(panel.counts))
    bars = axes.barh(places, [each.papers for each in panel.counts], color=_COLOUR)
    axes.bar_label(bars, panel.labels, padding=3)
    axes.set_yticks(places, [_label(each.name) for each in panel.counts])
    axes.set_ylim(rows - 0.5, -0.5)
    axes.margins(x=0.12)
    axes.tick_params(axis="y", length=0)
    axes.xaxis.set_visible(False)
    axes.spines[["bottom", "left"]].set_visible(False)
    axes.set_title(panel.heading)


def _label(name: str) -> str:
    text = printable(" ".join(name.split()))
    return text if len(text) <= _LONGEST_NAME else f"{text[: _LONGEST_NAME - 1].rstrip()}…"
