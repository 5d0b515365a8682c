"""`log`: shows what was changed, when, and by which command."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Any

import typer

from paperlist.cli.arguments.options import NEAREST, AsJson, InLibrary, OptionalReference
from paperlist.cli.terminal.console import (
    BOLD,
    DIM,
    count,
    is_terminal,
    note,
    out,
    out_json,
    styled,
    tabbed,
)
from paperlist.cli.terminal.pager import paged
from paperlist.errors import NoSuchPaperError, UnreadableNoteError
from paperlist.library.library import Library

if TYPE_CHECKING:
    from paperlist.store.changeset import Change
    from paperlist.store.past import Past


def log(
    paper: OptionalReference = None,
    patch: Annotated[
        bool, typer.Option("--patch", "-p", help="Show which words changed, for all papers too.")
    ] = False,
    limit: Annotated[
        int | None,
        typer.Option("--limit", "-n", min=0, help="Show at most this many changes; 0 shows all."),
    ] = None,
    as_json: AsJson = False,
    library: InLibrary = NEAREST,
) -> None:
    """Show what was changed, when, and by which command.

    The newest change comes first. For a paper, also one that was removed, the words that changed
    are shown. The history has the last 200 changes that were made with paperlist on this machine.

    Examples:
      paperlist log --limit 5
      paperlist log triforce
    """
    changes = library.log(_id_of(library, paper) if paper else "")
    shown = islice(changes, limit or None)
    # Each change is dropped when it is printed: the pages of many exports would fill the memory.
    found = False
    with paged():
        if as_json:
            rows = [_as_json(past) for past, _ in shown]
            out_json(rows)
            found = bool(rows)
        else:
            for past, files in shown:
                _print(past, files, patch=patch or paper is not None)
                found = True
    if not found:
        note(f"no change of {paper} is known." if paper else "no change is known.")
        raise typer.Exit(1)


def _id_of(library: Library, reference: str) -> str:
    """Return the id of a paper. A paper that is gone or unreadable is named by its id."""
    with suppress(NoSuchPaperError, UnreadableNoteError):
        return library.get(reference).id
    return reference


def _print(past: "Past", files: "Mapping[str, Change]", *, patch: bool) -> None:
    moment = past.moment.astimezone()
    undone = " (undone)" if past.is_undone else ""
    many = count(len(past.changeset.files), "file")
    if is_terminal():
        when = styled(f"{moment:%Y-%m-%d %H:%M}", DIM)
        out(f"{when}  {styled(past.changeset.summary, BOLD)}{undone} {styled(f'({many})', DIM)}")
    else:
        tabbed((f"{moment:%Y-%m-%dT%H:%M:%S%z}", f"{past.changeset.summary}{undone}", many))
    if patch:
        for path, change in sorted(files.items()):
            for line in _diff(path, change):
                out(f"    {line}")


def _diff(path: str, change: "Change") -> Iterator[str]:
    from paperlist.cli.terminal.word_diff import word_diff

    before, after = _text(change.before), _text(change.after)
    if before is None or after is None:
        yield change.diff(path).rstrip("\n")
        return
    verb = " added" if change.before is None else " removed" if change.after is None else ""
    yield f"{path}{verb}"
    if change.differs:
        yield from word_diff(before, after)


def _text(content: Any) -> str | None:
    """Return a content as text; None if it is not text."""
    if content is None:
        return ""
    try:
        return content.decode() if isinstance(content, bytes) else None
    except UnicodeDecodeError:
        return None


def _as_json(past: "Past") -> dict[str, Any]:
    return {
        "time": past.moment.isoformat(timespec="seconds"),
        "summary": past.changeset.summary,
        "undone": past.is_undone,
        "files": sorted(past.changeset.files),
    }
