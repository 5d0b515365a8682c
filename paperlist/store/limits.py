"""Limits on the size and nesting of notes, so that no file can overload a parser or validator.

Anybody can put a file into a library that others clone. If deep nesting makes a parser run out of
stack, the whole process ends. The limits are far above what people write: the longest author list
in physics has about five thousand names.
"""

import re
from collections.abc import Mapping
from typing import Any

LARGEST_BYTES = 2_000_000
LARGEST_TO_READ_SLOWLY = 200_000  # characters, for ruamel.yaml
MOST_LINES = 50_000  # of all texts of a note; Markdown takes seconds for more
MOST_VALUES = 20_000
MOST_COPIED = 20_000_000  # characters
DEEPEST = 60
_LONGEST_PREFIX = 500
_FEW = 100
_BRACKET = re.compile(r"[\[\]{}\n]")
_DEEPEST_ON_A_LINE = 200
# The name of a value (`&name`), and its use at another place (`*name`).
_ANCHOR = re.compile(r"(?<![^\s,\[{])&[^\s,\[\]{}]")
_ALIAS = re.compile(r"(?<![^\s,\[{])\*[^\s,\[\]{}]")
_SPACES = " " * 100
# The beginning of a line, before its text: indentation, and marks that open lists and mappings.
_PREFIX = re.compile(r"^[ \t]*(?:[-?:][ \t]+)*", re.M)


def may_be_deep(text: str) -> bool:
    """Return whether a YAML text may nest lists and mappings more than a thousand levels deep.

    Every level needs spaces, or the marks `-`, `?` or `:`, at the start of the line where the level
    begins. So a text has few levels if every line starts with few of these characters. Brackets are
    not looked at, since the fast parser limits their nesting.
    """
    if len(text) < 2 * _LONGEST_PREFIX:
        return False
    if "\t" not in text and _SPACES not in text:
        marks = text.count(": ") + text.count("- ") + text.count("? ")
        if marks < _FEW:
            return False
    return any(match.end() - match.start() > _LONGEST_PREFIX for match in _PREFIX.finditer(text))


def has_deep_brackets(text: str) -> bool:
    """Return whether brackets on one line nest so deep that ruamel.yaml takes seconds to read."""
    depth = 0
    for match in _BRACKET.finditer(text):
        depth = {"\n": 0, "]": depth - 1, "}": depth - 1}.get(match[0], depth + 1)
        if depth > _DEEPEST_ON_A_LINE:
            return True
    return False


def may_swell(text: str) -> bool:
    """Return whether the values in a YAML text may be far larger than the text itself.

    The fast parser copies a value for each alias (`*name`) that stands for it.
    """
    if "&" not in text or "*" not in text or not _ANCHOR.search(text):
        return False
    return len(_ALIAS.findall(text)) * len(text) > MOST_COPIED


def problem_of(values: Mapping[Any, Any]) -> str:
    """Return a message if `values` are too many, too large or too deep for a note, else "".

    `values` are what a parser returned. If a YAML alias (`*name`) stands for some values, these
    values are counted at each place of the alias.
    """
    count, level = 0, [values]
    texts: list[str] = []
    for _ in range(DEEPEST):
        below: list[Any] = []
        for each in level:
            count += len(each)
            if count > MOST_VALUES:
                return f"more than {MOST_VALUES:,} values, which no note has"
            items = each.values() if isinstance(each, dict) else each
            below += [item for item in items if isinstance(item, (dict, list))]
            texts += [text for text in (*each, *items) if isinstance(text, str)]
        if not below:
            break
        level = below
    else:
        return f"nested more than {DEEPEST} levels deep"
    size = sum(map(len, texts))
    if size > LARGEST_BYTES:
        return f"larger than {LARGEST_BYTES / 1e6:g} MB, which no note is"
    if size > MOST_LINES and sum(text.count("\n") for text in texts) > MOST_LINES:
        return f"more than {MOST_LINES:,} lines, which no note has"
    return ""
