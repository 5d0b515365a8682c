"""Errors about the sources of metadata."""

from paperlist.errors import PaperlistError


class SourceError(PaperlistError):
    """A source did not give the metadata of a paper."""


class UnreachableError(SourceError):
    """No connection to a source was possible, usually because there is no network."""

    def __init__(self, host: str, reason: str) -> None:
        super().__init__(f"{host} cannot be reached ({reason[:1].lower()}{reason[1:]}).")
