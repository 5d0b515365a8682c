"""`edit`, `rm`, `undo`, `redo`: what changes notes that are there."""

from typing import Annotated

import typer

from paperlist.cli.console import count, note, out, out_diff
from paperlist.cli.editor import edit as open_editor
from paperlist.cli.options import NEAREST, DryRun, InLibrary, Reference, References
from paperlist.cli.values import text_of
from paperlist.entry import Entry
from paperlist.library import Library


def edit(
    paper: Reference,
    edits: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FIELD=VALUE]...",
            show_default=False,
            help="keypoints+=x, keypoints-=x, status=read, sections.Results=..., month=2024-05, "
            "id=new-id; a value - is standard input, @FILE a file.",
        ),
    ] = None,
    dry_run: DryRun = False,
    library: InLibrary = NEAREST,
) -> None:
    """Change a paper's fields, or edit the note.

    With FIELD=VALUE it changes these; without, the whole note opens in the editor.
    """
    library.dry_run = dry_run
    if edits:
        _assign(library, paper, edits)
    else:
        _in_editor(library, paper)
    if dry_run:
        out_diff(library.done)


def rm(
    papers: References,
    dry_run: DryRun = False,
    library: InLibrary = NEAREST,
) -> None:
    """Remove papers; undo brings them back."""
    library.dry_run = dry_run
    removed = library.remove(papers)
    if dry_run:
        out_diff(library.done)
        return
    for entry in removed:
        out(entry.id)
    note(f"Removed {count(len(removed), 'paper')}; 'paperlist undo' brings them back.")


def undo(
    library: InLibrary = NEAREST,
) -> None:
    """Take back the last change to the library."""
    changeset = library.undo()
    note(f"Undone: {changeset.summary} ({count(len(changeset.files), 'file')})")


def redo(
    library: InLibrary = NEAREST,
) -> None:
    """Do again what undo took back."""
    changeset = library.redo()
    note(f"Done again: {changeset.summary} ({count(len(changeset.files), 'file')})")


def _assign(library: Library, reference: str, edits: list[str]) -> None:
    from paperlist import assignments

    parsed = [assignments.parse(edit) for edit in edits]
    parsed = [each._replace(value=text_of(each.value)) for each in parsed]
    entry = library.assign(reference, parsed)
    _report(library, entry)


def _in_editor(library: Library, reference: str) -> None:
    entry = library.get(reference)
    before = library.read_file(entry)
    saved = open_editor(
        before.decode("utf-8-sig"), entry.id,
        lambda text: library.replace(entry, before, text.encode()),
    )  # fmt: skip
    _report(library, saved or entry)


def _report(library: Library, entry: Entry) -> None:
    if not library.done:
        note("Nothing changed.")
    elif not library.dry_run:
        note(f"Saved {entry.month}/{entry.id}.")
