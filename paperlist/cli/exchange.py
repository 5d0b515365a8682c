"""`import`, `export`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from paperlist.cli.console import (
    count,
    is_terminal,
    note,
    out,
    out_diff,
    out_json,
    tabbed,
    table,
    warn_of_broken,
)
from paperlist.cli.options import (
    NEAREST,
    AsJson,
    DryRun,
    Duplicates,
    InCategory,
    InLibrary,
    InMonth,
    Since,
    Until,
    WithKeypoint,
    WithStatus,
    conditions,
)

if TYPE_CHECKING:
    from paperlist.importing import Imported


_WORDED = {"added": "new", "updated": "updated", "skipped": "here already"}


def import_(
    pages: Annotated[
        list[Path], typer.Argument(metavar="PAGE.md...", help="Markdown pages.", show_default=False)
    ],
    month: Annotated[
        str | None,
        typer.Option("--month", "-m", help="For papers whose page does not say their month."),
    ] = None,
    on_duplicate: Duplicates = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
    library: InLibrary = NEAREST,
) -> None:
    """Turn hand-written pages into notes.

    The pages stay as they are. Papers that are there already are skipped unless
    --on-duplicate says otherwise.
    """
    library.dry_run = dry_run
    imported = library.import_pages(pages, month, on_duplicate)
    if dry_run and not as_json:
        out_diff(library.done)
    if as_json:
        out_json([_as_json(page) for page in imported])
    elif not dry_run:
        rows = [
            (outcome.action, outcome.entry.month, outcome.entry.category, outcome.entry.id)
            for page in imported
            for outcome in page.outcomes
        ]
        if is_terminal():
            table(("", "month", "category", "id"), rows)
        else:
            for row in rows:
                tabbed(row)
    for page in imported:
        actions = [outcome.action for outcome in page.outcomes]
        parts = [
            f"{actions.count(action)} {worded}"
            for action, worded in (
                ("added", "new"),
                ("updated", "updated"),
                ("skipped", "here already"),
            )
            if action in actions
        ]
        note(f"{page.path}: {count(len(actions), 'paper')}, {', '.join(parts)}")


def export(
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Where to; - is standard output.",
            show_default="the library's page",
        ),
    ] = None,
    keypoint: WithKeypoint = None,
    category: InCategory = None,
    month: InMonth = None,
    since: Since = None,
    until: Until = None,
    status: WithStatus = None,
    force: Annotated[
        bool, typer.Option("--force", help="Overwrite a page that has no marks.")
    ] = False,
    dry_run: DryRun = False,
    library: InLibrary = NEAREST,
) -> None:
    """Publish the notes as a Markdown page.

    Words of a page outside its paperlist marks stay as they are. Notes that cannot be read are
    named and left out; the status is then 1.
    """
    wanted = conditions(keypoint, category, month, since, until, status)
    if output == "-":
        typer.echo(library.page(wanted), nl=False)
    else:
        library.dry_run = dry_run
        path = library.publish(Path(output) if output else None, wanted, force=force)
        if dry_run:
            out_diff(library.done)
        else:
            out(str(path))
    if broken := library.broken():
        warn_of_broken(broken)
        raise typer.Exit(1)


def _as_json(page: "Imported") -> dict[str, Any]:
    papers = [
        {"action": action, "why": why, **entry.as_json()} for action, entry, why in page.outcomes
    ]
    return {"page": str(page.path), "papers": papers}
