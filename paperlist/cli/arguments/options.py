"""Options that several commands share."""

import atexit
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from paperlist.cli.completion.items import complete_folder
from paperlist.cli.completion.query import complete_query
from paperlist.cli.completion.values import (
    complete_category,
    complete_field,
    complete_format,
    complete_id,
    complete_keypoint,
    complete_month,
    complete_status,
)
from paperlist.cli.terminal.console import warn
from paperlist.cli.terminal.progress import show_indexing
from paperlist.errors import UsageError
from paperlist.index.conditions import Test
from paperlist.library import settings_file
from paperlist.library.library import Library
from paperlist.search.fields import any_of, condition, is_period
from paperlist.search.query import Query
from paperlist.writers.format_names import NAMES, format_named


def _parse_library(context: typer.Context, folder: Path | None) -> Library | Path | None:
    """Return the library for `--library`, or during completion only its folder."""
    if context.resilient_parsing:
        # Completion opens the library later, if it needs values from the library.
        return folder
    return open_library(folder or context.find_root().params.get("library"))


def open_library(folder: Path | None) -> Library:
    """Return the library in `folder`, or else the nearest library.

    The settings of the library are checked first.

    Raises:
        NoLibraryError: there is no library.
        ConfigError: the settings of the library are not valid.
    """
    library = Library.find(folder, warn=warn, progress=show_indexing)
    # The program ends without freeing its objects, so it closes the file itself.
    atexit.register(library.close)
    # Settings affect most commands, so a command does not start if they are invalid.
    settings_file.check(library.root, warn)
    return library


InLibrary = Annotated[
    Library,
    typer.Option(
        "--library",
        metavar="DIR",
        parser=Path,
        callback=_parse_library,
        autocompletion=complete_folder,
        show_default=False,
        help="The library's folder; defaults to $PAPERLIST_LIBRARY, or the nearest library in this "
        "folder or above.",
    ),
]
# The default of `--library`; `_parse_library` then finds the nearest library.
NEAREST: Any = None
_REFERENCE = typer.Argument(
    metavar="PAPER",
    show_default=False,
    autocompletion=complete_id,
    help="The paper's id or the beginning of it, its arXiv id or DOI, or words of its title.",
)
Reference = Annotated[str, _REFERENCE]
OptionalReference = Annotated[str | None, _REFERENCE]
References = Annotated[
    list[str],
    typer.Argument(
        metavar="PAPER...",
        show_default=False,
        autocompletion=complete_id,
        help="Ids or their beginnings, arXiv ids, DOIs, or words of titles.",
    ),
]
WithKeypoint = Annotated[
    list[str] | None,
    typer.Option(
        "--keypoint", "-k", autocompletion=complete_keypoint,
        help="Only papers with a keypoint that contains these words; repeated: all of them.",
    ),
]  # fmt: skip
InCategory = Annotated[
    list[str] | None,
    typer.Option(
        "--category", "-c", autocompletion=complete_category,
        help="Only papers of this category and its subcategories; repeated: any of them.",
    ),
]  # fmt: skip
InMonth = Annotated[
    list[str] | None,
    typer.Option(
        "--month", "-m", autocompletion=complete_month,
        help="Only papers of this month or year: 2024-04, 2024, 2023..2024; repeated: "
        "any of them.",
    ),
]  # fmt: skip
Since = Annotated[
    str | None,
    typer.Option(
        autocompletion=complete_month,
        help="Only papers of this month or later: 2024-04, 2024, '2 weeks ago'.",
    ),
]
Until = Annotated[
    str | None,
    typer.Option(
        autocompletion=complete_month,
        help="Only papers of this month or earlier: 2024, 'last month'.",
    ),
]
WithStatus = Annotated[
    list[str] | None,
    typer.Option(
        "--status",
        "-s",
        autocompletion=complete_status,
        help="Only papers with this status: to-read, reading or read; repeated: any of them.",
    ),
]
Missing = Annotated[
    list[str] | None,
    typer.Option(
        "--missing", metavar="FIELD", autocompletion=complete_field,
        help="Only papers that lack this field, such as method or pdf; repeated: all of them.",
    ),
]  # fmt: skip
Words = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[WORDS...]",
        help="Only papers that match this query, as in 'paperlist search'.",
        show_default=False,
        autocompletion=complete_query,
    ),
]
Sort = StrEnum("Sort", ["month", "added", "title", "category", "id"])
Limit = Annotated[
    int | None,
    typer.Option("--limit", "-n", min=0, help="Show at most this many papers; 0 shows all."),
]


def chosen_format(text: str) -> str:
    """Return the official name of a format: `bib` gives `bibtex`.

    Raises:
        UsageError: there is no such format.
    """
    if "{" in text:
        raise UsageError(f"--format names a format; for a line, write --line '{text}'.")
    return format_named(text)


InFormat = Annotated[
    str | None,
    typer.Option(
        "--format",
        "-f",
        metavar="FORMAT",
        parser=chosen_format,
        autocompletion=complete_format,
        show_default=False,
        help=f"Print as {', '.join(NAMES[:-1])} or {NAMES[-1]}.",
    ),
]
Template = Annotated[
    str | None,
    typer.Option(
        "--line",
        metavar="TEMPLATE",
        show_default=False,
        help="Print a line for each paper: '{id}: {title}'.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
AsIds = Annotated[bool, typer.Option("--ids", help="Print only the ids, one per line.")]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Show the changes as a diff, but write nothing.")
]


def checked_template(template: str | None, *, of_hits: bool = False) -> str | None:
    """Check the value of `--line`, and return it unchanged.

    Args:
        template: the value of `--line`, such as `{id}: {title}`, or None.
        of_hits: whether the results of a search are printed, so that `{score}` and `{snippet}` are
            known too.

    Raises:
        UsageError: the template contains an unknown name.
    """
    if template is not None:
        from paperlist.cli.terminal.line_template import NAMES, OF_A_HIT, check

        check(template, (*NAMES, *OF_A_HIT) if of_hits else NAMES)
    return template


def conditions(
    keypoint: list[str] | None,
    category: list[str] | None,
    month: list[str] | None,
    since: str | None,
    until: str | None,
    status: list[str] | None,
) -> list[Test]:
    """Return the conditions for the filter options of a command.

    A paper must have all given keypoints. Of several categories, one is enough. The same is true of
    several months and several statuses. One `--keypoint` may give several keypoints, separated by
    `;`.
    """
    from paperlist.model.keypoints import split_keypoints

    keypoints = [each for option in keypoint or () for each in split_keypoints(option)]
    given = {
        "category": category, "month": month, "since": [since or ""], "until": [until or ""],
        "status": status,
    }  # fmt: skip
    return [condition("keypoint", each) for each in keypoints] + [
        test
        for field, values in given.items()
        for test in any_of([condition(field, value) for value in values or () if value])
    ]


def _is_month(word: str) -> bool:
    """Return whether a word is a month or year, such as `2024-04`, `2024` or `April 2024`."""
    name, blank, year = word.partition(" ")
    if not (blank and name.isalpha() and year.isdigit()):
        return is_period(word)
    from paperlist.model.months import month_in

    return month_in(word) is not None


def query_of(library: Library, words: list[str] | None, more: Sequence[Test]) -> Query:
    """Return the query for the words and the filter options of a command.

    Words such as `2024-04`, `2024` or `"April 2024"` are not searched for. They select papers of
    this month or year.

    Args:
        library: the library.
        words: the words of the query.
        more: the conditions for the filter options.
    """
    periods = [condition("month", each) for each in words or () if _is_month(each)]
    given = library.parse(" ".join(each for each in words or () if not _is_month(each)))
    return given.meeting((*any_of(periods), *more))
