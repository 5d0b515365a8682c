"""Repairs the indentation of lists, so that Markdown reads them as their author meant.

People indent by two spaces, but the text of `1. Title` begins at the fourth column. If a bullet
below it is indented by two spaces, a Markdown parser begins a new list and sees no note on the
title.
"""

import re
from collections.abc import Iterable, Iterator

_WIDE_GAP = re.compile(r"(#{1,6}|[-*+]|\d{1,9}[.)])[\u00a0\u3000]+")
_NUMBERED = re.compile(r"(?P<text> *\d{1,9}[.)] {1,4})\S")
_BULLET = re.compile(r" +[-*+] ")
_FENCE = re.compile(r" *(?:`{3}|~{3})")
_HEADING = re.compile(r" {0,3}#{1,6} ")


def as_meant(lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines of a page with repaired indentation.

    Tabs become spaces. A bullet below `1. Title` is moved to the column of `Title`.
    """
    text = number = 0  # the columns of the last numbered item's text, and of its number
    bullets = shift = 0  # the column of bullets that are moved, and by how many columns
    in_code = blank = False
    for line in map(_expanded, lines):
        indent = len(line) - len(line.lstrip(" "))
        if not line.strip():
            blank = True
            yield line
            continue
        if shift and (indent < bullets or (indent == bullets and not _BULLET.match(line))):
            bullets = shift = 0
        if _FENCE.match(line):
            in_code = not in_code
        elif not in_code and not shift:
            if match := _NUMBERED.match(line):
                text, number = len(match["text"]), indent
            elif number + 1 < indent < text and _BULLET.match(line):
                bullets, shift = indent, text - indent
            elif indent <= number and (blank or _HEADING.match(line)):
                text = 0
        blank = False
        yield " " * shift + line


def _expanded(line: str) -> str:
    stripped = line.lstrip(" \t")
    if not stripped.isascii() and (marker := _WIDE_GAP.match(stripped)):
        # Markdown accepts only an ordinary space after a marker.
        stripped = f"{marker[1]} {stripped[marker.end() :]}"
    return line[: len(line) - len(stripped)].expandtabs(4) + stripped
