"""`table`: shows the notes on several papers side by side, one column for each chosen field."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from paperlist.cli.arguments.filters import Filters, Missing, Unread, Words, query_of, with_filters
from paperlist.cli.arguments.options import (
    NEAREST,
    AsJson,
    DryRun,
    InLibrary,
    InOrder,
    Limit,
    Reverse,
    Sort,
)
from paperlist.cli.arguments.query_words import WordsCommand
from paperlist.cli.commands.export import out_written
from paperlist.cli.completion.items import complete_file
from paperlist.cli.completion.values import complete_fields, complete_table_format
from paperlist.cli.terminal.console import (
    count,
    is_terminal,
    note,
    summary,
    tabbed,
    warn_of_broken,
)
from paperlist.cli.terminal.pager import paged
from paperlist.cli.terminal.results import explained, print_piece, share
from paperlist.errors import UsageError
from paperlist.library.comparing import DEFAULT_FIELDS, columns
from paperlist.library.library import Library
from paperlist.search.query import Query
from paperlist.writers.format_names import TABLE_NAMES, format_named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from paperlist.model.columns import Column
    from paperlist.model.entry import Entry

COMMAND_CLASSES = {"table": WordsCommand}


def table_format(text: str) -> str:
    """Return the name of a format that a table can have: `md` gives `markdown`.

    Raises:
        UsageError: there is no such format, or a table cannot have it.
    """
    found = format_named(text)
    if found not in TABLE_NAMES:
        raise UsageError(f"a table cannot be {found}; there are {', '.join(TABLE_NAMES)}.")
    return found


@with_filters
def table(
    words: Words = None,
    fields: Annotated[
        list[str] | None,
        typer.Option(
            "--fields",
            metavar="FIELDS",
            autocompletion=complete_fields,
            show_default=DEFAULT_FIELDS,
            help="The columns: names of fields, sections or links, separated by commas.",
        ),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            autocompletion=complete_file,
            show_default=False,
            help="The file to write; its suffix implies the format.",
        ),
    ] = None,
    format_name: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            metavar="FORMAT",
            parser=table_format,
            autocompletion=complete_table_format,
            show_default=False,
            help=f"Print as {', '.join(TABLE_NAMES[:-1])} or {TABLE_NAMES[-1]}.",
        ),
    ] = None,
    as_json: AsJson = False,
    *,
    filters: Filters,
    unread: Unread = False,
    missing: Missing = None,
    sort: InOrder = Sort.month,
    reverse: Reverse = False,
    limit: Limit = None,
    force: Annotated[
        bool, typer.Option("--force", help="Overwrite a file that is no table of paperlist.")
    ] = False,
    dry_run: DryRun = False,
    library: InLibrary = NEAREST,
) -> None:
    """Compare the notes on papers in a table with chosen fields.

    The table has one row for each paper and one column for each field. A field can be id, month, a
    section (Results), a link (code) or a field of your own. On an existing Markdown page, -o
    replaces only the text between the paperlist marks.

    Examples:
      paperlist table --category LLM
      paperlist table -k diffusion --fields title,metric,links.paper
      paperlist table --since 2024 -o comparison.md   # for a survey
    """
    chosen = _format(format_name, output, as_json=as_json)
    if not output or output == "-":
        _refuse_without_file({"--force": force, "--dry-run": dry_run})
    shown = columns(fields or [DEFAULT_FIELDS], library.fields())
    wanted = query_of(library, words, filters, missing, unread=unread)
    entries, total = _selected(library, wanted, sort, limit, reverse=reverse)
    if output and output != "-":
        if entries:
            _write(library, Path(output), entries, shown, chosen, force=force, dry_run=dry_run)
    else:
        with paged():
            empty = _print(library, entries, shown, chosen)
        if empty:
            note(f"none of these papers has: {', '.join(empty)}")
        if entries:
            summary(share(library, len(entries), total))
    if not entries and (output or wanted != Query()):
        raise typer.Exit(1)


def _format(given: str | None, output: str | None, *, as_json: bool) -> str:
    """Return the format of the table. It is empty if the table is only shown.

    Raises:
        UsageError: no format has the suffix of the file `output`, or two formats are given.
    """
    if as_json and given not in {None, "json"}:
        raise UsageError(f"--json and --format {given} cannot be used together.")
    if given or as_json:
        return given or "json"
    if not output or output == "-":
        return ""
    from paperlist.writers.tables import table_format_of

    return table_format_of(Path(output))


def _refuse_without_file(options: dict[str, bool]) -> None:
    for name, given in options.items():
        if given:
            raise UsageError(f"{name} is only for a file that is written; name the file with -o.")


def _selected(
    library: Library, wanted: Query, sort: Sort, limit: int | None, *, reverse: bool
) -> "tuple[list[Entry], int]":
    """Return the papers that match a query, and their number without the limit.

    The user is told which words of the query were ignored or corrected, and why nothing was found.
    """
    results = library.search(wanted, None if reverse else limit or None, sort.value)
    entries = [hit.entry for hit in results.hits]
    if reverse:
        entries = entries[::-1][: limit or None]
    warn_of_broken(library.broken())
    note(*explained(results))
    if not entries:
        some = wanted != Query()
        note("no paper matches." if some else "no papers yet; 'paperlist add' adds one.")
    if wanted != Query():
        note(*library.remarks(wanted, results))
    return entries, results.total


def _write(
    library: Library,
    path: Path,
    entries: "Sequence[Entry]",
    shown: "Sequence[Column]",
    format_name: str,
    *,
    force: bool,
    dry_run: bool,
) -> None:
    """Write the table to a file, and print its path.

    Raises:
        Exit: a note cannot be read, so the table may lack a paper (status 1).
    """
    from paperlist.writers.tables import Table

    library.dry_run = dry_run
    summary(count(len(entries), "paper"))
    out_written(library, library.export_to(path, entries, Table(format_name, shown), force=force))
    if any(each.is_note for each in library.broken()):
        raise typer.Exit(1)


def _print(
    library: Library, entries: "Sequence[Entry]", shown: "Sequence[Column]", format_name: str
) -> list[str]:
    """Print the table. Return the names of the columns that are left out, since they are empty."""
    if format_name:
        from paperlist.writers.tables import Table

        for piece in library.exported(entries, Table(format_name, shown)):
            print_piece(piece)
    elif is_terminal() and entries:
        from paperlist.cli.terminal.comparison import print_comparison

        return print_comparison(entries, shown)
    else:
        for entry in entries:
            tabbed(column.text(entry) for column in shown)
    return []
