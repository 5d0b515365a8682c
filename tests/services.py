"""Answers in the shapes of the real services, and PDFs; the texts are made up."""

import json
import socket
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from html import escape
from threading import Thread
from typing import Any

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from paperlist.sources.settings import Sources

TITLE = "Patient Gardeners: Memory Banks for Long Videos"
ABSTRACT = "We keep what was seen in a bank.\nIt stays small."
ARXIV = "2404.05726"
DOI = "10.5555/3292500.3330701"
AUTHORS = ("Ada Moss", "Ludwig van der Fern")


def entry(  # noqa: PLR0913 (as many as a paper has fields)
    arxiv: str = ARXIV,
    title: str = TITLE,
    *,
    version: int = 2,
    authors: Sequence[str] = AUTHORS,
    summary: str = ABSTRACT,
    published: str = "2024-04-08T17:59:24Z",
    extra: str = "",
) -> str:
    """An entry of arXiv's feed."""
    names = "".join(f"<author><name>{escape(name)}</name></author>" for name in authors)
    return f"""
  <entry>
    <id>http://arxiv.org/abs/{arxiv}v{version}</id>
    <title>{escape(title)}</title>
    <updated>2024-04-24T17:59:46Z</updated>
    <link href="https://arxiv.org/abs/{arxiv}v{version}" rel="alternate" type="text/html"/>
    <link href="https://arxiv.org/pdf/{arxiv}v{version}" rel="related"
     type="application/pdf" title="pdf"/>
    <summary>{escape(summary)}</summary>
    <category term="cs.CV" scheme="http://arxiv.org/schemas/atom"/>
    <published>{published}</published>
    {extra}
    <arxiv:primary_category term="cs.CV"/>
    {names}
  </entry>"""


def comment(text: str) -> str:
    """What `extra` of an entry says of its comment."""
    return f"<arxiv:comment>{escape(text)}</arxiv:comment>"


def feed(*entries: str) -> str:
    """arXiv's feed."""
    return f"""<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/"
 xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">
  <id>https://arxiv.org/api/cHxbiOdZaP56ODnBPIenZhzg5f8</id>
  <title>arXiv Query: search_query=&amp;id_list=x&amp;start=0&amp;max_results=50</title>
  <updated>2024-05-01T00:00:00Z</updated>
  <link href="https://arxiv.org/api/query?id_list=x" type="application/atom+xml"/>
  <opensearch:itemsPerPage>50</opensearch:itemsPerPage>
  <opensearch:totalResults>{len(entries)}</opensearch:totalResults>
  <opensearch:startIndex>0</opensearch:startIndex>{"".join(entries)}
</feed>"""


def crossref(**changes: Any) -> dict[str, Any]:
    """What Crossref answers to content negotiation for CSL-JSON."""
    return {
        "indexed": {"date-parts": [[2026, 1, 2]], "timestamp": 1},
        "publisher": "Association of Gardeners",
        "published-print": {"date-parts": [[2024, 6, 17]]},
        "DOI": DOI,
        "type": "proceedings-article",
        "source": "Crossref",
        "title": TITLE,
        "author": [
            {"given": "Ada", "family": "Moss", "sequence": "first", "affiliation": []},
            {"given": "Ludwig", "family": "van der Fern", "sequence": "additional"},
        ],
        "container-title": "Proceedings of the Garden Show",
        "original-title": [],
        "issued": {"date-parts": [[2024, 6, 17]]},
        "URL": f"https://doi.org/{DOI}",
        "published": {"date-parts": [[2024, 6, 17]]},
        **changes,
    }


def datacite(**changes: Any) -> dict[str, Any]:
    """What DataCite answers to content negotiation for CSL-JSON."""
    return {
        "type": "article",
        "id": f"https://doi.org/{DOI}",
        "categories": ["Gardens"],
        "author": [
            {"family": "Moss", "given": "Ada"},
            {"family": "Fern", "given": "Ludwig", "non-dropping-particle": "van der"},
        ],
        "issued": {"date-parts": [[2024]]},
        "abstract": "<p>We keep what was seen in a bank.</p>",
        "DOI": DOI.upper(),
        "publisher": "Zenodo",
        "title": TITLE,
        **changes,
    }


def page(tags: Sequence[tuple[str, str]] = (), *, head: str = "") -> str:
    """A page with these meta tags; `og:` ones are properties."""
    metas = "".join(
        f'<meta {"property" if name.startswith("og:") else "name"}="{name}" '
        f'content="{escape(content)}">\n'
        for name, content in tags
    )
    return f"<!DOCTYPE html><html><head>{metas}{head}</head><body><h1>Hello</h1></body></html>"


CITATION = (
    ("citation_title", TITLE),
    ("citation_author", "Moss, Ada"),
    ("citation_author", "van der Fern, Ludwig"),
    ("citation_publication_date", "2024/04/08"),
    ("citation_conference_title", "Proceedings of the Garden Show"),
    ("citation_arxiv_id", ARXIV),
    ("citation_pdf_url", "/paper.pdf"),
    ("citation_abstract", ABSTRACT),
)


class Services:
    """A local server that stands for all of them."""

    def __init__(self, server: HTTPServer) -> None:
        self.server = server
        self.papers: dict[str, str] = {ARXIV: entry()}
        self.dois: dict[str, Mapping[str, Any]] = {DOI: crossref()}
        self.asked: list[str] = []
        server.expect_request("/api/query").respond_with_handler(self._arxiv)

    def settings(self, **changes: Any) -> Sources:
        """The sources' settings that lead here, quick to give up."""
        values = {
            "arxiv": self.server.url_for("/api/query"), "doi": self.server.url_for("/doi"),
            "delay": 0, "timeout": 0.5, "retries": 2, **changes,
        }  # fmt: skip
        return Sources.model_validate(values)

    def toml(self, **changes: Any) -> str:
        """The same for paperlist.toml."""
        values = self.settings(**changes).model_dump()
        return "[sources]\n" + "".join(
            f"{name} = {json.dumps(value)}\n" for name, value in values.items() if value != {}
        )

    def answer_doi(self) -> None:
        """Answer for the DOIs in `dois`."""
        for doi, item in self.dois.items():
            answer = partial(self._doi, item)
            self.server.expect_request(f"/doi/{doi}").respond_with_handler(answer)

    def _arxiv(self, request: Request) -> Response:
        ids = request.args["id_list"].split(",")
        self.asked.append(request.args["id_list"])
        found = [self.papers[each] for x in ids if (each := x.partition("v")[0]) in self.papers]
        return Response(feed(*found), content_type="application/atom+xml; charset=utf-8")

    def _doi(self, item: Mapping[str, Any], request: Request) -> Response:
        self.asked.append(request.path)
        assert "csl+json" in request.headers["Accept"]
        return Response(json.dumps(item), content_type="application/vnd.citationstyles.csl+json")


def pdf(
    lines: Sequence[tuple[float, str]] = (),
    *,
    stamp: str = "",
    info: Mapping[str, str] | None = None,
) -> bytes:
    """A PDF of one page: lines as (size of type, text), a stamp along the margin, metadata."""
    y, drawn = 720, []
    for size, text in lines:
        drawn.append(f"BT /F1 {size} Tf 1 0 0 1 90 {y} Tm ({text}) Tj ET")
        y -= int(size) + 8
    if stamp:
        drawn.append(f"BT /F1 20 Tf 0 1 -1 0 30 300 Tm ({stamp}) Tj ET")
    content = "\n".join(drawn).encode("latin-1")
    entries = "".join(f"/{name} ({value}) " for name, value in (info or {}).items())
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources 7 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< %s>>" % entries.encode("latin-1"),
        b"<< /Font << /F1 5 0 R >> >>",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return body + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R /Info 6 0 R >>\n"
        b"startxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table, len(objects) + 1, len(body))
    )


@contextmanager
def sending(pieces: Callable[[], Iterator[bytes]], pause: float = 0) -> Iterator[str]:
    """A server that sends these pieces to whoever connects, with a pause between; its address."""

    def send(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            connection.recv(65_536)
            for piece in pieces():
                connection.sendall(piece)
                time.sleep(pause)

    def serve() -> None:
        with suppress(OSError):
            while True:
                connection, _ = server.accept()
                Thread(target=send, args=[connection], daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as server:
        Thread(target=serve, daemon=True).start()
        yield f"http://localhost:{server.getsockname()[1]}/"
        server.shutdown(socket.SHUT_RDWR)
