"""`add` without ids: notes that are written in the editor, or by answering questions."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import typer

from paperlist.cli.commands.edit import edit_in_editor
from paperlist.cli.terminal import drafts
from paperlist.cli.terminal.console import note, out, say
from paperlist.cli.terminal.duplicate_prompt import ask_about_duplicates, ask_about_existing
from paperlist.cli.terminal.editor import edit as open_editor
from paperlist.cli.terminal.name_prompt import settle_fields
from paperlist.errors import PaperlistError
from paperlist.library.library import Library
from paperlist.model.combine import OnDuplicate
from paperlist.model.links import with_checked_links
from paperlist.store import form

if TYPE_CHECKING:
    from paperlist.library.adding import Outcome
    from paperlist.model.paper import Paper


class Filing(NamedTuple):
    """How a new note is filed.

    Attributes:
        month: the value of `--month`.
        on_duplicate: the value of `--on-duplicate`.
        files: the files to attach.
        link: whether files are linked instead of copied.
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
    """Open a form with `fields` in the editor, and add the paper that the user saved.

    `hint` is printed if the user closes the form without saving.

    Raises:
        Exit: the form was closed without saving, or left empty.
    """
    draft = drafts.for_new_paper()
    return _edited(library, form.write(fields), draft, filing, hint)


def resume(library: Library, names: list[str], filing: Filing) -> "list[Outcome]":
    """Open a draft, the unsaved text for a new paper, in the editor, and add the saved paper.

    If there are several drafts and `names` does not say which one is meant, list the drafts.

    Raises:
        PaperlistError: there is no draft, or no draft has one of `names`.
        Exit: the drafts were listed, or the form was closed without saving, or left empty.
    """
    found = drafts.unfinished()
    chosen = [draft for draft in found if not names or draft.path.stem in names]
    if not found:
        raise PaperlistError("no unfinished note is kept.")
    if len(chosen) == 1:
        path = chosen[0].path
        text = path.read_text("utf-8-sig", errors="replace")
        return _edited(library, text, path, filing, drafts.kept(path))
    for draft in chosen or found:
        out(f"{draft.path.stem}\t{draft.when}\t{draft.title}")
    if not chosen:
        raise PaperlistError(f"there is no unfinished note '{' '.join(names)}'; these are kept.")
    note(f"Open one of them: paperlist add --resume {found[0].path.stem}")
    raise typer.Exit


def _edited(
    library: Library,
    text: str,
    draft: Path,
    filing: Filing,
    hint: str,
) -> "list[Outcome]":
    """Open `text` in the editor, as the file `draft`, and add the paper that the user saved."""

    def save(saved: str) -> "list[Outcome]":
        if form.is_empty(saved):
            return []
        paper = form.read(saved)
        return add_all(library, [paper.changed(**settle_fields(library, paper.fields()))], filing)

    outcomes = open_editor(text, draft, save, is_worth_keeping=not form.is_empty(text))
    if not outcomes:
        why = "closed without saving" if outcomes is None else "left empty"
        say(f"Nothing was added: the note was {why}.")
        if hint and outcomes is None:
            note(hint)
        raise typer.Exit(1)
    return outcomes


def add_by_answers(library: Library, title: str, filing: Filing) -> "list[Outcome]":
    """Ask for the fields of a paper, and add the paper; if that fails, keep the answers in a draft.

    If the library has the paper already, ask first what to do. If the user chooses to stop, the
    result is empty.

    Raises:
        Exit: the library has the paper already, and the user edited the note on it instead.
    """
    from paperlist.cli.terminal.paper_prompt import ask_for_fields
    from paperlist.model.paper import Paper

    existing = library.duplicate_of(Paper(title=title))
    if existing and filing.on_duplicate is None:
        choice = ask_about_existing(existing)
        if choice == "edit":
            edit_in_editor(library, f"{existing.entry.month}/{existing.entry.id}")
            raise typer.Exit
        if choice == "stop":
            return []
        filing = filing._replace(on_duplicate=OnDuplicate.ADD)
    answers: dict[str, Any] = {"title": title}
    try:
        ask_for_fields(library, answers)
        paper = with_checked_links(Paper.parse(settle_fields(library, answers)))
        return add_all(library, [paper], filing)
    except (PaperlistError, EOFError, KeyboardInterrupt, typer.Abort):
        draft = drafts.for_new_paper()
        drafts.write(draft, form.write({name: value for name, value in answers.items() if value}))
        say(f"\n{drafts.kept(draft)}")
        raise


def add_all(
    library: Library, papers: "Sequence[Paper]", filing: Filing, months: Sequence[str | None] = ()
) -> "list[Outcome]":
    """Add `papers`, after asking about duplicates; the first paper gets the files of `filing`.

    `months` are the months of the papers, in their order. Where a month is missing or None, the
    paper is filed under the month of `filing`.
    """
    decisions = ask_about_duplicates(library, papers, filing.on_duplicate)
    own = [*months, *[None] * (len(papers) - len(months))]
    filed = [(paper, month or filing.month) for paper, month in zip(papers, own, strict=True)]
    return library.add_all(filed, decisions, files={0: filing.files}, link=filing.link)
