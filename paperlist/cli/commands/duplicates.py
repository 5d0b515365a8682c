"""`duplicates`: finds papers that are in the library more than once."""

from typing import TYPE_CHECKING

import typer

from paperlist.cli.arguments.options import NEAREST, AsIds, AsJson, InLibrary
from paperlist.cli.terminal.console import (
    BOLD,
    count,
    is_terminal,
    note,
    out,
    out_json,
    styled,
    summary,
    tabbed,
    warn_of_broken,
)
from paperlist.cli.terminal.pager import paged
from paperlist.cli.terminal.results import print_ids

if TYPE_CHECKING:
    from collections.abc import Sequence

    from paperlist.library.merging import Group


def duplicates(
    as_json: AsJson = False,
    ids: AsIds = False,
    library: InLibrary = NEAREST,
) -> None:
    """Find papers that are in the library more than once.

    Duplicates have the same arXiv id or DOI, or the same title or nearly the same. If there are
    any, the exit status is 1.

    Examples:
      paperlist duplicates
      paperlist duplicates --json
    """
    found = library.duplicates()
    warn_of_broken(library.broken())
    with paged():
        if as_json:
            out_json([group.as_json() for group in found])
        elif ids:
            print_ids(entry for group in found for entry in group.entries)
        elif is_terminal():
            _print_groups(found)
        else:
            for number, group in enumerate(found, 1):
                why = "; ".join(group.why)
                for entry in group.entries:
                    tabbed((str(number), entry.id, entry.month, why, entry.title))
    if not found:
        note("no duplicates found")
        return
    papers = sum(len(group.entries) for group in found)
    summary(f"{count(len(found), 'group')} of {count(papers, 'paper')}")
    note("'paperlist merge A B' merges two papers into one.")
    raise typer.Exit(1)


def _print_groups(found: "Sequence[Group]") -> None:
    from paperlist.cli.terminal.tables import ID, MONTH, TITLE, table

    for number, group in enumerate(found):
        if number:
            out()
        out(styled("; ".join(group.why), BOLD))
        table((ID, MONTH, TITLE), [(each.id, each.month, each.title) for each in group.entries])
