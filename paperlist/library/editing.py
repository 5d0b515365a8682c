"""What editing, moving and removing notes changes."""

from collections.abc import Iterable, Mapping
from os.path import lexists
from pathlib import Path
from types import MappingProxyType

from paperlist.errors import PaperlistError, UnreadableNoteError
from paperlist.index import Index
from paperlist.library.attachments import moved
from paperlist.library.attachments import removed as without_attachments
from paperlist.model.entry import Entry
from paperlist.search.references import resolve
from paperlist.store import content
from paperlist.store.changeset import Change
from paperlist.store.containment import inside
from paperlist.store.content import Content, Link, content_at
from paperlist.store.layout import SUFFIX, path_of
from paperlist.store.limits import LARGEST_BYTES

LARGEST_KEPT = 4_000_000_000


def read(root: Path, entry: Entry) -> tuple[str, bytes]:
    """A note's path in the library at `root`, and its file as it is.

    Raises:
        ReadError: it cannot be read.
    """
    path = path_of(entry.month, entry.id)
    return path, content.read(inside(root, root / path), path)


def placed(  # noqa: PLR0913, PLR0917 (a move has as many sides)
    root: Path,
    index: Index,
    old: Entry,
    new: Entry,
    note: Change,
    also: Mapping[str, Change] = MappingProxyType({}),
) -> dict[str, Change]:
    """What making `new` of `old` changes, whose id and month may be others.

    `note` is what becomes of the note's bytes, `also` what changes besides.

    Raises:
        PaperlistError: the new id is taken, or a file is where the note would go.
    """
    if new.id != old.id and index.has_id(new.id):
        raise PaperlistError(f"the id '{new.id}' is taken; nothing was changed.")
    here, there = path_of(old.month, old.id), path_of(new.month, new.id)
    files = {here: note}
    if here != there:
        if lexists(root / there):
            raise PaperlistError(f"{there} is there already; nothing was changed.")
        gone = root / here
        # Of a note that is a link only the link goes; what it leads to is not ours.
        was = Link(str(gone.readlink())) if gone.is_symlink() else note.before
        files = {here: Change(was, None), there: Change(None, note.after)}
        files |= moved(root, old, new, also)
    return {**files, **also}


def removed(root: Path, entries: Iterable[Entry]) -> dict[str, Change]:
    """What removing papers with their files changes.

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
    """Return a note as a link, as its bytes, or where it is too large for those, by checksum."""
    note = inside(root, (root / path).parent) / Path(path).name
    if note.is_symlink():
        return content_at(note)
    size = note.stat().st_size
    if size > LARGEST_KEPT:
        raise PaperlistError(
            f"{path} has {size / 1e9:,.0f} GB, too much to be kept for undo; nothing was removed.\n"
            "Remove the file by hand."
        )
    if size > LARGEST_BYTES or not note.is_file():
        return content_at(note)
    return content.read(note, path)


def even_unreadable(index: Index, reference: str) -> Entry:
    """The paper that `reference` names, or by its id the note that nobody can read."""
    try:
        return resolve(index, reference)
    except UnreadableNoteError as error:
        path = Path(error.path)
        return Entry(path.name.removesuffix(SUFFIX), path.parent.name, {"title": path.stem})
