"""`list`: lists the papers that match the filters."""

from typing import Annotated

import typer

from paperlist.cli.arguments.options import (
    NEAREST,
    AsIds,
    AsJson,
    InCategory,
    InFormat,
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
from paperlist.cli.terminal.console import is_terminal, note, warn_of_broken
from paperlist.cli.terminal.results import Form, explained, print_entries, share
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
    format_name: InFormat = None,
    library: InLibrary = NEAREST,
) -> None:
    """List all papers, or those that match the words and filters.

    Words work as in 'paperlist search'. A month (2024-04) or a year (2024) can be among them.

    Examples:
      paperlist list 2024-04
      paperlist list --keypoint diffusion --ids
      paperlist list --missing limitation             # what is left to write
    """
    template = checked_template(template)
    more = conditions(keypoint, category, month, since, until, status)
    more += [*library.lacking(missing or ()), *([is_unread()] if unread else ())]
    wanted = query_of(library, words, more)
    results = library.search(wanted, None if reverse else limit or None, sort.value)
    results = results.whole() if ids else results
    entries = [hit.entry for hit in results.hits]
    if reverse:
        entries = entries[::-1][: limit or None]
    warn_of_broken(library.broken())
    for line in explained(results):
        note(line)
    form = Form(as_json, ids, template, format_name)
    print_entries(entries, form, library)
    if wanted == Query() and not entries:
        note("no papers yet; 'paperlist add' adds one.")
    elif not entries:
        note("no paper matches.")
    if wanted != Query():
        for line in library.remarks(wanted, results):
            note(line)
        if not entries:
            raise typer.Exit(1)
    if entries and is_terminal():
        note(share(library, len(entries), results.total))
