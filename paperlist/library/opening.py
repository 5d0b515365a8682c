"""Finds what the command `open` opens for a paper: a link or a file."""

import re
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from paperlist.errors import AmbiguousReferenceError, NoLinkError, UnopenableError
from paperlist.library.attachments import folder_of
from paperlist.model import links
from paperlist.model.entry import Entry
from paperlist.store.containment import inside

_OPENED = ("http://", "https://", "mailto:")
# Paths of shared folders on other machines. Just to check whether such a file exists would contact
# the other machine and send it the user's name.
_SHARES = ("//", "\\")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_HOST = re.compile(r"(?:[A-Za-z0-9][A-Za-z0-9-]*\.)+[A-Za-z]{2,}(?::\d+)?(?:[/?#]|\Z)")
_NOT_IN_AN_ADDRESS = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029]")
# The suffixes of files that only show or play something. The desktop might run any other file.
_DOCUMENTS = frozenset(
    ".pdf .ps .eps .djvu .epub .txt .md .rst .csv .tsv .bib .png .jpg .jpeg .gif .webp .bmp .tif "
    ".tiff .heic .mp3 .mp4 .m4a .ogg .wav .webm .mov .doc .docx .odt .ppt .pptx .odp .xls .xlsx "
    ".ods .key .pages .ipynb .tex".split()
)


def address(entry: Entry, name: str | None, root: Path, files: Sequence[Path] = ()) -> str:
    """Return the URL to open for a paper: a web address, or a `file:` URL.

    If `name` is None, the first that exists is opened: the link `paper`, the arXiv page, the DOI,
    the first link, the first PDF, the first file.

    Args:
        entry: the paper.
        name: the name of a link, `arxiv`, `doi`, or a file. A file is named by its name, the
            beginning of its name, or its type, such as `pdf`.
        root: the folder of the library.
        files: the files of the paper.

    Raises:
        NoLinkError: the paper has nothing to open, or nothing with this name.
        AmbiguousReferenceError: several files fit the name.
        UnopenableError: the link is neither a web address nor a file, or the file is not a
            document.
        LeadsOutError: the file is outside the library.
    """
    if name is None:
        if chosen := links.address(entry):
            return _full_url(chosen, root)
        if not files:
            raise NoLinkError(entry.id)
        return _document_url(next((file for file in files if _is_pdf(file)), files[0]), root)
    by_name: dict[str, str] = dict(links.identifier_pages(entry).items())
    by_name |= links.links_by_name(entry)
    if name.lower() in by_name:
        return _full_url(by_name[name.lower()], root)
    by_file = {file.relative_to(root / folder_of(entry)).as_posix(): file for file in files}
    found = _files_meant(name.lower(), list(by_file))
    if not found:
        pages = (kind for kind in by_name if kind not in links.links_by_name(entry))
        raise NoLinkError(entry.id, name, [*entry.links, *pages, *by_file])
    if len(found) > 1:
        raise AmbiguousReferenceError(name, found)
    return _document_url(by_file[found[0]], root)


def _files_meant(name: str, files: Sequence[str]) -> list[str]:
    """Return the files that the user may mean by `name`.

    The first of these that exist are returned:

    - files with this name
    - files whose names begin with `name`
    - files of the type `name`: for `pdf`, all PDFs
    """
    named = [file for file in files if file.lower() == name]
    begun = [file for file in files if file.lower().startswith(name)]
    return named or begun or [file for file in files if file.lower().endswith(f".{name}")]


def _is_pdf(file: Path) -> bool:
    return file.suffix.lower() == ".pdf"


def _document_url(file: Path, root: Path) -> str:
    """Return the `file:` URL of a document in the library. Raise an error for any other file."""
    real = inside(root, file)
    if not real.is_file() or real.suffix.lower() not in _DOCUMENTS:
        raise UnopenableError(file.relative_to(root).as_posix())
    return real.as_uri()


def _full_url(link: str, root: Path) -> str:
    """Return the URL for a link, which may be a path in the library or lack `https://`."""
    if link.lower().startswith(_OPENED):
        return _NOT_IN_AN_ADDRESS.sub(lambda found: quote(found[0]), link)
    # The letter of a drive, as in `C:`, looks like a scheme. It is refused too, because no path
    # within a library begins with one.
    if _SCHEME.match(link) or link.startswith(_SHARES) or "\0" in link:
        raise UnopenableError(link)
    file = root / link
    if link and file.exists():
        return _document_url(file, root)
    if _HOST.match(link):
        return _full_url(f"https://{link}", root)
    raise UnopenableError(link)
