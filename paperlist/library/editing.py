"""Editing, moving and removing notes."""

import stat
from collections.abc import Callable, Iterable, Mapping, Sequence
from os.path import lexists
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
from paperlist.store.files import read_file
from paperlist.store.layout import SUFFIX, path_of
from paperlist.store.limits import LARGEST_BYTES

if TYPE_CHECKING:
    from paperlist.library.assignments import Assignment
    from paperlist.library.catalogue import Catalogue
    from paperlist.library.session import Session
    from paperlist.model.paper import Paper

# In bytes. Larger files are not removed, since the history could not keep them for undo.
LARGEST_KEPT = 4_000_000_000


def read(root: Path, entry: Entry) -> tuple[str, bytes]:
    """Return a note's path in the library at `root`, and the bytes of its file.

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
    """Return the changes that turn `old` into `new`, whose id and month may differ.

    Args:
        root: the folder of the library.
        index: the index of the library.
        old: the paper as it is now.
        new: the paper after the change.
        note: the change of the note's bytes.
        also: other changes to make at the same time; they are part of the result.

    Raises:
        PaperlistError: the new id is taken, or another file is at the new path of the note.
    """
    if new.id != old.id and index.has_id(new.id):
        raise PaperlistError(f"the id '{new.id}' is taken; nothing was changed.")
    here, there = path_of(old.month, old.id), path_of(new.month, new.id)
    files = {here: note}
    if here != there:
        if lexists(root / there):
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
        ReadError: a note cannot be read, even as bytes.
    """
    files: dict[str, Change] = {}
    for entry in entries:
        path = path_of(entry.month, entry.id)
        files[path] = Change(_note_at(root, path), None)
        files |= without_attachments(root, entry)
    return files


def _note_at(root: Path, path: str) -> Content:
    """Return the content of a note to be removed: a link or bytes; a checksum if the file is large.

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
    """Return the paper that `reference` names, even if its note is unreadable.

    For an unreadable note, the entry has only the id, the month, and the file's name as its title.
    """
    try:
        return resolve(index, reference)
    except UnreadableNoteError as error:
        path = Path(error.path)
        return Entry(path.name.removesuffix(SUFFIX), path.parent.name, {"title": path.stem})


def edit(
    catalogue: "Catalogue", session: "Session", reference: str, change: "Callable[[Paper], Paper]"
) -> Entry:
    """Change one paper's fields; `change` gets the paper and returns the changed paper."""
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
    """Change the fields of several papers, all of them or none; return the entries that changed.

    `summary` is a verb for the history, such as `update`.
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
    references: Sequence[str],
    assignments: "Sequence[Assignment]",
    attach: Sequence[Path],
    *,
    link: bool,
) -> list[Entry]:
    """Change papers by assignments, also of month and id, and attach the files `attach` to each.

    Either all papers are changed or none, and one undo takes all these changes back.

    Raises:
        UsageError: an assignment is invalid; nothing is changed.
        PaperlistError: the new id is taken; nothing is changed.
    """
    from paperlist.library.assignments import apply as assigned
    from paperlist.library.assignments import place
    from paperlist.library.attachments import attached

    root, aliases = catalogue.root, catalogue.settings.aliases
    with session.changing() as apply:
        changes: dict[str, Change] = {}
        all_edited = []
        named = (catalogue.get(reference) for reference in references)
        entries = {(entry.month, entry.id): entry for entry in named}.values()
        for entry in entries:
            path, before = read(root, entry)
            paper = assigned(notes.load(before, path), assignments, aliases)
            month, paper_id = place(assignments, entry.month, entry.id)
            edited = entry._replace(id=paper_id, month=month, fields=paper.fields())
            own = [given(root, file.expanduser()) for file in attach]
            files, _ = attached(root, edited, own, link=link)
            note = Change(before, notes.edit(before, paper, path))
            changes |= changes_of(root, catalogue.known, entry, edited, note, files)
            all_edited.append(edited)
        apply(f"edit {', '.join(entry.id for entry in entries)}", changes)
    return all_edited


def attach(
    catalogue: "Catalogue",
    session: "Session",
    reference: str,
    files: Sequence[Path | str],
    *,
    link: bool,
) -> list[Path]:
    """Copy files into a paper's folder, or with `link` make links to them there.

    If the paper has another file of the same name, the other file stays and the new file gets a
    number. Return the new path of each file.

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
    """Replace the bytes `before` of a note's file by the bytes `after`, which an editor saved.

    Raises:
        UnreadableNoteError: `after` cannot be read as a note.
        ChangedUnderneathError: another program has changed the file, so its bytes are not `before`.
    """
    edited = entry._replace(fields=notes.load(after, path_of(entry.month, entry.id)).fields())
    with session.changing() as apply:
        note = Change(before, after)
        apply(f"edit {entry.id}", changes_of(catalogue.root, catalogue.known, entry, edited, note))
    return edited


def remove(catalogue: "Catalogue", session: "Session", references: Sequence[str]) -> list[Entry]:
    """Remove papers with their files, all of them or none; `undo` brings them back.

    A note that cannot be read can be removed too, if the reference is its id.
    """
    with session.changing() as apply:
        index = catalogue.index()
        found = (even_unreadable(index, each) for each in references)
        entries = {(entry.month, entry.id): entry for entry in found}
        files = removed(catalogue.root, entries.values())
        apply(f"remove {few([name for _, name in entries])}", files)
    return list(entries.values())


def few(names: Sequence[str], shown: int = 3) -> str:
    """Return a text with the first `shown` of `names`, and with how many more there are."""
    more = f" and {len(names) - shown} more" if len(names) > shown else ""
    return ", ".join(names[:shown]) + more
