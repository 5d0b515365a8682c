"""Fetches each paper from the source for its kind of identifier."""

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cached_property
from time import sleep
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from paperlist.errors import PaperlistError, SourceError
from paperlist.sources.failures import outcome
from paperlist.sources.http import Web

if TYPE_CHECKING:
    from paperlist.model.identifiers import Identifier
    from paperlist.model.paper import Paper
    from paperlist.sources.arxiv import Arxiv
    from paperlist.sources.settings import Sources


class Fetcher:
    """Fetches papers from arXiv, by DOI, or from web pages.

    Args:
        settings: the table `[sources]` of the library.
        private_hosts: hosts in private networks that may be asked; `*` allows every host.
        wait: a function that waits a number of seconds; tests replace it.
    """

    def __init__(
        self,
        settings: "Sources",
        private_hosts: Collection[str] = (),
        wait: Callable[[float], None] = sleep,
    ) -> None:
        self._settings = settings
        self._web = Web(settings, private_hosts, wait)

    def papers(
        self, identifiers: "Sequence[Identifier]"
    ) -> "Iterator[tuple[Identifier, Paper | PaperlistError]]":
        """Fetch papers. Yield (identifier, paper or error) as each paper arrives.

        If a paper cannot be fetched, its error is yielded and not raised. Papers from arXiv come
        first, since one request fetches many of them.
        """
        from paperlist.sources.arxiv import BATCH

        of_arxiv = [each for each in identifiers if each.kind == "arxiv"]
        for start in range(0, len(of_arxiv), BATCH):
            yield from self._fetch_from_arxiv(of_arxiv[start : start + BATCH])
        for identifier in identifiers:
            if identifier.kind != "arxiv":
                yield identifier, self._paper_or_error(identifier)

    def _fetch_from_arxiv(
        self, identifiers: "Sequence[Identifier]"
    ) -> "Iterator[tuple[Identifier, Paper | PaperlistError]]":
        """Fetch papers from arXiv with one request. Yield (identifier, paper or error) for each.

        If part of the answer cannot be read, the remaining papers are fetched one by one.
        """
        left = list(identifiers)
        answers = iter(self._arxiv.papers(identifiers))
        while left:
            answer = outcome(lambda: next(answers), left[0].value)
            if isinstance(answer, PaperlistError):
                break
            left.remove(answer[0])
            yield answer
        for identifier in left:
            yield identifier, self._paper_or_error(identifier)

    def paper(self, identifier: "Identifier") -> "Paper":
        """Fetch one paper.

        Raises:
            UnreachableError: the source cannot be reached.
            SourceError: the source does not have the paper, or its answer cannot be read.
        """
        found = self._paper_or_error(identifier)
        if isinstance(found, PaperlistError):
            raise found
        return found

    def _paper_or_error(self, identifier: "Identifier") -> "Paper | PaperlistError":
        return outcome(lambda: self._ask_source(identifier), identifier.value)

    def _ask_source(self, identifier: "Identifier") -> "Paper":
        if identifier.kind == "arxiv":
            ((_, found),) = self._arxiv.papers([identifier])
            if isinstance(found, SourceError):
                raise found
            return found
        if identifier.kind == "doi":
            from paperlist.sources import doi

            return doi.paper(identifier, self._web, self._settings)
        from paperlist.sources import web

        if (urlsplit(identifier.value).hostname or "").endswith("arxiv.org"):
            raise SourceError(
                f"{identifier.value} names no paper of arXiv; give a paper's own page."
            )
        return web.paper(identifier, self._web, self.paper)

    @cached_property
    def _arxiv(self) -> "Arxiv":
        from paperlist.sources.arxiv import Arxiv

        return Arxiv(self._web, self._settings)
