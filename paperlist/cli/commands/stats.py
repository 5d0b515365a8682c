"""`stats`: counts papers by month, category, status, keypoint and field."""

from typing import TYPE_CHECKING, Annotated

import typer

from paperlist.cli.arguments.filters import Filters, Words, query_of, with_filters
from paperlist.cli.arguments.options import NEAREST, AsJson, InLibrary
from paperlist.cli.arguments.query_words import WordsCommand
from paperlist.cli.completion.items import complete_file
from paperlist.cli.terminal.console import (
    count,
    is_terminal,
    note,
    out,
    out_json,
    summary,
    tabbed,
    warn_of_broken,
)
from paperlist.cli.terminal.pager import paged
from paperlist.cli.terminal.results import explained
from paperlist.errors import UsageError
from paperlist.library.counting import Counts, count_papers
from paperlist.library.library import Library
from paperlist.search.query import Query
from paperlist.store.files import is_stream, user_path

if TYPE_CHECKING:
    from paperlist.search.search import Results

COMMAND_CLASSES = {"stats": WordsCommand}
ON_A_TERMINAL = 10
Plot = Annotated[
    str | None,
    typer.Option(
        "--plot",
        metavar="FILE",
        autocompletion=complete_file,
        show_default=False,
        help="Draw the counts as a picture into this .svg or .png file; needs paperlist[plot].",
    ),
]
Force = Annotated[bool, typer.Option("--force", help="With --plot: overwrite an existing file.")]
Most = Annotated[
    int | None,
    typer.Option(
        "--limit", "-n", min=0,
        help="Show at most this many categories, keypoints and rising keypoints; 0 shows all.",
        show_default=f"{ON_A_TERMINAL} on a terminal and in a picture, else all",
    ),
]  # fmt: skip


@with_filters
def stats(
    words: Words = None,
    *,
    filters: Filters,
    limit: Most = None,
    as_json: AsJson = False,
    plot: Plot = None,
    force: Force = False,
    library: InLibrary = NEAREST,
) -> None:
    """Count papers by month, category, status, keypoint and field.

    A keypoint rises if a larger share of the papers has it in the latest third of the months than
    before, and at least 3 papers of these months have it. On a terminal, each count has a bar. In a
    pipe, each line is a section, a name and a number of papers, with tabs between them.

    Examples:
      paperlist stats
      paperlist stats --category LLM --since 2024
      paperlist stats --plot papers.svg               # a picture
    """
    _check(plot, force=force, as_json=as_json)
    wanted = query_of(library, words, filters)
    results = library.search(wanted, sort="month")
    counts = count_papers([hit.entry for hit in results.hits])
    warn_of_broken(library.broken())
    if plot is not None and counts.papers:
        _draw_picture(library, counts.limited_to(ON_A_TERMINAL if limit is None else limit),
                      plot, force=force)  # fmt: skip
    elif plot is None:
        _print(counts, limit, as_json=as_json)
    _report(library, counts, wanted, results)
    if not counts.papers and (plot is not None or wanted != Query()):
        raise typer.Exit(1)


def _check(plot: str | None, *, force: bool, as_json: bool) -> None:
    """Raise a UsageError if options contradict each other, or the picture has a wrong suffix."""
    if plot is None and force:
        raise UsageError("--force overwrites a picture; name its file with --plot.")
    if plot is not None:
        from paperlist.library.plotting import kind_of

        if as_json:
            raise UsageError("--json and --plot cannot be used together.")
        kind_of(user_path(plot))


def _print(counts: Counts, limit: int | None, *, as_json: bool) -> None:
    with paged():
        if as_json:
            out_json(counts.limited_to(limit).as_json())
        elif counts.papers and not is_terminal():
            for section, name, papers in counts.limited_to(limit).rows():
                tabbed((section, name, str(papers)))
        elif counts.papers:
            from paperlist.cli.terminal.bars import draw
            from paperlist.cli.terminal.charts import charts

            draw(charts(counts, ON_A_TERMINAL if limit is None else limit))


def _draw_picture(library: Library, counts: Counts, plot: str, *, force: bool) -> None:
    path = library.plot(counts, user_path(plot), force=force)
    if not is_stream(path):
        out(str(path))


def _report(library: Library, counts: Counts, wanted: Query, results: "Results") -> None:
    """Print how many papers were counted, and notes on the query, to stderr."""
    if counts.papers:
        months = count(len(counts.months), "month")
        summary(f"{months}, {count(counts.papers, 'paper')}")
    elif wanted == Query():
        note("no papers yet; 'paperlist add' adds one.")
    else:
        note("no paper matches.")
    if wanted != Query():
        note(*explained(results), *library.remarks(wanted, results))
