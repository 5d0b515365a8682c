"""`export`, `months`."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from paperlist.cli.arguments.options import (
    NEAREST,
    AsJson,
    DryRun,
    InCategory,
    InLibrary,
    InMonth,
    Since,
    Until,
    WithKeypoint,
    WithStatus,
    complete_query,
    conditions,
)
from paperlist.cli.arguments.query_words import WordsCommand
from paperlist.cli.commands.export_formats import (
    InFormat,
    chosen_format,
    export_as,
    out_written,
    refuse,
)
from paperlist.cli.terminal.console import (
    count,
    is_terminal,
    note,
    out_diff_lines,
    out_json,
    tabbed,
    warn_of_broken,
)
from paperlist.cli.terminal.progress import bar
from paperlist.cli.terminal.tables import table
from paperlist.errors import EditedPageError, UsageError
from paperlist.index.conditions import Condition
from paperlist.library.library import Library
from paperlist.search.query import Query
from paperlist.text.words import printable

if TYPE_CHECKING:
    from paperlist.library.statistics import Month
    from paperlist.model.entry import Entry

COMMAND_CLASSES = {"export": WordsCommand, "months": WordsCommand}
Style = StrEnum("Style", ["notes", "list", "table"])
By = StrEnum("By", ["month", "category", "keypoint"])
Words = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[WORDS...]",
        help="Only papers that match, as in search.",
        show_default=False,
        autocompletion=complete_query,
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
    wanted = _query(library, words, conditions(keypoint, category, month, since, until, status))
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


def _publish(library: Library, publish: Callable[[], Path]) -> None:
    try:
        path = publish()
    except EditedPageError as error:
        out_diff_lines(error.diff)
        raise
    out_written(library, path)


def months(
    words: Words = None,
    keypoint: WithKeypoint = None,
    category: InCategory = None,
    since: Since = None,
    until: Until = None,
    status: WithStatus = None,
    as_json: AsJson = False,
    library: InLibrary = NEAREST,
) -> None:
    """List the months, how many papers each has, and what their notes lack.

    Behind the number of papers stands each field that some note of the month has not, and how
    many have it not.
    """
    wanted = _query(library, words, conditions(keypoint, category, None, since, until, status))
    found = library.months(wanted)
    warn_of_broken(library.broken())
    if as_json:
        out_json([each.as_json() for each in found])
    else:
        rows = [(each.month, str(each.papers), _lacking(each)) for each in found]
        if is_terminal():
            table(("month", "papers", "without"), rows)
        else:
            for row in rows:
                tabbed(row)
    note(f"{count(len(found), 'month')}, {count(sum(each.papers for each in found), 'paper')}")
    if wanted != Query() and not found:
        raise typer.Exit(1)


def _lacking(month: "Month") -> str:
    return ", ".join(f"{field} {len(ids)}" for field, ids in month.missing.items())


def _query(library: Library, words: list[str] | None, more: Sequence[Condition]) -> Query:
    given = library.parse(" ".join(words or ()))
    return Query(given.terms, (*given.conditions, *more))
