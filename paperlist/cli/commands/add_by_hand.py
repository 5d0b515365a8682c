"""`add` without ids: the user writes the note in the editor or answers questions."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import typer

from paperlist.cli.commands.edit import edit_in_editor, warn_of_misnamed_fields
from paperlist.cli.terminal import drafts
from paperlist.cli.terminal.console import note, out, say
from paperlist.cli.terminal.duplicate_prompt import ask_about_duplicates, ask_about_existing
from paperlist.cli.terminal.editor import edit as open_editor
from paperlist.cli.terminal.name_prompt import settle_fields
from paperlist.errors import PaperlistError
from paperlist.library.library import Library
from paperlist.model.combine import OnDuplicate
from paperlist.model.links import with_checked_links
from paperlist.model.months import PUBLISHED
from paperlist.search.dates import one_month
from paperlist.store import form

if TYPE_CHECKING:
    from paperlist.library.adding import Outcome
    from paperlist.model.paper import Paper


class Filing(NamedTuple):
    """The options that say how a new note is filed.

    Attributes:
        month: the value of `--month`.
        on_duplicate: the value of `--on-duplicate`.
        files: the files to attach.
        link: whether to make links to the files instead of copies.
    """

    month: str | None
    on_duplicate: OnDuplicate | None
    files: Sequence[Path] = ()
    link: bool = False


def add_in_editor(
    library: Library,
    fields: dict[str, Any],
    filing: Filing,
    hint: str = "",
) -> "list[Outcome]":
    """Open a form for a new paper in the editor, and add the paper that the user saves.

    Args:
        library: the library.
        fields: the values that the form has at first.
        filing: how the note is filed.
        hint: printed if the user closes the form without saving.

    Raises:
        Exit: the form was closed without saving, or left empty.
    """
    draft = drafts.for_new_paper(library.root)
    text = form.write(fields, _month_of(filing))
    return _edit_and_add(library, text, draft, filing, hint)


def resume(library: Library, names: list[str], filing: Filing) -> "list[Outcome]":
    """Open an unfinished note for a new paper in the editor, and add the paper that the user saves.

    If it is unclear which unfinished note is meant, list them.

    Args:
        library: the library.
        names: the names of unfinished notes; empty if the user gave no name.
        filing: how the note is filed.

    Raises:
        PaperlistError: there is no unfinished note, or none with this name.
        Exit: unfinished notes were listed, or the form was closed without saving, or left empty.
    """
    found = drafts.unfinished(library.root)
    chosen = [draft for draft in found if not names or draft.path.stem in names]
    if not found:
        raise PaperlistError("no unfinished note is kept.")
    if len(chosen) == 1:
        path = chosen[0].path
        text = path.read_text("utf-8-sig", errors="replace")
        hint = drafts.kept(path)
        return _edit_and_add(library, text, path, filing, hint, is_month_new=True)
    for draft in chosen or found:
        out(f"{draft.path.stem}\t{draft.when}\t{draft.title}")
    if not chosen:
        raise PaperlistError(f"there is no unfinished note '{' '.join(names)}'; these are kept.")
    note(f"Open one of them: paperlist add --resume {found[0].path.stem}")
    note("To drop one, open it, delete all its text, and save.")
    raise typer.Exit


def _edit_and_add(
    library: Library,
    text: str,
    draft: Path,
    filing: Filing,
    hint: str,
    *,
    is_month_new: bool = False,
) -> "list[Outcome]":
    """Open `text` in the editor, in the file `draft`, and add the paper that the user saves.

    With `is_month_new`, `filing.month` replaces the month in the form, which is older.
    """
    typed: list[Paper] = []

    def save(saved: str) -> "list[Outcome]":
        if form.is_empty(saved):
            return []
        paper, month = form.read(saved), form.month_in(saved)
        typed[:] = [paper.changed(**settle_fields(library, paper.fields()))]
        months = (filing.month, month) if is_month_new else (month, filing.month)
        return add_all(library, typed, filing._replace(month=months[0] or months[1] or None))

    outcomes = open_editor(
        text, draft, save, is_worth_keeping=not form.is_empty(text),
        is_left=lambda outcomes: _is_left(typed, outcomes),
    )  # fmt: skip
    if not outcomes:
        why = "closed without saving" if outcomes is None else "left empty"
        say(f"Nothing was added: the note was {why}.")
        if hint and outcomes is None:
            note(hint)
        raise typer.Exit(1)
    for outcome in outcomes:
        warn_of_misnamed_fields(outcome.entry)
    return outcomes


def _is_left(papers: "Sequence[Paper]", outcomes: "Sequence[Outcome]") -> bool:
    """Return whether a paper that was typed has words that its note does not have."""
    from paperlist.library.missing_words import missing_words

    return any(
        outcome.action in {"skipped", "updated"}
        and missing_words([outcome.entry.fields], paper.fields())
        for paper, outcome in zip(papers, outcomes, strict=False)
    )


def add_by_answers(library: Library, fields: dict[str, Any], filing: Filing) -> "list[Outcome]":
    """Ask for the fields that `fields` lacks, and add the paper.

    If the paper cannot be added, or its note does not get all words, the answers are kept in a
    draft. If the library has the paper
    already, ask first what to do; if the user chooses to stop, the result is empty.

    Raises:
        Exit: the library has the paper already, and the user edited that note instead.
    """
    from paperlist.cli.terminal.paper_prompt import ask_for_fields
    from paperlist.model.paper import Paper

    existing = library.duplicate_of(Paper(title=fields["title"]))
    if existing and filing.on_duplicate is None:
        choice = ask_about_existing(existing)
        if choice == "edit":
            edit_in_editor(library, f"{existing.entry.month}/{existing.entry.id}")
            raise typer.Exit
        if choice == "stop":
            return []
        filing = filing._replace(on_duplicate=OnDuplicate.ADD)
    answers = dict(fields)
    try:
        ask_for_fields(library, answers)
        paper = with_checked_links(Paper.parse(settle_fields(library, answers)))
        outcomes = add_all(library, [paper], filing)
    except (PaperlistError, EOFError, KeyboardInterrupt, typer.Abort):
        say(f"\n{_kept(library, answers, filing)}")
        raise
    if _is_left([paper], outcomes):
        say(_kept(library, answers, filing))
    return outcomes


def _kept(library: Library, answers: dict[str, Any], filing: Filing) -> str:
    """Keep answers in a draft, and return a sentence that says where it is."""
    draft = drafts.for_new_paper(library.root)
    given = {name: value for name, value in answers.items() if value}
    drafts.write(draft, form.write(given, _month_of(filing)))
    return drafts.kept(draft)


def _month_of(filing: Filing) -> str:
    """Return the month of `--month` for a form, where it means the same on another day."""
    given = filing.month or ""
    return given if given in {"", PUBLISHED} else one_month(given)


def add_all(
    library: Library, papers: "Sequence[Paper]", filing: Filing, months: Sequence[str | None] = ()
) -> "list[Outcome]":
    """Add papers, after asking the user about duplicates.

    Args:
        library: the library.
        papers: the papers.
        filing: how the notes are filed. Its files are attached to the first paper.
        months: the months of the papers. `filing.month` replaces each month that is missing or
            None.
    """
    decisions = ask_about_duplicates(library, papers, filing.on_duplicate)
    own = [*months, *[None] * (len(papers) - len(months))]
    filed = [(paper, month or filing.month) for paper, month in zip(papers, own, strict=True)]
    return library.add_all(filed, decisions, files={0: filing.files}, link=filing.link)
