"""Writer of a Markdown table of papers, with a column for each field that the user names."""

from collections.abc import Iterable, Iterator, Sequence

from paperlist.markdown.escape import escape_line
from paperlist.model.columns import Column
from paperlist.model.entry import Entry
from paperlist.model.keypoints import join_keypoints
from paperlist.writers.markdown.cells import markdown_cell
from paperlist.writers.markdown.oneline import line_cell, link

ATTRIBUTES = "style=comparison "


def markdown_table(entries: Iterable[Entry], columns: Sequence[Column]) -> Iterator[str]:
    """Yield the lines of the table, each with its line end."""
    yield _row(line_cell(column.label) for column in columns)
    yield _row("---" for _ in columns)
    for entry in entries:
        yield _row(_cell(column, entry) for column in columns)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


def _cell(column: Column, entry: Entry) -> str:
    if links := column.links(entry):
        return " ".join(link(line_cell(words), url) for words, url in links.items())
    if column.is_markdown:
        return markdown_cell(column.text(entry))
    if column.field == "keypoints":
        return join_keypoints(map(line_cell, entry.keypoints))
    if column.field == "sections":
        texts = entry.sections.items()
        return "<br>".join(f"**{_bold(name)}:** {markdown_cell(text)}" for name, text in texts)
    lines = (" ".join(line.split()) for line in column.text(entry).splitlines())
    return "<br>".join(line_cell(line) for line in lines if line)


def _bold(name: str) -> str:
    # `line_cell` makes formulas safe, and an asterisk in a formula would end the bold text.
    return line_cell(name) if "$" in name else escape_line(name, bold=True)
