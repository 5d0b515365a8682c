"""The addresses of a paper: its links, and the pages of its arXiv id and DOI."""

from paperlist.model.entry import Entry
from paperlist.model.identifiers import PAPER_LINKS, Identifier, Kind

# The names of links that lead to the paper, best first: to its text, else to a page about it.
_PAPER_LINKS = (*PAPER_LINKS, "project", "website")


def address(entry: Entry) -> str:
    """Return the address to open for a paper, or an empty text.

    It is the link `paper`, else the arXiv page, the DOI, or the first link.
    """
    paper = links_by_name(entry).get("paper", "")
    found = (paper, *identifier_pages(entry).values(), *entry.links.values())
    return next(filter(None, found), "")


def paper_link(entry: Entry) -> str:
    """Return the best of those links that lead to the paper, or an empty text.

    Unlike `address`, this is only what the note has as a link: a bibliography has other fields for
    the identifiers.
    """
    by_name = links_by_name(entry)
    return next((by_name[name] for name in _PAPER_LINKS if by_name.get(name)), "")


def identifier_pages(entry: Entry) -> dict[Kind, str]:
    """Return the address of the page of each identifier, by kind: of the arXiv id, then the DOI."""
    numbers: dict[Kind, str] = {"arxiv": entry.arxiv, "doi": entry.doi}
    return {kind: Identifier(kind, number).url for kind, number in numbers.items() if number}


def links_by_name(entry: Entry) -> dict[str, str]:
    """Return the links with their names in lower case, in which they are compared."""
    return {name.lower(): url for name, url in entry.links.items()}
