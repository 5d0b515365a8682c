"""Opens the user's text editor.

What the user types is kept in a file, called draft, until it is saved as a note.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from paperlist.cli.terminal import drafts
from paperlist.cli.terminal.console import say
from paperlist.errors import EditorError, FormError, PaperlistError, UnreadableNoteError

_ERROR_LINE = re.compile(r"\A(?:#! .*\n)+")
# The editors that begin at a line if they are started with `+LINE FILE`, with `FILE:LINE`, or with
# `--goto FILE:LINE`.
_PLUS_LINE = frozenset(
    "vi vim nvim gvim view nano pico emacs emacsclient micro kak joe ne mg jed".split()
)
_COLON_LINE = frozenset(["hx", "helix", "subl", "zed"])
_GOTO_LINE = frozenset(["code", "code-insiders", "codium", "cursor", "windsurf"])
Saved = TypeVar("Saved")


def edit(
    text: str,
    draft: Path,
    save: Callable[[str], Saved],
    *,
    is_worth_keeping: bool = False,
    base: bytes | None = None,
    line: int | None = None,
    is_left: Callable[[Saved], bool] = lambda _: False,
) -> Saved | None:
    """Open `text` in the editor, and return the result of `save`.

    If the user saves nothing, return None. If `save` raises an error, the editor opens again with
    the error at the top. If the user then changes nothing, the command fails. Its error message
    names the draft that keeps the text.

    Args:
        text: the text to begin with.
        draft: the file for the editor. If the file exists already, the editor shows its text
            instead of `text`. The file is removed after `save`.
        save: called with the edited text after the user saved it in the editor.
        is_worth_keeping: whether to keep the draft if the editor fails and nothing was edited.
        base: the note that the user edits, if there is one.
        line: the line at which the editor begins.
        is_left: called with the result of `save`. If words of the text were not saved, it returns
            True, and the draft is kept.

    Raises:
        EditorError: there is no editor, the editor failed, or the user gave up.
    """
    editor = _editor()
    resumes = draft.exists()
    if not resumes:
        drafts.write(draft, text, base)
    refused: str | None = None
    reason = ""
    keep = is_worth_keeping or resumes
    while True:
        try:
            is_saved = _run(editor, draft, line)
        except (EditorError, KeyboardInterrupt) as error:
            _keep_or_remove(draft, error, keep=keep or content(draft) != text)
            raise
        edited = content(draft)
        if refused is None and not is_saved:
            if not resumes:
                drafts.remove(draft)
            return None
        if edited == refused:
            raise EditorError(f"not saved: {reason}\n{drafts.kept(draft)}")
        try:
            saved = save(edited)
        except PaperlistError as error:
            refused, reason = edited, str(error)
            line = _write_reasons(draft, edited, error)
        except BaseException:
            say(drafts.kept(draft))
            raise
        else:
            _finish(draft, edited, is_left=is_left(saved))
            return saved


def _finish(draft: Path, edited: str, *, is_left: bool) -> None:
    """Remove a draft that was saved, or with `is_left` tell the user where it is."""
    if is_left:
        drafts.write(draft, edited)
        say(drafts.kept(draft))
    else:
        drafts.remove(draft)


def _run(editor: list[str], path: Path, line: int | None) -> bool:
    """Run the editor, and return whether it saved the file."""
    before = _fingerprint(path)
    name = shlex.join(editor)
    try:
        status = subprocess.run(_command(editor, path, line), check=False).returncode  # noqa: S603 (the user's own)
    except OSError as error:
        raise EditorError(
            f"the editor '{name}' cannot be run: {error.strerror}; nothing saved."
        ) from error
    if status:
        raise EditorError(f"the editor '{name}' ended with status {status}; nothing saved.")
    if not path.exists():
        raise EditorError(f"the editor '{name}' removed the file; nothing saved.")
    return _fingerprint(path) != before


def _fingerprint(path: Path) -> tuple[int, int, bytes]:
    """Return the time of change, the inode number and the content of a file.

    An editor that saves the file changes at least one of the three, even if the text stays the
    same.
    """
    status = path.stat()
    return status.st_mtime_ns, status.st_ino, path.read_bytes()


def _command(editor: list[str], path: Path, line: int | None) -> list[str]:
    """Return the command that opens a file in the editor, if possible at `line`."""
    name = Path(editor[0]).stem
    if line and name in _PLUS_LINE:
        return [*editor, f"+{line}", str(path)]
    if line and name in _COLON_LINE:
        return [*editor, f"{path}:{line}"]
    if line and name in _GOTO_LINE:
        return [*editor, "--goto", f"{path}:{line}"]
    return [*editor, str(path)]


def _keep_or_remove(draft: Path, error: BaseException, *, keep: bool) -> None:
    """After an error of the editor, remove the draft, or with `keep` tell the user where it is."""
    if not draft.exists():
        return
    if not keep:
        drafts.remove(draft)
    elif isinstance(error, EditorError):
        raise EditorError(f"{error}\n{drafts.kept(draft)}") from error
    else:
        say(drafts.kept(draft))


def content(draft: Path) -> str:
    """Return the text of a draft without the errors at its top. Without a file, it is empty."""
    if not draft.exists():
        return ""
    return _ERROR_LINE.sub("", draft.read_text(encoding="utf-8-sig", errors="replace"))


def _write_reasons(draft: Path, edited: str, error: PaperlistError) -> int | None:
    """Write the reasons of an error at the top of a draft.

    Return the number of the first line with a mistake, counted with the new lines at the top.
    Return None if no line is known.

    Raises:
        EditorError: there is no terminal, and so no user who could correct the text.
    """
    line = None
    if isinstance(error, FormError):
        above = len(error.problems)
        reasons = error.reasons(above)
        line = min((number + above for number, _ in error.problems if number), default=None)
    elif isinstance(error, UnreadableNoteError) and error.line:
        line = error.line + 1
        reasons = [f"line {line}: {error.reason}"]
    else:
        reasons = str(error).splitlines()
    drafts.write(draft, "".join(f"#! {reason}\n" for reason in reasons) + edited)
    if not sys.stdin.isatty():
        raise EditorError("\n".join([*reasons, drafts.kept(draft)])) from error
    return line


def _editor() -> list[str]:
    """Return the command of the user's editor, as a program with its arguments."""
    chosen = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    if not chosen.strip():
        if not sys.stdin.isatty():
            raise EditorError(
                "without a terminal, an editor opens only if $VISUAL or $EDITOR names one; set it, "
                "or give the fields on the command line."
            )
        chosen = "notepad" if os.name == "nt" else "vi"
    if shutil.which(chosen):
        # The whole text is the path of a program, which may have blanks in it.
        return [chosen]
    try:
        return shlex.split(chosen)
    except ValueError as error:
        raise EditorError(f"the editor {chosen} is not a command: {error}.") from error
