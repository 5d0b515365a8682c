"""What reaches the terminal: results on stdout, everything else on stderr.

Text from papers never passes through rich's markup, and loses its control characters before it
reaches a terminal.
"""

import json
import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TextIO

from paperlist.text.words import CONTROL, CONTROL_IN_NAME, printable

if TYPE_CHECKING:
    from paperlist.index import Broken
    from paperlist.store.changeset import Changeset

# What our own colours begin with until they are written: no text of a paper can hold it.
_OURS = f"\x1b{os.urandom(8).hex()}"
BOLD, DIM, RED, GREEN, YELLOW, CYAN = "1", "2", "31", "32", "33", "36"


def prepare() -> None:
    """Make both streams UTF-8, whatever the locale: the notes are. A closed one leads nowhere."""
    _open_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _open_closed_streams() -> None:
    """Open the null device for each standard stream that the caller closed.

    Otherwise the next file that is opened, such as the index, would get a stream's number.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            # In this order, each gets the lowest free number, which is its own.
            number = os.open(os.devnull, os.O_RDWR)
            setattr(sys, name, os.fdopen(number, mode, encoding="utf-8", closefd=False))


def abandon_output() -> None:
    """Let what stdout could not take go nowhere, or Python tries again and complains at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def is_terminal() -> bool:
    """Whether someone reads stdout on a terminal."""
    return sys.stdout.isatty()


def can_ask() -> bool:
    """Whether someone can answer a question."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def out(text: str = "") -> None:
    """A line of results."""
    sys.stdout.write(f"{_safe(text, sys.stdout)}\n")


def out_json(value: Any) -> None:
    """A result for programs."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    if not text.isascii():
        # JSON escapes some control characters, and a terminal obeys others.
        text = CONTROL().sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)
    sys.stdout.write(f"{text}\n")


def out_diff(changesets: "Iterable[Changeset]") -> None:
    """What changesets do, as a unified diff."""
    for changeset in changesets:
        out_diff_lines(changeset.diff())


def out_diff_lines(diff: str) -> None:
    """A unified diff, coloured on a terminal."""
    styles = {"+": (GREEN,), "-": (RED,), "@": (CYAN,)}
    for line in diff.splitlines():
        out(styled(line, *styles.get(line[:1], ())))


def note(text: str) -> None:
    """A line about the results: a count, a hint."""
    sys.stderr.write(f"{_safe(text, sys.stderr)}\n")


def warn(text: str) -> None:
    """A line about something that is wrong and did not stop the command."""
    note(f"{styled('warning:', YELLOW, stream=sys.stderr)} {text}")


def warn_of_broken(notes: "Iterable[Broken]") -> None:
    """Files that could not be read, and so are not among the results."""
    for broken in notes:
        path = CONTROL_IN_NAME().sub(lambda sign: repr(sign[0])[1:-1], broken.path)
        where = f"{path}:{broken.line}" if broken.line else path
        warn(f"{where}: {broken.reason} (left out)")


def error_line(text: str) -> None:
    """What went wrong."""
    sys.stdout.flush()
    note(f"{styled('error:', RED, stream=sys.stderr)} {text}")


def styled(text: str, *styles: str, stream: TextIO | None = None) -> str:
    """`text` in these styles where the stream (stdout by default) shows colours."""
    if not styles or not text or not colours(stream or sys.stdout):
        return printable(text)
    return f"{_OURS}[{';'.join(styles)}m{printable(text)}{_OURS}[0m"


def colours(stream: TextIO) -> bool:
    """Whether to colour: on a terminal, unless NO_COLOR or FORCE_COLOR says otherwise."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def tabbed(cells: Iterable[str]) -> None:
    """A row for programs: cells parted by tabs."""
    out("\t".join(" ".join(cell.split()) for cell in cells))


def count(number: int, singular: str, plural: str = "") -> str:
    """`1 paper`, `15 papers`."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def _safe(text: str, stream: TextIO) -> str:
    first, *others = text.split(_OURS)
    escape = "\x1b" if colours(stream) else ""
    # Each of the others begins with a colour of ours; no other sign that a terminal obeys stays.
    parts = (part if escape else part.partition("m")[2] for part in others)
    return "".join([printable(first), *(f"{escape}{printable(part)}" for part in parts)])
