"""Finds the formulas in a line of text or Markdown; a formula stands between two `$`."""

import re

_MATH = re.compile(r"(\$(?!\\\$)[^$\s](?:[^$\n]*[^$\s\\])?\$(?!\d))")
# Text with an HTML tag is no formula: a program that does not know formulas would obey the tag.
_TAG_INSIDE = re.compile(r"<(?:/?[a-zA-Z][^<>]*>|[!?])")


def split_formulas(line: str) -> list[tuple[bool, str]]:
    """Split a line into formulas and other text.

    Each piece is a pair: whether the piece is a formula, and its text. The line `of $x$` gives
    `(False, "of ")` and `(True, "$x$")`.
    """
    return [
        (bool(i % 2) and _TAG_INSIDE.search(part) is None, part)
        for i, part in enumerate(_MATH.split(line))
        if part
    ]
