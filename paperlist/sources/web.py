"""Papers from web pages, whose `<meta>` tags describe the paper.

Source: https://scholar.google.com/intl/en/scholar/inclusion.html#indexing (citation_*),
https://ogp.me/ (og:*), https://www.dublincore.org/specifications/dublin-core/dcq-html/ (DC.*).
"""

import codecs
import re
from collections.abc import Callable, Mapping, Sequence
from html.parser import HTMLParser
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from paperlist.errors import InvalidPaperError, SourceError
from paperlist.model.combine import filled
from paperlist.model.identifiers import Identifier, is_web_address, parse
from paperlist.model.months import parse_month
from paperlist.model.paper import Paper
from paperlist.text.clean import abstract_of, name_of, title_of

if TYPE_CHECKING:
    from paperlist.sources.http import Answer, Web

_TITLES = ("citation_title", "dc.title", "dcterms.title", "og:title", "twitter:title")
_VENUES = (
    "citation_conference_title", "citation_journal_title", "citation_inbook_title",
    "citation_conference", "citation_book_title", "prism.publicationname",
    "citation_dissertation_institution",
)  # fmt: skip
_DATES = (
    "citation_publication_date", "citation_date", "citation_online_date", "citation_year",
    "prism.publicationdate", "dc.date", "dcterms.date", "dcterms.issued", "article:published_time",
)  # fmt: skip
_AUTHORS = ("citation_author", "dc.creator", "dcterms.creator")
_ABSTRACTS = ("citation_abstract", "dcterms.abstract", "dc.description")
_DOIS = ("citation_doi", "prism.doi", "dc.identifier", "dc.identifier.doi", "bepress_citation_doi")
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w-]+)", re.I)
# Python's names of the charsets in https://encoding.spec.whatwg.org start with one of these.
_CHARSETS = (
    "utf-8", "utf-16", "ascii", "iso8859", "iso2022", "cp", "gb", "hz", "big5", "euc", "shift",
    "johab", "koi8", "mac", "tis",
)  # fmt: skip
_DATE = re.compile(r"(\d{4})(?:[-/.](\d\d?)(?:[-/.](\d\d?))?)?(?!\d)", re.A)
_HEAD_BYTES = 2048
# The tags are in the head of a page, so only this many characters are searched.
_LONGEST_HEAD = 1_000_000
# No charset needs more than four bytes for a character, so only this many bytes are decoded.
_LONGEST_PAGE = 4 * _LONGEST_HEAD
_LONGEST_TAG = 50_000
_MOST_TAGS = 5000

Follow = Callable[[Identifier], Paper]


class _Tag(HTMLParser):
    """A parser of one `<meta>` tag.

    Attributes:
        name: the name of the tag in lower case, such as `citation_title`.
        content: the content of the tag.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.name = self.content = ""

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "meta" and not self.name:
            self.name = (given.get("name") or given.get("property") or "").strip().lower()
            self.content = (given.get("content") or "").strip()


def _tags(text: str) -> dict[str, list[str]]:
    """Return a dict from the name of each `<meta>` tag on a page to its contents, in order.

    The parser gets one tag at a time. A malicious page, for example with many unclosed comments,
    would keep the parser busy for hours.
    """
    text = _without_comments(text[:_LONGEST_HEAD])
    starts = [match.start() for match in re.finditer(r"<meta\b", text, re.I)][:_MOST_TAGS]
    found: dict[str, list[str]] = {}
    for start, end in pairwise([*starts, len(text)]):
        tag = _Tag()
        tag.feed(text[start : min(end, start + _LONGEST_TAG)])
        if tag.name and tag.content:
            found.setdefault(tag.name, []).append(tag.content)
    return found


def _without_comments(text: str) -> str:
    kept, place = [], 0
    while (start := text.find("<!--", place)) >= 0 and (end := text.find("-->", start)) >= 0:
        kept.append(text[place:start])
        place = end + len("-->")
    return "".join([*kept, text[place:]])


def paper(identifier: Identifier, web: "Web", follow: Follow) -> Paper:
    """Fetch the paper that a web page or a PDF on the web describes.

    A page may name an arXiv id or a DOI without authors. Then the paper is fetched by that id or
    DOI.

    Args:
        identifier: the address of the page or PDF.
        web: what fetches the page.
        follow: a function that fetches a paper by arXiv id or DOI.

    Raises:
        SourceError: there is no page, or the page does not describe a paper.
        ReadError: the address leads to a PDF that cannot be read.
    """
    answer = web.get(identifier.url, accept="text/html, application/pdf;q=0.9, */*;q=0.1")
    if answer.content.startswith(b"%PDF-"):
        return _of_pdf(answer, identifier, follow)
    return of_page(answer, identifier, follow)


def of_page(answer: "Answer", identifier: Identifier, follow: Follow) -> Paper:
    """Return the paper that a web page describes. The page is already fetched.

    Args:
        answer: the page.
        identifier: the address that the user gave.
        follow: a function that fetches a paper by arXiv id or DOI, if the page names no authors.

    Raises:
        SourceError: the page does not describe a paper.
    """
    fields = _fields(_tags(_decode_page(answer)), answer.url, identifier)
    named = _identifier_in(fields)
    own = _parse_paper(fields) if fields.get("title") else None
    if named and not (own and own.authors):
        try:
            other = follow(named)
        except SourceError:
            if own is None:
                raise
        else:
            return filled(other, own) if own else other
    if own is None:
        host = urlsplit(answer.url).netloc
        raise SourceError(
            f"{host} does not describe a paper: the page has no citation tags.\n"
            f"Write the note yourself: paperlist add --title TITLE --url {identifier.url}"
        )
    return own


def _of_pdf(answer: "Answer", identifier: Identifier, follow: Follow) -> Paper:
    from paperlist.sources import pdf

    found = pdf.paper(pdf.read(answer.content, answer.url), follow)
    return found.changed(links={"paper": identifier.url, **found.links, "pdf": identifier.url})


def _fields(tags: Mapping[str, list[str]], url: str, identifier: Identifier) -> dict[str, Any]:
    def first(names: Sequence[str]) -> str:
        return next((tags[name][0] for name in names if name in tags), "")

    identifiers = [*tags.get("citation_arxiv_id", []), *(x for n in _DOIS for x in tags.get(n, []))]
    named = dict(found.identity for found in map(parse, identifiers) if found)
    links = {"paper": identifier.url}
    if pdf := _absolute_address(url, first(["citation_pdf_url"])):
        links["pdf"] = pdf
    authors = next((tags[name] for name in _AUTHORS if name in tags), None)
    if authors is None:
        authors = [x for x in tags.get("citation_authors", []) for x in x.split(";")]
    abstract = abstract_of(first(_ABSTRACTS))
    dates = (_date(tags[name][0]) for name in _DATES if name in tags)
    return {
        "title": title_of(first(_TITLES)),
        "sections": {"Abstract": abstract} if abstract else {},
        "links": links,
        "arxiv": named.get("arxiv", ""),
        "doi": named.get("doi", ""),
        "authors": [name for name in map(name_of, authors) if name],
        "venue": title_of(first(_VENUES)),
        "published": next(filter(None, dates), ""),
    }


def _absolute_address(url: str, link: str) -> str:
    """Return the absolute address of a link on a page.

    Return an empty text if the result is not an http, https or mailto address.

    Args:
        url: the address of the page.
        link: the link, perhaps relative, such as `paper.pdf`.
    """
    try:
        whole = urljoin(url, link.strip().replace(" ", "%20")) if link else ""
    except ValueError:
        return ""
    return whole if is_web_address(whole) else ""


def _identifier_in(fields: Mapping[str, Any]) -> Identifier | None:
    return next((parse(fields[kind]) for kind in ("arxiv", "doi") if fields[kind]), None)


def _parse_paper(fields: Mapping[str, Any]) -> Paper:
    try:
        return Paper.parse(fields)
    except InvalidPaperError as error:
        raise SourceError(f"the metadata of the page is not valid: {error}.") from error


def _date(text: str) -> str:
    if match := _DATE.match(text.strip()):
        shown = match[1]
        for number, greatest in ((match[2], 12), (match[3], 31)):
            if not number or not 1 <= int(number) <= greatest:
                break
            shown += f"-{int(number):02}"
        return shown
    return parse_month(text) or ""


def _decode_page(answer: "Answer") -> str:
    declared = re.search(r"charset\s*=\s*\"?([\w-]+)", answer.content_type, re.I)
    head = _CHARSET.search(answer.content[:_HEAD_BYTES])
    charset = declared[1] if declared else head[1].decode() if head else "utf-8"
    return answer.content[:_LONGEST_PAGE].decode(_allowed_charset(charset), errors="replace")


def _allowed_charset(charset: str) -> str:
    """Return Python's name for `charset`, or `utf-8` if web pages may not use that charset.

    Python knows more charsets than web pages may use. Some of them take hours to decode a long
    page.
    """
    try:
        name = codecs.lookup(charset).name
    except (LookupError, ValueError):
        return "utf-8"
    return name if name.startswith(_CHARSETS) else "utf-8"
