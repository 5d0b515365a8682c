"""Search results: printed as cards on a terminal, tab-separated rows on a pipe, or JSON."""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from paperlist.cli.terminal.console import (
    BOLD,
    CYAN,
    DIM,
    YELLOW,
    is_terminal,
    out,
    out_json,
    styled,
    tabbed,
)
from paperlist.cli.terminal.wrapping import MIN_WIDTH, breaks, width
from paperlist.model.entry import Entry
from paperlist.search.search import Hit
from paperlist.search.snippets import marks, snippet

_INDENT = "  "
_MARGIN = 16


def print_hits(hits: Sequence[Hit], *, as_json: bool, ids: bool, template: str | None) -> None:
    """Print hits as JSON, ids, template lines, cards on a terminal, or tab-separated rows."""
    if as_json:
        out_json([as_object(hit) for hit in hits])
    elif ids:
        for hit in hits:
            out(hit.entry.id)
    elif template is not None:
        from paperlist.cli.terminal.line_template import filled

        for hit in hits:
            shown = snippet(hit.entry, hit.matched)
            more = {"score": hit.score, "snippet": shown.text if shown else ""}
            out(filled(template, hit.entry, more))
    elif is_terminal():
        for hit in hits:
            for line in card(hit.entry, hit):
                out(line)
    else:
        for hit in hits:
            tabbed(row(hit.entry))


def row(entry: Entry) -> Sequence[str]:
    """Return the cells of a tab-separated row: id, month, category, title and keypoints."""
    return entry.id, entry.month, entry.category, entry.title, "; ".join(entry.keypoints)


def as_object(hit: Hit) -> dict[str, Any]:
    """Return a hit as `--json` prints it: the entry, its score, matched words and a snippet."""
    found: dict[str, Any] = {"score": hit.score, "matched": hit.matched}
    if hit.missing:
        found["missing"] = list(hit.missing)
    shown = snippet(hit.entry, hit.matched)
    found["snippet"] = shown.text if shown else ""
    return hit.entry.as_json() | found


def card(entry: Entry, hit: Hit | None = None) -> Iterator[str]:
    """Yield the lines that show a paper on a terminal; in a hit, matches are highlighted."""
    matched = hit.matched if hit else {}
    place = "  ".join(filter(None, (entry.month, entry.category, entry.status)))
    yield f"{styled(entry.id, CYAN)}  {styled(place, DIM)}"
    yield from _lines(entry.title, _marks(entry.title, matched.get("title", ())), BOLD)
    if entry.keypoints:
        text = "; ".join(entry.keypoints)
        yield from _lines(text, _marks(text, matched.get("keypoints", ())))
    if hit and (shown := snippet(entry, matched, max(MIN_WIDTH, width() - _MARGIN))):
        yield from _lines(shown.text, shown.marks, label=f"{shown.field}: ")
    if hit and hit.missing:
        yield from _lines(", ".join(hit.missing), label="without: ")


def _marks(text: str, words: Collection[str]) -> Sequence[tuple[int, int]]:
    return marks(text, words) if words else ()


def _lines(
    text: str, places: Sequence[tuple[int, int]] = (), *styles: str, label: str = ""
) -> Iterator[str]:
    """Yield the lines of wrapped text, indented, with the ranges in `places` highlighted."""
    room = width() - len(_INDENT)
    before = f"{_INDENT}{styled(label, DIM)}"
    for start, end in breaks(text, room - len(label), room):
        found = [
            (max(begin, start) - start, min(stop, end) - start)
            for begin, stop in places
            if begin < end and stop > start
        ]
        yield before + _styled_at(text[start:end], found, *styles)
        before = _INDENT


def _styled_at(text: str, places: Iterable[tuple[int, int]], *styles: str) -> str:
    parts, end = [], 0
    for start, stop in places:
        parts += [styled(text[end:start], *styles), styled(text[start:stop], BOLD, YELLOW)]
        end = stop
    return "".join([*parts, styled(text[end:], *styles)])


def explained(results: Any) -> Iterator[str]:
    """Yield notes on search results: ignored words and corrected typos."""
    if results.having < results.terms:
        if results.missing:
            yield f"no paper has all words; left out: {', '.join(results.missing)}"
        else:
            yield (f"no paper has all {results.terms} words; these have {results.having} of them")
    by_word: dict[str, list[str]] = {}
    for typed, word in results.corrected:
        by_word.setdefault(typed, []).append(word)
    for typed, words in by_word.items():
        yield f"{typed} → {', '.join(words)}"


def quoted(words: Iterable[str]) -> str:
    """Return the words as a quoted query that can be typed again."""
    return json.dumps(" ".join(words), ensure_ascii=False)
