"""The past changes of a library, for people who want to see them. `history.py` keeps them."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from paperlist.errors import JournalError, WriteError
from paperlist.store import journal
from paperlist.store.changeset import Change, Changeset
from paperlist.store.history import STANDING, UNDONE, History
from paperlist.store.layout import SUFFIX, month_of
from paperlist.store.user_folders import history_folder


class Past(NamedTuple):
    """A change that was made.

    Attributes:
        moment: when it was made.
        changeset: what was changed.
        is_undone: whether it was undone; `redo` makes it again.
    """

    moment: datetime
    changeset: Changeset
    is_undone: bool


def past_changes(root: Path) -> Iterator[Past]:
    """Yield the changes in the history of the library at `root`, the newest first.

    Changes that were undone come before those that are in effect. Damaged entries are left out,
    since `undo` reports them.

    Raises:
        WriteError: the system does not let the history be read.
    """
    folder = history_folder(root.resolve())
    try:
        for where in (UNDONE, STANDING):
            for name in sorted(History(folder).names_in(where), reverse=True):
                path = folder / where / name
                try:
                    changeset = journal.read(path).changeset
                except JournalError:
                    continue
                moment = datetime.fromtimestamp(path.stat().st_mtime, UTC)
                yield Past(moment, changeset, where == UNDONE)
    except OSError as error:
        raise WriteError(str(error.filename or folder), error) from error


def of_a_paper(
    changes: Iterable[Past], paper_id: str
) -> Iterator[tuple[Past, Mapping[str, Change]]]:
    """Yield the changes of one paper, each with the change of its note by path.

    The paper is followed back in time through changes of its id and month. The path of a note that
    moved is `data/2024-04/a.yaml -> data/2024-05/b.yaml`.

    Args:
        changes: all changes, the newest first.
        paper_id: the present id of the paper, or the last one if the paper is gone.
    """
    for past in changes:
        files = past.changeset.files
        notes = {path: change for path, change in files.items() if _id_of(path) == paper_id}
        created = [path for path, change in notes.items() if change.before is None]
        if len(created) == 1 and (before := _place_before(files, created[0])):
            paper_id = _id_of(before)
            moved = Change(files[before].before, files[created[0]].after)
            notes = {f"{before} -> {created[0]}": moved}
        if notes:
            yield past, notes


def _id_of(path: str) -> str:
    """Return the id of the note at `path`, or "" if no note can be there."""
    is_note = month_of(path) and path.endswith(SUFFIX)
    return path.rpartition("/")[2].removesuffix(SUFFIX) if is_note else ""


def _place_before(files: Mapping[str, Change], path: str) -> str:
    """Return where the note at `path`, which a change creates, was before; "" if it is new.

    A note that moves to another month keeps its id. An id is changed for one paper at a time.
    """
    notes = {each: change for each, change in files.items() if _id_of(each)}
    gone = [each for each, change in notes.items() if change.after is None]
    same = [each for each in gone if _id_of(each) == _id_of(path)]
    if len(same) == 1:
        return same[0]
    return gone[0] if len(gone) == 1 and len(notes) == 2 else ""  # noqa: PLR2004 (a pair)
