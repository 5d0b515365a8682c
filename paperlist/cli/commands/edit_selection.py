"""The part of `edit` that changes all papers of a query, after a preview and a question."""

from typing import TYPE_CHECKING

import typer

from paperlist.cli.terminal.console import ask, can_ask, count, note, out, warn_of_broken
from paperlist.cli.terminal.progress import bar
from paperlist.cli.terminal.results import explained
from paperlist.cli.terminal.wrapping import shortened, text_width
from paperlist.errors import UsageError
from paperlist.library.library import Library
from paperlist.store.layout import SUFFIX, path_of
from paperlist.text.words import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from paperlist.library.assignments import Assignment
    from paperlist.model.entry import Entry

MOST_PREVIEWED = 10


def select(library: Library, query: str) -> "Sequence[Entry]":
    """Return the papers that match the whole of `query`.

    Raises:
        Exit: no paper matches.
    """
    results = library.search(query, sort="month").whole()
    warn_of_broken(library.broken())
    note(*explained(results))
    if not results.hits:
        note("no paper matches; nothing was changed.")
        raise typer.Exit(1)
    return [hit.entry for hit in results.hits]


def confirm(papers: "Sequence[Entry]", *, yes: bool) -> None:
    """Show which papers will change, and ask whether to go on.

    Args:
        papers: the papers.
        yes: whether the user has agreed already.

    Raises:
        UsageError: the user has to be asked, but there is no terminal.
        Exit: the user says no.
    """
    many = count(len(papers), "paper")
    if yes:
        return
    if not can_ask():
        raise UsageError(f"this edits {many}; say --yes to do it, or --dry-run to see the changes.")
    for entry in papers[:MOST_PREVIEWED]:
        note(shortened(f"  {entry.id}  {printable(entry.title)}", text_width()))
    if len(papers) > MOST_PREVIEWED:
        note(f"  ... and {len(papers) - MOST_PREVIEWED:,} more")
    if ask(f"Edit {many}? [y/N] ").strip().lower() not in {"y", "yes"}:
        note("Nothing changed.")
        raise typer.Exit(1)


def apply(
    library: Library, papers: "Sequence[str | Entry]", assignments: "Sequence[Assignment]"
) -> None:
    """Edit the papers, and print the ids of those that changed."""
    with bar("papers edited") as progress:
        edited = library.assign(papers, assignments, progress=progress)
    report(library, edited)


def report(library: Library, edited: "Sequence[Entry]") -> None:
    """Print the ids of the papers that changed, and say how many there are."""
    changed = [entry for entry in edited if is_changed(library, entry)]
    if library.dry_run:
        if not changed:
            note("Nothing would change.")
        return
    for entry in changed:
        out(entry.id)
    undo = "; 'paperlist undo' takes it back" if changed else ""
    note(f"Changed {count(len(changed), 'paper')}{undo}.")


def is_changed(library: Library, entry: "Entry") -> bool:
    """Return whether the changes so far have changed the note of `entry` or its files."""
    note_path = path_of(entry.month, entry.id)
    folder = f"{note_path.removesuffix(SUFFIX)}/"
    changed = (path for changeset in library.done for path in changeset.files)
    return any(path == note_path or path.startswith(folder) for path in changed)
