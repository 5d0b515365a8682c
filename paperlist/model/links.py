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

    The first of these that the paper has is returned: the link `paper`, the page of the arXiv id,
    the page of the DOI, the first link of any name.
    """
    paper = links_by_name(entry).get("paper", "")
    found = (paper, *identifier_pages(entry).values(), *entry.links.values())
    return next(filter(None, found), "")


def paper_link(entry: Entry) -> str:
    """Return the best link to the paper in the note's `links`, or an empty text.

    Unlike `address`, this does not use the fields `arxiv` and `doi`: a bibliography has fields of
    its own for both.
    """
    by_name = links_by_name(entry)
    return next((by_name[name] for name in _PAPER_LINKS if by_name.get(name)), "")


def identifier_pages(entry: Entry) -> dict[Kind, str]:
    """Return the addresses of a paper's pages at arXiv and doi.org, by `arxiv` and `doi`.

    A key is left out if the paper does not have the identifier.
    """
    numbers: dict[Kind, str] = {"arxiv": entry.arxiv, "doi": entry.doi}
    return {kind: Identifier(kind, number).url for kind, number in numbers.items() if number}


def links_by_name(entry: Entry) -> dict[str, str]:
    """Return the links of a paper as a dict from name to address, with names in lower case."""
    return {name.lower(): url for name, url in entry.links.items()}


def checked(name: str, text: str) -> str:
    """Return a link as a note stores it: `example.org/a` gives `https://example.org/a`.

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
    """Return `text`, with `https://` in front if `text` is an address without it.

    `example.org/a` gives `https://example.org/a`. `paper.pdf` is the name of a file, and stays.
    """
    bare = _BARE.fullmatch(text)
    is_address = bare and (bare[2] or bare[1].lower() not in _FILE_ENDS)
    return f"https://{text}" if is_address else text


def with_checked_links(paper: "Paper") -> "Paper":
    """Return `paper` with all its links checked, and completed by `https://` where needed.

    Raises:
        UsageError: a link is not an address.
    """
    links = {name: checked(name, url) for name, url in paper.links.items()}
    return paper.changed(links=links) if links != paper.links else paper
