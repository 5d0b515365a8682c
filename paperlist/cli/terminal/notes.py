"""Shows the notes of a paper as text, with a label for each field."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from paperlist.cli.terminal.console import DIM, is_terminal, styled
from paperlist.cli.terminal.wrapping import breaks, columns_of, text_width
from paperlist.model.entry import TEXT_FIELDS, Entry
from paperlist.model.labels import FIELD_LABELS

_INDENT = "  "
# How long a text may be that stands in the line of its label, if there is no terminal.
_PLAIN_WIDTH = 78
_ON_THE_CARD = frozenset(("title", "category", "keypoints", "status"))
_LABELS = {**FIELD_LABELS, "added": "Added"}
_MARKDOWN = frozenset((*TEXT_FIELDS, "notes"))


def note_lines(entry: Entry, files: Sequence[str]) -> Iterator[str]:
    """Yield the lines that `show` prints below a paper's card.

    They contain the names of the files, and all fields except title, category, keypoints and
    status, which are on the card.
    """
    for label, value, is_markdown in _labelled(entry):
        yield from _block(label, _text(value), is_markdown=is_markdown)
    if files:
        yield from _block("Files", "\n".join(files), is_markdown=False, below=True)


def _labelled(entry: Entry) -> Iterable[tuple[str, Any, bool]]:
    """Yield (label, value, whether the value is Markdown) for each field."""
    for name, value in entry.fields.items():
        if name == "sections":
            yield from ((label, text, True) for label, text in value.items())
        elif name not in _ON_THE_CARD:
            yield _LABELS.get(name, name), value, name in _MARKDOWN


def _block(label: str, text: str, *, is_markdown: bool, below: bool = False) -> Iterator[str]:
    """Yield a blank line, and then a text with its label.

    A short text stands on the line of its label. A long text stands below the label.

    Args:
        label: the label.
        text: the text.
        is_markdown: whether the text is Markdown.
        below: whether even a short text stands below the label.
    """
    yield ""
    shown = styled(f"{label}:", DIM)
    before = columns_of(label) + len(": ")
    room = text_width() if is_terminal() else _PLAIN_WIDTH
    if below or "\n" in text or before + columns_of(text) > room:
        yield shown
        yield from _lines(text, _INDENT, is_markdown=is_markdown)
    else:
        yield " ".join([shown, *_lines(text, "", is_markdown=is_markdown)])


def _lines(text: str, indent: str, *, is_markdown: bool) -> Iterator[str]:
    """Yield the lines of `text`. On a terminal, Markdown is rendered and lines are wrapped."""
    if not is_terminal():
        yield from (f"{indent}{line}" if line else "" for line in text.split("\n"))
    elif is_markdown:
        from paperlist.cli.terminal.markdown import markdown_lines

        yield from markdown_lines(text, indent, text_width())
    else:
        for line in text.split("\n"):
            for start, end in breaks(line, text_width() - len(indent)):
                yield f"{indent}{line[start:end]}"


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return "\n".join(f"{key}: {_text(item)}" for key, item in value.items())
    if isinstance(value, list):
        return "; ".join(map(_text, value))
    return str(value)
