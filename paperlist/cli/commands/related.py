"""`related`: finds papers that are similar to a given paper."""

import typer

from paperlist.cli.arguments.options import (
    NEAREST,
    AsIds,
    AsJson,
    InFormat,
    InLibrary,
    Limit,
    Reference,
    Template,
    checked_template,
)
from paperlist.cli.terminal.console import count, note, summary, warn_of_broken
from paperlist.cli.terminal.results import Form, print_hits

DEFAULT_LIMIT = 10


def related(
    paper: Reference,
    limit: Limit = DEFAULT_LIMIT,
    as_json: AsJson = False,
    ids: AsIds = False,
    template: Template = None,
    format_name: InFormat = None,
    library: InLibrary = NEAREST,
) -> None:
    """Show similar papers.

    Papers are similar if they share keypoints, or rare words of the title and the objective.

    Examples:
      paperlist related triforce
      paperlist related triforce --limit 3 --ids
    """
    template = checked_template(template, of_hits=True)
    hits = library.related(paper, limit or None)
    warn_of_broken(library.broken())
    form = Form(as_json, ids, template, format_name)
    print_hits(hits, form, library)
    if not hits:
        note("no paper has anything in common with it.")
        raise typer.Exit(1)
    summary(count(len(hits), "paper"))
