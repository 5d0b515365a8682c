"""Shows which words of a text changed: `[-old-]{+new+}` in a pipe, colours on a terminal."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from paperlist.cli.terminal.console import DIM, GREEN, RED, STRUCK, styled
from paperlist.cli.terminal.display import colours

_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")
# Larger texts are not compared, since the time grows with the square of their size.
MOST_LINES = 2_000
MOST_TOKENS = 4_000
_CONTEXT = 1


def word_diff(before: str, after: str) -> Iterator[str]:
    """Yield the lines that changed, with the removed and the added words marked.

    A line before and after the changed ones is yielded too.
    """
    import sys

    plain = not colours(sys.stdout)
    old, new = before.splitlines(), after.splitlines()
    if len(old) + len(new) > MOST_LINES:
        yield styled(f"{len(old):,} lines become {len(new):,}", DIM)
        return
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for group in matcher.get_grouped_opcodes(_CONTEXT):
        for tag, a, b, c, d in group:
            if tag == "equal":
                yield from (styled(line, DIM) for line in old[a:b])
            else:
                pieces = _pieces("\n".join(old[a:b]), "\n".join(new[c:d]))
                yield from _lines(pieces, plain=plain)


def _pieces(old: str, new: str) -> Iterator[tuple[str, str]]:
    """Yield (sign, text): the sign is `-` for removed text, `+` for added text, else empty."""
    left, right = _TOKEN.findall(old), _TOKEN.findall(new)
    if not old or not new or len(left) + len(right) > MOST_TOKENS:
        yield from (("-", old), ("+", f"\n{new}" if old and new else new))
        return
    for tag, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if tag == "equal":
            yield "", "".join(left[a:b])
        else:
            yield "-", "".join(left[a:b])
            yield "+", "".join(right[c:d])


def _lines(pieces: Iterator[tuple[str, str]], *, plain: bool) -> Iterator[str]:
    line: list[str] = []
    for sign, text in pieces:
        first, *rest = text.split("\n")
        line.append(_marked(sign, first, plain=plain))
        for each in rest:
            yield "".join(line)
            line = [_marked(sign, each, plain=plain)]
    yield "".join(line)


def _marked(sign: str, text: str, *, plain: bool) -> str:
    if not text or not sign:
        return styled(text)
    if plain:
        return f"[-{text}-]" if sign == "-" else f"{{+{text}+}}"
    styles: Sequence[str] = (RED, STRUCK) if sign == "-" else (GREEN,)
    return styled(text, *styles)
