"""`export`: write papers as Markdown, a web page, a bibliography or data."""

import sys
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from paperlist.cli.arguments.options import (
    NEAREST,
    DryRun,
    InCategory,
    InLibrary,
    InMonth,
    Since,
    Until,
    WithKeypoint,
    WithStatus,
    Words,
    conditions,
    query_of,
)
from paperlist.cli.arguments.query_words import WordsCommand
from paperlist.cli.terminal.console import (
    count,
    is_terminal,
    note,
    out,
    out_diff,
    out_diff_lines,
    warn_of_broken,
)
from paperlist.cli.terminal.progress import bar
from paperlist.errors import EditedPageError, UsageError
from paperlist.library.library import Library
from paperlist.search.query import Query
from paperlist.store.content import is_stream
from paperlist.text.words import printable

if TYPE_CHECKING:
    from paperlist.model.entry import Entry

COMMAND_CLASSES = {"export": WordsCommand}
Style = StrEnum("Style", ["notes", "list", "table"])
By = StrEnum("By", ["month", "category", "keypoint"])
# The same names as in `paperlist.writers.formats`, which takes too long to import at the start.
FormatName = StrEnum(
    "FormatName",
    ["markdown", "html", "bibtex", "biblatex", "csl-json", "ris", "json", "jsonl", "csv"],
)
InFormat = Annotated[
    FormatName | None,
    typer.Option(
        "--format",
        "-f",
        show_default="by the suffix of FILE, else markdown",
        help="The format; except for markdown, written to standard output without -o.",
    ),
]
AS_SETTINGS = "as paperlist.toml says"


def export(
    words: Words = None,
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="The file to write; - is standard output.",
            show_default="the library's page, or standard output",
        ),
    ] = None,
    format_name: InFormat = None,
    keypoint: WithKeypoint = None,
    category: InCategory = None,
    month: InMonth = None,
    since: Since = None,
    until: Until = None,
    status: WithStatus = None,
    every: Annotated[
        bool, typer.Option("--all", help="Export all papers, newest month first; the default.")
    ] = False,
    style: Annotated[
        Style | None,
        typer.Option(
            help="Show each paper with its notes, as a line, or as a table row.",
            show_default=AS_SETTINGS,
        ),
    ] = None,
    template: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="The template: a file, or the name of one in the library's templates/.",
            show_default=False,
        ),
    ] = None,
    by: Annotated[By, typer.Option(help="How to group papers into sections.")] = By.month,
    split: Annotated[
        bool | None,
        typer.Option(
            "--split/--no-split",
            help="Write a page for each month, and one with links to them.",
            show_default=AS_SETTINGS,
        ),
    ] = None,
    toc: Annotated[
        bool | None,
        typer.Option("--toc/--no-toc", help="Write a table of contents.", show_default=AS_SETTINGS),
    ] = None,
    summary: Annotated[
        bool | None,
        typer.Option(
            "--summary/--no-summary", help="Write the number of papers.", show_default=AS_SETTINGS
        ),
    ] = None,
    check: Annotated[
        bool,
        typer.Option(
            "--check",
            help="Write nothing; if the page is out of date, print a diff and exit with 1.",
        ),
    ] = False,
    force: Annotated[
        bool,
        typer.Option(
            "--force",
            help="Overwrite a page without paperlist marks, or one edited between them.",
        ),
    ] = False,
    dry_run: DryRun = False,
    library: InLibrary = NEAREST,
) -> None:
    """Export papers as Markdown, HTML, BibTeX or other formats.

    On an existing page, text outside the paperlist marks stays as it is. Notes that cannot be read
    are reported and left out; the exit status is then 1.
    """
    wanted = query_of(library, words, conditions(keypoint, category, month, since, until, status))
    chosen = chosen_format(format_name, output, template)
    pages_only = {
        "--style": style, "--template": template, "--split": split, "--toc": toc,
        "--summary": summary, "--by": by is not By.month,
    }  # fmt: skip
    if chosen != "markdown":
        refuse(chosen, pages_only, to_check=check and output in {None, "-"})
    if every and wanted != Query():
        raise UsageError("--all exports all papers; leave it out to export only some.")
    if split and (output == "-" or by is not By.month):
        raise UsageError("--split writes a file for each month; leave out -o - and --by.")
    if style and template:
        raise UsageError("--template and --style cannot be used together.")
    made = library.template(template) if template else None
    if made and not made.is_markdown:
        output = output or "-"
    entries = _selected(library, wanted)
    view = library.view(style=style, by=by, toc=toc, summary=summary)
    library.dry_run = dry_run or check
    if chosen != "markdown":
        papers = library.papers() if entries is None else entries
        export_as(library, papers, chosen, output, force=force)
    elif output == "-":
        text = library.page(entries, view, made)
        typer.echo(printable(text) if is_terminal() else text, nl=False)
    else:
        with bar("papers published") as step:
            publish = partial(
                library.publish, view=view, template=made, split=split, force=force, progress=step
            )
            _publish(library, partial(publish, Path(output) if output else None, entries))
    if broken := library.broken():
        warn_of_broken(broken)
        raise typer.Exit(1)
    if check and library.done:
        raise typer.Exit(1)


def chosen_format(given: FormatName | None, output: str | None, template: str | None) -> str:
    """Return the format: the given one, or the one that the suffix of the file means.

    With a template it is always markdown, since the template decides what is written.
    """
    if given is not None:
        return given.value
    if output is None or output == "-" or template:
        return "markdown"
    from paperlist.writers.formats import format_of

    return format_of(Path(output)) or "markdown"


def refuse(chosen: str, pages_only: Mapping[str, object], *, to_check: bool) -> None:
    """Refuse options that have no effect in a format other than Markdown.

    Args:
        chosen: the format.
        pages_only: the options for Markdown pages, with their values.
        to_check: whether `--check` was given without a file.

    Raises:
        UsageError: one of these options was given.
    """
    if given := [name for name, value in pages_only.items() if value]:
        raise UsageError(f"{given[0]} is only for Markdown pages and has no effect in {chosen}.")
    if to_check:
        raise UsageError("--check compares a file with the notes; name the file with -o.")


def _selected(library: Library, wanted: Query) -> "list[Entry] | None":
    """Return the papers that match `wanted`, or None if it does not restrict them."""
    if wanted == Query():
        return None
    entries = library.selected(wanted)
    if not entries:
        note("no paper matches; nothing was exported.")
        raise typer.Exit(1)
    note(count(len(entries), "paper"))
    return entries


def export_as(
    library: "Library",
    entries: "Sequence[Entry]",
    format_name: str,
    output: str | None,
    *,
    force: bool,
) -> None:
    """Write `entries` to standard output or a file, in a format other than Markdown."""
    if output in {None, "-"}:
        for piece in library.exported(entries, format_name):
            sys.stdout.write(printable(piece) if is_terminal() else piece)
    else:
        path = library.export_to(Path(output or ""), entries, format_name, force=force)
        out_written(library, path)


def _publish(library: Library, publish: Callable[[], Path]) -> None:
    try:
        path = publish()
    except EditedPageError as error:
        out_diff_lines(error.diff)
        raise
    out_written(library, path)


def out_written(library: "Library", path: Path) -> None:
    """Print the path of the file that was written, or the diff of a dry run.

    Nothing is printed for a pipe or a device, because it may be standard output itself.
    """
    if library.dry_run:
        out_diff(library.done)
    elif not is_stream(path):
        out(str(path))
