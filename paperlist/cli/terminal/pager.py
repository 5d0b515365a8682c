"""Shows output in a pager, such as less, if it is longer than the terminal."""

import io
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from paperlist.cli.terminal.console import is_terminal
from paperlist.cli.terminal.display import display, is_dumb

VARIABLES = ("PAPERLIST_PAGER", "PAGER")
DEFAULT = "less -FRX"


class _Collected(io.StringIO):
    """A stream that collects output for a terminal, and so says that it is a terminal."""

    def isatty(self) -> bool:
        return True


@contextmanager
def paged() -> Iterator[None]:
    """Show the output of this context in a pager, if it is longer than the terminal.

    The output is simply printed if stdout is not a terminal, with `--no-pager`, or if the pager
    cannot be run.
    """
    command = _pager_command() if display.pager and is_terminal() and not is_dumb() else []
    if not command:
        yield
        return
    terminal, sys.stdout = sys.stdout, _Collected()
    try:
        yield
    finally:
        collected, sys.stdout = sys.stdout, terminal
    text = collected.getvalue()
    if not (_is_long(text) and _show_in_pager(command, text)):
        sys.stdout.write(text)


def _pager_command() -> list[str]:
    """Return the command of the user's pager, or an empty list if the user wants no pager."""
    import shlex

    chosen = next((os.environ[name] for name in VARIABLES if name in os.environ), DEFAULT)
    try:
        command = shlex.split(chosen)
    except ValueError:
        return []
    if chosen != DEFAULT and command and Path(command[0]).name == "less":
        # Without -R, less shows the codes of colours instead of colours.
        command.insert(1, "-R")
    return command


def _is_long(text: str) -> bool:
    """Return whether `text` and the prompt after it are too long for the terminal."""
    from shutil import get_terminal_size

    from paperlist.cli.terminal.wrapping import columns_of

    columns, rows = get_terminal_size()
    for line in text.splitlines():
        rows -= max(1, -(-columns_of(re.sub(r"\x1b\[[\d;]*m", "", line)) // columns))
        if rows <= 0:
            return True
    return False


def _show_in_pager(command: list[str], text: str) -> bool:
    """Show `text` in the pager until the user quits. Return False if the pager cannot be run."""
    import signal
    import subprocess

    environment = {"LESSCHARSET": "utf-8", **os.environ}
    # Ctrl-C is for the pager, which reads the keyboard; it stops a search there, not this program.
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        pager = subprocess.Popen(command, stdin=subprocess.PIPE, env=environment)  # noqa: S603 (the user's own)
        # If the user quits the pager early, the rest of the text is not read. This is no error.
        with suppress(BrokenPipeError):
            pager.communicate(text.encode(errors="replace"))
    except OSError:
        return False
    finally:
        signal.signal(signal.SIGINT, before)
    return True
