"""Writer of a web page with a table of papers, with a column for each field that the user names."""

from collections.abc import Iterator, Sequence
from html import escape

from paperlist.model.columns import Column
from paperlist.model.entry import Entry
from paperlist.text.words import printable
from paperlist.writers.html.page import environment, mark_safe, policy, template_source
from paperlist.writers.html.render import is_safe, line_html, text_html

_PIECES = 1000


def html_table(entries: Sequence[Entry], columns: Sequence[Column], title: str) -> Iterator[str]:
    """Yield the text of the page in parts. The page loads nothing and runs no script."""
    jinja = environment()
    style = template_source(jinja, "table.css")
    title = printable(title)
    stream = jinja.get_template("table.html.jinja").stream(
        title=title,
        heading=mark_safe(line_html(title)),
        labels=[mark_safe(line_html(column.label)) for column in columns],
        rows=([mark_safe(_cell(column, entry)) for column in columns] for entry in entries),
        style=mark_safe(style),
        policy=policy(style),
    )
    stream.enable_buffering(_PIECES)
    return iter(stream)


def _cell(column: Column, entry: Entry) -> str:
    if links := column.links(entry):
        return " ".join(_link(words, url) for words, url in links.items())
    if column.is_markdown:
        return text_html(column.text(entry))
    if column.field == "sections":
        texts = entry.sections.items()
        return "".join(f"<p><b>{_text(name)}</b></p>{text_html(text)}" for name, text in texts)
    return "<br>".join(line_html(line) for line in column.text(entry).splitlines())


def _link(words: str, url: str) -> str:
    """Return a link, or only its words if a page may not link to `url`."""
    url = printable(url)
    if not is_safe(url):
        return _text(words)
    return f'<a href="{escape(url)}" rel="noreferrer">{_text(words)}</a>'


def _text(text: str) -> str:
    return escape(printable(text))
