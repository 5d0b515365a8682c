"""`search`, `list`, `show`: what reads notes."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Annotated, Any

import typer

from paperlist.cli.arguments.options import (
    NEAREST,
    AsIds,
    AsJson,
    InCategory,
    InLibrary,
    InMonth,
    Limit,
    Missing,
    References,
    Since,
    Template,
    Until,
    WithKeypoint,
    WithStatus,
    checked_template,
    complete_query,
    conditions,
)
from paperlist.cli.arguments.query_words import WordsCommand
from paperlist.cli.terminal.cards import card, explained, print_hits, quoted, row
from paperlist.cli.terminal.console import (
    DIM,
    count,
    is_terminal,
    note,
    out,
    out_json,
    styled,
    tabbed,
    warn_of_broken,
)
from paperlist.cli.terminal.tables import table
from paperlist.cli.terminal.wrapping import wrapped
from paperlist.errors import UsageError
from paperlist.library.library import Library
from paperlist.model.entry import Entry
from paperlist.search.query import FIELDS, Query, within

COMMAND_CLASSES = {"search": WordsCommand}
Sort = StrEnum("Sort", ["month", "added", "title", "category", "id"])
DEFAULT_LIMIT = 20


def search(
    query: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="WORDS...",
            show_default=False,
            autocompletion=complete_query,
            help='Words, "a phrase", -not, keypoint:x, since:2024, @name.',
        ),
    ] = None,
    keypoint: WithKeypoint = None,
    category: InCategory = None,
    month: InMonth = None,
    since: Since = None,
    until: Until = None,
    status: WithStatus = None,
    fields: Annotated[
        list[str] | None,
        typer.Option(
            "--in",
            metavar="FIELD",
            show_default=False,
            autocompletion=lambda incomplete: [
                each for each in FIELDS if each.startswith(incomplete)
            ],
            help="Look for the words in this field only; repeat it for more.",
        ),
    ] = None,
    sort: Annotated[
        Sort | None, typer.Option(help="The order.", show_default="nearest first")
    ] = None,
    limit: Limit = DEFAULT_LIMIT,
    as_json: AsJson = False,
    ids: AsIds = False,
    template: Template = None,
    library: InLibrary = NEAREST,
) -> None:
    """Find papers by words, typos forgiven.

    All words have to match, each as typed, as a beginning, or within a typo. The nearest come
    first.
    """
    template = checked_template(template, of_hits=True)
    more = conditions(keypoint, category, month, since, until, status)
    if not (query or more):
        raise UsageError("there is nothing to search for: give words, or an option like --since.")
    given = within(library.parse(" ".join(query or ())), fields or ())
    if not (given.terms or given.conditions or more):
        raise UsageError("there is nothing to search for: give words, or an option like --since.")
    wanted = Query(given.terms, (*given.conditions, *more))
    results = library.search(wanted, limit or None, sort.value if sort else None)
    warn_of_broken(library.broken())
    for line in explained(results):
        note(line)
    print_hits(results.hits, as_json=as_json, ids=ids, template=template)
    if not results.hits:
        hint = f" Did you mean {quoted(results.suggestion)}?" if results.suggestion else ""
        note(f"no paper matches.{hint}")
        for line in library.unmet(wanted.conditions):
            note(line)
        raise typer.Exit(1)
    shown = f"{len(results.hits)} of " if len(results.hits) < results.total else ""
    note(f"{shown}{count(results.total, 'paper')}")


def list_(
    keypoint: WithKeypoint = None,
    category: InCategory = None,
    month: InMonth = None,
    since: Since = None,
    until: Until = None,
    status: WithStatus = None,
    missing: Missing = None,
    sort: Annotated[Sort, typer.Option(help="The order.")] = Sort.month,
    limit: Limit = None,
    as_json: AsJson = False,
    ids: AsIds = False,
    template: Template = None,
    library: InLibrary = NEAREST,
) -> None:
    """List all papers, or those that options select."""
    template = checked_template(template)
    wanted = conditions(keypoint, category, month, since, until, status)
    wanted += library.lacking(missing or ())
    entries = library.papers(wanted, sort.value, limit or None)
    warn_of_broken(library.broken())
    print_entries(entries, as_json=as_json, ids=ids, template=template)
    note(count(len(entries), "paper"))
    if not entries:
        for line in library.unmet(wanted):
            note(line)
    if wanted and not entries:
        raise typer.Exit(1)


def show(
    papers: References,
    as_json: AsJson = False,
    library: InLibrary = NEAREST,
) -> None:
    """Show all notes of a paper."""
    entries = [library.get(reference) for reference in papers]
    if as_json:
        shown = [_with_files(library, entry) for entry in entries]
        out_json(shown if len(shown) > 1 else shown[0])
        return
    for i, entry in enumerate(entries):
        if i:
            out()
        for line in card(entry):
            out(line)
        for line in _body(entry):
            out(line)
        if files := _files(library, entry):
            out(f"\n{styled('Files:', DIM)}")
            for path in files:
                out(f"  {path}")


def _files(library: Library, entry: Entry) -> list[str]:
    paths = library.attachments(entry)
    return [path.relative_to(library.root).as_posix() for path in paths]


def _with_files(library: Library, entry: Entry) -> dict[str, Any]:
    files = _files(library, entry)
    return entry.as_json() | ({"attachments": files} if files else {})


def print_entries(
    entries: Sequence[Entry], *, as_json: bool, ids: bool, template: str | None = None
) -> None:
    """Entries as the options ask: JSON, ids, a template, a table for people, rows for programs."""
    if as_json:
        out_json([entry.as_json() for entry in entries])
    elif ids:
        for entry in entries:
            out(entry.id)
    elif template is not None:
        from paperlist.cli.terminal.line_template import filled

        for entry in entries:
            out(filled(template, entry))
    elif is_terminal():
        rows = ((entry.id, entry.month, entry.category, entry.title) for entry in entries)
        table(("id", "month", "category", "title"), rows)
    else:
        for entry in entries:
            tabbed(row(entry))


def _body(entry: Entry) -> Iterable[str]:
    for name, value in _labelled(entry):
        text = _shown(value)
        if "\n" in text or len(text) + len(name) > 76:  # noqa: PLR2004 (a line of a terminal)
            yield ""
            yield styled(f"{name}:", DIM)
            yield from wrapped(text, "  ")
        else:
            yield ""
            yield f"{styled(f'{name}:', DIM)} {text}"


def _labelled(entry: Entry) -> Iterable[tuple[str, Any]]:
    from paperlist.model.labels import FIELD_LABELS

    for name, value in entry.fields.items():
        if name == "sections":
            yield from value.items()
        elif name not in {"title", "category", "keypoints", "status"}:
            yield FIELD_LABELS.get(name, name), value


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "\n".join(f"{key}: {_shown(item)}" for key, item in value.items())
    if isinstance(value, list):
        return "; ".join(map(_shown, value))
    return str(value)
