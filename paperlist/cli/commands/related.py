"""`related`: the papers nearest to one."""

import typer

from paperlist.cli.arguments.options import (
    NEAREST,
    AsIds,
    AsJson,
    InLibrary,
    Limit,
    Reference,
    Template,
    checked_template,
)
from paperlist.cli.terminal.cards import print_hits
from paperlist.cli.terminal.console import count, note, warn_of_broken

NEAREST_FEW = 10


def related(
    paper: Reference,
    limit: Limit = NEAREST_FEW,
    as_json: AsJson = False,
    ids: AsIds = False,
    template: Template = None,
    library: InLibrary = NEAREST,
) -> None:
    """Find the papers nearest to one.

    Nearest are those that share its keypoints, and the rare words of its title and objective.
    """
    template = checked_template(template, of_hits=True)
    hits = library.related(paper, limit or None)
    warn_of_broken(library.broken())
    print_hits(hits, as_json=as_json, ids=ids, template=template)
    if not hits:
        note("no paper has anything in common with it.")
        raise typer.Exit(1)
    note(count(len(hits), "paper"))
