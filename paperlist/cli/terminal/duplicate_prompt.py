"""The question what to do with a new paper that the library already has."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import typer

from paperlist.cli.terminal.console import can_ask, say
from paperlist.cli.terminal.display import colours
from paperlist.library.library import Library
from paperlist.model.combine import OnDuplicate
from paperlist.text.words import printable

if TYPE_CHECKING:
    from paperlist.model.paper import Paper
    from paperlist.search.duplicates import Duplicate

_ANSWERS = {"": OnDuplicate.SKIP} | {
    word: answer
    for answer in OnDuplicate
    for word in (answer.value[: end + 1] for end in range(len(answer.value)))
}


def ask_about_duplicates(
    library: Library, papers: "Sequence[Paper]", on_duplicate: OnDuplicate | None
) -> OnDuplicate | Mapping[int, OnDuplicate] | None:
    """Return what to do with new papers that the library already has.

    This is the value of the option, if it was given; otherwise, on a terminal, the user's answers
    by the position of the duplicate in `papers`.
    """
    if on_duplicate is not None or not can_ask():
        return on_duplicate
    answers = {}
    for place, paper in enumerate(papers):
        if match := library.duplicate_of(paper):
            answers[place] = _ask(match, paper)
    return answers


def _ask(match: "Duplicate", paper: "Paper") -> OnDuplicate:
    say(f"This paper is already in the library ({match.why}):")
    there, new = dict(match.entry.fields), paper.fields()
    names = dict.fromkeys([*there, *new])
    rows = [(name, _shown(there.get(name)), _shown(new.get(name))) for name in names]
    head = ("", f"{match.entry.month}/{match.entry.id}, existing", f"{match.new_id}, new")
    _print_side_by_side(head, rows)
    while True:
        sys.stderr.write("Skip it, update the empty fields, or add it anyway? [S/u/a] ")
        sys.stderr.flush()
        line = sys.stdin.readline()
        if not line:
            raise typer.Abort
        if (answer := _ANSWERS.get(line.strip().lower())) is not None:
            return answer


def _print_side_by_side(header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print rows to compare in full; on stderr, because they belong to a question."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    coloured = colours(sys.stderr)
    dim = "dim" if coloured else ""
    grid = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style=dim, expand=True)
    grid.add_column(Text(header[0]), no_wrap=True)
    for name in header[1:]:
        grid.add_column(Text(printable(name)), overflow="fold", ratio=1)
    for first, *others in rows:
        texts = [Text(printable(cell)) for cell in others]
        same = len(set(others)) == 1
        grid.add_row(Text(printable(first)), *texts, style=dim if same else "")
    console = Console(
        stderr=True, highlight=False, markup=False, emoji=False,
        no_color=not coloured, force_terminal=coloured,
    )  # fmt: skip
    console.print(grid)


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "\n".join(f"{name}: {_shown(item)}" for name, item in value.items())
    if isinstance(value, list):
        return "; ".join(map(_shown, value))
    return "" if value is None else str(value)
