"""`init`."""

from pathlib import Path
from typing import Annotated

import typer

from paperlist.cli.terminal.console import note, out
from paperlist.library.config import FILE
from paperlist.library.library import Library
from paperlist.library.workflow import write_workflow


def init(
    folder: Annotated[
        Path, typer.Argument(metavar="[DIR]", help="The folder; made if it is missing.")
    ] = Path(),
    github: Annotated[
        bool,
        typer.Option(
            "--github",
            help="Write a GitHub Actions workflow too, or only that where the library is there: "
            "it checks pull requests and publishes the page on the main branch.",
        ),
    ] = False,
) -> None:
    """Make a folder a library.

    Writes paperlist.toml and data/, and touches nothing else.
    """
    is_new = not (github and (folder / FILE).is_file())
    if is_new:
        out(str(Library.init(folder).root))
    if github:
        out(str(write_workflow(folder)))
    if is_new:
        note("A new library. Next: 'paperlist add', or 'paperlist import PAGE.md'.")
