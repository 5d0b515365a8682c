"""`init`: creates a library."""

from pathlib import Path
from typing import Annotated

import typer

from paperlist.cli.completion.items import complete_folder
from paperlist.cli.terminal.console import note, out
from paperlist.library.library import Library
from paperlist.library.settings_file import FILE
from paperlist.library.workflow import write_workflow


def init(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="[DIR]",
            autocompletion=complete_folder,
            help="The folder; created if it does not exist.",
        ),
    ] = Path(),
    github: Annotated[
        bool,
        typer.Option(
            "--github",
            help="Also write a GitHub Actions workflow that checks pull requests and publishes the "
            "page on the main branch; in an existing library, write only that.",
        ),
    ] = False,
    schema: Annotated[
        bool,
        typer.Option(
            "--schema", help="Also write JSON Schemas, with which editors complete and check notes."
        ),
    ] = False,
) -> None:
    """Turn a folder into a library.

    Creates paperlist.toml and data/, and changes nothing else.

    Examples:
      paperlist init papers             # a library in a new folder
      paperlist init papers --github    # and a workflow that publishes its page
    """
    is_new = not (github and (folder / FILE).is_file())
    if is_new:
        out(str(Library.init(folder, schema=schema).root))
    if github:
        out(str(write_workflow(folder)))
    if is_new:
        note("Created a library. Next: 'paperlist add', or 'paperlist import PAGE.md'.")
