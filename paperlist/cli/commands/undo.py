"""`undo` and `redo`: the last change taken back, or made again."""

from typing import Annotated

import typer

from paperlist.cli.arguments.options import NEAREST, DryRun, InLibrary
from paperlist.cli.terminal.console import count, note, out_diff
from paperlist.errors import UsageError


def undo(
    skip: Annotated[
        bool,
        typer.Option(
            "--skip",
            help="Pass over a change whose files were edited since, and undo the one before it.",
        ),
    ] = False,
    dry_run: DryRun = False,
    library: InLibrary = NEAREST,
) -> None:
    """Take back the last change to the library."""
    if skip and dry_run:
        raise UsageError("--skip forgets a change; it has no --dry-run.")
    library.dry_run = dry_run
    changeset = library.undo(skip=skip)
    if dry_run:
        out_diff(library.done)
        return
    note(f"Undone: {changeset.summary} ({count(len(changeset.files), 'file')})")


def redo(
    dry_run: DryRun = False,
    library: InLibrary = NEAREST,
) -> None:
    """Do again what undo took back."""
    library.dry_run = dry_run
    changeset = library.redo()
    if dry_run:
        out_diff(library.done)
        return
    note(f"Done again: {changeset.summary} ({count(len(changeset.files), 'file')})")
