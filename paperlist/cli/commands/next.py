"""`next`: shows what to read next."""

from typing import Annotated

import typer

from paperlist.cli.arguments.options import NEAREST, AsIds, AsJson, InLibrary
from paperlist.cli.terminal.console import note, summary, warn_of_broken
from paperlist.cli.terminal.results import Form, print_entries


def next_(
    limit: Annotated[
        int,
        typer.Option("--limit", "-n", min=0, help="Show at most this many papers; 0 shows all."),
    ] = 1,
    as_json: AsJson = False,
    ids: AsIds = False,
    library: InLibrary = NEAREST,
) -> None:
    """Show what to read next.

    Papers with the status reading come first, then those with to-read. In both groups, the paper
    that was added earliest comes first. 'paperlist edit PAPER status=read' takes a paper off the
    queue. If the queue is empty, the exit status is 1.

    Examples:
      paperlist next
      paperlist next --limit 5
    """
    waiting = library.queue()
    warn_of_broken(library.broken())
    shown = waiting[: limit or None]
    print_entries(shown, Form(as_json, ids), library)
    if not waiting:
        note("nothing to read; 'paperlist add --status to-read' adds a paper to the queue.")
        raise typer.Exit(1)
    summary(f"{len(shown)} of {len(waiting)} to read")
