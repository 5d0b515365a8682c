"""The options `--quiet`, `--color` and `--no-pager`, which every command has.

They may also stand before the command.
"""

from collections.abc import Sequence
from functools import cache
from typing import Annotated, Any

import typer
from typer.main import get_command_from_info
from typer.models import CommandInfo

from paperlist.cli.terminal.display import Colours, display


def _set_quiet(given: bool) -> None:
    display.quiet = display.quiet or given


def _set_colours(given: Colours | None) -> None:
    display.colours = given or display.colours


def _set_pager(unwanted: bool) -> None:
    display.pager = display.pager and not unwanted


def _options(
    quiet: Annotated[
        bool,
        typer.Option(
            "--quiet", "-q", expose_value=False, callback=_set_quiet,
            help="Print no counts, reports and hints; warnings and errors remain.",
        ),
    ] = False,
    colours: Annotated[
        Colours | None,
        typer.Option(
            "--color", expose_value=False, callback=_set_colours, show_default=False,
            help="Colour the output; auto, the default, does so on a terminal.",
        ),
    ] = None,
    no_pager: Annotated[
        bool,
        typer.Option(
            "--no-pager", expose_value=False, callback=_set_pager,
            help="Print long output on the terminal without a pager.",
        ),
    ] = False,
) -> None:  # fmt: skip
    """Declare the options. Typer reads them from this signature."""


@cache
def display_options() -> Sequence[Any]:
    """Return the options `--quiet`, `--color` and `--no-pager`, to be added to a command."""
    info = CommandInfo("display", callback=_options, add_help_option=False)
    command = get_command_from_info(info, pretty_exceptions_short=False, rich_markup_mode=None)
    return tuple(command.params)
