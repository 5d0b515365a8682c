"""Comments of a YAML text: which there are, how to remove one, and how to add one of another text.

Only the lines of the text are looked at, so each result is checked: a comment is what can be
removed or added while all values stay as they are.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from paperlist.errors import UnreadableNoteError
from paperlist.store import yaml_reader

# A key or item whose value is a block literal on the lines below.
_BLOCK = re.compile(
    r"(?P<before> *(?:[-?:] +)*)(?:(?P<key>\S.*?)?:(?=[ \t]) *)?(?:[&!]\S+[ \t]+)*"
    r"[|>][-+0-9]*[ \t]*(?:(?<=[ \t])#.*)?"
)
# A quoted text, which may have a `#`, or a comment.
_COMMENT = re.compile(
    r"""(?<![^\s\[{,:])(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')|(?P<comment>(?<!\S)#.*)"""
)
_TOP_KEY = re.compile(r"(?P<key>[^\s#\-][^:]*|-[^\s:][^:]*):(?=\s|$)")
# Each check reads the whole text once.
_MOST_CHECKS = 100


class Comment(NamedTuple):
    """A comment of a text.

    Attributes:
        text: the comment, from `#` to the end of its line.
        row: the index of its line.
        column: the index of `#` in the line.
    """

    text: str
    row: int
    column: int


def find_comments(text: str) -> list[Comment]:
    """Return the comments of a YAML text with Unix line ends, in order."""
    found: list[Comment] = []
    block: int | None = None
    for row, line in enumerate(text.split("\n")):
        if block is not None and (not line.strip() or _indent(line) > block):
            continue
        block = _block_indent(line)
        found += [
            Comment(match["comment"].rstrip(), row, match.start())
            for match in _COMMENT.finditer(line)
            if match["comment"]
        ]
    values = _values(text)
    waiting, real = [found] if found else [], []
    for _ in range(_MOST_CHECKS):
        if not waiting:
            break
        part = waiting.pop()
        if _values(_cut(text, part)) == values:
            real += part
        elif len(part) > 1:
            waiting += [part[: len(part) // 2], part[len(part) // 2 :]]
    return sorted(real, key=lambda comment: comment.row)


def without_comments(text: str, comments: Sequence[Comment]) -> str:
    """Return `text` without some of its comments, or `text` if that would change a value."""
    shorter = _cut(text, comments)
    return shorter if _values(shorter) == _values(text) else text


def with_comments(text: str, comments: Sequence[Comment], source: str) -> str:
    """Return `text` with comments of another text, each where it was.

    A comment whose key or item `text` lacks is put above the next key, or at the end. A comment
    beside a value that is another one in `text` is put above the key.

    Args:
        text: a YAML text.
        comments: the comments to add.
        source: the text that has these comments.
    """
    values = _values(text)
    if len(comments) <= _MOST_CHECKS:
        for comment in comments:
            for longer in _options(text, comment, source):
                if _values(longer) == values:
                    text = longer
                    break
        return text
    end = "" if text.endswith("\n") else "\n"
    return text + end + "".join(f"{comment.text}\n" for comment in comments)


def _options(text: str, comment: Comment, source: str) -> Iterator[str]:
    """Yield `text` with a comment at each place where it may be put, the best one first."""
    lines, others = text.split("\n"), source.split("\n")
    places = _places(comment, others, lines)
    line = others[comment.row]
    before = line[: comment.column].rstrip()
    if before and places[0] < len(lines) and lines[places[0]].strip() == before.strip():
        yield _append(text, places[0], line[len(before) : comment.column] + comment.text)
    for place in places:
        yield _insert(text, place, comment.text)


def _places(comment: Comment, source: list[str], lines: list[str]) -> list[int]:
    """Return the rows of `lines` above which a comment may be put, the best one first."""
    row = comment.row
    while row < len(source) and _is_loose(source[row]):
        row += 1
    end = len(lines) - 1 if lines[-1] == "" else len(lines)
    places: list[int] = []
    if row < len(source):
        key = next((name for name in map(_top_key, source[row::-1]) if name), "")
        below = filter(None, map(_top_key, source[row + 1 :]))
        rows = {name: place for place, line in enumerate(lines) if (name := _top_key(line))}
        if key in rows:
            start = rows[key]
            stop = min((place for place in rows.values() if place > start), default=end)
            wanted = _without_comment(source[row])
            named = f"{wanted.split(': ')[0].removesuffix(':')}:"
            inside = [(place, _without_comment(lines[place])) for place in range(start, stop)]
            places += [place for place, line in inside if line == wanted]
            places += [place for place, line in inside if f"{line} ".startswith(f"{named} ")]
            places.append(start)
        else:
            places += [rows[name] for name in below if name in rows][:1]
    return [*places[:1], *places[-1:], end, 0]


def _insert(text: str, row: int, comment: str) -> str:
    lines = text.split("\n")
    indent = " " * _indent(lines[row]) if row < len(lines) else ""
    lines.insert(row, indent + comment)
    joined = "\n".join(lines)
    return joined if joined.endswith("\n") else f"{joined}\n"


def _append(text: str, row: int, comment: str) -> str:
    lines = text.split("\n")
    lines[row] = lines[row].rstrip() + comment
    return "\n".join(lines)


def _cut(text: str, comments: Sequence[Comment]) -> str:
    lines: list[str | None] = [*text.split("\n")]
    for comment in comments:
        line = lines[comment.row]
        if line is not None:
            before = line[: comment.column].rstrip()
            lines[comment.row] = before or None
    return "\n".join(line for line in lines if line is not None)


def _block_indent(line: str) -> int | None:
    """Return the indentation that ends the block literal which begins on `line`, or None."""
    match = _BLOCK.fullmatch(line)
    if match is None:
        return None
    before = match["before"]
    return len(before) if match["key"] else max(before.rfind("-"), -1)


def _without_comment(line: str) -> str:
    match = next((each for each in _COMMENT.finditer(line) if each["comment"]), None)
    return (line[: match.start()] if match else line).strip()


def _is_loose(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def _top_key(line: str) -> str:
    match = _TOP_KEY.match(line)
    return match["key"].strip() if match else ""


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _values(text: str) -> Any:
    try:
        return yaml_reader.parse(text, "")
    except UnreadableNoteError:
        return None
