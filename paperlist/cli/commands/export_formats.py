"""Export in the formats other than Markdown: to standard output, or to a file."""

import sys
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from paperlist.cli.terminal.console import is_terminal, out, out_diff
from paperlist.errors import UsageError
from paperlist.store.content import is_stream
from paperlist.text.words import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from paperlist.library.library import Library
    from paperlist.model.entry import Entry

# The names of paperlist.writers.formats, which is too heavy to ask when the program starts.
FormatName = StrEnum(
    "FormatName",
    ["markdown", "html", "bibtex", "biblatex", "csl-json", "ris", "json", "jsonl", "csv"],
)
InFormat = Annotated[
    FormatName | None,
    typer.Option(
        "--format",
        "-f",
        show_default="what the suffix of FILE says, else markdown",
        help="The format; all but markdown go to standard output unless -o names a file.",
    ),
]


def chosen_format(given: FormatName | None, output: str | None, template: str | None) -> str:
    """The format asked for: by name, else by the suffix of the file to write.

    What a template makes is the template's to say.
    """
    if given is not None:
        return given.value
    if output is None or output == "-" or template:
        return "markdown"
    from paperlist.writers.formats import format_of

    return format_of(Path(output)) or "markdown"


def refuse(chosen: str, pages_only: Mapping[str, object], *, to_check: bool) -> None:
    """Refuse options that do nothing in a format other than Markdown.

    Args:
        chosen: the format.
        pages_only: options of Markdown pages, and what was given for each.
        to_check: `--check` was given, and no file.

    Raises:
        UsageError: such an option was given.
    """
    if given := [name for name, value in pages_only.items() if value]:
        raise UsageError(f"{given[0]} is for Markdown pages and does nothing in {chosen}.")
    if to_check:
        raise UsageError("--check compares a file with the notes; name it with -o.")


def export_as(
    library: "Library",
    entries: "Sequence[Entry]",
    format_name: str,
    output: str | None,
    *,
    force: bool,
) -> None:
    """Print `entries` in a format other than Markdown, or write them to a file."""
    if output in {None, "-"}:
        for piece in library.exported(entries, format_name):
            sys.stdout.write(printable(piece) if is_terminal() else piece)
    else:
        path = library.export_to(Path(output or ""), entries, format_name, force=force)
        out_written(library, path)


def out_written(library: "Library", path: Path) -> None:
    """Print the path of the file that was written, or on a dry run the diff.

    Of a pipe or a device nothing is printed: it may be standard output, which has the export.
    """
    if library.dry_run:
        out_diff(library.done)
    elif not is_stream(path):
        out(str(path))
