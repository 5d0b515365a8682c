"""`edit`: changes a paper's fields, attaches files, or opens the note in an editor."""

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from paperlist.cli.arguments.options import NEAREST, DryRun, InLibrary, OptionalReference
from paperlist.cli.arguments.values import papers_of, text_of
from paperlist.cli.commands.edit_selection import (
    MOST_PREVIEWED,
    apply,
    confirm,
    is_changed,
    report,
    select,
)
from paperlist.cli.completion.assignments import complete_assignment
from paperlist.cli.completion.items import complete_file
from paperlist.cli.completion.query import complete_query
from paperlist.cli.terminal import drafts
from paperlist.cli.terminal.console import note, out_diff, warn
from paperlist.cli.terminal.editor import content
from paperlist.cli.terminal.editor import edit as open_editor
from paperlist.cli.terminal.name_prompt import settle_edit
from paperlist.cli.terminal.outcomes import warn_of_files
from paperlist.errors import InvalidPaperError, UnreadableNoteError, UsageError
from paperlist.library.library import Library
from paperlist.model.entry import FIELDS, Entry, meant_field
from paperlist.model.statuses import status_of
from paperlist.store.layout import path_of

if TYPE_CHECKING:
    from paperlist.library.assignments import Assignment


def edit(
    paper: OptionalReference = None,
    edits: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PAPER]... [FIELD=VALUE]...",
            show_default=False,
            autocompletion=complete_assignment,
            help="status=read, keypoints+=x, keypoints-=x, sections.Results=..., month=2024-05, "
            "id=new-id. The value - reads standard input, @FILE a file.",
        ),
    ] = None,
    attach: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE",
            show_default=False,
            readable=False,
            autocompletion=complete_file,
            help="Copy a file to the note's folder (repeatable).",
        ),
    ] = None,
    link: Annotated[
        bool,
        typer.Option("--link", help="With --attach: create a link to the file instead of a copy."),
    ] = False,
    resume: Annotated[
        bool,
        typer.Option("--resume", help="Open what an edit of this paper left unfinished."),
    ] = False,
    where: Annotated[
        str | None,
        typer.Option(
            "--where",
            "-w",
            metavar="QUERY",
            show_default=False,
            autocompletion=complete_query,
            help="Edit all papers that match this query, after a question.",
        ),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="With --where: do not ask.")] = False,
    set_: Annotated[
        str | None, typer.Option("--set", hidden=True, help="An edit, as FIELD=VALUE.")
    ] = None,
    dry_run: DryRun = False,
    library: InLibrary = NEAREST,
) -> None:
    """Edit the fields of papers or a whole note, or attach files.

    Without FIELD=VALUE and --attach, the whole note opens in the editor. The PAPER - reads ids from
    standard input.

    Examples:
      paperlist edit triforce                         # in your editor
      paperlist edit triforce moviechat status=read keypoints+=Drafting
      paperlist edit --where "category:LLM status:to-read" status=reading
    """
    library.dry_run = dry_run
    if link and not attach:
        raise UsageError("--link needs --attach FILE, the file to link to.")
    # An argument without an equals sign names a paper: `edit a b status=read`.
    words = [*filter(None, [paper, set_]), *(edits or ())]
    papers = papers_of(each for each in words if "=" not in each)
    edits = [each for each in words if "=" in each]
    if where is not None:
        if papers or attach or resume:
            raise UsageError("--where chooses the papers; give only edits, such as status=read.")
        if not edits:
            change = f"--where {shlex.quote(where)} status=read"
            raise UsageError(f"say what to change: paperlist edit {change}")
        _assign_to_all(library, where, edits, yes=yes or dry_run)
    else:
        _edit_named(library, papers, edits, attach or [], link=link, resume=resume)
    if dry_run:
        out_diff(library.done)


def _edit_named(
    library: Library,
    papers: list[str],
    edits: list[str],
    attach: list[Path],
    *,
    link: bool,
    resume: bool,
) -> None:
    if not papers:
        change = shlex.join(edits) or "FIELD=VALUE"
        raise UsageError(f"say which paper to edit: paperlist edit PAPER {change}")
    if resume and (edits or attach or len(papers) > 1):
        raise UsageError("--resume opens what is unfinished of one paper, without other changes.")
    if edits or attach:
        _assign(library, papers, edits, attach, link=link)
    elif len(papers) > 1:
        said = len(papers) > 2 and papers[-2] in FIELDS  # noqa: PLR2004 (a paper, field and value)
        if not said and (status := status_of(papers[-1])):
            papers = [*papers[:-1], "status", status]  # `edit triforce read`
            said = True
        *named, field, value = papers if said else [*papers, "status", "read"]
        change = shlex.quote(f"{field}={value}")
        raise UsageError(f"say what to change: paperlist edit {shlex.join(named)} {change}")
    else:
        edit_in_editor(library, papers[0], resume=resume)


def _assign_to_all(library: Library, query: str, edits: list[str], *, yes: bool) -> None:
    """Edit all papers that match a query. The papers are chosen once, before the first change."""
    parsed = _parse(edits)
    if any(each.field == "id" for each in parsed):
        raise UsageError("an id is for one paper; edit the papers one by one.")
    papers = select(library, query)
    parsed = [settle_edit(library, None, each) for each in parsed]
    confirm(papers, yes=yes)
    apply(library, papers, parsed)


def _parse(edits: list[str]) -> "list[Assignment]":
    from paperlist.library import assignments

    parsed = [assignments.parse(edit) for edit in edits]
    assignments.refuse_twice(parsed)
    return [each._replace(value=text_of(each.value)) for each in parsed]


def _assign(
    library: Library, references: list[str], edits: list[str], files: list[Path], *, link: bool
) -> None:
    parsed = _parse(edits)
    if len(references) > 1 and (files or any(each.field == "id" for each in parsed)):
        raise UsageError("an id or a file is for one paper; edit the papers one by one.")
    parsed = [settle_edit(library, references[0], each) for each in parsed]
    entries = library.assign(references, parsed, files, link=link)
    if len(entries) > MOST_PREVIEWED:
        report(library, entries)
        return
    for entry in entries:
        _report(library, entry)
        if any(each.field in {"arxiv", "doi"} for each in parsed):
            _report_same_identifier(library, entry)
    if files and not library.dry_run:
        _report_files(library, entries[0])


def _report_same_identifier(library: Library, entry: Entry) -> None:
    """Say which other paper has the arXiv id or the DOI that was given to this one."""
    index = library.index()
    for column, value in (("arxiv", entry.arxiv), ("doi", entry.doi)):
        for other in index.identified(column, value) if value else ():
            if other.id != entry.id:
                note(f"{entry.id} has the same identifier as another paper, {other.id}.")


def _report_files(library: Library, entry: Entry) -> None:
    attached = library.attachments(entry)
    names = [path.name for path in attached]
    note(f"Files of {entry.id}: {', '.join(names)}")
    warn_of_files(library, attached)


def edit_in_editor(library: Library, reference: str, *, resume: bool = False) -> None:
    """Open a note in the editor, and save the edited text. The note may be unreadable.

    With `resume`, the editor opens the newest draft of the note instead. A draft is an unsaved
    edit.

    Raises:
        UnreadableNoteError: the note cannot be mended in the editor, because its text is not UTF-8
            or its file name is wrong.
        UsageError: with `resume`, there is no draft, or the note was changed after the draft.
    """
    from paperlist.library.editing import even_unreadable

    line = None
    try:
        entry = library.get(reference)
    except UnreadableNoteError as error:
        if library.dry_run or not error.path.isprintable():
            raise
        entry, line = even_unreadable(library.index(), reference), error.line
        warn(str(error))
    before = library.read_file(entry)
    try:
        text = before.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableNoteError(path_of(entry.month, entry.id), "not UTF-8 text") from error
    draft = drafts.newest_of(library.root, entry)
    if resume and draft is None:
        raise UsageError(f"there is no unfinished edit of {entry.id}.")
    if draft and resume:
        _bring_up_to_date(draft, entry, before)
    else:
        if draft:
            note(f"An unfinished edit of {entry.id} is kept: {drafts.resuming(draft)} opens it.")
        draft = drafts.for_note(library.root, entry)
    saved = open_editor(
        text, draft,
        # Like git, take an empty file for a change of mind.
        lambda text: library.replace(entry, before, text.encode()) if text.strip() else None,
        base=before, line=line,
    )  # fmt: skip
    _report(library, saved or entry)
    if saved:
        warn_of_misnamed_fields(saved, entry)


def warn_of_misnamed_fields(entry: Entry, before: Entry | None = None) -> None:
    """Warn of new fields of the user's own whose names probably mean standard fields."""
    for name in entry.fields:
        meant = meant_field(name) if name not in FIELDS else ""
        if not meant or (before and name in before.fields):
            continue
        hint = f"did you mean '{meant}'?"
        if meant == "month":
            hint = f"'paperlist edit {entry.id} month=2024-04' files the paper under a month."
        warn(f"'{name}' is now a field of your own; {hint}")


def _bring_up_to_date(draft: Path, entry: Entry, now: bytes) -> None:
    """Merge a later change of a note into its draft, since saving the draft would undo the change.

    Raises:
        UsageError: the two cannot be merged.
    """
    from paperlist.store.note_merge import merge_notes

    base = drafts.base_of(draft)
    if base == now:
        return
    try:
        merged = merge_notes(base, now, content(draft).encode()) if base is not None else None
    except (UnreadableNoteError, InvalidPaperError):
        merged = None
    if merged is None:
        raise UsageError(
            f"{entry.id} was changed after its draft {draft} was begun; saving the draft would "
            "undo that change.\n"
            "Put what you need of the draft into the note, and remove the draft."
        )
    drafts.write(draft, merged.content.decode(), now)
    note(f"{entry.id} was changed after its draft was begun; the draft has both changes now.")


def _report(library: Library, entry: Entry) -> None:
    if not is_changed(library, entry):
        note(f"{entry.id} is as before." if library.done else "Nothing changed.")
    elif not library.dry_run:
        note(f"Saved {entry.month}/{entry.id}.")
