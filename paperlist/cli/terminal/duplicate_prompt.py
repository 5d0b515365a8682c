"""Questions to the user about a new paper that the library already has."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import typer

from paperlist.cli.terminal.console import ask, can_ask, say
from paperlist.cli.terminal.display import colours
from paperlist.library.library import Library
from paperlist.model.combine import OnDuplicate
from paperlist.text.words import printable

if TYPE_CHECKING:
    from paperlist.model.paper import Paper
    from paperlist.search.duplicates import Duplicate

Answer = TypeVar("Answer")
_ANSWERS = {answer.value: answer for answer in OnDuplicate}
_ABOUT_EXISTING: Mapping[str, Literal["edit", "go on", "stop"]] = {
    "edit": "edit", "go on": "go on", "stop": "stop",
}  # fmt: skip


def ask_about_duplicates(
    library: Library, papers: "Sequence[Paper]", on_duplicate: OnDuplicate | None
) -> OnDuplicate | Mapping[int, OnDuplicate] | None:
    """Ask the user what to do with each new paper that the library already has.

    No question is asked if `on_duplicate` already says what to do, or if there is no terminal.

    Args:
        library: the library.
        papers: the new papers.
        on_duplicate: the value of the option `--on-duplicate`, or None.

    Returns:
        A dict from the position of each duplicate in `papers` to the user's answer. If no question
            was asked, `on_duplicate`.
    """
    if on_duplicate is not None or not can_ask():
        return on_duplicate
    answers = {}
    for place, paper in enumerate(papers):
        if match := library.duplicate_of(paper):
            answers[place] = _ask_about(match, paper)
    return answers


def ask_about_existing(match: "Duplicate") -> Literal["edit", "go on", "stop"]:
    """Show the paper that is already in the library, and return what the user wants to do."""
    entry = match.entry
    say(f"This paper is already in the library ({match.why}):")
    rows = [(name, _as_text(value)) for name, value in entry.fields.items()]
    _print_side_by_side(("", f"{entry.month}/{entry.id}"), rows)
    return _ask_until_valid("Edit it, go on with a new note, or stop?", "[E/g/s]", _ABOUT_EXISTING)


def _ask_about(match: "Duplicate", paper: "Paper") -> OnDuplicate:
    """Show the new paper beside the known paper, and return what the user wants to do."""
    say(f"This paper is already in the library ({match.why}):")
    there, new = dict(match.entry.fields), paper.fields()
    names = dict.fromkeys([*there, *new])
    rows = [(name, _as_text(there.get(name)), _as_text(new.get(name))) for name in names]
    head = ("", f"{match.entry.month}/{match.entry.id}, existing", f"{match.new_id}, new")
    _print_side_by_side(head, rows)
    return _ask_until_valid(
        "Skip it, update the empty fields, or add it anyway?", "[S/u/a]", _ANSWERS
    )


def _ask_until_valid(question: str, letters: str, answers: Mapping[str, Answer]) -> Answer:
    """Ask a question until the user gives a valid answer, and return the meaning of the answer.

    Args:
        question: the question.
        letters: the possible answers, as a reminder: `[S/u/a]`.
        answers: a dict from each possible answer to its meaning. The user may type only the
            beginning of an answer. Enter alone means the first answer.

    Raises:
        Abort: the user pressed Ctrl-D.
    """
    while True:
        line = ask(f"{question} {letters} ")
        if not line:
            raise typer.Abort
        for word, answer in answers.items():
            if word.startswith(line.strip().lower()):
                return answer
        say(f"Answer with {' or '.join(word[0] for word in answers)}.")


def _print_side_by_side(header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table to stderr, with nothing cut, so that the user can compare its columns."""
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


def _as_text(value: Any) -> str:
    if isinstance(value, dict):
        return "\n".join(f"{name}: {_as_text(item)}" for name, item in value.items())
    if isinstance(value, list):
        return "; ".join(map(_as_text, value))
    return "" if value is None else str(value)
