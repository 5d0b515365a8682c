"""`update`: fetches missing data of papers."""

from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from paperlist.cli.arguments.options import NEAREST, DryRun, InLibrary
from paperlist.cli.completion.values import complete_id
from paperlist.cli.terminal.console import count, note, out, out_diff
from paperlist.cli.terminal.outcomes import INTERRUPTED, report_failures
from paperlist.cli.terminal.progress import bar
from paperlist.errors import PaperlistError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from paperlist.model.entry import Entry
    from paperlist.model.paper import Paper


def update(
    papers: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PAPER]...",
            show_default=False,
            autocompletion=complete_id,
            help="Ids or their beginnings, arXiv ids, DOIs, or words of titles.",
        ),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Update every paper of the library.")
    ] = False,
    missing: Annotated[
        bool,
        typer.Option("--missing", help="Only papers that lack a title, authors or a date."),
    ] = False,
    dry_run: DryRun = False,
    library: InLibrary = NEAREST,
) -> None:
    """Fetch missing metadata from arXiv or Crossref.

    Other sources are DataCite and the paper's web page. Only empty fields are filled. But a title
    that is only an identifier, as after 'add --offline', is replaced by the real title.

    Examples:
      paperlist update triforce
      paperlist update --all --missing --dry-run
    """
    from paperlist.library.capturing import completed, fill, identifier_of

    if everything == bool(papers):
        both = " --all goes without papers." if papers else ""
        raise UsageError(f"say which papers to update, or --all for all of them.{both}")
    library.dry_run = dry_run
    if everything:
        entries = [entry for entry in library.papers() if identifier_of(entry)]
    else:
        entries = _distinct(map(library.get, papers or ()))
    changes: list[tuple[Entry, Callable[[Paper], Paper]]] = []
    failures: list[tuple[str, PaperlistError]] = []
    interrupted = 0
    with bar("papers fetched") as progress:
        try:
            for done, (entry, found) in enumerate(fill(library, entries, missing=missing), 1):
                progress(done, len(entries))
                if isinstance(found, PaperlistError):
                    failures.append((entry.id, found))
                elif found is not None:
                    changes.append((entry, partial(completed, found)))
        except KeyboardInterrupt:
            interrupted = INTERRUPTED
    changed = library.complete(changes, "update")
    if dry_run:
        out_diff(library.done)
    else:
        for entry in changed:
            out(entry.id)
        note(f"Updated {count(len(changed), 'paper')}; {len(entries) - len(changed)} unchanged.")
    report_failures(failures)
    if interrupted or failures:
        raise typer.Exit(interrupted or 1)


def _distinct(entries: "Iterable[Entry]") -> "list[Entry]":
    return list({(entry.month, entry.id): entry for entry in entries}.values())
