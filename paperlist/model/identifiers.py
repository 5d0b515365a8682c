"""Identifiers of papers: arXiv ids, DOIs and web addresses, each in one normal form.

`2404.05726v1` and `2404.05726v2` are the same paper, so the version is kept apart from the id. The
index uses this module for every note, so nothing here reads a file, and only `named` imports a
large package.

Sources: https://info.arxiv.org/help/arxiv_identifier.html (arXiv ids; an old id does not include
its subject class), https://www.doi.org/doi-handbook/HTML/index.html (DOIs ignore case), https://www.crossref.org/blog/dois-and-matching-regular-expressions/.
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

from paperlist.errors import UsageError
from paperlist.model.arxiv_ids import is_possible, month_of

# Patterns are strings that `re` compiles at first use: every command imports this module, but few
# need the patterns.
_ARCHIVES = (
    "acc-phys adap-org alg-geom ao-sci astro-ph atom-ph bayes-an chao-dyn chem-ph cmp-lg comp-gas "
    "cond-mat cs dg-ga funct-an gr-qc hep-ex hep-lat hep-ph hep-th math math-ph mtrl-th nlin "
    "nucl-ex nucl-th patt-sol physics plasm-ph q-alg q-bio quant-ph solv-int supr-con"
)
_ARXIV = (
    r"(?:(?P<new>\d{4}\.\d{4,5})|"
    rf"(?P<archive>{_ARCHIVES.replace(' ', '|')})(?:\.[a-z][a-z-]+)?/(?P<old>\d{{7}}))"
    r"(?:v(?P<version>[1-9]\d*))?"
)
_BARE_ARXIV = rf"(?ai)(?:arxiv\s*[:.]?\s*)?{_ARXIV}(?:\.pdf)?(?:\s*\[[\w.-]+\])?"
_IN_PATH = rf"(?ai)(?:^|[/:]){_ARXIV}(?=$|[/.?&#,;)\]\s]|\.pdf)"
# The stamp that arXiv prints along the margin of the first page.
_STAMP = rf"(?ai)arxiv\s*:\s*{_ARXIV}\s*\[[\w.-]+\]\s*\d{{1,2}}\s+[a-z]{{3}}\s+\d{{4}}"
_ARXIV_DOI = rf"(?ai)10\.48550/arxiv\.{_ARXIV}"
_ARXIV_HOST = r"(?:[\w-]+\.)*(?:arxiv\.org|alphaxiv\.org|ar5iv\.org)|xxx\.lanl\.gov"
_DOI = r"10\.\d{4,9}(?:\.\d+)*/\S+"
_BARE_DOI = rf"(?ai)(?:info:doi/|urn:doi:|doi\s*:?\s*)?(?P<doi>{_DOI})"
_STATED_DOI = r"(?ai)(?:\bdoi\s*:?\s*|\bdoi\.org/)(?P<doi>10\.\d{4,9}(?:\.\d+)*/[^\s\"<>]+)"
_RESOLVER = r"(?:[\w-]+\.)*doi\.org|hdl\.handle\.net|doi-org\..+|doi\.acm\.org"
# What publishers append to a DOI in the addresses of their pages.
_BEHIND_DOI = (
    r"(?ai)(?:/(?:abs|abstract|full|full-?text|html|meta|pdf|epdf|pdfdirect|epub|reader|summary|"
    r"references|citations|figures|tables|download|suppl\w*)|"
    r"(?:v\d+)?(?:\.full|\.abstract|\.short|\.article-\w+)(?:-text)?|\.pdf|\.x?html?)+/?$"
)
_BIORXIV_VERSION = r"(?<=\d)v\d+$"
_ACL = r"(?ai)/(?P<id>[a-z]\d{2}-\d{4,5}|\d{4}\.[a-z0-9_]+-[a-z0-9_]+\.\d+)(?=$|[/.v])"
_S2 = r"(?ai)/paper/(?:[^/]+/)?(?P<id>[0-9a-f]{40})(?=$|/)"
_TRACKING = r"utm_\w+|fbclid|gclid|mc_[ce]id|ref|ref_src|source|noteId|referrer"
_KNOWN_HOSTS = (
    r"(?ai)(?:www\.|export\.|dx\.|api\.|link\.|dl\.)?(?:arxiv\.org|doi\.org|openreview\.net|"
    r"aclanthology\.org|aclweb\.org|semanticscholar\.org|huggingface\.co|hf\.co|acm\.org|"
    r"springer\.com|alphaxiv\.org|ar5iv\.org|ar5iv\.labs\.arxiv\.org)/"
)
# The names of links to the paper itself, best first.
PAPER_LINKS = ("paper", "url", "link", "pdf", "arxiv", "doi", "openreview")
_CLOSING = {")": "(", "]": "[", "}": "{", ">": "<"}
_LONGEST = 2000
_PORTS = {"http": 80, "https": 443}

_PLAIN = r"[A-Za-z0-9./:;()_-]*"  # needs no quoting
_SCHEME = r"[A-Za-z][A-Za-z0-9+.-]*:"
_OPENED = r"(?i)https?://[^\s<>]+|mailto:[^\s<>]+"

Kind = Literal["arxiv", "doi", "url"]


class Identifier(NamedTuple):
    """An identifier of a paper in its normal form.

    Attributes:
        kind: `arxiv`, `doi`, or `url` for the web page of a paper.
        value: the arXiv id without version, `2404.05726` or `math/0611800`; the DOI in lower
            case; or the address.
        version: the number of the arXiv version if one was given, else empty.
    """

    kind: Kind
    value: str
    version: str = ""

    @property
    def identity(self) -> tuple[Kind, str]:
        """Return the kind and the value. All versions of a paper have the same identity."""
        return self.kind, self.value

    @property
    def url(self) -> str:
        """Return the address of the paper's web page: `https://arxiv.org/abs/2404.05726v2`."""
        if self.kind == "url":
            return self.value
        # Quote the value: it may be any text from a note, and a DOI may have any character.
        number = self.versioned
        number = number if re.fullmatch(_PLAIN, number) else quote(number, "/:;()")
        return f"https://{'arxiv.org/abs' if self.kind == 'arxiv' else 'doi.org'}/{number}"

    @property
    def versioned(self) -> str:
        """Return the value with its version, such as `2404.05726v2`."""
        return f"{self.value}v{self.version}" if self.version else self.value

    @property
    def label(self) -> str:
        """Return a title for a paper of which nothing but this identifier is known.

        The title is the value, but an address loses its `https://`.
        """
        return self.value.partition("://")[2] if self.kind == "url" else self.value

    @property
    def month(self) -> str:
        """Return the month in an arXiv id, `2024-04` for `2404.05726`; empty for other kinds."""
        return month_of(self.value) if self.kind == "arxiv" else ""


def parse(text: str) -> Identifier | None:
    """Return `text` as an identifier; None if it is no arXiv id, DOI or web address.

    Quotes, brackets and punctuation around the identifier are ignored.
    """
    if len(text) > _LONGEST:
        return None
    # Most texts are bare arXiv ids, and need no slow removal of wrapping.
    bare_id = re.fullmatch(_BARE_ARXIV, text)
    text = text if bare_id else _strip_wrapping(text)
    if match := bare_id or re.fullmatch(_BARE_ARXIV, text):
        return _from_arxiv_match(match)
    if "://" not in text and not re.match(_KNOWN_HOSTS, text):
        bare = re.fullmatch(_BARE_DOI, text)
        return _from_doi(bare["doi"]) if bare else None
    return _from_address(text if "://" in text else f"https://{text}")


def named(text: str) -> Identifier | None:
    """Return `text` as an identifier like `parse`, but accept more kinds of ids.

    The further kinds are PubMed, PMC, HAL and handle ids. For such an id, the result has the kind
    `url`, and its value is the address of the paper's web page. Return None for any other text.
    """
    if (found := parse(text)) or "://" in text or len(text.split()) != 1:
        return found
    import idutils

    text = _strip_wrapping(text)
    for scheme in idutils.detect_identifier_schemes(text):
        # To idutils, any bare number is a PubMed id; people who mean one write `pmid:` before it.
        prefixed = scheme not in {"pmid", "handle"} or ":" in text
        if scheme in {"pmid", "pmcid", "hal", "handle"} and prefixed:
            return Identifier("url", idutils.to_url(text, scheme, url_scheme="https"))
    return None


def identities(fields: Mapping[str, Any]) -> dict[Kind, str]:
    """Return the identifiers of a note, as a dict from kind to value.

    The kinds are `arxiv`, `doi` and `url`. The fields `arxiv` and `doi` are used first, then the
    links to the paper, such as `paper` or `pdf`. A text in the field `arxiv` or `doi` counts as an
    identifier even if the text is not valid.
    """
    found: dict[Kind, str] = {}
    names: tuple[Kind, ...] = ("arxiv", "doi")
    for name in names:
        if text := str(fields.get(name) or ""):
            parsed = parse(text)
            as_it_is = re.sub(r"v\d+$", "", text) if name == "arxiv" else text.lower()
            found.setdefault(*(parsed.identity if parsed else (name, as_it_is)))
    links = fields.get("links") or {}
    for name, address in links.items():
        if name.lower() in PAPER_LINKS and (parsed := parse(str(address))):
            found.setdefault(*parsed.identity)
    return found


def is_unnamed(fields: Mapping[str, Any]) -> bool:
    """Return whether the title of a note is only an identifier, because no title was known."""
    title = fields.get("title")
    # A malformed identifier does not count: it may be the real title.
    return any(
        title == Identifier(kind, value).label and parse(value) is not None
        for kind, value in identities(fields).items()
    )


def normal(field: str, text: str) -> str:
    """Return an arXiv id or DOI in its normal form.

    `field` is `arxiv` or `doi`. For `arxiv`, `arXiv:2404.05726v2` gives `2404.05726v2`. A text that
    is no identifier for the field is returned unchanged.
    """
    found = parse(text)
    if found and found.kind == "arxiv" and field == "doi" and "10.48550/" in text:
        return f"10.48550/arxiv.{found.value}"
    return found.versioned if found and found.kind == field else text


def check(field: str, text: str) -> None:
    """Raise an error if `text` is not valid in the field `arxiv` or `doi`; an empty text is valid.

    Raises:
        UsageError: `text` is not an arXiv id in `arxiv`, or not a DOI in `doi`; or arXiv cannot
            have given such an id.
    """
    shapes = {
        "arxiv": ("arXiv id", "2404.05726 or math/0611800"),
        "doi": ("DOI", "10.1145/3292500.3330701"),
    }
    if not text.strip() or field not in shapes:
        return
    found = parse(text)
    of_arxiv = field == "doi" and normal(field, text).startswith("10.48550/")
    if found is None or not (found.kind == field or of_arxiv):
        name, example = shapes[field]
        raise UsageError(f"'{text}' is no {name}; write it like {example}.")
    if found.kind == "arxiv" and not is_possible(found.value):
        raise UsageError(f"arXiv gives no id such as '{text}'; a digit of it is wrong or missing.")


def stamped(text: str) -> Identifier | None:
    """Return the arXiv id in the stamp on the first page of a paper, or None.

    `text` is the text of the page. A stamp looks like `arXiv:2404.05726v2 [cs.CV] 24 Apr 2024`.
    """
    match = re.search(_STAMP, text)
    return _from_arxiv_match(match) if match else None


def stated_doi(text: str) -> Identifier | None:
    """Return the first DOI in `text` that follows `doi:` or `doi.org/`, or None."""
    match = re.search(_STATED_DOI, text)
    return _from_doi(match["doi"]) if match else None


def _strip_wrapping(text: str) -> str:
    """Return `text` without the quotes, brackets and punctuation around an identifier."""
    text = unicodedata.normalize("NFKC", text)
    text = re.sub(r"[\u200b-\u200f\u2060\ufeff]", "", text).strip()
    return _strip_end(text.lstrip("\"'`“”‘’<([{ "))


def _strip_end(text: str) -> str:
    """Return `text` without punctuation and unmatched closing brackets at its end."""
    while text:
        last = text[-1]
        unopened = last in _CLOSING and text.count(last) > text.count(_CLOSING[last])
        if not unopened and last not in ".,;:!?\"'`”’。，；":
            break
        text = text[:-1]
    return text


def _from_arxiv_match(match: re.Match[str]) -> Identifier:
    value = match["new"] or f"{match['archive'].lower()}/{match['old']}"
    return Identifier("arxiv", value, match["version"] or "")


def _from_doi(doi: str) -> Identifier:
    doi = _strip_end(doi)
    if match := re.fullmatch(_ARXIV_DOI, doi):
        return _from_arxiv_match(match)
    return Identifier("doi", doi.lower())


def _from_address(text: str) -> Identifier | None:
    try:
        parts = urlsplit(text)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return None
    scheme = parts.scheme.lower()
    if scheme not in _PORTS or not host or re.search(r"\s", text):
        return None
    path, query = unquote(parts.path), parse_qsl(parts.query)
    if _carries_arxiv_ids(host, path):
        places = [path, *(f"/{value}" for name, value in query if name == "id")]
        for place in places:
            if match := re.search(_IN_PATH, place):
                return _from_arxiv_match(match)
    if doi := _doi_in(host, path, query):
        return doi
    if known := _normalize_known_site(host, path, dict(query)):
        return Identifier("url", known)
    kept = [(name, value) for name, value in query if not re.fullmatch(_TRACKING, name)]
    query_text = parts.query if len(kept) == len(query) else urlencode(kept)
    shown = f"[{host}]" if ":" in host else host
    place = shown if port in {None, _PORTS[scheme]} else f"{shown}:{port}"
    return Identifier("url", urlunsplit((scheme, place, parts.path or "/", query_text, "")))


def _carries_arxiv_ids(host: str, path: str) -> bool:
    return (
        re.fullmatch(_ARXIV_HOST, host) is not None
        or (host in {"huggingface.co", "www.huggingface.co", "hf.co"} and "/papers/" in path)
        or re.search(r"(?ai)\barxiv[:/]", path) is not None
    )


def _doi_in(host: str, path: str, query: list[tuple[str, str]]) -> Identifier | None:
    for place in (path, *(value for name, value in query if name in {"id", "doi", "DOI"})):
        match = re.search(rf"(?ai)(?:^|[/:=]){_DOI}", place)
        if match is None:
            continue
        doi = match[0].lstrip("/:=")
        if not re.fullmatch(_RESOLVER, host):
            doi = re.sub(_BEHIND_DOI, "", doi)
            if doi.startswith("10.1101/"):
                doi = re.sub(_BIORXIV_VERSION, "", doi)
            if host == "academic.oup.com":
                doi = re.sub(r"/\d+$", "", doi)
        return _from_doi(doi.rstrip("/"))
    return None


def _normalize_known_site(host: str, path: str, query: Mapping[str, str]) -> str:
    site = host.removeprefix("www.").removeprefix("api.")
    if site == "openreview.net" and path in {"/forum", "/pdf", "/attachment"} and query.get("id"):
        return f"https://openreview.net/forum?id={query['id']}"
    if site in {"aclanthology.org", "aclanthology.info", "aclweb.org", "anthology.aclweb.org"} and (
        match := re.search(_ACL, path)
    ):
        name = match["id"]
        return f"https://aclanthology.org/{name.upper() if name[0].isalpha() else name.lower()}/"
    if site == "semanticscholar.org" and (match := re.search(_S2, path)):
        return f"https://www.semanticscholar.org/paper/{match['id'].lower()}"
    return ""


def is_web_address(text: str) -> bool:
    """Return whether `text` is an http, https or mailto address."""
    try:
        urlsplit(text)
    except ValueError:
        return False
    return text.isprintable() and re.fullmatch(_OPENED, text) is not None


def may_be_link(text: str) -> bool:
    """Return whether `text` may be a link on a page: a web address, or a path such as `a/b.pdf`.

    Browsers ignore control characters and spaces, so both are removed before the check.
    """
    bare = re.sub(r"[\x00-\x20\x7f]", "", text)
    return is_web_address(bare) or not (bare.startswith("-") or re.match(_SCHEME, bare))
