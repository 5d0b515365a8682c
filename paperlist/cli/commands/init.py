"""`init`: creates a library."""

from pathlib import Path
from typing import Annotated

import typer

from paperlist.cli.completion.items import complete_folder
from paperlist.cli.terminal.console import note, out
from paperlist.library.library import Library
from paperlist.library.settings_file import FILE
from paperlist.library.workflow import GITHUB, GITLAB, write_workflow


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
    gitlab: Annotated[
        bool,
        typer.Option(
            "--gitlab", help="The same for GitLab: write .gitlab-ci.yml into the repository."
        ),
    ] = False,
    git: Annotated[
        bool,
        typer.Option(
            "--git",
            help="Also make the folder a git repository if it is in none, and let git merge notes "
            "as 'paperlist git setup' does.",
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
      paperlist init papers --git       # and git merges its notes field by field
      paperlist init papers --github    # and a workflow that publishes its page
    """
    is_new = not ((git or github or gitlab) and (folder / FILE).is_file())
    if is_new:
        out(str(Library.init(folder, schema=schema).root))
    if git:
        _set_up_git(folder)
    if github:
        out(str(write_workflow(folder, GITHUB)))
    if gitlab:
        out(str(write_workflow(folder, GITLAB)))
    if is_new:
        note("Created a library. Next: 'paperlist add', or 'paperlist import PAGE.md'.")


def _set_up_git(folder: Path) -> None:
    from paperlist.cli.commands.git import report
    from paperlist.library.git_setup import make_repository, set_up

    if make_repository(folder):
        note(f"Made {folder.resolve()} a git repository.")
    report(set_up(folder))
