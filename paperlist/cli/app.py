"""The program: its group of commands, and its reports of errors."""

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
from paperlist.cli.table import COMMANDS, GROUPS
from paperlist.cli.terminal.console import abandon_output, error_line, prepare
from paperlist.errors import PaperlistError

TRACEBACK = "PAPERLIST_TRACEBACK"


class _Commands(TyperGroup):
    """The group of all commands. Each command is imported when it is first needed."""

    def __init__(self, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.params += display_options()

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 (Typer's signature)
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 (Typer's signature)
        if cmd_name not in COMMANDS:
            return None
        if cmd_name not in self.commands:
            listed = COMMANDS[cmd_name]
            module = import_module(f"paperlist.cli.commands.{listed.module}")
            cls = getattr(module, "COMMAND_CLASSES", {}).get(cmd_name)
            callback = getattr(module, listed.function)
            words = ", ".join(listed.words.split())
            command = get_command_from_info(
                CommandInfo(
                    cmd_name,
                    cls=cls,
                    callback=callback,
                    help=_with_line_breaks(callback.__doc__ or ""),
                    epilog=f"Also: {words}." if words else None,
                ),
                pretty_exceptions_short=False,
                rich_markup_mode=None,
            )
            command.params += display_options()
            self.commands[cmd_name] = command
        return self.commands[cmd_name]

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Treat `help`, `help COMMAND` and `version` as `--help`, `COMMAND --help`, `--version`."""
        if args[:1] == ["help"]:
            args = [*(each for each in args[1:2] if each != "help"), "--help"]
        elif args == ["version"]:
            args = ["--version"]
        return super().parse_args(ctx, args if ctx.resilient_parsing else with_shell(args))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return the command for the first of `args`, which may be another name such as `ls`.

        Raises:
            UsageError: there is no such command. The error says what to write instead.
        """
        if args[0] not in COMMANDS:
            from paperlist.cli.words import command_of, error_for

            if command := command_of(args[0]):
                args = [command, *args[1:]]
            elif not ctx.resilient_parsing:
                raise error_for(*args)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 (Typer's signature)
        """Write the commands in groups, with one line for each."""
        column = max(map(len, COMMANDS))
        for heading, commands in GROUPS.items():
            with formatter.section(heading):
                formatter.write_dl(
                    (name.ljust(column), command.summary) for name, command in commands.items()
                )


def _with_line_breaks(docstring: str) -> str:
    """Return a command's docstring with a control character that keeps line breaks of examples."""
    return docstring.replace("Examples:\n", "\b\n    Examples:\n")


app = typer.Typer(
    name="paperlist",
    cls=_Commands,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    epilog="'paperlist COMMAND --help' shows the options of a command, and examples.",
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"paperlist {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _paperlist(
    context: typer.Context,
    version: Annotated[  # noqa: ARG001 (its callback reads it)
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
    install_completion: Annotated[  # noqa: ARG001 (its callback reads it)
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
    show_completion: Annotated[  # noqa: ARG001 (its callback reads it)
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
    """Manage reading notes on papers: YAML files in git, fast search, a Markdown page.

    Without a command, show an overview of the library.
    """
    if context.invoked_subcommand is None:
        from paperlist.cli.overview import overview

        overview(library)


def main() -> None:
    """Run the command line. Report each error as a short message and an exit status."""
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
        error_line(_defect_message(error))
        sys.exit(1)


def _complete(question: str) -> None:
    """Print possible completions for a shell.

    Args:
        question: what the shell asks, such as `complete_bash`.
    """
    from paperlist.cli.completion.shells import answer

    typer.echo(answer(get_command(app), question))


def _defect_message(error: Exception) -> str:
    """Return a message about an unexpected error, with the line of code for a bug report."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = f"{Path(place.tb_frame.f_code.co_filename).name}:{place.tb_lineno}" if place else ""
    return (
        f"paperlist has a defect: {type(error).__name__}: {error} ({where}).\n"
        f"Please report it; {TRACEBACK}=1 shows the whole traceback."
    )
