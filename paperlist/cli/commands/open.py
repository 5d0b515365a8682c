"""`open`: shows a paper's link or file in the browser or another program."""

from typing import Annotated

import typer

from paperlist.cli.arguments.options import NEAREST, InLibrary, Reference
from paperlist.cli.completion.values import complete_link
from paperlist.cli.terminal.console import note, out
from paperlist.errors import UsageError


def open_(
    paper: Reference,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]",
            show_default=False,
            autocompletion=complete_link,
            help="A link's name, such as code, or a file's name or the beginning of it.",
        ),
    ] = None,
    only_print: Annotated[
        bool, typer.Option("--print", help="Print the URL or path instead of opening it.")
    ] = False,
    link: Annotated[str | None, typer.Option(hidden=True, help="The old form of NAME.")] = None,
    library: InLibrary = NEAREST,
) -> None:
    """Open a paper's link or file.

    Without NAME, the link named paper is opened; if there is none, the arXiv page, the DOI, the
    first link or an attached file. Without a display, the URL is printed.

    Examples:
      paperlist open triforce
      paperlist open ma-lmm paper --print
    """
    from paperlist.library.opening import address

    if link is not None:
        raise UsageError(f"open takes the name without --link: paperlist open {paper} {link}")
    entry = library.get(paper)
    where = address(entry, name, library.root, library.attachments(entry))
    if only_print or not _open_address(where):
        out(where)
        return
    note(f"Opened {where}")


def _open_address(address: str) -> bool:
    """Open an address in the browser or another program. Return whether this was possible."""
    import os
    import sys

    display = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if sys.platform == "linux" and not (display or os.environ.get("BROWSER")):
        return False
    import webbrowser

    try:
        return webbrowser.open(address)
    except (OSError, webbrowser.Error):
        return False
