"""`import`: turns pages and bibliographies into notes."""

from collections import Counter
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Annotated

import typer

from paperlist.cli.arguments.on_duplicate import Duplicates
from paperlist.cli.arguments.options import NEAREST, AsJson, DryRun, InLibrary
from paperlist.cli.arguments.values import read_stdin
from paperlist.cli.completion.items import complete_file
from paperlist.cli.completion.values import complete_month
from paperlist.cli.terminal.console import (
    count,
    is_terminal,
    note,
    out_diff,
    out_json,
    tabbed,
    warn,
)
from paperlist.cli.terminal.progress import bar
from paperlist.cli.terminal.tables import CATEGORY, ID, MONTH, TITLE, Column, table
from paperlist.errors import UsageError
from paperlist.model.months import format_month
from paperlist.readers.formats import Format

if TYPE_CHECKING:
    from collections.abc import Sequence

    from paperlist.library.importing import Imported
    from paperlist.readers.files import File
    from paperlist.readers.markdown.audit import Coverage

_ACTIONS = {
    "added": "new", "merged": "twice on the page, merged", "updated": "updated",
    "skipped": "already in the library",
}  # fmt: skip
SHOWN_LINES = 20
SHOWN_IDS = 5
SHOWN_CHARACTERS = 70


def import_(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE...",
            autocompletion=complete_file,
            help="Markdown, .bib, .ris, CSL-JSON, or JSON from paperlist; - is standard input.",
            show_default=False,
        ),
    ],
    month: Annotated[
        str | None,
        typer.Option(
            "--month",
            "-m",
            autocompletion=complete_month,
            show_default="this month",
            help="The month of papers for which the file gives none.",
        ),
    ] = None,
    file_format: Annotated[
        Format | None,
        typer.Option("--format", "-f", show_default="by suffix", help="The format of the files."),
    ] = None,
    on_duplicate: Duplicates = None,
    dry_run: DryRun = False,
    force: Annotated[
        bool, typer.Option("--force", help="Import even if words of a page would be lost.")
    ] = False,
    as_json: AsJson = False,
    library: InLibrary = NEAREST,
) -> None:
    """Import hand-written pages and bibliographies as notes.

    The files themselves are not changed. Every word of a page is checked: if a word would be lost,
    nothing is imported. Papers that the library already has are skipped, unless --on-duplicate says
    otherwise. References that cannot be read are reported and left out; the exit status is then 1.

    Examples:
      paperlist import page.md --dry-run              # only shows what changes
      paperlist import refs.bib --month 2024-04
    """
    library.dry_run = dry_run
    given = [_open_file(name, file_format) for name in files]
    with bar("papers") as progress:
        imported = library.import_files(given, month, on_duplicate, force=force, progress=progress)
    if as_json:
        out_json([file.as_json() for file in imported])
    elif dry_run:
        out_diff(library.done)
    else:
        rows = [
            (
                outcome.action, outcome.entry.month, outcome.entry.category, outcome.entry.id,
                outcome.entry.title,
            )
            for file in imported
            for outcome in file.outcomes
        ]  # fmt: skip
        if is_terminal():
            table((Column(""), MONTH, CATEGORY, ID, TITLE), rows)
        else:
            for row in rows:
                tabbed(row)
    for file in imported:
        _report(file)
    lost = any(file.source.coverage and file.source.coverage.lost for file in imported)
    if (lost and not force) or any(file.source.problems for file in imported):
        raise typer.Exit(1)


def _open_file(name: str, file_format: Format | None) -> "File":
    """Return the file with its text. The name `-` means standard input."""
    from paperlist.readers.files import File, opened

    if name != "-":
        return opened(Path(name), file_format)
    if file_format is None:
        raise UsageError(f"give the format of standard input with --format: {', '.join(Format)}.")
    return File("standard input", read_stdin(), file_format)


def _report(page: "Imported") -> None:
    """Print how many papers a file has, where its words went, and what was left out."""
    source = page.source
    actions: Counter[str] = Counter(outcome.action for outcome in page.outcomes)
    parts = [
        f"{actions[action]} {worded}" for action, worded in _ACTIONS.items() if action in actions
    ]
    note(f"{source.name}: {', '.join([count(len(page.outcomes), 'paper'), *parts])}")
    if dated := Counter(paper.month_from for paper in source.papers):
        months = ", ".join(f"{where} ({number})" for where, number in dated.items())
        note(f"  months from: {months}")
    if source.coverage:
        _report_coverage(source.coverage)
    _report_page(page)
    _report_not_on_the_page(page.not_on_it)
    _report_left_out(source.no_papers)
    if source.unknown_labels:
        note(f"  unusual labels, kept as sections: {', '.join(source.unknown_labels)}")
    for outcome in page.outcomes:
        if outcome.clash:
            note(f"  {outcome.entry.id} has the same identifier as another paper, {outcome.clash}")
        if outcome.undecided:
            both = ", ".join(outcome.undecided)
            note(f"  {outcome.entry.id} keeps two versions, of the page and of the note: {both}")
    _report_missing_words(page.unsaid)
    for line, why in source.problems[:SHOWN_LINES]:
        warn(f"{source.name}:{line}: {why} (left out)")
    if (more := len(source.problems) - SHOWN_LINES) > 0:
        warn(f"{more} more references of {source.name} could not be read")


def _report_page(page: "Imported") -> None:
    """Print what the library takes over from a page besides its papers."""
    if page.words:
        note("  text that belongs to no paper: kept in the introduction, in paperlist.toml")
    if page.month_format:
        months = (paper.month for paper in page.source.papers if paper.month_from == "heading")
        # The papers below the heading of a month may have other months of their own.
        first = format_month(next(months, page.outcomes[0].entry.month), page.month_format)
        note(f"  months are published as on this page, '{first}': month_format in paperlist.toml")
    if page.stays and page.words != page.source.words:
        note("  the text around paperlist's marks stays on the page")


def _report_not_on_the_page(ids: "Sequence[str]") -> None:
    """Name the papers that the library has and its own page, edited by somebody, has not."""
    if not ids:
        return
    more = f" and {len(ids) - SHOWN_IDS} more" if len(ids) > SHOWN_IDS else ""
    stay, it = ("stays", "it") if len(ids) == 1 else ("stay", "them")
    papers = count(len(ids), "paper")
    note(f"  {papers} not on this page {stay} in the library: {', '.join(ids[:SHOWN_IDS])}{more}")
    note(f"  The next export puts {it} back on the page; 'paperlist rm {ids[0]}' removes a paper.")


def _report_missing_words(papers: "Sequence[tuple[str, list[str]]]") -> None:
    if not papers:
        return
    note("  words that the notes of papers already in the library lack:")
    for paper_id, words in papers[:SHOWN_LINES]:
        note(f"    {paper_id}: {shorten(' '.join(words), SHOWN_CHARACTERS, placeholder=' ...')}")
    if (more := len(papers) - SHOWN_LINES) > 0:
        note(f"    and {more} more papers")
    note("  --on-duplicate update fills the empty fields of these notes; add adds the papers, and")
    note("  'paperlist merge' then makes one note of two.")


def _report_left_out(lines: "Sequence[tuple[int, str, str]]") -> None:
    for line, words, why in lines[:SHOWN_LINES]:
        note(f"  line {line}, '{shorten(words, SHOWN_CHARACTERS, placeholder=' ...')}': {why}")
    if (more := len(lines) - SHOWN_LINES) > 0:
        note(f"  and {more} more such lines; --json has them all")


def _report_coverage(coverage: "Coverage") -> None:
    lost = sum(len(words) for _, words in coverage.lost)
    note(
        f"  words: {coverage.kept:,} kept, {coverage.structure:,} structure (labels, months, "
        f"categories ...), {lost:,} lost"
    )
    for line, words in coverage.lost[:SHOWN_LINES]:
        note(f"    lost in line {line}: {' '.join(words)}")
