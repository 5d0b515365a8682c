"""`duplicates`, `merge`, and the question that `add` asks where a paper is there already."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from paperlist.cli.arguments.options import NEAREST, AsIds, AsJson, DryRun, InLibrary, complete_id
from paperlist.cli.terminal.console import (
    BOLD,
    CYAN,
    DIM,
    can_ask,
    count,
    is_terminal,
    note,
    out,
    out_diff,
    out_json,
    styled,
    tabbed,
    warn_of_broken,
)
from paperlist.cli.terminal.tables import side_by_side
from paperlist.library.library import Library
from paperlist.model.combine import OnDuplicate

if TYPE_CHECKING:
    from paperlist.library.merging import Group
    from paperlist.model.paper import Paper
    from paperlist.search.duplicates import Duplicate

_ANSWERS = {"": OnDuplicate.SKIP} | {
    word: answer
    for answer in OnDuplicate
    for word in (answer.value[: end + 1] for end in range(len(answer.value)))
}


def duplicates(
    as_json: AsJson = False,
    ids: AsIds = False,
    library: InLibrary = NEAREST,
) -> None:
    """Find papers that are in the library more than once.

    The same arXiv id, DOI or title tells, or nearly the same title. The status is 1 where there
    are any, as for any check that finds something.
    """
    found = library.duplicates()
    warn_of_broken(library.broken())
    if as_json:
        out_json([group.as_json() for group in found])
    elif ids:
        for group in found:
            for entry in group.entries:
                out(entry.id)
    else:
        _print(found)
    if not found:
        note("no paper is here twice")
        return
    papers = sum(len(group.entries) for group in found)
    note(f"{count(len(found), 'group')} of {count(papers, 'paper')}")
    note("'paperlist merge A B' makes one paper of two.")
    raise typer.Exit(1)


def merge(
    papers: Annotated[
        list[str],
        typer.Argument(
            metavar="PAPER PAPER...",
            show_default=False,
            autocompletion=complete_id,
            help="The papers that are one; ids, arXiv ids, DOIs, or titles.",
        ),
    ],
    dry_run: DryRun = False,
    library: InLibrary = NEAREST,
) -> None:
    """Make one paper of two, or more.

    The one that was added first keeps its id and its month. No word is lost: what the others say
    differently stands behind what it says. Attached files move along.
    """
    library.dry_run = dry_run
    kept, gone = library.merge(papers)
    if dry_run:
        out_diff(library.done)
        return
    out(kept.id)
    merged = ", ".join(entry.id for entry in gone)
    note(f"Merged {merged} into {kept.id}; 'paperlist undo' takes it back.")


def decided(
    library: Library, papers: "Sequence[Paper]", on_duplicate: OnDuplicate | None
) -> OnDuplicate | Mapping[int, OnDuplicate] | None:
    """What to do with each of `papers` that is there already: as the option says, or as asked."""
    if on_duplicate is not None or not can_ask():
        return on_duplicate
    answers = {}
    for place, paper in enumerate(papers):
        if match := library.duplicate_of(paper):
            answers[place] = _asked(match, paper)
    return answers


def _asked(match: "Duplicate", paper: "Paper") -> OnDuplicate:
    note(f"This paper is here already ({match.why}):")
    there, new = dict(match.entry.fields), paper.fields()
    names = dict.fromkeys([*there, *new])
    rows = [(name, _shown(there.get(name)), _shown(new.get(name))) for name in names]
    head = ("", f"{match.entry.month}/{match.entry.id}, there", f"{match.new_id}, new")
    side_by_side(head, rows)
    while True:
        sys.stderr.write("Skip it, update the empty fields, or add it anyway? [S/u/a] ")
        sys.stderr.flush()
        line = sys.stdin.readline()
        if not line:
            raise typer.Abort
        if (answer := _ANSWERS.get(line.strip().lower())) is not None:
            return answer


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "\n".join(f"{name}: {_shown(item)}" for name, item in value.items())
    if isinstance(value, list):
        return "; ".join(map(_shown, value))
    return "" if value is None else str(value)


def _print(found: "Sequence[Group]") -> None:
    for number, group in enumerate(found, 1):
        why = "; ".join(group.why)
        if is_terminal():
            for line in _lines(group, why):
                out(line)
        else:
            for entry in group.entries:
                tabbed((str(number), entry.id, entry.month, why, entry.title))


def _lines(group: "Group", why: str) -> Iterator[str]:
    yield styled(why, BOLD)
    width = max(len(entry.id) for entry in group.entries)
    for entry in group.entries:
        place = f"{styled(entry.id.ljust(width), CYAN)}  {styled(entry.month, DIM)}"
        yield f"  {place}  {entry.title}"
