"""Recognizes which paper a PDF contains, by arXiv stamp, DOI or title."""

import io
import re
from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from paperlist.errors import ReadError, SourceError, UnreachableError
from paperlist.model.identifiers import Identifier, parse, stamped, stated_doi
from paperlist.model.paper import Paper
from paperlist.text.clean import title_of
from paperlist.text.words import words

LARGEST_BYTES = 200_000_000
_PAGE_CHARACTERS = 50_000
_LONGEST_TITLE = 300
_SHORTEST_TITLE = 8
# Text belongs to the title if its type size differs from the title's by no more than this factor.
_SAME_SIZE = 0.95
# The hyphen of a word that continues on the next line.
_HYPHEN = re.compile(r"(?<=[a-z])-(?=[^\S\n]*\n)\s++(?=[a-z])")
# A title belongs to a PDF if this part of its words is on the first page; hyphens hide some words.
_MOST = 0.7
# Texts that programs write into the metadata as the title if the author gave no title.
_NO_TITLE = re.compile(
    r"untitled.*|microsoft word\b.*|powerpoint\b.*|.*\.(?:dvi|tex|pdf|docx?|rtf|indd|ps|qxd)|"
    r"[\w.-]+|paper title|title|arxiv:.*|doi:.*|\W*|(?:\W*\d+\W*)+",
    re.I,
)
_DOI_KEYS = ("/doi", "/DOI", "/WPS-ARTICLEDOI", "/Doi")


class Found(NamedTuple):
    """What was found in a PDF about its paper.

    Attributes:
        identifier: the arXiv id or DOI, or None. It comes from arXiv's stamp in the margin, the
            metadata, the first page or the file name.
        sure: whether the identifier certainly belongs to this paper, as in a stamp or in the
            metadata. A DOI in the text of the page may belong to another paper.
        title: the title in the metadata; without it, the text in the largest type; may be empty.
        page: the text of the first page.
    """

    identifier: Identifier | None
    sure: bool
    title: str
    page: str


def read_file(path: Path) -> Found:
    """Read the PDF file at `path`.

    Raises:
        ReadError: the file cannot be read, is larger than 200 MB, or is not a readable PDF.
    """
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise ReadError(str(path), "it is larger than 200 MB")
        return read(path.read_bytes(), path.name)
    except OSError as error:
        raise ReadError(str(path), error.strerror or str(error)) from error


def read(content: bytes, name: str) -> Found:
    """Read the bytes of a PDF.

    Args:
        content: the bytes.
        name: the file name or address of the PDF. A file name may be an arXiv id.

    Raises:
        ReadError: the bytes are not a PDF, or the PDF is damaged or encrypted.
    """
    import logging

    import pypdf

    # pypdf's warnings about oddities of the file do not help the user.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    if b"%PDF-" not in content[:1024]:
        raise ReadError(name, "it is not a PDF")
    try:
        reader = pypdf.PdfReader(io.BytesIO(content))
        locked = reader.is_encrypted and not reader.decrypt("")
        page, title = ("", "") if locked else _first_page(reader)
        metadata = {} if locked else {str(k): str(v) for k, v in (reader.metadata or {}).items()}
    except Exception as error:  # pypdf may raise anything for a broken file
        raise ReadError(name, f"it is a damaged PDF ({type(error).__name__})") from error
    if locked:
        raise ReadError(name, "it is encrypted")
    named, sure = _identifier(page, metadata, name)
    own = title_of(metadata.get("/Title", ""))
    return Found(named, sure, own if _is_title(own, page) else title, page)


def paper(found: Found, follow: Callable[[Identifier], Paper]) -> Paper:
    """Return the paper that a PDF contains.

    The paper is fetched by its arXiv id or DOI. If that is not possible, the paper has only a
    title.

    Args:
        found: what was found in the PDF.
        follow: a function that fetches a paper by arXiv id or DOI.

    Raises:
        SourceError: the identifier is certain, but cannot be fetched. Or there is neither a title
            nor an identifier that can be fetched.
        UnreachableError: the source of the identifier cannot be reached.
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
            if found.sure or _is_about(named.title, found.page) or not found.title:
                return named
    if not found.title:
        raise SourceError(
            "the PDF has neither a title nor an arXiv id or DOI that can be read; "
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
    """Return (text of the first page, title). The title is the text in the largest type."""
    lines: list[tuple[float, str]] = []

    def visit(text: str, cm: Any, tm: Any, _: Any, size: Any) -> None:
        # The type size is the font's size, scaled by the matrices of the text and of the page.
        # Rotated text, such as arXiv's stamp along the margin, is not a title.
        if text.strip() and abs(tm[1]) < abs(tm[0] or 1) and abs(cm[1]) < abs(cm[0] or 1):
            lines.append((abs(float(size) * float(tm[3] or 1) * float(cm[3] or 1)), text))

    page = reader.pages[0].extract_text(visitor_text=visit)[:_PAGE_CHARACTERS]
    return page, _title_by_type_size(lines)


def _title_by_type_size(lines: list[tuple[float, str]]) -> str:
    """Return the text in the largest type that looks like a title, or an empty text.

    If the text in the largest type cannot be a title, the next three sizes are tried. At each size,
    the first text counts.

    Args:
        lines: (type size, text) in the order of the page.
    """
    for size in sorted({round(size, 1) for size, _ in lines}, reverse=True)[:4]:
        least, most = size * _SAME_SIZE, size / _SAME_SIZE
        for alike, group in groupby(lines, lambda line: least <= line[0] <= most):  # noqa: B023 (called within this iteration)
            run = " ".join(text for _, text in group) if alike else ""
            title = title_of(_HYPHEN.sub("", run))
            if _SHORTEST_TITLE <= len(title) <= _LONGEST_TITLE and len(words(title)) > 1:
                return title
    return ""


def _is_title(title: str, page: str) -> bool:
    if _NO_TITLE.fullmatch(title) or len(title) > _LONGEST_TITLE:
        return False
    return not page.strip() or _is_about(title, page)


def _is_about(title: str, page: str) -> bool:
    """Return whether most words of `title` are on `page`, so that both belong to one paper."""
    wanted, there = set(words(title)), set(words(page))
    return len(wanted & there) >= _MOST * len(wanted)
