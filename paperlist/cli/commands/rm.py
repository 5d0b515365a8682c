"""`rm`: removes papers."""

from typing import Annotated

import typer

from paperlist.cli.arguments.options import NEAREST, DryRun, InLibrary, References
from paperlist.cli.arguments.values import papers_of
from paperlist.cli.terminal.console import count, note, out, out_diff


def rm(
    papers: References,
    dry_run: DryRun = False,
    _yes: Annotated[
        bool,
        typer.Option(
            "--yes", "-y", "--force", "-f", hidden=True,
            help="Is accepted for scripts, and changes nothing: rm never asks.",
        ),
    ] = False,
    library: InLibrary = NEAREST,
) -> None:  # fmt: skip
    """Remove papers; 'paperlist undo' restores them.

    Examples:
      paperlist rm triforce --dry-run                 # only shows what changes
      paperlist rm triforce ma-lmm
    """
    library.dry_run = dry_run
    removed = library.remove(papers_of(papers))
    if dry_run:
        out_diff(library.done)
        return
    for entry in removed:
        out(entry.id)
    them = "it" if len(removed) == 1 else "them"
    note(f"Removed {count(len(removed), 'paper')}; 'paperlist undo' brings {them} back.")
