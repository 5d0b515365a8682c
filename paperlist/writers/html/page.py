"""The text of the web page: one HTML file that includes its style, its script and a search."""

import re
from base64 import b64encode
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from paperlist.model.entry import Entry
from paperlist.model.labels import FIELD_LABELS
from paperlist.model.links import identifier_pages
from paperlist.model.months import format_month
from paperlist.text.words import printable
from paperlist.writers.html.render import is_safe, line_html, text_html
from paperlist.writers.sections import Layout, months_of

if TYPE_CHECKING:
    from markupsafe import Markup

_PIECES = 1000
_FOLDED = ("method", "metric", "limitation")


def html_page(entries: Sequence[Entry], layout: Layout) -> Iterator[str]:
    """Yield the text of the page in pieces.

    The page has the months, newest first, and in each month the categories in order. A box filters
    the papers.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("paperlist.writers"),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    style, script = (_source(environment, name) for name in ("page.css", "page.js"))
    title = printable(layout.title)
    number = len(entries)
    stream = environment.get_template("page.html.jinja").stream(
        title=title,
        heading=_ours(line_html(title)),
        introduction=_ours(text_html(layout.introduction)) if layout.introduction else "",
        count=f"{number:,} {'paper' if number == 1 else 'papers'}",
        months=list(_months(entries, layout)),
        style=_ours(style),
        script=_ours(script),
        policy=_policy(style, script),
    )
    # Without buffering, millions of small pieces would take more memory than the page.
    stream.enable_buffering(_PIECES)
    return iter(stream)


def _ours(html: str) -> "Markup":
    """Mark HTML as safe: this package wrote it and escaped all text of the notes."""
    from markupsafe import Markup

    return Markup(html)  # noqa: S704


def _source(environment: Any, name: str) -> str:
    return str(environment.loader.get_source(environment, name)[0])


def _policy(style: str, script: str) -> str:
    """Return the page's Content-Security-Policy: the page may run its own script and load nothing.

    Source: W3C, Content Security Policy Level 3.
    """
    style_hash, script_hash = (
        b64encode(sha256(source.encode()).digest()).decode() for source in (style, script)
    )
    return (
        f"default-src 'none'; style-src 'sha256-{style_hash}'; "
        f"script-src 'sha256-{script_hash}'; img-src data:; base-uri 'none'; form-action 'none'"
    )


def _months(entries: Sequence[Entry], layout: Layout) -> Iterator[dict[str, Any]]:
    for month, categories in months_of(entries, layout):
        yield {
            "title": format_month(month, layout.month_format),
            # The colon distinguishes the anchor of a month from the anchors of papers, their ids.
            "anchor": f"month:{month}",
            "count": sum(len(papers) for _, papers in categories),
            "categories": [
                {"title": category, "papers": map(_paper, papers)}
                for category, papers in categories
            ],
        }


def _paper(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "anchor": quote(entry.id),
        "title": _ours(line_html(entry.title)),
        "facts": [_ours(line_html(fact)) for fact in _facts(entry)],
        "keypoints": [_ours(line_html(keypoint)) for keypoint in entry.keypoints],
        "objective": _ours(text_html(entry.objective)) if entry.objective else "",
        "details": [(label, _ours(text_html(text))) for label, text in _details(entry)],
        "links": list(_links(entry)),
    }


def _facts(entry: Entry) -> Iterator[str]:
    yield from filter(None, (", ".join(entry.authors), entry.venue, entry.published))
    if entry.status in {"to-read", "reading"}:
        yield entry.status.replace("-", " ")


def _details(entry: Entry) -> Iterator[tuple[str, str]]:
    for field in _FOLDED:
        if text := entry.text(field):
            yield FIELD_LABELS[field], text
    for name, text in entry.sections.items():
        yield printable(name), text
    if entry.notes:
        yield FIELD_LABELS["notes"], entry.notes


def _links(entry: Entry) -> Iterator[tuple[str, str]]:
    links = {printable(name): printable(url) for name, url in entry.links.items()}
    for name, url in links.items():
        if is_safe(url):
            yield name, url
    for field, page in identifier_pages(entry).items():
        number = entry.text(field)
        if not any(re.sub(r"v\d+$", "", number) in url for url in links.values()):
            yield f"{FIELD_LABELS[field]} {number}", page
