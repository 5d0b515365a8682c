"""The addresses of a paper: its links, and the pages of its arXiv id and DOI."""

import re
from typing import TYPE_CHECKING

from paperlist.errors import UsageError
from paperlist.model.entry import Entry
from paperlist.model.identifiers import PAPER_LINKS, Identifier, Kind

if TYPE_CHECKING:
    from paperlist.model.paper import Paper

_ADDRESS = re.compile(r"(?:https?://[^\s/?#]|mailto:[^\s@]+@)[^\s<>]*", re.I)
# An address without `https://`, such as `github.com/x/y`. It also matches `paper.pdf`, which is the
# name of a file.
_BARE = re.compile(
    r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+([a-z]{2,})(?::\d+)?([/?#][^\s<>]*)?", re.I
)
_FILE_ENDS = frozenset("bib doc docx epub gz html jpg md pdf png ps py rst tex txt zip".split())
# The names of links that lead to the paper, best first: to its text, else to a page about it.
_PAPER_LINKS = (*PAPER_LINKS, "project", "website")


def address(entry: Entry) -> str:
    """Return the address to open for a paper, or an empty text.

    The address is that of the link `paper`; if there is none, the page of the arXiv id or else of
    the DOI; if there is none either, the first link.
    """
    paper = links_by_name(entry).get("paper", "")
    found = (paper, *identifier_pages(entry).values(), *entry.links.values())
    return next(filter(None, found), "")


def paper_link(entry: Entry) -> str:
    """Return the best of the note's links that lead to the paper, or an empty text.

    Unlike `address`, this never returns the page of an arXiv id or a DOI: a bibliography has other
    fields for these.
    """
    by_name = links_by_name(entry)
    return next((by_name[name] for name in _PAPER_LINKS if by_name.get(name)), "")


def identifier_pages(entry: Entry) -> dict[Kind, str]:
    """Return a dict from `arxiv` and `doi`, if the paper has these, to the address of each page."""
    numbers: dict[Kind, str] = {"arxiv": entry.arxiv, "doi": entry.doi}
    return {kind: Identifier(kind, number).url for kind, number in numbers.items() if number}


def links_by_name(entry: Entry) -> dict[str, str]:
    """Return a dict from the name of each link, in lower case, to its address.

    Names are compared in lower case.
    """
    return {name.lower(): url for name, url in entry.links.items()}


def checked(name: str, text: str) -> str:
    """Return `text` as a note stores a link: with `https://` in front if only `https://` lacks.

    Args:
        name: the name of the link, for the error message.
        text: what a user gave; an empty text stays empty.

    Raises:
        UsageError: `text` is not an address.
    """
    url = with_scheme(text.strip())
    if not url or _ADDRESS.fullmatch(url):
        return url
    raise UsageError(
        f"links.{name}: '{text}' is no address; a link looks like https://example.org/page"
    )


def with_scheme(text: str) -> str:
    """Return `text`, with `https://` in front if `text` is an address that lacks only that."""
    bare = _BARE.fullmatch(text)
    is_address = bare and (bare[2] or bare[1].lower() not in _FILE_ENDS)
    return f"https://{text}" if is_address else text


def with_checked_links(paper: "Paper") -> "Paper":
    """Return `paper` with each of its links in the form that `checked` returns.

    Raises:
        UsageError: a link is not an address.
    """
    links = {name: checked(name, url) for name, url in paper.links.items()}
    return paper.changed(links=links) if links != paper.links else paper
