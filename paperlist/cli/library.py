"""`init`."""

from pathlib import Path
from typing import Annotated

import typer

from paperlist.cli.console import note, out
from paperlist.library import Library


def init(
    folder: Annotated[
        Path, typer.Argument(metavar="[DIR]", help="The folder; made if it is missing.")
    ] = Path(),
) -> None:
    """Make a folder a library.

    Writes paperlist.toml and data/, and touches nothing else.
    """
    library = Library.init(folder)
    out(str(library.root))
    note("A new library. Next: 'paperlist add', or 'paperlist import PAGE.md'.")
