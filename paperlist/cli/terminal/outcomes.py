"""What a command that adds or updates several papers reports of them."""

from typing import TYPE_CHECKING

import typer

from paperlist.cli.terminal.console import count, error_line, note

if TYPE_CHECKING:
    from collections.abc import Sequence

    from paperlist.errors import PaperlistError
    from paperlist.library.adding import Outcome

INTERRUPTED = 130


def report(outcomes: "Sequence[Outcome]") -> None:
    """How many papers were added, updated and skipped, and where; status 1 for none at all."""
    if not outcomes:
        note("Nothing added.")
        raise typer.Exit(1)
    for action in ("added", "merged", "updated", "skipped"):
        chosen = [outcome for outcome in outcomes if outcome.action == action]
        months = sorted({outcome.entry.month for outcome in chosen})
        if chosen and action == "merged":
            note(f"{count(len(chosen), 'paper')} came twice; both are one now.")
        elif chosen and action == "skipped":
            note(f"{count(len(chosen), 'paper')} here already ({chosen[0].why}).")
        elif chosen:
            note(f"{action.capitalize()} {count(len(chosen), 'paper')} in {', '.join(months)}.")
    for outcome in outcomes:
        if outcome.clash:
            note(f"{outcome.entry.id} has the identifier of another paper, {outcome.clash}.")


def report_failures(failures: "Sequence[tuple[str, PaperlistError]]") -> None:
    """A line a failure; what failed for one reason shares it."""
    by_reason: dict[str, list[str]] = {}
    for text, error in failures:
        by_reason.setdefault(str(error), []).append(text)
    for reason, texts in by_reason.items():
        which = f"{texts[0]}: " if len(texts) == 1 else f"{len(texts)} papers: "
        error_line(reason if len(texts) == 1 and texts[0] in reason else f"{which}{reason}")
