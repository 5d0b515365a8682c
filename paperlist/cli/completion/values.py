"""Completion of options and arguments with values from the library, such as ids."""

import os
from collections.abc import Iterable, Iterator

import typer

from paperlist.cli.completion.items import Completion, matching
from paperlist.errors import PaperlistError
from paperlist.library.library import Library
from paperlist.library.settings_file import read_searches
from paperlist.model.entry import PLACES, Entry
from paperlist.model.statuses import STATUSES
from paperlist.writers.format_names import NAMES, TABLE_NAMES

# What `keypoints` and `categories` can do with names.
ACTIONS = ("rename", "merge", "remove", "variants")


def library_of(context: typer.Context) -> Library:
    """Return the library that the typed command would use.

    Raises:
        PaperlistError: there is no library.
    """
    given = context.params.get("library") or context.find_root().params.get("library")
    # The shell has not expanded `~/papers` yet.
    return Library.find(os.path.expanduser(given) if given else None)  # noqa: PTH111 (fails if unknown)


def values_of(context: typer.Context, what: str) -> list[str]:
    """Return all names of one kind in the library, the most frequent first.

    Args:
        context: Typer's context.
        what: `category`, `month` or `keypoint`.
    """
    try:
        return list(library_of(context).values(what))
    except PaperlistError:
        return []


def months_of(context: typer.Context) -> list[str]:
    """Return the months that have papers, newest first."""
    return sorted(values_of(context, "month"), reverse=True)


def searches_of(context: typer.Context) -> list[str]:
    """Return the names of the saved searches in paperlist.toml."""
    try:
        return list(read_searches(library_of(context).root))
    except PaperlistError:
        return []


def fields_of(context: typer.Context) -> list[str]:
    """Return the names of the standard fields and of the fields that users added to notes."""
    try:
        return library_of(context).fields()
    except PaperlistError:
        return []


def paper_of(context: typer.Context) -> Entry | None:
    """Return the paper that was typed as the argument PAPER, or None."""
    # If an option still lacks its value, Typer leaves PAPER in `args`, without a name.
    named = context.params.get("paper") or next(iter(context.args), "")
    try:
        return library_of(context).get(named)
    except PaperlistError:
        return None


def complete_id(context: typer.Context, incomplete: str) -> Iterator[tuple[Completion, str]]:
    """Yield (id, title) of the papers whose ids begin with what was typed."""
    try:
        papers = library_of(context).index().with_id(incomplete.lower(), beginning=True)
    except PaperlistError:
        return
    for entry in papers:
        yield Completion(entry.id), entry.title


def complete_category(context: typer.Context, incomplete: str) -> Iterator[Completion]:
    """Yield the categories in use, the most frequent first."""
    return matching(values_of(context, "category"), incomplete)


def complete_keypoint(context: typer.Context, incomplete: str) -> Iterator[Completion]:
    """Yield the keypoints in use, the most frequent first. A `;` begins the next keypoint."""
    return keypoints(values_of(context, "keypoint"), incomplete)


def complete_name(context: typer.Context, incomplete: str) -> Iterator[Completion]:
    """Yield completions for the commands `keypoints` and `categories`.

    The first word is an action, such as `rename`. The next words are names that are in use.
    """
    if not context.params.get("words"):
        return matching(ACTIONS, incomplete)
    what = "keypoint" if context.command.name == "keypoints" else "category"
    return matching(values_of(context, what), incomplete)


def keypoints(known: Iterable[str], incomplete: str, before: str = "") -> Iterator[Completion]:
    """Yield completions of the last keypoint in a list such as `Video; Mem`.

    Args:
        known: the keypoints to choose from.
        incomplete: the list that the user typed.
        before: a text to put before each completion.
    """
    typed = incomplete.rpartition(";")[2]
    begun = typed.lstrip()
    return matching(known, begun, before + incomplete[: len(incomplete) - len(begun)])


def complete_month(context: typer.Context, incomplete: str) -> Iterator[Completion]:
    """Yield the months that have papers, newest first."""
    return matching(months_of(context), incomplete)


def complete_field(context: typer.Context, incomplete: str) -> Iterator[Completion]:
    """Yield the names of fields."""
    return matching(fields_of(context), incomplete)


def complete_fields(context: typer.Context, incomplete: str) -> Iterator[Completion]:
    """Yield completions of the last name in a list of columns such as `title,met`."""
    begun = incomplete.rpartition(",")[2]
    before = incomplete[: len(incomplete) - len(begun)]
    return matching([*PLACES, *fields_of(context)], begun, before)


def complete_link(context: typer.Context, incomplete: str) -> Iterator[Completion]:
    """Yield the names of the links of the paper that was typed as PAPER."""
    paper = paper_of(context)
    return matching(paper.links if paper else (), incomplete)


def complete_status(incomplete: str) -> Iterator[Completion]:
    """Yield the reading statuses."""
    return matching(STATUSES, incomplete)


def complete_check(incomplete: str) -> Iterator[Completion]:
    """Yield the codes of the checks."""
    from paperlist.library.checks.rules import RULES

    return matching(RULES, incomplete)


def complete_format(incomplete: str) -> Iterator[Completion]:
    """Yield the names of the export formats."""
    return matching(NAMES, incomplete)


def complete_table_format(incomplete: str) -> Iterator[Completion]:
    """Yield the names of the formats of a table."""
    return matching(TABLE_NAMES, incomplete)
