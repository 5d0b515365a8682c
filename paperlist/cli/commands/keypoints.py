"""`keypoints` and `categories`: list names, and rename, merge or remove them in all notes."""

import shlex
from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from paperlist.cli.arguments.options import NEAREST, AsJson, DryRun, InLibrary
from paperlist.cli.completion.values import ACTIONS, complete_name
from paperlist.cli.terminal.console import (
    DIM,
    count,
    is_terminal,
    note,
    out,
    out_diff,
    out_json,
    styled,
    summary,
    tabbed,
    warn_of_broken,
)
from paperlist.cli.terminal.pager import paged
from paperlist.errors import UsageError
from paperlist.library.library import Library

if TYPE_CHECKING:
    from paperlist.library.curating import Kind, Use


# What people write for the actions.
_ALSO = {"rm": "remove", "delete": "remove", "mv": "rename", "join": "merge"}


class Order(StrEnum):
    """How the list of names is sorted."""

    PAPERS = "papers"
    NAME = "name"
    FIRST = "first"
    LAST = "last"


class Period(StrEnum):
    """What the papers of a name are counted by."""

    MONTH = "month"
    YEAR = "year"


Names = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[variants | rename|merge|remove NAME...]",
        show_default=False,
        help="What to do, and with which names. Without this, the names are listed.",
        autocompletion=complete_name,
    ),
]
Into = Annotated[
    str | None,
    typer.Option("--into", metavar="NAME", help="With merge: the name that all of them get."),
]
By = Annotated[
    Period | None,
    typer.Option(
        "--by",
        show_default=False,
        help="Show the papers of each month or year, on a terminal as a small chart.",
    ),
]
Sort = Annotated[
    Order,
    typer.Option(
        "--sort", help="The order of the list: by papers, by name, or by first or last month."
    ),
]


def keypoints(
    words: Names = None,
    into: Into = None,
    sort: Sort = Order.PAPERS,
    by: By = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
    library: InLibrary = NEAREST,
) -> None:
    """List the keypoints, or rename, merge or remove some in all notes.

    The list shows how many papers have a keypoint, and the first and the last month that has one.
    Each change is one step for 'paperlist undo'. 'variants' shows which keypoints are only other
    spellings of one.

    Examples:
      paperlist keypoints variants
      paperlist keypoints rename CFG "Classifier-free guidance"
      paperlist keypoints merge "Memory bank" "Memory mechanism" --into Memory
    """
    from paperlist.library.curating import Kind

    _run(library, Kind.KEYPOINT, words or [], into, (sort, by), dry_run=dry_run, as_json=as_json)


def categories(
    words: Names = None,
    into: Into = None,
    sort: Sort = Order.PAPERS,
    by: By = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
    library: InLibrary = NEAREST,
) -> None:
    """List the categories, or rename, merge or remove some in all notes.

    The list shows how many papers a category has, and its first and last month. The categories
    below a renamed one move with it. Each change is one step for 'paperlist undo'. 'variants' shows
    which categories are only different spellings of one.

    Examples:
      paperlist categories
      paperlist categories rename Diffusion "Generation / Diffusion"
      paperlist categories merge LLM Controllable --into Language
    """
    from paperlist.library.curating import Kind

    _run(library, Kind.CATEGORY, words or [], into, (sort, by), dry_run=dry_run, as_json=as_json)


def _run(
    library: Library,
    kind: "Kind",
    words: Sequence[str],
    into: str | None,
    form: tuple[Order, Period | None],
    *,
    dry_run: bool,
    as_json: bool,
) -> None:
    if not words:
        if into is not None:
            raise UsageError("--into is only for merge.")
        if dry_run:
            raise UsageError("--dry-run is only for rename, merge and remove.")
        _list(library, kind, *form, as_json=as_json)
        return
    action, *names = words
    action = _ALSO.get(action, action)
    if action == "variants":
        if names or into is not None or dry_run:
            raise UsageError("variants takes no names; 'merge' merges the spellings that it shows.")
        _list_variants(library, kind, as_json=as_json)
        return
    if as_json or form != (Order.PAPERS, None):
        raise UsageError("--json, --sort and --by are for the lists.")
    library.dry_run = dry_run
    _change(library, kind, action, names, into)


def _change(
    library: Library, kind: "Kind", action: str, names: list[str], into: str | None
) -> None:
    from paperlist.library import curating

    if into is not None and action != "merge":
        raise UsageError("--into is only for merge.")
    if action == "rename":
        if len(names) != 2:  # noqa: PLR2004 (old and new)
            raise UsageError("rename takes two names, the old and the new; put quotes around each.")
        changed = curating.rename(library, kind, names[:1], names[1])
    elif action == "merge":
        if not names or into is None:
            raise UsageError("merge takes the names to merge, and --into with the name they get.")
        changed = curating.rename(library, kind, names, into)
    elif action == "remove":
        if not names:
            raise UsageError(f"say which {kind} to remove.")
        changed = curating.remove(library, kind, names)
    else:
        raise UsageError(
            f"'{action}' is none of {', '.join(ACTIONS)}; "
            f"'paperlist list --{kind} {action}' lists the papers."
        )
    if library.dry_run:
        out_diff(library.done)
        return
    for entry in changed:
        out(entry.id)
    undo = "; 'paperlist undo' takes it back" if changed else ""
    note(f"Changed {count(len(changed), 'paper')}{undo}.")


def _list(library: Library, kind: "Kind", sort: Order, by: Period | None, *, as_json: bool) -> None:
    from paperlist.library.curating import uses

    found = _sorted(uses(library.papers(), kind), sort)
    warn_of_broken(library.broken())
    with paged():
        if as_json:
            out_json([each.as_json() for each in found])
        elif by is not None:
            _print_by(found, by, kind)
        else:
            _print([(each.name, str(each.papers), each.first, each.last) for each in found], kind)
    one, several = str(kind), "categories" if kind == "category" else "keypoints"
    summary(f"{len(found)} {one if len(found) == 1 else several}")


def _print_by(found: "Sequence[Use]", by: Period, kind: "Kind") -> None:
    """Print the papers of each name in each month or year."""
    from paperlist.cli.terminal.sparkline import periods, sparkline, without_months

    counted = [each.months if by is Period.MONTH else without_months(each.months) for each in found]
    if not is_terminal():
        for each, counts in zip(found, counted, strict=True):
            for period, papers in counts.items():
                tabbed((each.name, period, str(papers)))
        return
    from paperlist.cli.terminal.tables import Column, table

    shown = periods(counted, by == Period.MONTH)
    head = " to ".join(dict.fromkeys((*shown[:1], *shown[-1:])))
    rows = [
        (each.name, str(each.papers), sparkline(counts, shown))
        for each, counts in zip(found, counted, strict=True)
    ]
    table((Column(str(kind), wraps=True), Column("papers"), Column(head)), rows)


def _list_variants(library: Library, kind: "Kind", *, as_json: bool) -> None:
    """Print each group of spellings of one name, and how to merge them."""
    from paperlist.library.curating import uses, variants_in_use

    entries = library.papers()
    groups = variants_in_use(entries, kind)
    papers = {use.name: use.papers for use in uses(entries, kind)}
    warn_of_broken(library.broken())
    several = "categories" if kind == "category" else "keypoints"
    with paged():
        if as_json:
            rows = [[{"name": name, "papers": papers[name]} for name in group] for group in groups]
            out_json([{"proposed": row[0]["name"], "spellings": row} for row in rows])
        elif is_terminal():
            for group in groups:
                spelled = (f"{name} ({papers[name]})" for name in group)
                out("; ".join(spelled))
                names = " ".join(shlex.quote(name) for name in group[1:])
                merge = f"paperlist {several} merge {names} --into {shlex.quote(group[0])}"
                out(styled(f"  {merge}", DIM))
        else:
            for group in groups:
                for name in group[1:]:
                    tabbed((group[0], name, str(papers[name])))
    one = f"{kind} has" if len(groups) == 1 else f"{several} have"
    summary(f"{len(groups)} {one} several spellings")


def _sorted(found: "list[Use]", sort: Order) -> "list[Use]":
    if sort is Order.NAME:
        return sorted(found, key=lambda use: use.name.casefold())
    if sort is Order.FIRST:
        return sorted(found, key=lambda use: use.first)
    if sort is Order.LAST:
        return sorted(found, key=lambda use: use.last, reverse=True)
    return found


def _print(rows: Sequence[tuple[str, str, str, str]], kind: "Kind") -> None:
    if is_terminal():
        from paperlist.cli.terminal.tables import MONTH, Column, table

        name = Column(str(kind), wraps=True)
        table((name, Column("papers"), MONTH._replace(name="first"), MONTH._replace(name="last")),
              rows)  # fmt: skip
    else:
        for row in rows:
            tabbed(row)
