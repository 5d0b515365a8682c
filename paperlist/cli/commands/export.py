"""`export`: writes papers as Markdown, a web page, a bibliography or data."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from paperlist.cli.arguments.filters import Filters, Words, query_of, with_filters
from paperlist.cli.arguments.options import NEAREST, DryRun, InLibrary
from paperlist.cli.arguments.query_words import WordsCommand
from paperlist.cli.completion.items import complete_file
from paperlist.cli.completion.values import complete_format
from paperlist.cli.terminal.console import (
    count,
    note,
    out,
    out_diff,
    out_diff_lines,
    summary,
    warn_of_broken,
)
from paperlist.cli.terminal.progress import bar
from paperlist.cli.terminal.results import explained, print_piece
from paperlist.errors import EditedPageError, UsageError
from paperlist.library.library import Library
from paperlist.search.query import Query
from paperlist.store.files import is_stream
from paperlist.writers.format_names import NAMES, format_named, is_format

if TYPE_CHECKING:
    from paperlist.model.entry import Entry
    from paperlist.writers.sections import View
    from paperlist.writers.template import Template

COMMAND_CLASSES = {"export": WordsCommand}
Style = StrEnum("Style", ["notes", "list", "table"])
By = StrEnum("By", ["month", "category", "keypoint"])
InFormat = Annotated[
    str | None,
    typer.Option(
        "--format",
        "-f",
        metavar="FORMAT",
        parser=format_named,
        autocompletion=complete_format,
        show_default="by the suffix of FILE, else markdown",
        help=f"{', '.join(NAMES[:-1])} or {NAMES[-1]}.",
    ),
]
AS_SETTINGS = "as paperlist.toml says"


@with_filters
def export(
    words: Words = None,
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            autocompletion=complete_file,
            help="The file to write; - is standard output.",
            show_default="the library's page for all papers, else standard output",
        ),
    ] = None,
    format_name: InFormat = None,
    *,
    filters: Filters,
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
            autocompletion=complete_file,
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

    Without options, this updates the library's page. A part of the papers, another view or another
    format is printed; -o writes it to a file. On an existing page, text outside the paperlist marks
    stays as it is. Notes that cannot be read are reported and left out; the exit status is then 1.

    Examples:
      paperlist export                                # the library's page
      paperlist export html -o list.html              # a web page
      paperlist export -f bibtex -k diffusion         # a bibliography, printed
    """
    chosen, searched = chosen_format(format_name, output, template, words or ())
    wanted = query_of(library, [*searched], filters)
    refuse_together(
        {
            "--all and a selection of papers": every and wanted != Query(),
            "--split and --by": split and by is not By.month,
            "--template and --style": template and style,
        }
    )
    if chosen != "markdown":
        pages_only = {
            "--style": style, "--template": template, "--split": split, "--toc": toc,
            "--summary": summary, "--by": by is not By.month,
        }  # fmt: skip
        refuse(chosen, [name for name, value in pages_only.items() if value])
    made = library.template(template) if template else None
    view = library.view(style=style, by=by, toc=toc, summary=summary)
    if chosen != "markdown" or made or wanted != Query() or view != library.view():
        # This is printed, since a selection or another view must not replace the published page.
        output = output or "-"
    if output == "-":
        to_file = {"--check": check, "--force": force, "--split": split}
        refuse_without_file([name for name, value in to_file.items() if value])
    entries = _selected(library, wanted)
    library.dry_run = dry_run or check
    if output == "-":
        _print(library, entries, chosen, view, made)
    elif output and chosen != "markdown":
        papers = library.papers() if entries is None else entries
        out_written(library, library.export_to(Path(output), papers, chosen, force=force))
    else:
        with bar("papers published") as step:
            publish = partial(
                library.publish, view=view, template=made, split=split, force=force, progress=step
            )
            _publish(library, partial(publish, Path(output) if output else None, entries))
        if output and entries is not None:
            _remind_of_page(library, Path(output))
    broken = library.broken()
    warn_of_broken(broken)
    if any(each.is_note for each in broken):
        raise typer.Exit(1)
    if check and library.done:
        raise typer.Exit(1)


def chosen_format(
    given: str | None, output: str | None, template: str | None, words: Sequence[str]
) -> tuple[str, Sequence[str]]:
    """Return the format of the export, and the words of the query.

    The format is `given`, the value of `--format`. Without `--format`, the first of these decides:

    - a template: the format is markdown
    - a single word that is the name of a format, as in `export html`
    - the suffix of the file `output`
    - otherwise: the format is markdown

    Raises:
        UsageError: no format has the suffix of the file, or a word is the name of a file to write.
    """
    if given is not None:
        return given, words
    if len(words) == 1 and not template and is_format(words[0]):
        chosen = format_named(words[0])
        note(f"exporting as {chosen}; '-f markdown {words[0]}' searches for the word.")
        return chosen, ()
    if len(words) > 1 and is_format(words[0]):
        note(f"'{words[0]}' is searched for as a word; '-f {words[0]}' names the format.")
    if output is None and len(words) == 1 and _format_of(words[0]):
        raise UsageError(f"'{words[0]}' looks like a file; write to it with -o {words[0]}")
    if output is None or output == "-" or template or is_stream(Path(output)):
        return "markdown", words
    suffix = Path(output).suffix
    chosen = _format_of(output) or ("" if suffix else "markdown")
    if not chosen:
        raise UsageError(f"no format has the suffix {suffix}; name the format with -f.")
    return chosen, words


def _format_of(name: str) -> str | None:
    """Return the format for the suffix of a file name, or None."""
    from paperlist.writers.formats import format_of

    return format_of(Path(name))


def refuse_together(pairs: Mapping[str, object]) -> None:
    """Raise an error if two options contradict each other.

    Args:
        pairs: a dict from two options, such as `--one and --other`, to whether both were given.

    Raises:
        UsageError: both options of a pair were given.
    """
    for pair, given in pairs.items():
        if given:
            raise UsageError(f"{pair} cannot be used together.")


def refuse(chosen: str, given: Sequence[str]) -> None:
    """Raise an error if options were given that have no effect in the format `chosen`.

    Raises:
        UsageError: an option was given.
    """
    for name in given:
        raise UsageError(f"{name} is only for Markdown pages and has no effect in {chosen}.")


def refuse_without_file(given: Sequence[str]) -> None:
    """Raise an error if options were given that need an output file.

    Raises:
        UsageError: an option was given.
    """
    why = {
        "--check": "compares a file with the notes",
        "--force": "overwrites a file",
        "--split": "writes a file for each month, and one with links to them",
    }
    for name in given:
        raise UsageError(f"{name} {why[name]}; name the file with -o.")


def _selected(library: Library, wanted: Query) -> "list[Entry] | None":
    """Return the papers that match a query, or None if the query is empty. None means all papers.

    Raises:
        Exit: no paper matches (status 1).
    """
    if wanted == Query():
        return None
    results = library.search(wanted, sort="month").whole()
    entries = [hit.entry for hit in results.hits]
    note(*explained(results))
    if not entries:
        note("no paper matches; nothing was exported.")
    note(*library.remarks(wanted, results))
    if not entries:
        raise typer.Exit(1)
    summary(count(len(entries), "paper"))
    return entries


def _print(
    library: Library,
    entries: "list[Entry] | None",
    format_name: str,
    view: "View",
    template: "Template | None",
) -> None:
    """Print papers in a format. If `entries` is None, print all papers."""
    if format_name == "markdown":
        pieces: Iterable[str] = [library.page(entries, view, template)]
    else:
        pieces = library.exported(library.papers() if entries is None else entries, format_name)
    for piece in pieces:
        print_piece(piece)


def _publish(library: Library, publish: Callable[[], Path]) -> None:
    """Write a page with `publish`, and print its path. If the page was edited, print a diff."""
    try:
        path = publish()
    except EditedPageError as error:
        out_diff_lines(error.diff)
        raise
    out_written(library, path)


def _remind_of_page(library: Library, path: Path) -> None:
    """If `path` is the library's page, remind the user that it now has only some papers."""
    if not library.dry_run and path.resolve() == (library.root / library.settings.export).resolve():
        note(f"{path} is the library's page; 'paperlist export' writes it with all papers again.")


def out_written(library: "Library", path: Path) -> None:
    """Print the path of the written file, or in a dry run the diff.

    Nothing is printed if `path` is a pipe or a device, since it may be standard output itself.
    """
    if library.dry_run:
        out_diff(library.done)
    elif not is_stream(path):
        out(str(path))
