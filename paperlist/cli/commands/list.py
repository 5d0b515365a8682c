"""`list`: lists the papers that match the filters."""

import typer

from paperlist.cli.arguments.filters import Filters, Missing, Unread, Words, query_of, with_filters
from paperlist.cli.arguments.options import (
    NEAREST,
    AsIds,
    AsJson,
    InFormat,
    InLibrary,
    InOrder,
    Limit,
    Reverse,
    Sort,
    Template,
    checked_template,
)
from paperlist.cli.arguments.query_words import WordsCommand
from paperlist.cli.terminal.console import is_terminal, note, warn_of_broken
from paperlist.cli.terminal.results import Form, explained, print_entries, share
from paperlist.search.query import Query

COMMAND_CLASSES = {"list": WordsCommand}


@with_filters
def list_(
    words: Words = None,
    *,
    filters: Filters,
    unread: Unread = False,
    missing: Missing = None,
    sort: InOrder = Sort.month,
    reverse: Reverse = False,
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
    wanted = query_of(library, words, filters, missing, unread=unread)
    results = library.search(wanted, None if reverse else limit or None, sort.value)
    results = results.whole() if ids else results
    entries = [hit.entry for hit in results.hits]
    if reverse:
        entries = entries[::-1][: limit or None]
    warn_of_broken(library.broken())
    note(*explained(results))
    form = Form(as_json, ids, template, format_name)
    print_entries(entries, form, library)
    if wanted == Query() and not entries:
        note("no papers yet; 'paperlist add' adds one.")
    elif not entries:
        note("no paper matches.")
    if wanted != Query():
        note(*library.remarks(wanted, results))
        if not entries:
            raise typer.Exit(1)
    if entries and is_terminal():
        note(share(library, len(entries), results.total))
