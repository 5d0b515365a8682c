"""Opening a paper: the address of its link, or a document in the library."""

import re
from pathlib import Path
from urllib.parse import quote

from paperlist.errors import NoLinkError, UnopenableError
from paperlist.model import links
from paperlist.model.entry import Entry
from paperlist.store.containment import inside

_OPENED = ("http://", "https://", "mailto:")
# Folders of other machines: to look whether a file is there asks them, with the user's name.
_SHARES = ("//", "\\")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_HOST = re.compile(r"(?:[A-Za-z0-9][A-Za-z0-9-]*\.)+[A-Za-z]{2,}(?::\d+)?(?:[/?#]|\Z)")
_NOT_IN_AN_ADDRESS = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029]")
# What shows words and pictures; the desktop would run what is of another kind.
_DOCUMENTS = frozenset(
    ".pdf .ps .eps .djvu .epub .txt .md .rst .csv .tsv .bib .png .jpg .jpeg .gif .webp .bmp .tif "
    ".tiff .heic .mp3 .mp4 .m4a .ogg .wav .webm .mov .doc .docx .odt .ppt .pptx .odp .xls .xlsx "
    ".ods .key .pages .ipynb .tex".split()
)


def address(entry: Entry, name: str | None, root: Path) -> str:
    """Return the address of a paper's link, or of the file in the library that the link names.

    Without a name it is the link `paper`, else the arXiv page, the DOI, the first link.

    Raises:
        NoLinkError: there is none, or none of this name.
        UnopenableError: it is neither an address of the web nor a document in the library.
        LeadsOutError: the file is outside the library.
    """
    if name is not None:
        by_name = links.links_by_name(entry)
        if name.lower() not in by_name:
            raise NoLinkError(entry.id, name, list(entry.links))
        return _in_full(by_name[name.lower()], root)
    chosen = links.address(entry)
    if not chosen:
        raise NoLinkError(entry.id)
    return _in_full(chosen, root)


def _in_full(link: str, root: Path) -> str:
    if link.lower().startswith(_OPENED):
        return _NOT_IN_AN_ADDRESS.sub(lambda found: quote(found[0]), link)
    # A drive's letter is no scheme, but no path within a library either.
    if _SCHEME.match(link) or link.startswith(_SHARES) or "\0" in link:
        raise UnopenableError(link)
    file = root / link
    if link and file.exists():
        real = inside(root, file)
        if not real.is_file() or real.suffix.lower() not in _DOCUMENTS:
            raise UnopenableError(link)
        return real.as_uri()
    if _HOST.match(link):
        return _in_full(f"https://{link}", root)
    raise UnopenableError(link)
