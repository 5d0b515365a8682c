"""A PDF: arXiv's stamp on it, a DOI, else its title by metadata or the largest type on page one."""

import io
import re
from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from paperlist.errors import MissingExtraError, ReadError, SourceError, UnreachableError
from paperlist.model.identifiers import Identifier, parse, stamped, stated_doi
from paperlist.model.paper import Paper
from paperlist.text.clean import title_of
from paperlist.text.words import words

LARGEST_BYTES = 200_000_000
_PAGE_CHARACTERS = 50_000
_LONGEST_TITLE = 300
_SHORTEST_TITLE = 8
# A line belongs to the title's block while its type is this near to the largest.
_SAME_SIZE = 0.95
# The hyphen of a word that goes on in the next line.
_HYPHEN = re.compile(r"(?<=[a-z])-(?=[^\S\n]*\n)\s++(?=[a-z])")
# Of a title's words; hyphens at ends of lines cost some.
_MOST = 0.7
# What programs write into the title where nobody gave one.
_NO_TITLE = re.compile(
    r"untitled.*|microsoft word\b.*|powerpoint\b.*|.*\.(?:dvi|tex|pdf|docx?|rtf|indd|ps|qxd)|"
    r"[\w.-]+|paper title|title|arxiv:.*|doi:.*|\W*|(?:\W*\d+\W*)+",
    re.I,
)
_DOI_KEYS = ("/doi", "/DOI", "/WPS-ARTICLEDOI", "/Doi")


class Found(NamedTuple):
    """What a PDF says of itself.

    Attributes:
        identifier: the paper by stamp, DOI or file name.
        sure: whether that is beyond doubt, as a stamp is; a DOI on the page may be another's.
        title: the title by metadata or type; may be empty.
        page: the words of the first page.
    """

    identifier: Identifier | None
    sure: bool
    title: str
    page: str


def read_file(path: Path) -> Found:
    """What the PDF at `path` says of itself.

    Raises:
        ReadError: it cannot be read, or is no PDF.
        MissingExtraError: pypdf is not installed.
    """
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise ReadError(str(path), "it is larger than 200 MB")
        return read(path.read_bytes(), path.name)
    except OSError as error:
        raise ReadError(str(path), error.strerror or str(error)) from error


def read(content: bytes, name: str) -> Found:
    """What a PDF says of itself; `name` is its file's or its address.

    Raises:
        ReadError: it is no PDF, is encrypted, or has no page.
        MissingExtraError: pypdf is not installed.
    """
    try:
        import pypdf
    except ImportError as error:
        raise MissingExtraError("reading a PDF", "pypdf", "pdf") from error
    import logging

    # What is odd about the file is no news to who wants its title.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    if b"%PDF-" not in content[:1024]:
        raise ReadError(name, "it is no PDF")
    try:
        reader = pypdf.PdfReader(io.BytesIO(content))
        locked = reader.is_encrypted and not reader.decrypt("")
        page, title = ("", "") if locked else _first_page(reader)
        metadata = {} if locked else {str(k): str(v) for k, v in (reader.metadata or {}).items()}
    except Exception as error:  # what pypdf raises on a broken file is of any kind
        raise ReadError(name, f"it is a PDF that is damaged ({type(error).__name__})") from error
    if locked:
        raise ReadError(name, "it is encrypted")
    named, sure = _identifier(page, metadata, name)
    own = title_of(metadata.get("/Title", ""))
    return Found(named, sure, own if _is_title(own, page) else title, page)


def paper(found: Found, follow: Callable[[Identifier], Paper]) -> Paper:
    """The paper that a PDF is, by what it names, else by its own title.

    Raises:
        SourceError: it names none that can be had, and has no title that can be read.
        UnreachableError: its identifier's source cannot be reached.
    """
    if found.identifier is not None:
        try:
            named = follow(found.identifier)
        except UnreachableError:
            raise
        except SourceError:
            if found.sure or not found.title:
                raise
        else:
            if found.sure or _stands_on(named.title, found.page) or not found.title:
                return named
    if not found.title:
        raise SourceError(
            "the PDF says neither its title nor an arXiv id or DOI; "
            "write the note yourself with --title."
        )
    return Paper(title=found.title)


def _identifier(page: str, metadata: dict[str, str], name: str) -> tuple[Identifier | None, bool]:
    if stamp := stamped(page):
        return stamp, True
    for key in _DOI_KEYS:
        if (named := parse(metadata.get(key, ""))) and named.kind != "url":
            return named, True
    if named := stated_doi(" ".join(metadata.values())):
        return named, True
    if named := stated_doi(page):
        return named, False
    by_name = parse(Path(name).name)
    return (by_name, False) if by_name and by_name.kind == "arxiv" else (None, False)


def _first_page(reader: Any) -> tuple[str, str]:
    """The words of the first page, and those of them in the largest type."""
    lines: list[tuple[float, str]] = []

    def visit(text: str, cm: Any, tm: Any, _: Any, size: Any) -> None:
        # The type's size is that of the font, scaled by the text's matrix and the page's; turned
        # text, as arXiv's stamp is, runs along the margin and is no title.
        if text.strip() and abs(tm[1]) < abs(tm[0] or 1) and abs(cm[1]) < abs(cm[0] or 1):
            lines.append((abs(float(size) * float(tm[3] or 1) * float(cm[3] or 1)), text))

    page = reader.pages[0].extract_text(visitor_text=visit)[:_PAGE_CHARACTERS]
    return page, _largest(lines)


def _largest(lines: list[tuple[float, str]]) -> str:
    """The first run of words in the largest type that can be a title."""
    for size in sorted({round(size, 1) for size, _ in lines}, reverse=True)[:4]:
        least, most = size * _SAME_SIZE, size / _SAME_SIZE
        for alike, group in groupby(lines, lambda line: least <= line[0] <= most):  # noqa: B023 (asked for within this turn)
            run = " ".join(text for _, text in group) if alike else ""
            title = title_of(_HYPHEN.sub("", run))
            if _SHORTEST_TITLE <= len(title) <= _LONGEST_TITLE and len(words(title)) > 1:
                return title
    return ""


def _is_title(title: str, page: str) -> bool:
    if _NO_TITLE.fullmatch(title) or len(title) > _LONGEST_TITLE:
        return False
    return not page.strip() or _stands_on(title, page)


def _stands_on(title: str, page: str) -> bool:
    """Whether most words of a title are on the page: it is this paper's and not a cited one's."""
    wanted, there = set(words(title)), set(words(page))
    return len(wanted & there) >= _MOST * len(wanted)
