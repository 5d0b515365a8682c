"""Fetches papers from arXiv's API, through the `arxiv` package with its rate limit.

Source: https://info.arxiv.org/help/api/user-manual.html. https://info.arxiv.org/help/api/tou.html
asks for at most one request in three seconds.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from paperlist.errors import InvalidPaperError, SourceError
from paperlist.model.identifiers import Identifier, parse
from paperlist.model.paper import Paper
from paperlist.sources.http import RefusedError
from paperlist.text.clean import abstract_of, title_of

if TYPE_CHECKING:
    import arxiv

    from paperlist.sources.http import Web
    from paperlist.sources.settings import Sources

BATCH = 50
_LEAST_DELAY_S = 3.0
_WITHDRAWN = re.compile(
    r"\W*(?:(?:this|the)\s+(?:[\w-]+\s+){1,3}?(?:(?:has|have)\s+been|was|is)\s+)?withdrawn\b", re.I
)
_WITHDRAWN_COMMENT = re.compile(r"\bwithdrawn\b", re.I)
_ACCEPTED = re.compile(
    r"\b(?:[Aa]ccepted|[Pp]ublished|[Pp]resented|[Aa]ppear(?:ing|s|ed)?)\s+(?:[\w-]+\s+){0,4}?"
    r"(?:to|at|by|in|for)\s+(?:the\s+)?(?P<venue>[A-Z][^.;,(\n]{2,80}?)\s*(?:[.;,(]|$)"
)
_VENUE_ALONE = re.compile(r"\A(?P<venue>[A-Z][A-Za-z+&-]*[A-Z][A-Za-z]*\s*'?(?:19|20)\d\d)\b")
_CODE = re.compile(r"https?://(?:www\.)?(?:github|gitlab)\.com/[\w.-]+/[\w.-]*\w")
_SHOWN = 120
_ATOM = "{http://www.w3.org/2005/Atom}feed"


class Arxiv:
    """Fetches papers from arXiv."""

    def __init__(self, web: "Web", settings: "Sources") -> None:
        import arxiv

        official = (urlsplit(settings.arxiv).hostname or "").endswith("arxiv.org")
        delay = max(settings.delay, _LEAST_DELAY_S) if official else settings.delay
        self._client = arxiv.Client(page_size=BATCH, delay_seconds=delay, num_retries=0)
        self._client.query_url_format = settings.arxiv.replace("{", "{{").replace("}", "}}") + "?{}"
        # The package's own session has no timeout and follows any redirect, so replace it.
        self._client._session = _session(web, delay)  # noqa: SLF001

    def papers(
        self, identifiers: Sequence[Identifier]
    ) -> Iterator[tuple[Identifier, Paper | SourceError]]:
        """Fetch many papers with one request. Yield (identifier, paper or error) for each.

        The papers come in the order of `identifiers`. If a paper cannot be fetched, its SourceError
        is yielded and not raised.
        """
        together = self._ask(identifiers)
        for identifier in identifiers:
            found = together
            if not isinstance(found, SourceError) and identifier.value not in found:
                # One id that arXiv cannot handle may make it leave out all the other papers, so
                # ask for this paper alone.
                found = self._ask([identifier]) if len(identifiers) > 1 else found
            if isinstance(found, SourceError):
                yield identifier, found
            elif result := found.get(identifier.value):
                yield identifier, _paper(result, identifier)
            else:
                yield identifier, SourceError(f"arXiv has no paper {identifier.versioned}.")

    def _ask(self, identifiers: Sequence[Identifier]) -> "Mapping[str, arxiv.Result] | SourceError":
        import arxiv

        ids = [identifier.versioned for identifier in identifiers]
        found: dict[str, arxiv.Result] = {}
        try:
            for result in self._client.results(arxiv.Search(id_list=ids, max_results=len(ids))):
                if "/api/errors" in result.entry_id:
                    raise RefusedError(f"arXiv answers: {' '.join(result.summary.split())}")  # noqa: TRY301
                if named := parse(result.entry_id):
                    found[named.value] = result
        except RefusedError as error:
            return error if len(ids) == 1 else {}
        except SourceError as error:
            return error
        except (arxiv.ArxivError, ValueError) as error:
            return SourceError(f"arXiv's answer cannot be understood ({error}).")
        return found


def _session(web: "Web", delay: float) -> Any:
    """Return a replacement for the session of the `arxiv` package; it fetches pages with `web`.

    After a failure, `web` waits `delay` seconds before the first retry.
    """

    def get(url: str, **_: Any) -> SimpleNamespace:
        answer = web.get(url, accept="application/atom+xml", pause=delay)
        _check_feed(answer.content, urlsplit(answer.url).netloc)
        return SimpleNamespace(status_code=200, content=answer.content)

    return SimpleNamespace(get=get)


def _check_feed(content: bytes, host: str) -> None:
    """Raise an error if `content` is not a complete Atom feed.

    From a feed that was cut off, the `arxiv` package would return papers with half a title.
    """
    from lxml import etree

    try:
        root = etree.fromstring(
            content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        )
    except etree.XMLSyntaxError as error:
        raise SourceError(f"{host} answered with broken XML; try again later.") from error
    if root.tag != _ATOM:
        raise SourceError(f"{host} answered with no Atom feed; try again later.")


def _paper(result: "arxiv.Result", identifier: Identifier) -> Paper | SourceError:
    comment = " ".join((result.comment or "").split())
    if _WITHDRAWN.match(result.summary) or _WITHDRAWN_COMMENT.search(comment):
        return _withdrawn(identifier, comment or " ".join(result.summary.split()))
    doi = parse(result.doi or "")
    abstract = abstract_of(result.summary)
    links = {"paper": identifier.url}
    if code := _CODE.search(comment) or _CODE.search(abstract):
        links["code"] = code[0].rstrip(".")
    try:
        return Paper.parse(
            {
                "title": title_of(result.title),
                "sections": {"Abstract": abstract} if abstract else {},
                "links": links,
                "arxiv": identifier.value,
                "doi": doi.value if doi and doi.kind == "doi" else "",
                "authors": [title_of(author.name) for author in result.authors],
                "venue": title_of(result.journal_ref or "") or _venue(comment),
                "published": result.published.strftime("%Y-%m-%d"),
            }
        )
    except InvalidPaperError as error:
        return SourceError(f"arXiv's metadata of {identifier.value} is not valid: {error}.")


def _withdrawn(identifier: Identifier, words: str) -> SourceError:
    shown = words if len(words) <= _SHOWN else f"{words[:_SHOWN]}..."
    hint = "" if identifier.version else f" An earlier version has its own: {identifier.value}v1."
    return SourceError(f"arXiv:{identifier.versioned} was withdrawn: {shown}{hint}")


def _venue(comment: str) -> str:
    match = _ACCEPTED.search(comment) or _VENUE_ALONE.match(comment)
    return match["venue"].strip() if match else ""
