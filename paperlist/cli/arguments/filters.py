"""The arguments that select papers: query words, and filters such as `--category` and `--since`."""

from collections.abc import Callable
from functools import wraps
from inspect import Parameter, Signature, signature
from typing import Annotated, Any, NamedTuple

import typer

from paperlist.cli.completion.query import complete_query
from paperlist.cli.completion.values import (
    complete_category,
    complete_field,
    complete_keypoint,
    complete_month,
    complete_status,
)
from paperlist.index.conditions import Test
from paperlist.library.library import Library
from paperlist.search.fields import any_of, condition, is_period
from paperlist.search.fields import unread as is_unread
from paperlist.search.query import Query

Words = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[WORDS...]",
        help="Only papers that match this query, as in 'paperlist search'.",
        show_default=False,
        autocompletion=complete_query,
    ),
]
Unread = Annotated[
    bool, typer.Option("--unread", help="Only papers with the status to-read or reading.")
]
Missing = Annotated[
    list[str] | None,
    typer.Option(
        "--missing", metavar="FIELD", autocompletion=complete_field,
        help="Only papers that lack this field, such as method or pdf; repeated: all of them.",
    ),
]  # fmt: skip


class Filters(NamedTuple):
    """The values of the filter options that six commands share; each field is an option."""

    keypoint: Annotated[
        list[str] | None,
        typer.Option(
            "--keypoint", "-k", autocompletion=complete_keypoint,
            help="Only papers with a keypoint that contains these words; repeated: all of them.",
        ),
    ] = None  # fmt: skip
    category: Annotated[
        list[str] | None,
        typer.Option(
            "--category", "-c", autocompletion=complete_category,
            help="Only papers of this category and its subcategories; repeated: any of them.",
        ),
    ] = None  # fmt: skip
    month: Annotated[
        list[str] | None,
        typer.Option(
            "--month", "-m", autocompletion=complete_month,
            help="Only papers of this month or year: 2024-04, 2024, 2023..2024; repeated: "
            "any of them.",
        ),
    ] = None  # fmt: skip
    since: Annotated[
        str | None,
        typer.Option(
            autocompletion=complete_month,
            help="Only papers of this month or later: 2024-04, 2024, '2 weeks ago'.",
        ),
    ] = None
    until: Annotated[
        str | None,
        typer.Option(
            autocompletion=complete_month,
            help="Only papers of this month or earlier: 2024, 'last month'.",
        ),
    ] = None
    status: Annotated[
        list[str] | None,
        typer.Option(
            "--status", "-s", autocompletion=complete_status,
            help="Only papers with this status: to-read, reading or read; repeated: any of them.",
        ),
    ] = None  # fmt: skip

    def conditions(self) -> list[Test]:
        """Return the conditions that a paper must meet.

        A paper must have all given keypoints. Of several categories, one is enough. The same is
        true of several months and several statuses. One `--keypoint` may give several keypoints,
        separated by `;`.

        Raises:
            UsageError: a value is not a valid month, date or status.
        """
        from paperlist.model.keypoints import split_keypoints

        keypoints = [each for option in self.keypoint or () for each in split_keypoints(option)]
        given = {
            "category": self.category, "month": self.month, "since": [self.since or ""],
            "until": [self.until or ""], "status": self.status,
        }  # fmt: skip
        return [condition("keypoint", each) for each in keypoints] + [
            test
            for field, values in given.items()
            for test in any_of([condition(field, value) for value in values or () if value])
        ]


def with_filters(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of `Filters`, in place of its parameter `filters`.

    Typer reads the options of a command from its signature. The command that is returned has a
    parameter for each option, and calls `command` with the values as one `Filters`.
    """
    options = signature(Filters).parameters

    @wraps(command)
    def with_options(**values: Any) -> None:
        filters = Filters(**{name: values.pop(name) for name in options})
        command(filters=filters, **values)

    parameters: list[Parameter] = []
    for name, parameter in signature(command).parameters.items():
        parameters += options.values() if name == "filters" else [parameter]
    vars(with_options)["__signature__"] = Signature(parameters)
    return with_options


def query_of(
    library: Library,
    words: list[str] | None,
    filters: Filters,
    missing: list[str] | None = None,
    *,
    unread: bool = False,
) -> Query:
    """Return the query for the words and the filters of a command.

    Words such as `2024-04`, `2024` or `"April 2024"` are not searched for. They select papers of
    this month or year.

    Args:
        library: the library.
        words: the words of the query.
        filters: the values of the filter options.
        missing: the fields that a paper must lack.
        unread: whether a paper must have the status `to-read` or `reading`.

    Raises:
        UsageError: the query or the value of an option is not valid.
    """
    periods = [condition("month", each) for each in words or () if _is_month(each)]
    more = [*any_of(periods), *filters.conditions(), *library.lacking(missing or ())]
    if unread:
        more.append(is_unread())
    given = library.parse(" ".join(each for each in words or () if not _is_month(each)))
    return given.meeting(more)


def _is_month(word: str) -> bool:
    """Return whether a word is a month or year, such as `2024-04`, `2024` or `April 2024`."""
    name, blank, year = word.partition(" ")
    if not (blank and name.isalpha() and year.isdigit()):
        return is_period(word)
    from paperlist.model.months import month_in

    return month_in(word) is not None
