"""`open`: show a paper's link or file in the browser or another program."""

from typing import Annotated

import typer

from paperlist.cli.arguments.options import NEAREST, InLibrary, Reference
from paperlist.cli.completion.values import complete_link
from paperlist.cli.terminal.console import note, out


def open_(
    paper: Reference,
    link: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            show_default=False,
            autocompletion=complete_link,
            help="Open the link with this name, such as code.",
        ),
    ] = None,
    only_print: Annotated[
        bool, typer.Option("--print", help="Print the URL or path instead of opening it.")
    ] = False,
    library: InLibrary = NEAREST,
) -> None:
    """Open a paper's link or file.

    Without --link, it opens the link named paper; if there is none, the arXiv page, the DOI or the
    first link. Without a display, it prints the URL.

    Examples:
      paperlist open triforce
      paperlist open ma-lmm --link paper --print
    """
    from paperlist.library.opening import address

    entry = library.get(paper)
    where = address(entry, link, library.root)
    if only_print or not _opened(where):
        out(where)
        return
    note(f"Opened {where}")


def _opened(address: str) -> bool:
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
