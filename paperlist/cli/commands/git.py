"""`git`: sets up git for a library. The programs that git itself runs are in `merge_drivers.py`."""

from enum import StrEnum
from typing import Annotated

import typer

from paperlist.cli.arguments.options import NEAREST, InLibrary
from paperlist.cli.terminal.console import note, out
from paperlist.library.git_setup import GitSetup, set_up


class Action(StrEnum):
    """What the command does."""

    SETUP = "setup"


def git(
    action: Annotated[  # noqa: ARG001 (there is only one so far)
        Action, typer.Argument(metavar="setup", show_default=False, help="What to do.")
    ],
    library: InLibrary = NEAREST,
) -> None:
    """Let git merge notes field by field, and published pages.

    Writes .gitattributes, which is to be committed, and the merge programs into the configuration
    of this clone; so each clone needs it once. What is there already stays.

    Examples:
      paperlist git setup
      paperlist git setup --quiet    # in a script that makes a clone
    """
    report(set_up(library.root))


def report(done: GitSetup) -> None:
    """Print what was written."""
    for line in done.added:
        out(f"{done.attributes}: {line}")
    note(f"git now merges notes, the page and the settings here with '{done.command}'.")
    if done.added:
        note(f"Commit {done.attributes.name}; whoever clones the library runs this once, too.")
