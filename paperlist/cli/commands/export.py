"""`export`: the notes as Markdown, a web page, a bibliography or data."""

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
AS_SETTINGS = "as paperlist.toml says"


def export(
    words: Words = None,
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Where to; - is standard output.",
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
        bool, typer.Option("--all", help="All papers, newest month first: the default.")
    ] = False,
    style: Annotated[
        Style | None,
        typer.Option(
            help="A paper with its notes, in a line, or in a row.", show_default=AS_SETTINGS
        ),
    ] = None,
    template: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="What makes the page: a file, or one of the library's templates/.",
            show_default=False,
        ),
    ] = None,
    by: Annotated[By, typer.Option(help="What the sections are.")] = By.month,
    split: Annotated[
        bool | None,
        typer.Option(
            "--split/--no-split",
            help="A page for each month, and one that leads to them.",
            show_default=AS_SETTINGS,
        ),
    ] = None,
    toc: Annotated[
        bool | None,
        typer.Option("--toc/--no-toc", help="A table of contents.", show_default=AS_SETTINGS),
    ] = None,
    summary: Annotated[
        bool | None,
        typer.Option(
            "--summary/--no-summary", help="The numbers of papers.", show_default=AS_SETTINGS
        ),
    ] = None,
    check: Annotated[
        bool,
        typer.Option(
            "--check", help="Write nothing; a diff and status 1 where the page is out of date."
        ),
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Overwrite a page without marks, or edited in them.")
    ] = False,
    dry_run: DryRun = False,
    library: InLibrary = NEAREST,
) -> None:
    """Publish the notes: as a Markdown page, a web page, a bibliography, or data.

    Words of a page outside its paperlist marks stay as they are. Notes that cannot be read are
    named and left out; the status is then 1.
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
        raise UsageError("--all is all papers; leave it out to select some.")
    if split and (output == "-" or by is not By.month):
        raise UsageError("--split writes pages of months beside each other: not -o -, not --by.")
    if style and template:
        raise UsageError("a template is its own style: --template or --style, not both.")
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


def _selected(library: Library, wanted: Query) -> "list[Entry] | None":
    """The papers that were asked for; None for all of them."""
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
    """Print `entries` in a format other than Markdown, or write them to a file."""
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
    """Print the path of the file that was written, or on a dry run the diff.

    Of a pipe or a device nothing is printed: it may be standard output, which has the export.
    """
    if library.dry_run:
        out_diff(library.done)
    elif not is_stream(path):
        out(str(path))
