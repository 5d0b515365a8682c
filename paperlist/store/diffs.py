"""What a change does to a file, as a diff."""

import difflib
import re

from paperlist.store.content import Content, Held, Link


def diff(path: str, before: Content, after: Content) -> str:
    """Return the change of one file: a unified diff of text, one line for anything else."""
    if isinstance(before, (Held, Link)) or isinstance(after, (Held, Link)):
        return f"{path}: {_kind(before)} becomes {_kind(after)}\n"
    old, new = _lines(before), _lines(after)
    if old is None or new is None:
        return f"Binary file {path} changes\n"
    old_name = f"a/{path}" if before is not None else "/dev/null"
    new_name = f"b/{path}" if after is not None else "/dev/null"
    rows = list(difflib.unified_diff(old, new, old_name, new_name))
    no_end = "\n\\ No newline at end of file\n"
    return "".join(row if row.endswith("\n") else f"{row}{no_end}" for row in rows)


def _kind(content: Content) -> str:
    if content is None:
        return "nothing"
    if isinstance(content, Link):
        return f"a link to {content.target}"
    size = content.size if isinstance(content, Held) else len(content)
    return f"a file of {size:,} bytes"


def _lines(content: bytes | None) -> list[str] | None:
    try:
        return re.findall(r"[^\n]*\n|[^\n]+", (content or b"").decode())
    except UnicodeDecodeError:
        return None
