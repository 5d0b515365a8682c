"""The Typer app: which commands there are, and what becomes of an error."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from paperlist import __version__
from paperlist.cli import add, capture, duplicates, edit, exchange, find, library, queue
from paperlist.cli.console import error_line, prepare
from paperlist.errors import PaperlistError

app = typer.Typer(
    name="paperlist",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
COMMANDS = {
    command.__name__.rstrip("_"): command
    for command in (
        library.init, add.add, find.search, find.list_, find.show, edit.edit, edit.rm,
        queue.next_, duplicates.duplicates, duplicates.merge,
        capture.update, exchange.import_, exchange.export, edit.undo, edit.redo,
    )
}  # fmt: skip
for name, command in COMMANDS.items():
    app.command(name)(command)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"paperlist {__version__}")
        raise typer.Exit


@app.callback()
def _paperlist(
    version: Annotated[
        bool,
        typer.Option("--version", "-V", help="Show the version.", callback=_version, is_eager=True),
    ] = False,
    library: Annotated[
        Path | None,
        typer.Option(metavar="DIR", show_default=False, help="As after each command."),
    ] = None,
) -> None:
    """Reading notes on papers: kept as YAML in git, found in a blink, published as Markdown."""


def main() -> None:
    """Run the command line; errors that paperlist raises on purpose become a line and a status."""
    prepare()
    try:
        app(prog_name="paperlist")
    except PaperlistError as error:
        error_line(str(error))
        sys.exit(error.exit_status)
