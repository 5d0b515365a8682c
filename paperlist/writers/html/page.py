"""Writer of the web page: one HTML file with its own style, script and search box."""

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
    from jinja2 import Environment
    from markupsafe import Markup

_PIECES = 1000
_FOLDED = ("method", "metric", "limitation")


def html_page(entries: Sequence[Entry], layout: Layout) -> Iterator[str]:
    """Yield the text of the web page in parts.

    The newest month comes first. Within a month, the papers are grouped by category. A search box
    filters the papers.
    """
    jinja = environment()
    style, script = (template_source(jinja, name) for name in ("page.css", "page.js"))
    title = printable(layout.title)
    number = len(entries)
    stream = jinja.get_template("page.html.jinja").stream(
        title=title,
        heading=mark_safe(line_html(title)),
        introduction=mark_safe(text_html(layout.introduction)) if layout.introduction else "",
        count=f"{number:,} {'paper' if number == 1 else 'papers'}",
        months=list(_months(entries, layout)),
        style=mark_safe(style),
        script=mark_safe(script),
        policy=policy(style, script),
    )
    # Without buffering, millions of small pieces would take more memory than the page.
    stream.enable_buffering(_PIECES)
    return iter(stream)


def environment() -> "Environment":
    """Return the environment of the templates of this package, which escape what they are given."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("paperlist.writers"),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )


def mark_safe(html: str) -> "Markup":
    """Return HTML that the template does not escape.

    This package wrote the HTML, and has escaped the text of notes in it.
    """
    from markupsafe import Markup

    return Markup(html)  # noqa: S704


def template_source(jinja: "Environment", name: str) -> str:
    """Return the text of a file beside the templates, such as `page.css`."""
    assert jinja.loader is not None
    return jinja.loader.get_source(jinja, name)[0]


def policy(style: str, script: str = "") -> str:
    """Return a Content-Security-Policy with which the page runs its own script and loads nothing.

    Without a script, the page runs none.

    Source: W3C, Content Security Policy Level 3.
    """
    style_hash, script_hash = (
        b64encode(sha256(source.encode()).digest()).decode() for source in (style, script)
    )
    scripts = f"script-src 'sha256-{script_hash}'; " if script else ""
    return (
        f"default-src 'none'; style-src 'sha256-{style_hash}'; "
        f"{scripts}img-src data:; base-uri 'none'; form-action 'none'"
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
        "title": mark_safe(line_html(entry.title)),
        "facts": [mark_safe(line_html(fact)) for fact in _facts(entry)],
        "keypoints": [mark_safe(line_html(keypoint)) for keypoint in entry.keypoints],
        "objective": mark_safe(text_html(entry.objective)) if entry.objective else "",
        "details": [(label, mark_safe(text_html(text))) for label, text in _details(entry)],
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
