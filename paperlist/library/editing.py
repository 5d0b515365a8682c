"""Edits, moves and removes notes."""

import stat
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from paperlist.errors import PaperlistError, UnreadableNoteError
from paperlist.index import Index
from paperlist.library.attachments import moved
from paperlist.library.attachments import removed as without_attachments
from paperlist.model.entry import Entry
from paperlist.search.references import resolve
from paperlist.store import notes
from paperlist.store.changeset import Change
from paperlist.store.containment import given, inside
from paperlist.store.content import Content, Link, content_at
from paperlist.store.files import is_there, read_file
from paperlist.store.layout import SUFFIX, path_of
from paperlist.store.limits import LARGEST_BYTES

if TYPE_CHECKING:
    from paperlist.library.assignments import Assignment
    from paperlist.library.catalogue import Catalogue
    from paperlist.library.session import Session
    from paperlist.model.paper import Paper
    from paperlist.readers.records import Progress

# In bytes. Larger files are not removed, since the history could not keep them for undo.
LARGEST_KEPT = 4_000_000_000


def read(root: Path, entry: Entry) -> tuple[str, bytes]:
    """Return the path of a note in the library, and the bytes of its file.

    Raises:
        ReadError: the file cannot be read.
    """
    path = path_of(entry.month, entry.id)
    return path, read_file(inside(root, root / path), path)


def changes_of(  # noqa: PLR0913, PLR0917 (a move has as many sides)
    root: Path,
    index: Index,
    old: Entry,
    new: Entry,
    note: Change,
    also: Mapping[str, Change] = MappingProxyType({}),
) -> dict[str, Change]:
    """Return the changes of files that turn one paper into its new form.

    If the id or the month is new, the note and the attached files move.

    Args:
        root: the folder of the library.
        index: the index of the library.
        old: the paper as it is now.
        new: the paper after the change.
        note: the change of the note's bytes.
        also: other changes to make at the same time. They are part of the result.

    Raises:
        PaperlistError: the new id is taken, or another file is at the new path of the note.
    """
    if new.id != old.id and index.has_id(new.id):
        raise PaperlistError(f"the id '{new.id}' is taken; nothing was changed.")
    here, there = path_of(old.month, old.id), path_of(new.month, new.id)
    files = {here: note}
    if here != there:
        if is_there(root / there):
            raise PaperlistError(f"{there} is there already; nothing was changed.")
        gone = root / here
        # If the note is a link, only the link is removed, and not the file that it leads to.
        was = Link(str(gone.readlink())) if gone.is_symlink() else note.before
        mode = stat.S_IMODE(gone.stat().st_mode)
        files = {here: Change(was, None), there: Change(None, note.after, mode=mode)}
        files |= moved(root, old, new, also)
    return {**files, **also}


def removed(root: Path, entries: Iterable[Entry]) -> dict[str, Change]:
    """Return the changes that remove papers with their files.

    Raises:
        ReadError: the file of a note cannot be read at all.
    """
    files: dict[str, Change] = {}
    for entry in entries:
        path = path_of(entry.month, entry.id)
        files[path] = Change(_content_to_remove(root, path), None)
        files |= without_attachments(root, entry)
    return files


def _content_to_remove(root: Path, path: str) -> Content:
    """Return the content of a note that will be removed, as the history keeps it.

    The content is bytes, a link, or for a large file a checksum.

    Raises:
        PaperlistError: the note is not a regular file, or is too large to be kept for undo.
    """
    note = inside(root, (root / path).parent) / Path(path).name
    if note.is_symlink():
        return content_at(note)
    status = note.stat()
    if not stat.S_ISREG(status.st_mode):
        kind = "a folder" if stat.S_ISDIR(status.st_mode) else "a pipe or a device"
        raise PaperlistError(
            f"{path} is {kind} and not a note; nothing was removed.\nRemove it by hand."
        )
    size = status.st_size
    if size > LARGEST_KEPT:
        raise PaperlistError(
            f"{path} has {size / 1e9:,.0f} GB, too much to be kept for undo; nothing was removed.\n"
            "Remove the file by hand."
        )
    if size > LARGEST_BYTES:
        return content_at(note)
    return read_file(note, path)


def even_unreadable(index: Index, reference: str) -> Entry:
    """Return the paper that `reference` names, even if the note cannot be read.

    For an unreadable note, the entry has only an id, a month, and the file's name as its title.
    """
    try:
        return resolve(index, reference)
    except UnreadableNoteError as error:
        path = Path(error.path)
        return Entry(path.name.removesuffix(SUFFIX), path.parent.name, {"title": path.stem})


def edit(
    catalogue: "Catalogue", session: "Session", reference: str, change: "Callable[[Paper], Paper]"
) -> Entry:
    """Change the fields of one paper, and return the changed entry.

    Args:
        catalogue: reads the library.
        session: changes the library.
        reference: the paper.
        change: a function that gets the paper and returns the changed paper.
    """
    with session.changing() as apply:
        entry = catalogue.get(reference)
        path, before = read(catalogue.root, entry)
        paper = change(notes.load(before, path))
        edited = entry._replace(fields=paper.fields())
        note = Change(before, notes.edit(before, paper, path))
        apply(f"edit {entry.id}", changes_of(catalogue.root, catalogue.known, entry, edited, note))
    return edited


def complete(
    catalogue: "Catalogue",
    session: "Session",
    changes: "Sequence[tuple[Entry, Callable[[Paper], Paper]]]",
    summary: str,
) -> list[Entry]:
    """Change the fields of several papers, all or none, and return the entries that changed.

    Args:
        catalogue: reads the library.
        session: changes the library.
        changes: (entry, change) for each paper. `change` gets the paper and returns the changed
            paper.
        summary: a verb for the history, such as `update`.
    """
    with session.changing() as apply:
        files, changed = {}, []
        for entry, change in changes:
            path, before = read(catalogue.root, entry)
            paper = change(notes.load(before, path))
            files[path] = Change(before, notes.edit(before, paper, path))
            if files[path].differs:
                changed.append(entry._replace(fields=paper.fields()))
        apply(f"{summary} {few([entry.id for entry in changed])}", files)
    return changed


def assign(  # noqa: PLR0913 (an edit has as many sides)
    catalogue: "Catalogue",
    session: "Session",
    papers: "Sequence[str | Entry]",
    assignments: "Sequence[Assignment]",
    attach: Sequence[Path],
    *,
    link: bool,
    progress: "Progress | None" = None,
) -> list[Entry]:
    """Edit papers, all or none, and attach files to each of them. One undo takes back everything.

    Args:
        catalogue: reads the library.
        session: changes the library.
        papers: the papers, as references or as entries.
        assignments: the edits, such as `status=read`; they may change month and id too.
        attach: the files to attach to each paper.
        link: whether to make links to the files instead of copies.
        progress: called with (papers edited, papers to edit).

    Returns:
        each paper after the edit, whether it changed or not.

    Raises:
        UsageError: an assignment is invalid; nothing is changed.
        PaperlistError: the new id is taken; nothing is changed.
    """
    from paperlist.library.assignments import apply as assigned
    from paperlist.library.assignments import place
    from paperlist.library.attachments import attached

    root, aliases = catalogue.root, catalogue.settings.aliases
    with session.changing() as apply:
        index = catalogue.index()
        changes: dict[str, Change] = {}
        all_edited = []
        named = (each if isinstance(each, Entry) else resolve(index, each) for each in papers)
        entries = {(entry.month, entry.id): entry for entry in named}.values()
        for done, entry in enumerate(entries, 1):
            path, before = read(root, entry)
            paper = assigned(notes.load(before, path), assignments, aliases)
            month, paper_id = place(assignments, entry.month, entry.id)
            edited = entry._replace(id=paper_id, month=month, fields=paper.fields())
            own = [given(root, file.expanduser()) for file in attach]
            files, _ = attached(root, edited, own, link=link)
            note = Change(before, notes.edit(before, paper, path))
            changes |= changes_of(root, index, entry, edited, note, files)
            all_edited.append(edited)
            if progress:
                progress(done, len(entries))
        apply(f"edit {few([entry.id for entry in entries])}", changes)
    return all_edited


def attach(
    catalogue: "Catalogue",
    session: "Session",
    reference: str,
    files: Sequence[Path | str],
    *,
    link: bool,
) -> list[Path]:
    """Copy files into a paper's folder, and return the new path of each file.

    If the name of a file is taken, the new file gets a number: `paper-2.pdf`.

    Args:
        catalogue: reads the library.
        session: changes the library.
        reference: the paper.
        files: the files.
        link: whether to make links to the files instead of copies.

    Raises:
        ReadError: one of the files is missing, or is not a regular file; nothing is attached.
    """
    from paperlist.library.attachments import attached

    with session.changing() as apply:
        entry = catalogue.get(reference)
        own = [given(catalogue.root, Path(file).expanduser()) for file in files]
        changes, places = attached(catalogue.root, entry, own, link=link)
        apply(f"attach {few([path.name for path in places])}", changes)
    return places


def replace(
    catalogue: "Catalogue", session: "Session", entry: Entry, before: bytes, after: bytes
) -> Entry:
    """Save the new text of a note's file from an editor.

    Args:
        catalogue: reads the library.
        session: changes the library.
        entry: the paper.
        before: the bytes that the editor started with.
        after: the bytes that the editor saved.

    Raises:
        UnreadableNoteError: `after` cannot be read as a note.
        ChangedUnderneathError: another program changed the file while the editor was open.
    """
    edited = entry._replace(fields=notes.load(after, path_of(entry.month, entry.id)).fields())
    with session.changing() as apply:
        note = Change(before, after)
        apply(f"edit {entry.id}", changes_of(catalogue.root, catalogue.known, entry, edited, note))
    return edited


def remove(catalogue: "Catalogue", session: "Session", references: Sequence[str]) -> list[Entry]:
    """Remove papers with their files, all or none. `undo` brings them back.

    To remove a note that cannot be read, give the id of the note.
    """
    with session.changing() as apply:
        index = catalogue.index()
        found = (even_unreadable(index, each) for each in references)
        entries = {(entry.month, entry.id): entry for entry in found}
        files = removed(catalogue.root, entries.values())
        apply(f"remove {few([name for _, name in entries])}", files)
    return list(entries.values())


def few(names: Sequence[str], shown: int = 3) -> str:
    """Return a text with the first names and the number of further names: `a, b, c and 4 more`."""
    more = f" and {len(names) - shown} more" if len(names) > shown else ""
    return ", ".join(names[:shown]) + more
