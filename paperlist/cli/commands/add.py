"""`add`: adds papers by id, from options, from a form, from JSON, or by questions."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from paperlist.cli.arguments.on_duplicate import Duplicates
from paperlist.cli.arguments.options import NEAREST, DryRun, InLibrary
from paperlist.cli.arguments.values import read_file, read_stdin, text_of
from paperlist.cli.commands.add_by_hand import Filing, add_all, add_by_answers, add_in_editor
from paperlist.cli.commands.add_by_hand import resume as resume_draft
from paperlist.cli.commands.add_by_id import Wanted, add_named, named_in
from paperlist.cli.completion.items import complete_file
from paperlist.cli.completion.values import (
    complete_category,
    complete_keypoint,
    complete_month,
    complete_status,
)
from paperlist.cli.terminal import drafts
from paperlist.cli.terminal.console import can_ask, out, out_diff
from paperlist.cli.terminal.name_prompt import settle_fields
from paperlist.cli.terminal.outcomes import report, report_files
from paperlist.errors import InvalidPaperError, UsageError
from paperlist.library.library import Library
from paperlist.model.identifiers import check as check_identifier
from paperlist.model.identifiers import named
from paperlist.model.links import with_checked_links
from paperlist.model.named_values import link_of, links_of, section_of, sections_of
from paperlist.model.statuses import STATUSES, status_of
from paperlist.search.dates import one_month
from paperlist.store.files import is_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from paperlist.library.adding import Outcome
    from paperlist.model.paper import Paper

# The end of a file name, or a dot within an id.
_DOT_INSIDE = re.compile(r"\w\.\w|\.\w{2,4}\Z")
_TEXT = "Text; - reads standard input, @FILE a file."


def add(
    identifiers: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ID]...",
            show_default=False,
            autocompletion=complete_file,
            help="arXiv ids, DOIs, URLs or PDF files.",
        ),
    ] = None,
    title: Annotated[
        str | None, typer.Option("--title", "-t", help="The title of the paper.")
    ] = None,
    category: Annotated[
        str | None,
        typer.Option(
            "--category",
            "-c",
            autocompletion=complete_category,
            help="The category, such as Video / Editing.",
        ),
    ] = None,
    keypoint: Annotated[
        list[str] | None,
        typer.Option(
            "--keypoint",
            "-k",
            autocompletion=complete_keypoint,
            help="A keypoint, or several separated by ; or , (repeatable).",
        ),
    ] = None,
    objective: Annotated[str, typer.Option("--objective", "-o", help=_TEXT)] = "",
    method: Annotated[str, typer.Option(help=_TEXT)] = "",
    metric: Annotated[str, typer.Option(help=_TEXT)] = "",
    limitation: Annotated[str, typer.Option(help=_TEXT)] = "",
    section: Annotated[
        list[str] | None, typer.Option(metavar="NAME=TEXT", help="Another section (repeatable).")
    ] = None,
    notes: Annotated[str, typer.Option(help=_TEXT)] = "",
    url: Annotated[
        list[str] | None,
        typer.Option(
            metavar="[NAME=]URL", help="A link; without a name, the link to the paper (repeatable)."
        ),
    ] = None,
    arxiv: Annotated[
        str, typer.Option(metavar="ID", help="The arXiv id, such as 2404.05726.")
    ] = "",
    doi: Annotated[str, typer.Option(help="The DOI.")] = "",
    author: Annotated[
        list[str] | None,
        typer.Option(help="An author, or several separated by ; or 'and' (repeatable)."),
    ] = None,
    venue: Annotated[str, typer.Option(help="The conference or journal.")] = "",
    published: Annotated[
        str, typer.Option(metavar="DATE", help="The date: 2024, 2024-04 or 2024-04-30.")
    ] = "",
    status: Annotated[
        str,
        typer.Option(
            "--status",
            "-s",
            autocompletion=complete_status,
            help=f"The reading status: {', '.join(STATUSES)}.",
        ),
    ] = "",
    month: Annotated[
        str | None,
        typer.Option(
            "--month",
            "-m",
            autocompletion=complete_month,
            show_default="this month",
            help="The month of the note; 'published' takes the month of publication.",
        ),
    ] = None,
    edit: Annotated[
        bool | None,
        typer.Option(
            "--edit/--no-edit",
            "-e",
            show_default=False,
            help="Write the note in the editor; the default for one ID on a terminal. --no-edit "
            "asks nothing.",
        ),
    ] = None,
    resume: Annotated[
        bool,
        typer.Option(
            "--resume",
            help="Open an unfinished note in the editor; lists them if there are several.",
        ),
    ] = False,
    from_file: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            autocompletion=complete_file,
            help="Read IDs from a file, one per line, with # comments; - is standard input.",
        ),
    ] = None,
    offline: Annotated[
        bool, typer.Option("--offline", help="Fetch nothing; note only what the ID itself says.")
    ] = False,
    from_json: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            autocompletion=complete_file,
            help="Read one paper or a list of them, as --json prints; - is standard input.",
        ),
    ] = None,
    link: Annotated[
        bool, typer.Option("--link", help="Link the PDF file instead of copying it.")
    ] = False,
    pdf: Annotated[
        Path | None, typer.Option(readable=False, hidden=True, help="Attach this file.")
    ] = None,
    tag: Annotated[
        list[str] | None,
        typer.Option(
            "--tag",
            "--tags",
            "--keyword",
            "--keywords",
            "--keypoints",
            hidden=True,
            help="The same as --keypoint.",
        ),
    ] = None,
    note: Annotated[str, typer.Option(hidden=True, help="The same as --notes.")] = "",
    on_duplicate: Duplicates = None,
    dry_run: DryRun = False,
    library: InLibrary = NEAREST,
) -> None:
    """Add papers by id, from options, or by answering questions.

    For each ID, the title, authors, date, links and abstract are fetched; a PDF file is copied
    beside the note. Without IDs, options give the fields; on a terminal, questions ask for the
    fields that no option gives, unless --title or --no-edit is given.

    Examples:
      paperlist add 2404.11912                        # fetched from arXiv
      paperlist add 10.1145/3292500.3330701 paper.pdf --status to-read
      paperlist add "Attention Is All You Need" -c LLM -k "Transformer; Attention"
    """
    library.dry_run = dry_run
    by_words = _title_in([] if title or resume or from_file or from_json else identifiers or [])
    identifiers, title = (None, by_words) if by_words else (identifiers, title)
    if (arxiv or doi) and not any((title, identifiers, edit, resume, from_file, from_json)):
        # An identifier alone names the paper, however it was given.
        identifiers, arxiv, doi = [arxiv or doi], "", doi if arxiv else ""
    _check_linked(link, identifiers or [], pdf)
    if not (identifiers or title or edit) and pdf:
        identifiers, pdf = [str(pdf)], None
    # These are checked before anything is fetched, asked or written.
    _check_values(arxiv, doi, month)
    texts = {"objective": objective, "method": method, "metric": metric, "limitation": limitation}
    fields: dict[str, Any] = {
        "title": title or "",
        "category": category or "",
        "keypoints": _keypoints([*(keypoint or ()), *(tag or ())]),
        **{name: text_of(value) for name, value in {**texts, "notes": notes or note}.items()},
        "sections": sections_of(
            (name, text_of(text)) for name, text in map(section_of, section or ())
        ),
        "links": links_of(url or ()),
        "arxiv": arxiv,
        "doi": doi,
        "authors": _authors(author or ()),
        "venue": venue,
        "published": published,
        "status": status_of(status) or status,
    }
    fields = settle_fields(library, {name: value for name, value in fields.items() if value})
    filing = Filing(month, on_duplicate, [pdf] if pdf else [], link)
    if resume:
        if fields:
            raise UsageError("--resume takes no fields; write them into the note.")
        _report(library, resume_draft(library, identifiers or [], filing))
        return
    drafts.announce(library.root)
    ids = named_in(identifiers or [], from_file, from_json, offline=offline)
    wanted = Wanted(ids or [], fields, month, on_duplicate, edit, offline, pdf, link)
    if ids is not None:
        add_named(library, wanted)
    elif from_json is not None:
        papers, months = _from_json(from_json)
        _report(library, add_all(library, papers, filing, months))
    elif edit:
        _report(library, add_in_editor(library, fields, filing))
    elif can_ask() and (not title or (by_words and edit is None)):
        _add_by_answers(library, wanted, filing)
    elif title:
        _report(library, add_all(library, [_paper(fields)], filing))
    else:
        raise UsageError(
            "the title is missing; give it with --title, or write the note with --edit."
        )


def _title_in(arguments: "Sequence[str]") -> str:
    """Return the title if the arguments are the words of a title, else an empty text.

    One quoted argument of several words is a title: `paperlist add "Segment Anything"`. On a
    terminal, where questions follow, so are one word, and three words or more without quotes, if
    none of them can be an identifier or a file.
    """
    words = [word for argument in arguments for word in argument.split()]
    quoted = len(arguments) == 1 and len(words) > 1
    # Two may be misspelled ids, and nobody sees the title of a script before it is added.
    if not quoted and (len(words) in {0, 2} or not can_ask()):
        return ""
    text = " ".join(arguments)
    other = any(named(word) or "/" in word or _DOT_INSIDE.search(word) for word in words)
    files = any(map(is_file, arguments))
    return "" if other or files or named(text) else text


def _add_by_answers(library: Library, wanted: Wanted, filing: Filing) -> None:
    """Ask for the fields that no option gives, and add the paper.

    If the user types an identifier instead of a title, fetch the paper.
    """
    from paperlist.cli.terminal.paper_prompt import ask_for_title

    fields = wanted.fields
    title = fields.get("title") or ask_for_title()
    if "title" not in fields and named(title):
        add_named(library, wanted._replace(texts=[title]))
    else:
        _report(library, add_by_answers(library, {**fields, "title": title}, filing))


def _report(library: Library, outcomes: "list[Outcome]") -> None:
    if library.dry_run:
        out_diff(library.done)
        return
    for outcome in outcomes:
        out(outcome.entry.id)
    report(outcomes)
    report_files(library, outcomes)


def _check_values(arxiv: str, doi: str, month: str | None) -> None:
    """Raise an error if the value of `--arxiv`, `--doi` or `--month` is not valid."""
    check_identifier("arxiv", arxiv)
    check_identifier("doi", doi)
    if month is not None and month != "published":
        one_month(month)


def _check_linked(link: bool, identifiers: "Sequence[str]", pdf: Path | None) -> None:
    """Raise an error if `--link` is given without a file, as in `paperlist add --link URL`."""
    if not link:
        return
    for given in identifiers:
        if "://" in given or link_of(given)[0] != "paper":
            raise UsageError(f"--link links a file; an address is given with --url {given}")
    if not pdf and not any(Path(given).expanduser().is_file() for given in identifiers):
        raise UsageError("--link links a PDF file instead of copying it; give the file.")


def _authors(options: "Iterable[str]") -> list[str]:
    from paperlist.text.names import split_names

    return [each for option in options for each in split_names(option)]


def _keypoints(options: "Iterable[str]") -> list[str]:
    from paperlist.model.keypoints import split_keypoints

    return [each for option in options for each in split_keypoints(option)]


def _paper(fields: dict[str, Any]) -> "Paper":
    from paperlist.model.paper import Paper

    return Paper.parse(fields)


def _from_json(source: str) -> "tuple[list[Paper], list[str | None]]":
    """Return the papers in a JSON file, and a list of their months. A month may be None."""
    from paperlist.readers import json

    text = read_stdin() if source == "-" else read_file(Path(source))
    try:
        records = json.read(json.items_of(text))
    except ValueError as error:
        raise UsageError(f"--from-json {source}: {error}") from error
    if records.problems:
        raise InvalidPaperError([f"item {number}: {why}" for number, why in records.problems])
    papers = [with_checked_links(_paper(draft.fields)) for draft in records.drafts]
    return papers, [draft.month for draft in records.drafts]
