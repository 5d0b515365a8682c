"""Shows a paper on a terminal as a card: id, title, keypoints and matching text."""

from collections.abc import Collection, Iterator, Sequence

from paperlist.cli.terminal.console import BOLD, CYAN, DIM, YELLOW
from paperlist.cli.terminal.styled_text import Span, StyledText
from paperlist.cli.terminal.tables import headline
from paperlist.cli.terminal.wrapping import MIN_WIDTH, folds, text_width
from paperlist.model.entry import Entry
from paperlist.search.search import Hit
from paperlist.search.snippets import marks, snippet

_INDENT = "  "
_MARGIN = 16
_FOUND = (BOLD, YELLOW)


def card(entry: Entry, hit: Hit | None = None) -> Iterator[str]:
    """Yield the lines of a card for a paper.

    If the paper was found by a search, the matching words are highlighted. Two more parts follow: a
    passage with matches, and the words of the query that the paper lacks.
    """
    matched = hit.matched if hit else {}
    place = "  ".join(filter(None, (entry.month, entry.category, entry.status)))
    yield from headline([(entry.id, (CYAN,)), (place, (DIM,))])
    yield from _lines(entry.title, _marks(entry.title, matched.get("title", ())), (BOLD,))
    if entry.keypoints:
        text = "; ".join(entry.keypoints)
        yield from _lines(text, _marks(text, matched.get("keypoints", ())))
    if hit and (shown := snippet(entry, matched, max(MIN_WIDTH, text_width() - _MARGIN))):
        yield from _lines(shown.text, shown.marks, label=f"{shown.field}: ")
    if hit and hit.missing:
        yield from _lines(", ".join(hit.missing), label="without: ")


def _marks(text: str, words: Collection[str]) -> Sequence[tuple[int, int]]:
    return marks(text, words) if words else ()


def _lines(
    text: str,
    places: Sequence[tuple[int, int]] = (),
    base: Sequence[str] = (),
    label: str = "",
) -> Iterator[str]:
    """Yield the lines of a text, wrapped, indented and with parts highlighted.

    Args:
        text: the text.
        places: (start, end) of each part to highlight.
        base: the styles of the other text.
        label: a label to put before the text.
    """
    before = len(label)
    spans: list[Span] = [(0, before, (DIM,))] if label else []
    spans += [(before + start, before + end, _FOUND) for start, end in places]
    shown = StyledText(label + text, spans, base)
    for line in shown.lines(folds(shown.text, text_width() - len(_INDENT))):
        yield _INDENT + line
