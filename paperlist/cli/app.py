"""The Typer app: the table of commands, and how errors are reported."""

import os
import sys
from errno import EPIPE
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command, get_command_from_info
from typer.models import CommandInfo

from paperlist import __version__
from paperlist.cli.arguments.display_options import display_options
from paperlist.cli.completion.install import install, show, with_shell
from paperlist.cli.completion.items import VARIABLE, complete_folder, complete_shell
from paperlist.cli.terminal.console import abandon_output, error_line, prepare
from paperlist.errors import PaperlistError

TRACEBACK = "PAPERLIST_TRACEBACK"
# The module in `paperlist.cli.commands` and the function of each command. Only the module of the
# command that runs is imported, which keeps start-up fast.
COMMANDS = {
    "init": "init:init",
    "add": "add:add",
    "search": "search:search",
    "list": "list:list_",
    "show": "show:show",
    "related": "related:related",
    "open": "open:open_",
    "edit": "edit:edit",
    "rm": "rm:rm",
    "next": "next:next_",
    "duplicates": "duplicates:duplicates",
    "merge": "merge:merge",
    "update": "update:update",
    "import": "import_:import_",
    "export": "export:export",
    "months": "months:months",
    "undo": "undo:undo",
    "redo": "undo:redo",
}


class _Commands(TyperGroup):
    """The group of commands; each command is imported when it is first needed."""

    def __init__(self, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.params += display_options()

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        return super().parse_args(ctx, args if ctx.resilient_parsing else with_shell(args))

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 (Typer's signature)
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in COMMANDS:
            # Typer suggests similar names out of `self.commands`.
            self.commands = {name: self.get_command(ctx, name) for name in COMMANDS}
            return None
        if cmd_name not in self.commands:
            name, _, function = COMMANDS[cmd_name].partition(":")
            module = import_module(f"paperlist.cli.commands.{name}")
            cls = getattr(module, "COMMAND_CLASSES", {}).get(cmd_name)
            command = get_command_from_info(
                CommandInfo(cmd_name, cls=cls, callback=getattr(module, function)),
                pretty_exceptions_short=False,
                rich_markup_mode=None,
            )
            command.params += display_options()
            self.commands[cmd_name] = command
        return self.commands[cmd_name]


app = typer.Typer(
    name="paperlist",
    cls=_Commands,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"paperlist {__version__}")
        raise typer.Exit


@app.callback()
def _paperlist(
    version: Annotated[
        bool,
        typer.Option(
            "--version", "-V", help="Show the version and exit.", callback=_version, is_eager=True
        ),
    ] = False,
    library: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            show_default=False,
            autocompletion=complete_folder,
            help="The library's folder; can also follow the command.",
        ),
    ] = None,
    install_completion: Annotated[
        str | None,
        typer.Option(
            metavar="[SHELL]",
            show_default=False,
            callback=install,
            is_eager=True,
            autocompletion=complete_shell,
            help="Set up completion in bash, zsh or fish; by default, in this shell.",
        ),
    ] = None,
    show_completion: Annotated[
        str | None,
        typer.Option(
            metavar="[SHELL]",
            show_default=False,
            callback=show,
            is_eager=True,
            autocompletion=complete_shell,
            help="Print the script that --install-completion sets up, also for powershell.",
        ),
    ] = None,
) -> None:
    """Manage reading notes on papers: YAML files in git, fast search, a Markdown page."""


def main() -> None:
    """Run the command line; report each error as a short message and an exit status."""
    prepare()
    try:
        try:
            if question := os.environ.get(VARIABLE):
                _complete(question)
            else:
                app(prog_name="paperlist")
        finally:
            sys.stdout.flush()
    except PaperlistError as error:
        error_line(str(error))
        sys.exit(error.exit_status)
    except OSError as error:
        if error.filename is not None:
            error_line(f"{error.filename}: {error.strerror}.")
            sys.exit(1)
        # Without a file name, standard output is the cause: the disk is full, or nobody reads the
        # pipe any more.
        abandon_output()
        if error.errno != EPIPE:
            error_line(f"cannot write the output: {error.strerror}.")
        sys.exit(1)
    except Exception as error:
        if os.environ.get(TRACEBACK):
            raise
        error_line(_defect(error))
        sys.exit(1)


def _complete(question: str) -> None:
    """Answer a shell that asks how the command line goes on."""
    from paperlist.cli.completion.shells import answer

    typer.echo(answer(get_command(app), question))


def _defect(error: Exception) -> str:
    """Describe an unexpected error, with the line of code that a bug report should name."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = f"{Path(place.tb_frame.f_code.co_filename).name}:{place.tb_lineno}" if place else ""
    return (
        f"paperlist has a defect: {type(error).__name__}: {error} ({where}).\n"
        f"Please report it; {TRACEBACK}=1 shows the whole traceback."
    )
