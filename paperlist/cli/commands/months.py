"""`months`: counts papers and missing fields by month."""

from typing import TYPE_CHECKING

import typer

from paperlist.cli.arguments.filters import Filters, Words, query_of, with_filters
from paperlist.cli.arguments.options import NEAREST, AsJson, InLibrary
from paperlist.cli.arguments.query_words import WordsCommand
from paperlist.cli.terminal.console import (
    count,
    is_terminal,
    note,
    out_json,
    summary,
    tabbed,
    warn_of_broken,
)
from paperlist.cli.terminal.pager import paged
from paperlist.cli.terminal.results import explained
from paperlist.library.statistics import months as counted
from paperlist.search.query import Query

if TYPE_CHECKING:
    from collections.abc import Iterable

    from paperlist.library.statistics import Month

COMMAND_CLASSES = {"months": WordsCommand}


@with_filters
def months(
    words: Words = None,
    *,
    filters: Filters,
    as_json: AsJson = False,
    library: InLibrary = NEAREST,
) -> None:
    """Count papers and missing fields by month.

    For each month, this shows the number of papers. If papers lack a field, it also shows the name
    of the field and how many papers lack it.

    Examples:
      paperlist months
      paperlist months --category LLM --since 2024
    """
    wanted = query_of(library, words, filters)
    results = library.search(wanted, sort="month")
    found = counted(hit.entry for hit in results.hits)
    warn_of_broken(library.broken())
    with paged():
        if as_json:
            out_json([each.as_json() for each in found])
        else:
            _print([(each.month, str(each.papers), _lacking(each)) for each in found])
    if found:
        months = count(len(found), "month")
        summary(f"{months}, {count(sum(each.papers for each in found), 'paper')}")
    elif wanted != Query():
        note("no paper matches.")
    if wanted != Query():
        note(*explained(results), *library.remarks(wanted, results))
        if not found:
            raise typer.Exit(1)


def _print(rows: "Iterable[tuple[str, str, str]]") -> None:
    if is_terminal():
        from paperlist.cli.terminal.tables import MONTH, Column, table

        table((MONTH, Column("papers"), Column("without", wraps=True)), rows)
    else:
        for row in rows:
            tabbed(row)


def _lacking(month: "Month") -> str:
    return ", ".join(f"{field} {len(ids)}" for field, ids in month.missing.items())
