"""What a note may hold at most, checked before a parser and a validator see it.

Anybody can put a file into a library that others clone, and a parser that runs out of stack ends
the whole process. The limits are far above what people write: the largest author list in physics
has some five thousand names.
"""

import re
from collections.abc import Mapping
from typing import Any

LARGEST_BYTES = 2_000_000
LARGEST_TO_READ_SLOWLY = 200_000
MOST_VALUES = 20_000
DEEPEST = 60
_LONGEST_PREFIX = 500
_FEW = 100
_BRACKET = re.compile(r"[\[\]{}\n]")
_DEEPEST_ON_A_LINE = 200
_SPACES = " " * 100
# What stands on a line before its own text: indentation, and marks that open lists and mappings.
_PREFIX = re.compile(r"^[ \t]*(?:[-?:][ \t]+)*", re.M)


def may_be_deep(text: str) -> bool:
    """Return whether lists and mappings of a YAML text may nest deeper than a thousand levels.

    Each level needs a column, or half of one, on the line where it begins; so a short beginning of
    every line means few levels. Brackets do not count: the fast parser limits them itself.
    """
    if len(text) < 2 * _LONGEST_PREFIX:
        return False
    if "\t" not in text and _SPACES not in text:
        marks = text.count(": ") + text.count("- ") + text.count("? ")
        if marks < _FEW:
            return False
    return any(match.end() - match.start() > _LONGEST_PREFIX for match in _PREFIX.finditer(text))


def has_deep_brackets(text: str) -> bool:
    """Return whether brackets nest so deep on one line that ruamel.yaml takes seconds for it."""
    depth = 0
    for match in _BRACKET.finditer(text):
        depth = {"\n": 0, "]": depth - 1, "}": depth - 1}.get(match[0], depth + 1)
        if depth > _DEEPEST_ON_A_LINE:
            return True
    return False


def problem_of(values: Mapping[Any, Any]) -> str:
    """Return why `values` are more than a note can hold; empty where they are not.

    What an alias stands for counts each time.
    """
    count, level = 0, [values]
    for _ in range(DEEPEST):
        below: list[Any] = []
        for each in level:
            count += len(each)
            if count > MOST_VALUES:
                return f"more than {MOST_VALUES:,} values, which no note has"
            items = each.values() if isinstance(each, dict) else each
            below += [item for item in items if isinstance(item, (dict, list))]
        if not below:
            return ""
        level = below
    return f"nested more than {DEEPEST} levels deep"
