"""`list`: the papers that match the filters, and how lists of papers are printed."""

from collections.abc import Sequence
from typing import Annotated

import typer

from paperlist.cli.arguments.options import (
    NEAREST,
    AsIds,
    AsJson,
    InCategory,
    InLibrary,
    InMonth,
    Limit,
    Missing,
    Since,
    Sort,
    Template,
    Until,
    WithKeypoint,
    WithStatus,
    Words,
    checked_template,
    conditions,
    query_of,
)
from paperlist.cli.arguments.query_words import WordsCommand
from paperlist.cli.terminal.cards import explained, row
from paperlist.cli.terminal.console import (
    count,
    is_terminal,
    note,
    out,
    out_json,
    tabbed,
    warn_of_broken,
)
from paperlist.cli.terminal.tables import table
from paperlist.model.entry import Entry
from paperlist.search.fields import unread as is_unread
from paperlist.search.query import Query

COMMAND_CLASSES = {"list": WordsCommand}


def list_(
    words: Words = None,
    keypoint: WithKeypoint = None,
    category: InCategory = None,
    month: InMonth = None,
    since: Since = None,
    until: Until = None,
    status: WithStatus = None,
    unread: Annotated[
        bool, typer.Option("--unread", help="Only papers with the status to-read or reading.")
    ] = False,
    missing: Missing = None,
    sort: Annotated[Sort, typer.Option(help="The order of the papers.")] = Sort.month,
    reverse: Annotated[bool, typer.Option("--reverse", help="Reverse the order.")] = False,
    limit: Limit = None,
    as_json: AsJson = False,
    ids: AsIds = False,
    template: Template = None,
    library: InLibrary = NEAREST,
) -> None:
    """List all papers, or those that match the words and filters.

    Words are those of 'paperlist search'; 2024-04 and 2024 are a month and a year.
    """
    template = checked_template(template)
    more = conditions(keypoint, category, month, since, until, status)
    more += [*library.lacking(missing or ()), *([is_unread()] if unread else ())]
    wanted = query_of(library, words, more)
    results = library.search(wanted, None if reverse else limit or None, sort.value)
    entries = [hit.entry for hit in results.hits]
    if reverse:
        entries = entries[::-1][: limit or None]
    warn_of_broken(library.broken())
    for line in explained(results):
        note(line)
    print_entries(entries, as_json=as_json, ids=ids, template=template)
    note(count(len(entries), "paper"))
    if wanted != Query():
        for line in library.remarks(wanted, results):
            note(line)
        if not entries:
            raise typer.Exit(1)


def print_entries(
    entries: Sequence[Entry], *, as_json: bool, ids: bool, template: str | None = None
) -> None:
    """Print entries as JSON, ids, template lines, a table on a terminal, or tab-separated rows."""
    if as_json:
        out_json([entry.as_json() for entry in entries])
    elif ids:
        for entry in entries:
            out(entry.id)
    elif template is not None:
        from paperlist.cli.terminal.line_template import filled

        for entry in entries:
            out(filled(template, entry))
    elif is_terminal():
        rows = ((entry.id, entry.month, entry.category, entry.title) for entry in entries)
        table(("id", "month", "category", "title"), rows)
    else:
        for entry in entries:
            tabbed(row(entry))
