"""Where a paper can be opened."""

from pathlib import Path

from paperlist.entry import Entry
from paperlist.errors import NoLinkError


def address(entry: Entry, name: str | None, root: Path) -> str:
    """The address of a paper's link, or of the file in the library that the link names.

    Without a name it is the link `paper`, else the arXiv page, the DOI, the first link.

    Raises:
        NoLinkError: there is none, or none of this name.
    """
    links: dict[str, str] = dict(entry.fields.get("links", {}))
    by_name = {key.lower(): value for key, value in links.items()}
    if name is not None:
        if name.lower() not in by_name:
            raise NoLinkError(entry.id, name, list(links))
        return _in_full(by_name[name.lower()], root)
    arxiv, doi = entry.fields.get("arxiv", ""), entry.fields.get("doi", "")
    found = [
        by_name.get("paper"),
        f"https://arxiv.org/abs/{arxiv}" if arxiv else None,
        f"https://doi.org/{doi}" if doi else None,
        *links.values(),
    ]
    chosen = next(filter(None, found), None)
    if chosen is None:
        raise NoLinkError(entry.id)
    return _in_full(chosen, root)


def _in_full(link: str, root: Path) -> str:
    path = root / link
    return path.resolve().as_uri() if ":" not in link and path.exists() else link
