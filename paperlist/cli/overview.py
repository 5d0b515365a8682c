"""The command `paperlist` without arguments: an overview of the library."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from paperlist.cli.arguments.options import open_library
from paperlist.cli.terminal.console import (
    CYAN,
    DIM,
    count,
    error_line,
    note,
    out,
    styled,
    warn_of_broken,
)
from paperlist.errors import NoLibraryError

if TYPE_CHECKING:
    from paperlist.library.overview import Overview
    from paperlist.model.entry import Entry


def overview(folder: Path | None) -> None:
    """Print an overview of the library in `folder`, or else of the nearest library.

    Raises:
        Exit: there is no library (status 1). A hint on how to make a library has been printed.
    """
    try:
        library = open_library(folder)
    except NoLibraryError as error:
        error_line(str(error).partition("\n")[0])
        note("'paperlist init papers' makes one in a new folder, 'paperlist init' in this folder.")
        note("'paperlist --help' lists all commands.")
        raise typer.Exit(1) from error
    found = library.overview()
    warn_of_broken(library.broken())
    out(
        f"{library.root}: {count(found.papers, 'paper')} in {count(found.months, 'month')}"
        if found.papers
        else f"{library.root}: no papers yet"
    )
    for label, text in _lines(found):
        out(f"{styled(f'{label}:'.ljust(14), DIM)}{text}")
    if found.papers:
        note("'paperlist search WORDS' finds papers, 'paperlist add ID' adds one.")
    else:
        note("'paperlist add ID' adds a paper, 'paperlist import PAGE.md' those of a page.")
    note("'paperlist --help' lists all commands.")


def _lines(found: "Overview") -> Iterator[tuple[str, str]]:
    """Yield (label, text) for each line of the overview."""
    if found.newest:
        yield "last added", _paper(found.newest)
    if found.queue:
        more = f" ({len(found.queue)} to read)" if len(found.queue) > 1 else ""
        yield "read next", f"{_paper(found.queue[0])}{more}"
    if found.drafts:
        folder = os.path.commonpath([draft.parent for draft in found.drafts])
        yield "not saved", f"{count(len(found.drafts), 'draft')} in {folder}"


def _paper(entry: "Entry") -> str:
    return f"{styled(entry.id, CYAN)}  {styled(entry.month, DIM)}  {entry.title}"
