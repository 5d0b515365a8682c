"""`duplicates`: find papers that are in the library more than once."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import typer

from paperlist.cli.arguments.options import NEAREST, AsIds, AsJson, InLibrary
from paperlist.cli.terminal.console import (
    BOLD,
    CYAN,
    DIM,
    count,
    is_terminal,
    note,
    out,
    out_json,
    styled,
    tabbed,
    warn_of_broken,
)

if TYPE_CHECKING:
    from paperlist.library.merging import Group


def duplicates(
    as_json: AsJson = False,
    ids: AsIds = False,
    library: InLibrary = NEAREST,
) -> None:
    """Find papers that are in the library more than once.

    Duplicates have the same arXiv id or DOI, or the same title or nearly the same. If there are
    any, the exit status is 1.
    """
    found = library.duplicates()
    warn_of_broken(library.broken())
    if as_json:
        out_json([group.as_json() for group in found])
    elif ids:
        for group in found:
            for entry in group.entries:
                out(entry.id)
    else:
        _print(found)
    if not found:
        note("no duplicates found")
        return
    papers = sum(len(group.entries) for group in found)
    note(f"{count(len(found), 'group')} of {count(papers, 'paper')}")
    note("'paperlist merge A B' merges two papers into one.")
    raise typer.Exit(1)


def _print(found: "Sequence[Group]") -> None:
    for number, group in enumerate(found, 1):
        why = "; ".join(group.why)
        if is_terminal():
            for line in _lines(group, why):
                out(line)
        else:
            for entry in group.entries:
                tabbed((str(number), entry.id, entry.month, why, entry.title))


def _lines(group: "Group", why: str) -> Iterator[str]:
    yield styled(why, BOLD)
    width = max(len(entry.id) for entry in group.entries)
    for entry in group.entries:
        place = f"{styled(entry.id.ljust(width), CYAN)}  {styled(entry.month, DIM)}"
        yield f"  {place}  {entry.title}"
