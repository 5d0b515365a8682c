"""`merge`: merges duplicates into one paper."""

from typing import Annotated

import typer

from paperlist.cli.arguments.options import NEAREST, DryRun, InLibrary
from paperlist.cli.completion.values import complete_id
from paperlist.cli.terminal.console import note, out, out_diff, warn
from paperlist.model.identity import identities_of, told_apart


def merge(
    papers: Annotated[
        list[str],
        typer.Argument(
            metavar="PAPER PAPER...",
            show_default=False,
            autocompletion=complete_id,
            help="The duplicates: ids or their beginnings, arXiv ids, DOIs, or words of titles.",
        ),
    ],
    dry_run: DryRun = False,
    library: InLibrary = NEAREST,
) -> None:
    """Merge duplicates into one paper.

    The paper that was added first keeps its id and month. No text is lost: if another paper has a
    different text in a field, that text is appended. Attached files move to the merged paper.

    Examples:
      paperlist merge triforce triforce-2 --dry-run   # only shows what changes
      paperlist merge triforce triforce-2
    """
    library.dry_run = dry_run
    kept, gone = library.merge(papers)
    if dry_run:
        out_diff(library.done)
        return
    out(kept.id)
    for entry in gone:
        if told_apart(identities_of(kept.fields), identities_of(entry.fields)):
            warn(f"{kept.id} and {entry.id} had different arXiv ids: they may be two papers.")
    merged = ", ".join(entry.id for entry in gone)
    note(f"Merged {merged} into {kept.id}; 'paperlist undo' reverts it.")
