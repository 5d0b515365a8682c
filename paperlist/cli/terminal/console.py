"""Prints results to stdout, and everything else to stderr.

Text from papers is never parsed as rich markup, and is printed without control characters.
"""

import os
import re
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TextIO

from paperlist.cli.terminal.display import colours, display
from paperlist.text.words import CONTROL, CONTROL_IN_NAME, printable

if TYPE_CHECKING:
    from paperlist.index import Broken
    from paperlist.store.changeset import Changeset

# Marks the colour codes that paperlist itself makes until they are printed. The marker is random,
# so that no text of a paper can imitate it.
_OURS = f"\x1b{os.urandom(8).hex()}"
LONGEST_WRAPPED = 2_000
BOLD, DIM, ITALIC, UNDERLINED, STRUCK = "1", "2", "3", "4", "9"
RED, GREEN, YELLOW, CYAN = "31", "32", "33", "36"


def prepare() -> None:
    """Make stdout and stderr UTF-8 in any locale, and open closed streams as the null device."""
    _open_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _open_closed_streams() -> None:
    """Open the null device for each standard stream that was closed when the program started.

    Otherwise the next file to be opened, such as the index, would become that standard stream.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            # Opened in this order, each gets its own number, since that is the lowest free one.
            number = os.open(os.devnull, os.O_RDWR)
            setattr(sys, name, os.fdopen(number, mode, encoding="utf-8", closefd=False))


def abandon_output() -> None:
    """Discard output that is not written yet, which Python would otherwise write at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def is_terminal() -> bool:
    """Return whether stdout is a terminal."""
    return sys.stdout.isatty()


def can_ask() -> bool:
    """Return whether the user can see and answer questions on a terminal."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def ask(question: str) -> str:
    """Ask a question on the terminal, and return the line that the user types; empty for Ctrl-D."""
    sys.stderr.write(question)
    sys.stderr.flush()
    try:
        return sys.stdin.readline()
    except KeyboardInterrupt:
        sys.stderr.write("\n")  # so that the shell's next line is one of its own
        raise


def out(text: str = "") -> None:
    """Print a line of results."""
    sys.stdout.write(f"{_safe(text, sys.stdout)}\n")


def out_json(value: Any) -> None:
    """Print a result as JSON."""
    import json

    text = json.dumps(value, ensure_ascii=False, indent=2)
    if not text.isascii():
        # JSON leaves some control characters as they are, and a terminal would interpret them.
        text = CONTROL().sub(lambda match: f"\\u{ord(match[0]):04x}", text)
    sys.stdout.write(f"{text}\n")


def out_diff(changesets: "Iterable[Changeset]") -> None:
    """Print changes as a unified diff."""
    for changeset in changesets:
        out_diff_lines(changeset.diff())


def out_diff_lines(diff: str) -> None:
    """Print a unified diff, coloured on a terminal."""
    styles = {"+": (GREEN,), "-": (RED,), "@": (CYAN,)}
    for line in diff.splitlines():
        out(styled(line, *styles.get(line[:1], ())))


def say(text: str) -> None:
    """Print a line to stderr, even with `--quiet`; a terminal gets it wrapped between words."""
    if sys.stderr.isatty():
        text = "\n".join(map(wrapped, text.split("\n")))
    sys.stderr.write(f"{_safe(text, sys.stderr)}\n")


def wrapped(line: str) -> str:
    """Return a message, broken between words where it is wider than the terminal."""
    from paperlist.cli.terminal.wrapping import breaks, width

    shown = "".join(part.partition("m")[2] if at else part
                    for at, part in enumerate(line.split(_OURS)))  # fmt: skip
    room = width()
    if (len(shown) <= room and shown.isascii()) or len(shown) > LONGEST_WRAPPED:
        return line
    indent = " " * (len(shown) - len(shown.lstrip(" ")))
    codes = len(line) - len(shown)
    # A command that the message names is kept on one line, so that it can be copied.
    whole = re.sub(r"'paperlist [^']*'", lambda command: command[0].replace(" ", "_"), line)
    places = breaks(whole, room + codes, room - len(indent))
    return f"\n{indent}".join(line[start:end] for start, end in places)


def note(*lines: str) -> None:
    """Print lines to stderr, such as hints. With `--quiet`, print nothing."""
    if not display.quiet:
        for line in lines:
            say(line)


def summary(text: str) -> None:
    """Print a count to stderr, such as `15 papers`, if stdout is a terminal.

    If another program reads stdout, the line would appear in the middle of that program's output.
    """
    if is_terminal():
        note(text)


def warn(text: str) -> None:
    """Print a warning about a problem that does not stop the command."""
    say(f"{styled('warning:', YELLOW, stream=sys.stderr)} {text}")


def warn_of_broken(notes: "Iterable[Broken]") -> None:
    """Print a warning for each note that could not be read, and so is missing from the results."""
    for broken in notes:
        path = CONTROL_IN_NAME().sub(lambda match: repr(match[0])[1:-1], broken.path)
        where = f"{path}:{broken.line}" if broken.line else path
        warn(f"{where}: {broken.reason} (left out)")


def error_line(text: str) -> None:
    """Print an error message to stderr, after all output so far."""
    sys.stdout.flush()
    say(f"{styled('error:', RED, stream=sys.stderr)} {text}")


def styled(text: str, *styles: str, stream: TextIO | None = None) -> str:
    """Return `text` with colour codes, if `stream` shows colours.

    Args:
        text: the text.
        styles: codes such as `BOLD` and `RED`.
        stream: where the text will be printed; by default stdout.
    """
    if not styles or not text or not colours(stream or sys.stdout):
        return printable(text)
    return f"{_OURS}[{';'.join(styles)}m{printable(text)}{_OURS}[0m"


def tabbed(cells: Iterable[str]) -> None:
    """Print cells on one line, separated by tabs."""
    out("\t".join(" ".join(cell.split()) for cell in cells))


def count(number: int, singular: str, plural: str = "") -> str:
    """Return a number with its noun: `1 paper`, `15 papers`."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def _safe(text: str, stream: TextIO) -> str:
    """Return `text` without control characters, but with paperlist's own colour codes.

    If `stream` does not show colours, the colour codes are removed too.
    """
    first, *others = text.split(_OURS)
    escape = "\x1b" if colours(stream) else ""
    # Each further part begins with the rest of a colour code, which ends with `m`.
    parts = (part if escape else part.partition("m")[2] for part in others)
    return "".join([printable(first), *(f"{escape}{printable(part)}" for part in parts)])
