"""Two versions of one stretch of a text, both kept, and marked for a person to choose.

    <!-- two versions: keep one -->
    - What one person wrote.
    <!-- or -->
    - What another person wrote.
    <!-- end of the versions -->

The marks are HTML comments, so that a rendered text shows nothing of them. They do not begin with
`paperlist:`, because such a comment is a mark of a page, and the page's writer would make it text.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

FIRST = "<!-- two versions: keep one -->"
NEXT = "<!-- or -->"
LAST = "<!-- end of the versions -->"

_KINDS = {FIRST: "first", NEXT: "next", LAST: "last"}
_FENCE = re.compile(
    r"(?:[ \t>]|[-*+][ \t]|\d+[.)][ \t])*(?P<mark>`{3,}(?=[^`]*$)|~{3,}|\$\$(?!.*\$\$))"
)
_ITEM = re.compile(r"^[ \t>]*(?:[-*+]|\d+[.)])(?:[ \t]|$)")
_INDENT = re.compile(r"[ \t]*")


class Unit(NamedTuple):
    """A part of a text that is merged as a whole: a line, a fenced block, or marked versions.

    Attributes:
        text: its lines, without a line end after the last. Marked versions are sorted.
        blank: the number of blank lines above; None for the first unit of a text.
    """

    text: str
    blank: int | None

    def versions(self) -> list[str]:
        """Return the marked versions, sorted; a unit without marks is its only version."""
        return _versions(self.text.split("\n")) or [self.text]

    def is_item(self) -> bool:
        """Return whether the unit begins with the mark of a list item."""
        return _ITEM.match(self.text) is not None

    def content(self) -> str:
        """Return the text without the mark of a list item at its beginning."""
        return _ITEM.sub("", self.text, count=1)

    def indent(self) -> int:
        """Return how far the first line is indented, in characters."""
        found = _INDENT.match(self.text)
        assert found
        return found.end()


def has_versions(text: str) -> bool:
    """Return whether `text` has a stretch with the marks of versions, not counting code."""
    return FIRST in text and any(_versions(each.text.split("\n")) for each in units(text))


def units(text: str) -> list[Unit]:
    """Return the parts of a text, in order. The text must not begin with a blank line."""
    lines = text.split("\n") if text else []
    found: list[Unit] = []
    open_marks: dict[str, int] = {}
    row = blank = 0
    while row < len(lines):
        if not lines[row].strip():
            blank += 1
            row += 1
            continue
        end = _end_of_unit(lines, row, open_marks)
        part = lines[row:end]
        versions = _versions(part)
        written = marked(versions) if len(versions) > 1 else "\n".join(part)
        found.append(Unit(written, blank if found else None))
        row, blank = end, 0
    return found


def join(parts: Iterable[Unit]) -> str:
    """Return the text of some units, in order.

    If it is unknown how many blank lines are above a unit, there are none between items of a list,
    and there is one elsewhere.
    """
    text = ""
    above: Unit | None = None
    for part in parts:
        if above:
            in_list = part.is_item() and (above.is_item() or above.indent())
            unknown = 0 if in_list else 1
            text += "\n" * (1 + (unknown if part.blank is None else part.blank))
        text += part.text
        above = part
    return text


def texts(parts: Iterable[Unit]) -> list[str]:
    """Return the text of each unit."""
    return [part.text for part in parts]


def marked(versions: Iterable[str]) -> str:
    """Return the versions of a stretch with marks around them, sorted. One version has no marks."""
    found = sorted(set(map(_without_marks, versions)) - {""})
    if len(found) < 2:  # noqa: PLR2004 (it takes two to choose)
        return "".join(found)
    match = _INDENT.match(found[0])
    indent = match[0] if match else ""
    between = f"\n{indent}{NEXT}\n"
    return f"{indent}{FIRST}\n{between.join(found)}\n{indent}{LAST}"


def _without_marks(version: str) -> str:
    """Return a version without lines that are marks, as only a careless edit leaves them there."""
    if "<!--" not in version:
        return version
    return "\n".join(line for line in version.split("\n") if not _kind(line))


def _kind(line: str) -> str:
    return _KINDS.get(line.strip(), "")


def _versions(lines: list[str]) -> list[str]:
    """Return the versions in the lines of a marked stretch; empty if it is not one."""
    if len(lines) < 2 or _kind(lines[0]) != "first" or _kind(lines[-1]) != "last":  # noqa: PLR2004
        return []
    versions: list[list[str]] = [[]]
    for line in lines[1:-1]:
        if _kind(line) == "next":
            versions.append([])
        else:
            versions[-1].append(line)
    return sorted({"\n".join(version).strip("\n") for version in versions} - {""})


def _end_of_unit(lines: list[str], row: int, open_marks: dict[str, int]) -> int:
    """Return the index after the last line of the unit that begins at `row`.

    A fence or comment that nothing closes is a line like any other. `open_marks` has the length of
    the shortest of them that was seen so far, so that no line is looked at again and again.
    """
    line = lines[row]
    if _kind(line) == "first":
        return _end_of_versions(lines, row)
    if fence := _FENCE.match(line):
        mark = fence["mark"]
        pattern = r".*\$\$[ \t]*$" if mark == "$$" else rf"[ \t>]*{mark}{mark[0]}*[ \t]*$"
    elif "<!--" in line and "-->" not in line[line.rindex("<!--") :]:
        mark, pattern = "<!--", ".*-->"
    else:
        return row + 1
    if len(mark) >= open_marks.get(mark[0], len(mark) + 1):
        return row + 1
    close = re.compile(pattern)
    for place in range(row + 1, len(lines)):
        if close.match(lines[place]):
            return place + 1
    open_marks[mark[0]] = len(mark)
    return row + 1


def _end_of_versions(lines: list[str], row: int) -> int:
    for place in range(row + 1, len(lines)):
        kind = _kind(lines[place])
        if kind == "first":
            break
        if kind == "last":
            return place + 1
    return row + 1


def alternatives(parts: list[Unit]) -> Iterator[str]:
    """Yield the versions of a stretch that may have marked versions in it.

    If several units have versions, the first text has the first version of each, and so on. So
    every version is in a text, and the texts are few.
    """
    choices = [part.versions() for part in parts]
    for number in range(max(map(len, choices), default=1)):
        chosen = (
            Unit(versions[min(number, len(versions) - 1)], part.blank)
            for part, versions in zip(parts, choices, strict=True)
        )
        yield join(chosen)
