"""Export in the formats other than Markdown: to standard output, or to a file."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from paperlist.cli.console import is_terminal, out, out_diff
from paperlist.text import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from paperlist.entry import Entry
    from paperlist.library import Library

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


def chosen_format(given: FormatName | None, output: str | None) -> str:
    """The format asked for: by name, else by the suffix of the file to write."""
    if given is not None:
        return given.value
    if output is None or output == "-":
        return "markdown"
    from paperlist.writers.formats import format_of

    return format_of(Path(output)) or "markdown"


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
        text = library.exported(entries, format_name)
        sys.stdout.write(printable(text) if is_terminal() else text)
    else:
        path = library.export_to(Path(output or ""), entries, format_name, force=force)
        if library.dry_run:
            out_diff(library.done)
        else:
            out(str(path))
