"""`undo` and `redo`: revert the last changes, or make them again."""

from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from paperlist.cli.arguments.options import NEAREST, DryRun, InLibrary
from paperlist.cli.terminal.console import count, note, out_diff
from paperlist.errors import UsageError
from paperlist.library.library import Library

if TYPE_CHECKING:
    from collections.abc import Callable

    from paperlist.store.changeset import Changeset


Times = Annotated[
    int,
    typer.Argument(metavar="[N]", min=1, show_default="1", help="The number of changes."),
]


def undo(
    times: Times = 1,
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
    """Undo the last changes to the library.

    Examples:
      paperlist undo --dry-run                        # only shows what changes
      paperlist undo
      paperlist undo 3                                # the last three changes
    """
    _repeat(library, partial(library.undo, skip=skip), "Undone", times, dry_run=dry_run, skip=skip)


def redo(
    times: Times = 1,
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
    """Redo the changes that were undone last.

    Examples:
      paperlist redo --dry-run                        # only shows what changes
      paperlist redo
    """
    _repeat(library, partial(library.redo, skip=skip), "Redone", times, dry_run=dry_run, skip=skip)


def _repeat(
    library: Library,
    change: "Callable[[], Changeset]",
    worded: str,
    times: int,
    *,
    dry_run: bool,
    skip: bool,
) -> None:
    """Undo or redo so many changes, one after the other, and name each."""
    if skip and dry_run:
        raise UsageError("--skip and --dry-run cannot be used together.")
    if times > 1 and dry_run:
        raise UsageError("--dry-run shows one change; leave out the number.")
    library.dry_run = dry_run
    for _ in range(times):
        changeset = change()
        if dry_run:
            out_diff(library.done)
        else:
            note(f"{worded}: {changeset.summary} ({count(len(changeset.files), 'file')})")
