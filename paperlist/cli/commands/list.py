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
    checked_template,
    conditions,
)
from paperlist.cli.terminal.cards import row
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


def list_(
    keypoint: WithKeypoint = None,
    category: InCategory = None,
    month: InMonth = None,
    since: Since = None,
    until: Until = None,
    status: WithStatus = None,
    missing: Missing = None,
    sort: Annotated[Sort, typer.Option(help="The order of the papers.")] = Sort.month,
    limit: Limit = None,
    as_json: AsJson = False,
    ids: AsIds = False,
    template: Template = None,
    library: InLibrary = NEAREST,
) -> None:
    """List all papers, or those that match the filters."""
    template = checked_template(template)
    wanted = conditions(keypoint, category, month, since, until, status)
    wanted += library.lacking(missing or ())
    entries = library.papers(wanted, sort.value, limit or None)
    warn_of_broken(library.broken())
    print_entries(entries, as_json=as_json, ids=ids, template=template)
    note(count(len(entries), "paper"))
    if not entries:
        for line in library.unmet(wanted):
            note(line)
    if wanted and not entries:
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
