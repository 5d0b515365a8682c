"""The conflict markers of git in a file, and the versions that stand between them."""

import re
from typing import NamedTuple

from paperlist.text.line_ends import has_windows_ends

# A marker is alone on its line, or has a label such as the name of a branch.
_MARKER = re.compile(rb"(?P<sign><{7}|\|{7}|={7}|>{7})(?: [^\r\n]*)?\r?\n?")
# The signs in order, and which part of the text the lines below each sign belong to.
_BELOW = {b"<": "ours", b"|": "base", b"=": "theirs", b">": "all"}
_MAY_FOLLOW = {"all": b"<", "ours": b"|=", "base": b"=", "theirs": b">"}


class Versions(NamedTuple):
    """The whole files that git could not merge.

    Attributes:
        base: the file before both changes; None if the markers do not show it.
        ours: the file of the branch that was merged into.
        theirs: the file of the other branch.
    """

    base: bytes | None
    ours: bytes
    theirs: bytes


def versions(content: bytes) -> Versions | None:
    """Return the versions in a file with conflict markers (`<<<<<<<`), or None if it has none.

    None is returned as well if a marker is missing, or is where it cannot be. Lines of a YAML text
    that only look like markers are indented, so they are none.
    """
    parts: dict[str, list[bytes]] = {"base": [], "ours": [], "theirs": []}
    part = "all"
    conflicts = bases = 0
    for line in content.splitlines(keepends=True):
        marker = _MARKER.fullmatch(line)
        if marker is None:
            for name in parts if part == "all" else (part,):
                parts[name].append(line)
            continue
        sign = marker["sign"][:1]
        if sign not in _MAY_FOLLOW[part]:
            return None
        part = _BELOW[sign]
        conflicts += sign == b"<"
        bases += sign == b"|"
    if part != "all" or not conflicts:
        return None
    base, ours, theirs = (b"".join(parts[name]) for name in ("base", "ours", "theirs"))
    return Versions(base if bases == conflicts else None, ours, theirs)


def marked(ours: bytes, theirs: bytes) -> bytes:
    """Return a file in which both whole files stand between conflict markers."""
    end = b"\r\n" if has_windows_ends(ours) else b"\n"
    parts = []
    for marker, content in ((b"<<<<<<< ours", ours), (b"=======", theirs)):
        ended = not content or content.endswith(b"\n")
        parts += [marker, end, content, b"" if ended else end]
    return b"".join([*parts, b">>>>>>> theirs", end])
