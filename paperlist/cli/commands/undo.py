"""`undo` and `redo`: revert the last change, or make it again."""

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
            help="Skip a change whose files were edited afterwards, and undo the one before it.",
        ),
    ] = False,
    dry_run: DryRun = False,
    library: InLibrary = NEAREST,
) -> None:
    """Undo the last change to the library.

    Examples:
      paperlist undo --dry-run                        # only shows what changes
      paperlist undo
    """
    if skip and dry_run:
        raise UsageError("--skip and --dry-run cannot be used together.")
    library.dry_run = dry_run
    changeset = library.undo(skip=skip)
    if dry_run:
        out_diff(library.done)
        return
    note(f"Undone: {changeset.summary} ({count(len(changeset.files), 'file')})")


def redo(
    skip: Annotated[
        bool,
        typer.Option(
            "--skip",
            help="Skip a change whose files were edited afterwards, and redo the one after it.",
        ),
    ] = False,
    dry_run: DryRun = False,
    library: InLibrary = NEAREST,
) -> None:
    """Redo the change that was undone last.

    Examples:
      paperlist redo --dry-run                        # only shows what changes
      paperlist redo
    """
    if skip and dry_run:
        raise UsageError("--skip and --dry-run cannot be used together.")
    library.dry_run = dry_run
    changeset = library.redo(skip=skip)
    if dry_run:
        out_diff(library.done)
        return
    note(f"Redone: {changeset.summary} ({count(len(changeset.files), 'file')})")
