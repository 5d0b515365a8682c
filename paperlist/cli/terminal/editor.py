"""The user's text editor; the typed text is kept in a draft until it has been saved."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from paperlist.errors import EditorError, PaperlistError

_ERROR_LINE = re.compile(r"\A(?:#! .*\n)+")
Saved = TypeVar("Saved")


def edit(text: str, name: str, save: Callable[[str], Saved]) -> Saved | None:
    """Open `text` in the editor and return what `save` makes of it, or None if it is unchanged.

    If `save` raises an error, the editor opens again with the error at the top. If the user then
    changes nothing, the command fails; the error names the draft that keeps the text.

    Raises:
        EditorError: there is no editor, it failed, or the user gave up.
    """
    editor = _editor()
    draft = _draft(name)
    _write(draft, text)
    refused = ""
    while True:
        _run(editor, draft, text)
        edited = _ERROR_LINE.sub("", draft.read_text(encoding="utf-8-sig", errors="replace"))
        if edited == text:
            draft.unlink()
            return None
        if edited == refused:
            raise EditorError(f"not saved; what you wrote is kept in {draft}")
        try:
            saved = save(edited)
        except PaperlistError as error:
            refused = edited
            reason = "".join(f"#! {line}\n" for line in str(error).splitlines())
            _write(draft, reason + edited)
            if not sys.stdin.isatty():
                # Without a user to correct the text, report the error and where the draft is.
                raise EditorError(f"{error}\nWhat you wrote is kept in {draft}") from error
        else:
            draft.unlink()
            return saved


def _run(editor: list[str], draft: Path, original: str) -> None:
    try:
        status = subprocess.run([*editor, str(draft)], check=False).returncode  # noqa: S603 (the user's own)
        reason = f"ended with status {status}" if status else ""
    except OSError as error:
        reason = f"cannot be run: {error.strerror}"
    if reason:
        kept = draft.exists() and draft.read_text("utf-8", errors="replace") != original
        if not kept:
            draft.unlink(missing_ok=True)
        hint = f" What you wrote is kept in {draft}" if kept else ""
        raise EditorError(f"the editor '{shlex.join(editor)}' {reason}; nothing saved.{hint}")


def _editor() -> list[str]:
    chosen = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    if not chosen.strip():
        if not sys.stdin.isatty():
            raise EditorError("no editor: set $VISUAL or $EDITOR, or give the fields as options.")
        chosen = "notepad" if os.name == "nt" else "vi"
    try:
        return shlex.split(chosen)
    except ValueError as error:
        raise EditorError(f"the editor {chosen} is not a command: {error}.") from error


def _draft(name: str) -> Path:
    from platformdirs import user_state_path

    folder = user_state_path("paperlist", appauthor=False) / "drafts"
    draft = folder / f"{name}.yaml"
    number = 1
    while draft.exists():
        number += 1
        draft = folder / f"{name}-{number}.yaml"
    return draft


def _write(draft: Path, text: str) -> None:
    try:
        draft.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise EditorError(f"cannot write the draft {draft}: {error.strerror}") from error
