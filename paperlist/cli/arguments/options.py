"""Options that several commands share."""

import atexit
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from paperlist.cli.completion.items import complete_folder
from paperlist.cli.completion.values import complete_format, complete_id
from paperlist.cli.terminal.console import note, warn
from paperlist.cli.terminal.display import display
from paperlist.cli.terminal.progress import show_indexing
from paperlist.errors import UsageError
from paperlist.library import git_hint, settings_file
from paperlist.library.library import Library
from paperlist.writers.format_names import NAMES, format_named


def _parse_library(context: typer.Context, folder: Path | None) -> Library | Path | None:
    """Return the library for `--library`, or during completion only its folder."""
    if context.resilient_parsing:
        # Completion opens the library later, if it needs values from the library.
        return folder
    folder = folder or context.find_root().params.get("library")
    return open_library(folder, sets_up_git=context.info_name == "git")


def open_library(folder: Path | None, *, sets_up_git: bool = False) -> Library:
    """Return the library in `folder`, or else the nearest library.

    The settings of the library are checked first. If the clone lacks the programs with which git is
    to merge the library, this is said once, but not if the command sets them up.

    Raises:
        NoLibraryError: there is no library.
        ConfigError: the settings of the library are not valid.
    """
    library = Library.find(folder, warn=warn, progress=show_indexing)
    # The program ends without freeing its objects, so it closes the file itself.
    atexit.register(library.close)
    # Settings affect most commands, so a command does not start if they are invalid.
    settings_file.check(library.root, warn)
    if not sets_up_git:
        _tell_of_setup(library.root)
    return library


def _tell_of_setup(root: Path) -> None:
    if not display.quiet and git_hint.lacks_setup(root):
        note("This library merges notes field by field: 'paperlist git setup' tells git, once.")
        git_hint.remember(root)


InLibrary = Annotated[
    Library,
    typer.Option(
        "--library",
        metavar="DIR",
        parser=Path,
        callback=_parse_library,
        autocompletion=complete_folder,
        show_default=False,
        help="The library's folder; defaults to $PAPERLIST_LIBRARY, or the nearest library in this "
        "folder or above.",
    ),
]
InFolder = Annotated[
    Path | None,
    typer.Option(
        "--library",
        metavar="DIR",
        callback=lambda context, folder: folder or context.find_root().params.get("library"),
        autocompletion=complete_folder,
        show_default=False,
        help="The library's folder; defaults to $PAPERLIST_LIBRARY, or the nearest library in this "
        "folder or above.",
    ),
]
"""The same option, for a command that works even if paperlist.toml is broken."""
# The default of `--library`; `_parse_library` then finds the nearest library.
NEAREST: Any = None
_REFERENCE = typer.Argument(
    metavar="PAPER",
    show_default=False,
    autocompletion=complete_id,
    help="The paper's id or the beginning of it, its arXiv id or DOI, or words of its title.",
)
Reference = Annotated[str, _REFERENCE]
OptionalReference = Annotated[str | None, _REFERENCE]
References = Annotated[
    list[str],
    typer.Argument(
        metavar="PAPER...",
        show_default=False,
        autocompletion=complete_id,
        help="Ids or their beginnings, arXiv ids, DOIs, or words of titles.",
    ),
]
Sort = StrEnum("Sort", ["month", "added", "title", "category", "id"])
InOrder = Annotated[Sort, typer.Option(help="The order of the papers.")]
Reverse = Annotated[bool, typer.Option("--reverse", help="Reverse the order.")]
Limit = Annotated[
    int | None,
    typer.Option("--limit", "-n", min=0, help="Show at most this many papers; 0 shows all."),
]


def chosen_format(text: str) -> str:
    """Return the official name of a format: `bib` gives `bibtex`.

    Raises:
        UsageError: there is no such format.
    """
    if "{" in text:
        raise UsageError(f"--format names a format; for a line, write --line '{text}'.")
    return format_named(text)


InFormat = Annotated[
    str | None,
    typer.Option(
        "--format",
        "-f",
        metavar="FORMAT",
        parser=chosen_format,
        autocompletion=complete_format,
        show_default=False,
        help=f"Print as {', '.join(NAMES[:-1])} or {NAMES[-1]}.",
    ),
]
Template = Annotated[
    str | None,
    typer.Option(
        "--line",
        metavar="TEMPLATE",
        show_default=False,
        help="Print a line for each paper: '{id}: {title}'.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
AsIds = Annotated[bool, typer.Option("--ids", help="Print only the ids, one per line.")]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Show the changes as a diff, but write nothing.")
]


def checked_template(template: str | None, *, of_hits: bool = False) -> str | None:
    """Check the value of `--line`, and return it unchanged.

    Args:
        template: the value of `--line`, such as `{id}: {title}`, or None.
        of_hits: whether the results of a search are printed, so that `{score}` and `{snippet}` are
            known too.

    Raises:
        UsageError: the template contains an unknown name.
    """
    if template is not None:
        from paperlist.cli.terminal.line_template import NAMES, OF_A_HIT, check

        check(template, (*NAMES, *OF_A_HIT) if of_hits else NAMES)
    return template
