"""`import`, `export`."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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


_WORDED = {
    "added": "new", "merged": "twice on the page, both kept in one", "updated": "updated",
    "skipped": "here already",
}  # fmt: skip
SHOWN_LINES = 20


def import_(
    pages: Annotated[
        list[Path], typer.Argument(metavar="PAGE.md...", help="Markdown pages.", show_default=False)
    ],
    month: Annotated[
        str | None,
        typer.Option(
            "--month",
            "-m",
            show_default="this month",
            help="For papers that neither their page nor they themselves date.",
        ),
    ] = None,
    on_duplicate: Duplicates = None,
    dry_run: DryRun = False,
    force: Annotated[
        bool, typer.Option("--force", help="Import even where words of a page would be lost.")
    ] = False,
    as_json: AsJson = False,
    library: InLibrary = NEAREST,
) -> None:
    """Turn hand-written pages into notes.

    The pages stay as they are. Every word of them is accounted for: were one lost, nothing would
    be imported. Papers that are there already are skipped unless --on-duplicate says otherwise.
    """
    library.dry_run = dry_run
    imported = library.import_pages(pages, month, on_duplicate, force=force)
    if as_json:
        out_json([page.as_json() for page in imported])
    elif dry_run:
        out_diff(library.done)
    else:
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
        _report(page)
    if any(page.source.coverage.lost for page in imported) and not force:
        raise typer.Exit(1)


def _report(page: "Imported") -> None:
    """What was understood of a page, and what became of its words."""
    source = page.source
    actions: Counter[str] = Counter(outcome.action for outcome in page.outcomes)
    parts = [
        f"{actions[action]} {worded}" for action, worded in _WORDED.items() if action in actions
    ]
    note(f"{source.name}: {count(len(page.outcomes), 'paper')}, {', '.join(parts)}")
    dated = Counter(paper.month_from for paper in source.papers)
    note(f"  months from: {', '.join(f'{where} ({number})' for where, number in dated.items())}")
    coverage = source.coverage
    lost = sum(len(words) for _, words in coverage.lost)
    note(
        f"  words: {coverage.kept:,} kept, {coverage.structure:,} structure (labels, months, "
        f"categories ...), {lost:,} lost"
    )
    for line, words in coverage.lost[:SHOWN_LINES]:
        note(f"    lost in line {line}: {' '.join(words)}")
    if source.words:
        note("  what belongs to no paper: kept in the introduction, in paperlist.toml")
    for line, heading, why in source.no_papers[:SHOWN_LINES]:
        note(f"  line {line}, '{heading}': {why}")
    if source.unknown_labels:
        note(f"  labels kept as sections: {', '.join(source.unknown_labels)}")
    for outcome in page.outcomes:
        if outcome.clash:
            note(f"  {outcome.entry.id} has the identifier of another paper, {outcome.clash}")


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
