"""The formulas in a line of text or Markdown: what stands between two `$`."""

import re

_MATH = re.compile(r"(\$(?!\\\$)[^$\s](?:[^$\n]*[^$\s\\])?\$(?!\d))")
# A formula with an HTML tag is not one: Markdown without formulas would show the tag.
_TAG_INSIDE = re.compile(r"<(?:/?[a-zA-Z][^<>]*>|[!?])")


def split_formulas(line: str) -> list[tuple[bool, str]]:
    """Split `line` into (is formula, text) pieces, in order; formulas keep their `$`."""
    return [
        (bool(i % 2) and _TAG_INSIDE.search(part) is None, part)
        for i, part in enumerate(_MATH.split(line))
        if part
    ]
