"""Errors about sources, such as arXiv, from which paperlist fetches the data of papers."""

from paperlist.errors import PaperlistError


class SourceError(PaperlistError):
    """A source did not deliver the data of a paper."""


class UnreachableError(SourceError):
    """paperlist could not connect to a source, usually because there is no network."""

    def __init__(self, host: str, reason: str) -> None:
        super().__init__(f"{host} cannot be reached ({reason[:1].lower()}{reason[1:]}).")
