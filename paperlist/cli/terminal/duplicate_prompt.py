"""The question what to do with a new paper that the library already has."""

import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import typer

from paperlist.cli.terminal.console import can_ask, note
from paperlist.cli.terminal.tables import side_by_side
from paperlist.library.library import Library
from paperlist.model.combine import OnDuplicate

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
    note(f"This paper is already in the library ({match.why}):")
    there, new = dict(match.entry.fields), paper.fields()
    names = dict.fromkeys([*there, *new])
    rows = [(name, _shown(there.get(name)), _shown(new.get(name))) for name in names]
    head = ("", f"{match.entry.month}/{match.entry.id}, existing", f"{match.new_id}, new")
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
