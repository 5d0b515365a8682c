"""Reports to the user which papers were added or updated, and which failed."""

from typing import TYPE_CHECKING

import typer

from paperlist.cli.terminal.console import count, error_line, note, warn

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from paperlist.errors import PaperlistError
    from paperlist.library.adding import Outcome
    from paperlist.library.library import Library

# The exit status after Ctrl-C.
INTERRUPTED = 130


def report(outcomes: "Sequence[Outcome]") -> None:
    """Print how many papers were added, merged, updated and skipped.

    Raises:
        Exit: there are no outcomes, so nothing was added (status 1).
    """
    if not outcomes:
        note("Nothing added.")
        raise typer.Exit(1)
    for action in ("added", "merged", "updated", "skipped"):
        chosen = [outcome for outcome in outcomes if outcome.action == action]
        months = sorted({outcome.entry.month for outcome in chosen})
        if chosen and action == "merged":
            note(f"Merged {count(len(chosen), 'paper')} that came twice.")
        elif chosen and action == "skipped":
            note(
                f"Skipped {count(len(chosen), 'paper')}: already in the library ({chosen[0].why})."
            )
        elif chosen:
            note(f"{action.capitalize()} {count(len(chosen), 'paper')} in {', '.join(months)}.")
    for outcome in outcomes:
        if outcome.clash:
            note(f"{outcome.entry.id} has the same identifier as another paper, {outcome.clash}.")


def report_files(library: "Library", outcomes: "Sequence[Outcome]") -> None:
    """Print where the attached files of new papers are, and whether they are copies or links."""
    files = [file for outcome in outcomes for file in outcome.files]
    for file in files:
        how = "Linked as" if file.is_symlink() else "Copied to"
        note(f"{how} {file.relative_to(library.root).as_posix()}")
    warn_of_files(library, files)


def warn_of_files(library: "Library", files: "Sequence[Path]") -> None:
    """Print a warning for each file that is a link out of the library, or too large for git."""
    try:
        _warn_of_files(library, files)
    except OSError as error:  # no error of the command, which has saved the files by now
        warn(f"{error.filename} cannot be looked at: {error.strerror}.")


def _warn_of_files(library: "Library", files: "Sequence[Path]") -> None:
    from paperlist.library.attachments import burdens, not_followed

    for path in not_followed(library.root, files):
        warn(
            f"{path.name} is a link that leads out of the library; 'open' follows it once "
            "link_targets in your own config.toml names its folder."
        )
    for path in burdens(library.root, files):
        megabytes = path.stat().st_size / 1e6
        pattern = f"*{path.suffix}" if path.suffix else path.name
        warn(
            f"{path.name} is {megabytes:.0f} MB, and git keeps every version of it forever; "
            f"'git lfs track \"{pattern}\"' keeps it out of the way."
        )


def report_failures(failures: "Sequence[tuple[str, PaperlistError]]") -> None:
    """Print the errors of papers that failed. Several papers with the same error share a line.

    Args:
        failures: (what the user typed, error) for each paper.
    """
    by_reason: dict[str, list[str]] = {}
    for text, error in failures:
        by_reason.setdefault(str(error), []).append(text)
    for reason, texts in by_reason.items():
        which = f"{texts[0]}: " if len(texts) == 1 else f"{len(texts)} papers: "
        error_line(reason if len(texts) == 1 and texts[0] in reason else f"{which}{reason}")
