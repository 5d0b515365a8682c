"""Drafts: files with texts that the user typed and that are not saved as notes yet."""

import re
import shlex
import time
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import NamedTuple

from paperlist.cli.terminal.console import can_ask, note
from paperlist.errors import EditorError
from paperlist.model.entry import Entry
from paperlist.store.user_folders import drafts_folder

# The name of drafts of papers that are not in the library yet.
NEW_PAPER = "new-paper"
RESUME = "'paperlist add --resume'"
_TITLE = re.compile(r"^title[ \t]*[:：][ \t]*(?:\n[ \t]+)?(\S.*)$", re.I | re.M)
_LONGEST_TITLE = 40
# A number comes first, since it could be part of the id behind it.
_OF_A_NOTE = re.compile(r"(?:\d+\.)?(?P<month>\d{4}-\d\d)\.(?P<id>.+)\.yaml", re.DOTALL)
_OF_A_NEW_PAPER = re.compile(rf"{NEW_PAPER}(?:-\d+)?")


class Draft(NamedTuple):
    """An unsaved text for a new paper.

    Attributes:
        path: the file with the text.
        title: the title of the paper, or `without a title`.
        moment: when the file was last written, in seconds since 1970.
    """

    path: Path
    title: str
    moment: float

    @property
    def when(self) -> str:
        """Return when the file was last written: `14:02` if today, or else `2024-04-30`."""
        saved, now = time.localtime(self.moment), time.localtime()
        return time.strftime("%H:%M" if saved[:3] == now[:3] else "%Y-%m-%d", saved)


def for_new_paper(root: Path) -> Path:
    """Return an unused path for the draft of a new paper of the library at `root`.

    The name ends in `.txt`. The draft is a form and not valid YAML, so an editor would mark errors
    in a file `.yaml`.
    """
    return _free(
        drafts_folder(root), lambda number: f"{NEW_PAPER}{f'-{number}' if number > 1 else ''}.txt"
    )


def for_note(root: Path, entry: Entry) -> Path:
    """Return an unused path for the draft of a note.

    Args:
        root: the folder of the library.
        entry: the note.
    """
    name = f"{entry.month}.{entry.id}.yaml"
    return _free(drafts_folder(root), lambda number: f"{number}.{name}" if number > 1 else name)


def newest_of(root: Path, entry: Entry) -> Path | None:
    """Return the newest draft of a note, or None if there is no draft.

    Args:
        root: the folder of the library.
        entry: the note.
    """
    found = []
    for path in drafts_folder(root).glob("*.yaml"):
        match = _OF_A_NOTE.fullmatch(path.name)
        if match and (match["month"], match["id"]) == (entry.month, entry.id) and path.is_file():
            found.append(path)
    return max(found, key=lambda path: path.stat().st_mtime, default=None)


def resuming(draft: Path) -> str:
    """Return the command that opens a draft again, such as `'paperlist edit triforce --resume'`."""
    match = _OF_A_NOTE.fullmatch(draft.name)
    return f"'paperlist edit {shlex.quote(match['id'])} --resume'" if match else RESUME


def write(draft: Path, text: str, base: bytes | None = None) -> None:
    """Write a draft.

    Args:
        draft: the file of the draft.
        text: the text.
        base: the note that the draft edits, if there is one. It is kept beside the draft, so that a
            later change of the note is noticed.

    Raises:
        EditorError: the draft cannot be written.
    """
    try:
        draft.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(text, encoding="utf-8", newline="")
        if base is not None:
            _base(draft).write_bytes(base)
    except OSError as error:
        raise EditorError(f"cannot write the draft {draft}: {error.strerror}") from error


def base_of(draft: Path) -> bytes | None:
    """Return the note from which a draft began, or None if that is not known."""
    try:
        return _base(draft).read_bytes()
    except OSError:
        return None


def _base(draft: Path) -> Path:
    # A name that begins with a dot is not listed as a draft.
    return draft.with_name(f".{draft.name}.base")


def remove(draft: Path) -> None:
    """Remove a draft. If it was the library's last draft, remove the folder of these drafts too."""
    draft.unlink(missing_ok=True)
    _base(draft).unlink(missing_ok=True)
    with suppress(OSError):  # it has other drafts
        draft.parent.rmdir()


def kept(draft: Path) -> str:
    """Return a sentence that says where a draft is kept and which command opens it again."""
    return f"What you wrote is kept in {draft}; {resuming(draft)} opens it again."


def unfinished(root: Path) -> list[Draft]:
    """Return the drafts of new papers of the library at `root`, the newest first."""
    found = []
    for path in drafts_folder(root).glob(f"{NEW_PAPER}*"):
        if _OF_A_NEW_PAPER.fullmatch(path.stem) and path.is_file():
            title = _TITLE.search(path.read_text("utf-8-sig", errors="replace"))
            shown = title[1].strip() if title else "without a title"
            found.append(Draft(path, shown, path.stat().st_mtime))
    return sorted(found, key=lambda draft: draft.moment, reverse=True)


def announce(root: Path) -> None:
    """Tell a user on a terminal about drafts of new papers of the library at `root`, if any."""
    drafts = unfinished(root) if can_ask() else []
    if not drafts:
        return
    newest, others = drafts[0], len(drafts) - 1
    title = newest.title
    if len(title) > _LONGEST_TITLE:
        title = f"{title[:_LONGEST_TITLE].rstrip()}…"
    more = f" and {others} more are kept" if others else " is kept"
    note(f"An unfinished note '{title}' from {newest.when}{more}: {RESUME}")


def _free(folder: Path, name: Callable[[int], str]) -> Path:
    paths = (folder / name(number) for number in count(1))
    return next(path for path in paths if not path.exists())
