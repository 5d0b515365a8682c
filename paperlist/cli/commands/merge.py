"""`merge`: duplicates made into one paper."""

from typing import Annotated

import typer

from paperlist.cli.arguments.options import NEAREST, DryRun, InLibrary, complete_id
from paperlist.cli.terminal.console import note, out, out_diff


def merge(
    papers: Annotated[
        list[str],
        typer.Argument(
            metavar="PAPER PAPER...",
            show_default=False,
            autocompletion=complete_id,
            help="The papers that are one; ids, arXiv ids, DOIs, or titles.",
        ),
    ],
    dry_run: DryRun = False,
    library: InLibrary = NEAREST,
) -> None:
    """Make one paper of two, or more.

    The one that was added first keeps its id and its month. No word is lost: what the others say
    differently stands behind what it says. Attached files move along.
    """
    library.dry_run = dry_run
    kept, gone = library.merge(papers)
    if dry_run:
        out_diff(library.done)
        return
    out(kept.id)
    merged = ", ".join(entry.id for entry in gone)
    note(f"Merged {merged} into {kept.id}; 'paperlist undo' takes it back.")
