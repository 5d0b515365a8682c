"""Drafts: texts that the user typed and that are not saved yet, in the user's state folder."""

import re
import time
from glob import escape
from pathlib import Path
from typing import NamedTuple

from paperlist.cli.terminal.console import can_ask, note
from paperlist.errors import EditorError
from paperlist.store.user_folders import state_folder

# The name of drafts of papers that are not in the library yet.
NEW_PAPER = "new-paper"
RESUME = "'paperlist add --resume'"
_TITLE = re.compile(r"^title[ \t]*[:：][ \t]*(?:\n[ \t]+)?(\S.*)$", re.I | re.M)
_LONGEST_TITLE = 40
_OF_A_NEW_PAPER = re.compile(rf"{NEW_PAPER}(?:-\d+)?")


class Draft(NamedTuple):
    """The draft of a new paper.

    Attributes:
        path: the file of the draft.
        title: the title of the paper, or `without a title`.
        moment: when the file was last written, in seconds since 1970.
    """

    path: Path
    title: str
    moment: float

    @property
    def when(self) -> str:
        """Return when the file was last written: the time (`14:02`) if today, else the day."""
        saved, now = time.localtime(self.moment), time.localtime()
        return time.strftime("%H:%M" if saved[:3] == now[:3] else "%Y-%m-%d", saved)


def free_path(name: str) -> Path:
    """Return a path for a new draft, made from `name` and, if this path exists, a number.

    The draft of a new paper is a form, and its name ends in `.txt`: if the name ended in `.yaml`,
    an editor would mark errors in the form.
    """
    suffix = ".txt" if name == NEW_PAPER else ".yaml"
    folder = _folder()
    draft = folder / f"{name}{suffix}"
    number = 1
    # Ids have hyphens and digits but no dots, so `rho.2.yaml` is no draft of another paper.
    mark = "-" if name == NEW_PAPER else "."
    while draft.exists():
        number += 1
        draft = folder / f"{name}{mark}{number}{suffix}"
    return draft


def newest_of(paper_id: str) -> Path | None:
    """Return the newest draft of the paper with this id, or None if it has none."""
    folder = _folder()
    found = [folder / f"{paper_id}.yaml", *folder.glob(f"{escape(paper_id)}.*.yaml")]
    there = (each for each in found if each.is_file())
    return max(there, key=lambda draft: draft.stat().st_mtime, default=None)


def resuming(draft: Path) -> str:
    """Return the command, in quotes, that opens a draft again."""
    if _OF_A_NEW_PAPER.fullmatch(draft.stem):
        return RESUME
    return f"'paperlist edit {draft.name.partition('.')[0]} --resume'"


def write(draft: Path, text: str) -> None:
    """Write a draft.

    Raises:
        EditorError: the draft cannot be written.
    """
    try:
        draft.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise EditorError(f"cannot write the draft {draft}: {error.strerror}") from error


def kept(draft: Path) -> str:
    """Return the sentence that says where a draft is, and which command opens it again."""
    return f"What you wrote is kept in {draft}; {resuming(draft)} opens it again."


def unfinished() -> list[Draft]:
    """Return the drafts of new papers, the newest first."""
    found = []
    for path in _folder().glob(f"{NEW_PAPER}*"):
        if _OF_A_NEW_PAPER.fullmatch(path.stem) and path.is_file():
            title = _TITLE.search(path.read_text("utf-8-sig", errors="replace"))
            shown = title[1].strip() if title else "without a title"
            found.append(Draft(path, shown, path.stat().st_mtime))
    return sorted(found, key=lambda draft: draft.moment, reverse=True)


def announce() -> None:
    """On a terminal, say that there are drafts of new papers, if there are any."""
    drafts = unfinished() if can_ask() else []
    if not drafts:
        return
    newest, others = drafts[0], len(drafts) - 1
    title = newest.title
    if len(title) > _LONGEST_TITLE:
        title = f"{title[:_LONGEST_TITLE].rstrip()}…"
    more = f" and {others} more are kept" if others else " is kept"
    note(f"An unfinished note '{title}' from {newest.when}{more}: {RESUME}")


def _folder() -> Path:
    return state_folder() / "drafts"
