"""`show`: shows a paper with all its notes."""

from collections.abc import Iterator, Sequence
from typing import Any

from paperlist.cli.arguments.options import NEAREST, AsJson, InLibrary, References
from paperlist.cli.terminal.console import out, out_json
from paperlist.cli.terminal.pager import paged
from paperlist.library.library import Library
from paperlist.model.entry import Entry


def show(
    papers: References,
    as_json: AsJson = False,
    library: InLibrary = NEAREST,
) -> None:
    """Show papers with all their notes.

    Examples:
      paperlist show triforce                         # by its id
      paperlist show 2404.11912                       # by its arXiv id
      paperlist show memory-augmented large           # by words of its title
    """
    entries = [library.get(reference) for reference in papers]
    with paged():
        if as_json:
            shown = [_with_files(library, entry) for entry in entries]
            out_json(shown if len(shown) > 1 else shown[0])
        else:
            for line in _lines(library, entries):
                out(line)


def _lines(library: Library, entries: Sequence[Entry]) -> Iterator[str]:
    from paperlist.cli.terminal.cards import card
    from paperlist.cli.terminal.notes import note_lines

    for number, entry in enumerate(entries):
        if number:
            yield ""
        yield from card(entry)
        yield from note_lines(entry, _files(library, entry))


def _files(library: Library, entry: Entry) -> list[str]:
    paths = library.attachments(entry)
    return [path.relative_to(library.root).as_posix() for path in paths]


def _with_files(library: Library, entry: Entry) -> dict[str, Any]:
    """Return a paper as JSON values, with the paths of its files if there are any."""
    files = _files(library, entry)
    return entry.as_json() | ({"attachments": files} if files else {})
