"""Turns identifiers and PDF files into papers, for `paperlist add ID...` and `paperlist update`."""

import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from paperlist.errors import (
    DuplicatePaperError,
    PaperlistError,
    SourceError,
    UnreachableError,
    UsageError,
)
from paperlist.library.library import Library
from paperlist.model import identifiers
from paperlist.model.combine import OnDuplicate, filled, overridden
from paperlist.model.identifiers import Identifier
from paperlist.model.identity import may_be_one
from paperlist.model.paper import Paper
from paperlist.readers.formats import Format, format_of
from paperlist.sources.failures import outcome
from paperlist.sources.fetch import Fetcher
from paperlist.sources.guard import private_hosts
from paperlist.store.files import is_file, user_path

if TYPE_CHECKING:
    from paperlist.model.entry import Entry
    from paperlist.sources.pdf import Found

_WORDED = {"arxiv": "the same arXiv id", "doi": "the same DOI", "url": "the same address"}


class Target(NamedTuple):
    """One thing that the user asked to add.

    Attributes:
        text: an identifier, or the path of a PDF file, as the user typed it.
        identifier: the identifier in `text` or in the PDF. None if the PDF has no identifier.
        pdf: what was read from the PDF. None if `text` is an identifier.
    """

    text: str
    identifier: Identifier | None = None
    pdf: "Found | None" = None


class Captured(NamedTuple):
    """The result for one thing that the user asked to add: a paper or an error.

    Attributes:
        target: what the user asked for.
        paper: the paper. None if there was an error.
        error: the reason why there is no paper. None if there is a paper.
        unreachable: the reason if no source could be reached. Then the paper has only the fields
            that can be told from its identifier or PDF. Empty if a source answered, or no source
            was asked.
    """

    target: Target
    paper: Paper | None = None
    error: PaperlistError | None = None
    unreachable: str = ""


def target(text: str) -> Target:
    """Return the identifier or PDF file that the user means by `text`.

    Raises:
        UsageError: `text` is neither an identifier nor a PDF.
        ReadError: `text` is a file that cannot be read as a PDF.
    """
    path = user_path(text)
    is_pdf = "://" not in text and is_file(text)
    found = None if is_pdf else identifiers.named(text)
    if found:
        return Target(text, found)
    if is_pdf or (text.lower().endswith(".pdf") and "://" not in text):
        from paperlist.sources import pdf

        about = pdf.read_file(path)
        return Target(text, about.identifier, about)
    if format_of(path) is not Format.MARKDOWN or path.suffix.lower() == ".md":
        raise UsageError(f"a file of papers is imported: paperlist import {shlex.quote(text)}")
    raise UsageError(
        f"'{text}' is no arXiv id, DOI, http address or PDF file; a title goes behind --title."
    )


def capture(
    library: Library,
    texts: Sequence[str],
    on_duplicate: OnDuplicate | None = None,
    *,
    offline: bool = False,
    fetcher: Fetcher | None = None,
) -> Iterator[Captured]:
    """Fetch papers, and yield the result for each as it comes in. Write nothing.

    If the library already has a paper, an error is yielded and the paper is not fetched. But with
    `ADD` or `UPDATE`, the paper is fetched all the same. A paper that the user named twice is
    yielded once.

    Args:
        library: the library.
        texts: identifiers and paths of PDF files, as the user typed them.
        on_duplicate: what to do with papers that the library already has.
        offline: whether to ask no source. Then papers have only the fields that can be told from
            their identifiers or PDFs.
        fetcher: what fetches papers; by default, the sources in the library's settings.
    """
    wanted: dict[object, Target] = {}
    for text in texts:
        each = outcome(partial(_new_target, library, text, on_duplicate), text)
        if isinstance(each, PaperlistError):
            yield Captured(Target(text), error=each)
        else:
            wanted.setdefault(each.identifier.identity if each.identifier else text, each)
    if offline:
        for each in wanted.values():
            yield _capture_result(each, outcome(partial(placeholder, each), each.text))
    elif wanted:
        yield from _fetch_targets(list(wanted.values()), fetcher or fetcher_of(library))


def fetcher_of(library: Library) -> Fetcher:
    """Return a fetcher for the sources in the library's settings."""
    return Fetcher(library.settings.sources, private_hosts())


def placeholder(each: Target) -> Paper:
    """Return a paper for which nothing was fetched.

    The paper has only the fields that can be told from its identifier or PDF. The command `update`
    can fetch the other fields.
    """
    found, title = each.identifier, each.pdf.title if each.pdf else ""
    if found is None or (each.pdf and title and not each.pdf.sure):
        return Paper(title=title or Path(each.text).stem)
    fields = {
        "title": title or found.label,
        "links": {"paper": found.url},
        "published": found.month,
    }
    if found.kind != "url":
        fields[found.kind] = found.value
    return Paper.parse(fields)


def with_fields(each: Captured, fields: Mapping[str, Any]) -> Captured:
    """Return `each` with some fields of the paper replaced by `fields`.

    If a value is not valid, the result has an error instead of the paper.
    """
    if each.paper is None or not fields:
        return each
    try:
        return each._replace(paper=overridden(each.paper, fields))
    except PaperlistError as error:
        return each._replace(paper=None, error=error)


def check_known(library: Library, paper: Paper, on_duplicate: OnDuplicate | None) -> None:
    """Raise an error if the library already has `paper`.

    This is called before the user writes notes on the paper.

    Raises:
        DuplicatePaperError: the library has the paper, and `on_duplicate` is None.
    """
    if on_duplicate is None and (match := library.duplicate_of(paper)):
        raise DuplicatePaperError(match.entry.id, match.why, match.new_id)


def fill(
    library: Library,
    entries: "Iterable[Entry]",
    *,
    missing: bool = False,
    fetcher: Fetcher | None = None,
) -> "Iterator[tuple[Entry, Paper | PaperlistError | None]]":
    """Fetch the data of papers that are in the library already.

    Yield each entry with the fetched paper, an error or None. Errors are not raised.

    Args:
        library: the library.
        entries: the papers to fetch.
        missing: whether to fetch only papers that lack a title, authors or a date. The other
            entries are yielded with None.
        fetcher: what fetches papers; by default, the sources in the library's settings.
    """
    asked: dict[Identifier, list[Entry]] = {}
    for entry in entries:
        named = identifier_of(entry)
        if named is None:
            yield entry, UsageError("it has no arXiv id, DOI or link to ask with.")
        elif missing and not lacks(entry):
            yield entry, None
        else:
            asked.setdefault(named, []).append(entry)
    if asked:
        fetcher = fetcher or fetcher_of(library)
        for named, paper in fetcher.papers(list(asked)):
            for entry in asked[named]:
                yield entry, outcome(partial(_check_title, entry, paper), entry.id)


def identifier_of(entry: "Entry") -> Identifier | None:
    """Return the identifier with which to fetch a paper, or None if the paper has no identifier.

    An arXiv id is preferred, then a DOI, then a web address.
    """
    for text in (entry.arxiv, entry.doi):
        if found := identifiers.parse(text):
            return found
    named = identifiers.identities(entry.fields)
    if "arxiv" in named and identifiers.parse(named["arxiv"]):
        return identifiers.parse(named["arxiv"])
    return identifiers.parse(named["url"]) if "url" in named else None


def lacks(entry: "Entry") -> bool:
    """Return whether a note has no authors, no date, or no title other than its identifier."""
    return identifiers.is_unnamed(entry.fields) or not entry.authors or not entry.published


def completed(new: Paper, old: Paper) -> Paper:
    """Return `old` with its empty fields filled from `new`.

    The date may also become more exact: `2024-04` in `new` replaces `2024` in `old`.
    """
    both = filled(old, new)
    return (
        both.changed(published=new.published) if new.published.startswith(old.published) else both
    )


def _new_target(library: Library, text: str, on_duplicate: OnDuplicate | None) -> Target:
    """Return the identifier or PDF file in `text`. Raise an error if the library has the paper."""
    each = target(text)
    _check_new(library, each, on_duplicate)
    return each


def _check_new(library: Library, each: Target, on_duplicate: OnDuplicate | None) -> None:
    """Raise an error if the library has the paper, unless `on_duplicate` is `ADD` or `UPDATE`.

    The paper is not fetched yet, so only its identifier is compared. An identifier that was only
    guessed from a PDF is not compared.
    """
    if each.identifier is None or (each.pdf and not each.pdf.sure):
        return
    if on_duplicate in {OnDuplicate.ADD, OnDuplicate.UPDATE}:
        return
    kind, value = each.identifier.identity
    for entry in library.index().identified(kind, value):
        raise DuplicatePaperError(entry.id, _WORDED[kind])


def _fetch_targets(targets: Sequence[Target], fetcher: Fetcher) -> Iterator[Captured]:
    """Fetch the papers of `targets`. Yield the result for each."""
    plain = {each.identifier: each for each in targets if each.identifier and not each.pdf}
    for named, found in fetcher.papers(list(plain)):
        yield _capture_result(plain[named], found)
    for each in targets:
        if each.pdf:
            from paperlist.sources import pdf

            yield _capture_result(
                each, outcome(partial(pdf.paper, each.pdf, fetcher.paper), each.text)
            )


def _capture_result(each: Target, found: Paper | PaperlistError) -> Captured:
    """Return the result for one target.

    If no source could be reached, the result is a paper with only its identifier, and not an error.
    """
    if isinstance(found, UnreachableError):
        return Captured(each, placeholder(each), unreachable=str(found))
    if isinstance(found, PaperlistError):
        return Captured(each, error=found)
    return Captured(each, found)


def _check_title(entry: "Entry", found: Paper | PaperlistError) -> Paper | PaperlistError:
    """Return `found`, or an error if its title is the title of a paper other than `entry`."""
    if isinstance(found, PaperlistError) or identifiers.is_unnamed(entry.fields):
        return found
    if not may_be_one(entry.title, found.title):
        return SourceError(f"its identifier is that of another paper, '{found.title}'.")
    return found
