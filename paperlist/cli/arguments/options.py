"""Options that several commands share, and what completes them."""

import os
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from paperlist.cli.terminal.console import warn
from paperlist.cli.terminal.progress import show_indexing
from paperlist.errors import PaperlistError
from paperlist.index.conditions import Condition
from paperlist.library import config
from paperlist.library.config import read_searches
from paperlist.library.library import Library
from paperlist.model.combine import OnDuplicate
from paperlist.model.entry import STATUSES
from paperlist.search.query import Query, condition
from paperlist.text.words import printable

# bash and PowerShell put a completion into the line as it is; zsh and fish quote it, but zsh
# evaluates a backslash.
_OBEYED_BY_ANY = frozenset("\\")
_OBEYED = frozenset("\\$`;&|<>()!\"'")


def _opened(context: typer.Context, folder: Path | None) -> Library | None:
    if context.resilient_parsing:
        return None
    library = Library.find(
        folder or context.find_root().params.get("library"), warn=warn, progress=show_indexing
    )
    # Half of what a command does may be decided by the settings, so it does not begin without.
    config.check(library.root)
    return library


def _values(context: typer.Context, what: str) -> list[str]:
    try:
        return list(Library.find(context.params.get("library")).values(what))
    except PaperlistError:
        return []


def _begun(values: list[str], incomplete: str) -> Iterator[str]:
    return (each for each in _offered(values) if each.lower().startswith(incomplete.lower()))


def _offered(values: list[str]) -> Iterator[str]:
    """Yield the values that no shell would obey: a library's names come from anybody."""
    quotes = os.environ.get("_PAPERLIST_COMPLETE", "").endswith(("zsh", "fish"))
    unfit = _OBEYED_BY_ANY if quotes else _OBEYED
    return (value for value in values if not unfit.intersection(value) and value.isprintable())


def complete_id(context: typer.Context, incomplete: str) -> Iterator[tuple[str, str]]:
    """Ids, each with its title."""
    try:
        papers = Library.find(context.params.get("library")).papers()
    except PaperlistError:
        papers = []
    titles = {entry.id: entry.title for entry in papers if entry.id.startswith(incomplete.lower())}
    # zsh evaluates what is said of an id, too, and a backslash takes the quotes off.
    return ((each, printable(titles[each].replace("\\", "/"))) for each in _offered([*titles]))


def complete_category(context: typer.Context, incomplete: str) -> Iterator[str]:
    """Categories that some paper has, the most frequent first."""
    return _begun(_values(context, "category"), incomplete)


def complete_keypoint(context: typer.Context, incomplete: str) -> Iterator[str]:
    """Keypoints that some paper has, the most frequent first."""
    return _begun(_values(context, "keypoint"), incomplete)


def complete_month(context: typer.Context, incomplete: str) -> Iterator[str]:
    """Months that hold papers, newest first."""
    return _begun(sorted(_values(context, "month"), reverse=True), incomplete)


def complete_field(context: typer.Context, incomplete: str) -> Iterator[str]:
    """The fields of notes, those of this library's own among them."""
    try:
        fields = Library.find(context.params.get("library")).fields()
    except PaperlistError:
        fields = []
    return _begun(fields, incomplete)


def complete_query(context: typer.Context, incomplete: str) -> list[str]:
    """Named searches."""
    try:
        named = read_searches(Library.find(context.params.get("library")).root)
    except PaperlistError:
        return []
    return [f"@{name}" for name in _offered([*named]) if f"@{name}".startswith(incomplete)]


def complete_status(incomplete: str) -> Iterator[str]:
    """The statuses."""
    return _begun(list(STATUSES), incomplete)


InLibrary = Annotated[
    Library,
    typer.Option(
        "--library",
        metavar="DIR",
        parser=Path,
        callback=_opened,
        show_default=False,
        help="The library's folder, instead of $PAPERLIST_LIBRARY or the nearest one upward.",
    ),
]
# What stands for `--library` where it is not given; `_opened` finds the library then.
NEAREST: Any = None
Reference = Annotated[
    str,
    typer.Argument(
        metavar="PAPER",
        show_default=False,
        autocompletion=complete_id,
        help="An id, its beginning, an arXiv id, a DOI, or words of the title.",
    ),
]
References = Annotated[
    list[str],
    typer.Argument(
        metavar="PAPER...",
        show_default=False,
        autocompletion=complete_id,
        help="Ids, their beginnings, arXiv ids, DOIs, or titles.",
    ),
]
WithKeypoint = Annotated[
    list[str] | None,
    typer.Option(
        "--keypoint", "-k", autocompletion=complete_keypoint,
        help="Only papers with a keypoint that holds these words; repeat it for more.",
    ),
]  # fmt: skip
InCategory = Annotated[
    str | None,
    typer.Option(
        "--category", "-c", autocompletion=complete_category,
        help="Only this category and those below it.",
    ),
]  # fmt: skip
InMonth = Annotated[
    str | None,
    typer.Option("--month", "-m", autocompletion=complete_month, help="Only this month: 2024-04."),
]
Since = Annotated[
    str | None,
    typer.Option(
        autocompletion=complete_month,
        help="Only this month and later ones: 2024-04, 2024, '2 weeks ago'.",
    ),
]
Until = Annotated[
    str | None,
    typer.Option(
        autocompletion=complete_month, help="Only this month and earlier ones: 2024, 'last month'."
    ),
]
WithStatus = Annotated[
    str | None,
    typer.Option(
        "--status", "-s", autocompletion=complete_status, help="Only to-read, reading or read."
    ),
]
Missing = Annotated[
    list[str] | None,
    typer.Option(
        "--missing", metavar="FIELD", autocompletion=complete_field,
        help="Only notes that lack this field, like method or sections.Results (repeatable).",
    ),
]  # fmt: skip
Words = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[WORDS...]",
        help="Only papers that match, as in search.",
        show_default=False,
        autocompletion=complete_query,
    ),
]
Sort = StrEnum("Sort", ["month", "added", "title", "category", "id"])
Limit = Annotated[
    int | None, typer.Option("--limit", "-n", min=0, help="At most so many; 0 is all of them.")
]
Template = Annotated[
    str | None,
    typer.Option(
        "--format", metavar="TEMPLATE", show_default=False, help="A line for each: '{id}: {title}'."
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="JSON on stdout, nothing else.")]
AsIds = Annotated[bool, typer.Option("--ids", help="Only the ids, one a line.")]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Show what would change as a diff; write nothing.")
]
Duplicates = Annotated[
    OnDuplicate | None,
    typer.Option(
        "--on-duplicate",
        show_default=False,
        help="What to do with a paper that is there already: skip it, update the empty fields of "
        "the one that is there, or add it all the same.",
    ),
]


def checked_template(template: str | None, *, of_hits: bool = False) -> str | None:
    """`--format`, where it names what there is.

    Raises:
        UsageError: it names what there is not; the names are in the message.
    """
    if template is not None:
        from paperlist.cli.terminal.line_template import NAMES, OF_A_HIT, check

        check(template, (*NAMES, *OF_A_HIT) if of_hits else NAMES)
    return template


def conditions(
    keypoint: list[str] | None,
    category: str | None,
    month: str | None,
    since: str | None,
    until: str | None,
    status: str | None,
) -> list[Condition]:
    """What the filter options ask for; a keypoint option may hold several, parted by `;`."""
    from paperlist.model.keypoints import split_keypoints

    keypoints = [each for option in keypoint or () for each in split_keypoints(option)]
    single = {
        "category": category, "month": month, "since": since, "until": until, "status": status,
    }  # fmt: skip
    return [condition("keypoint", each) for each in keypoints] + [
        condition(field, value) for field, value in single.items() if value
    ]


def query_of(library: Library, words: list[str] | None, more: Sequence[Condition]) -> Query:
    given = library.parse(" ".join(words or ()))
    return Query(given.terms, (*given.conditions, *more))
