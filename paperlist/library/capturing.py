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

if TYPE_CHECKING:
    from paperlist.model.entry import Entry
    from paperlist.sources.pdf import Found

_WORDED = {"arxiv": "the same arXiv id", "doi": "the same DOI", "url": "the same address"}


class Target(NamedTuple):
    """What the user asked to add.

    Attributes:
        text: an identifier, or the path of a PDF file, as the user typed it.
        identifier: the identifier in `text` or in the PDF; None if the PDF has none.
        pdf: what was read from the PDF; None if `text` is an identifier.
    """

    text: str
    identifier: Identifier | None = None
    pdf: "Found | None" = None


class Captured(NamedTuple):
    """The result for a target: a paper or an error.

    Attributes:
        target: the target.
        paper: the paper; None if there was an error.
        error: the reason why there is no paper; None if there is a paper.
        unreachable: why no source could be reached. The paper then has only the fields that follow
            from its identifier. Empty if a source answered, or no source was asked.
    """

    target: Target
    paper: Paper | None = None
    error: PaperlistError | None = None
    unreachable: str = ""


def target(text: str) -> Target:
    """Return what `text` names: an identifier, or a PDF on disk.

    Raises:
        UsageError: `text` names neither an identifier nor a PDF.
        ReadError: `text` is a file that cannot be read as a PDF.
    """
    path = Path(text).expanduser()
    is_file = "://" not in text and path.is_file()
    found = None if is_file else identifiers.named(text)
    if found:
        return Target(text, found)
    if is_file or (text.lower().endswith(".pdf") and "://" not in text):
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
    """Yield the result for each paper that `texts` name, as the results come in; write nothing.

    A paper that the library already has is not fetched but yielded with an error, unless
    `on_duplicate` is `ADD` or `UPDATE`. A paper that is named twice is yielded once. With
    `offline`, or if no source can be reached, a paper has only the fields that follow from its
    identifier.
    """
    wanted: dict[object, Target] = {}
    for text in texts:
        each = outcome(partial(_new, library, text, on_duplicate), text)
        if isinstance(each, PaperlistError):
            yield Captured(Target(text), error=each)
        else:
            wanted.setdefault(each.identifier.identity if each.identifier else text, each)
    if offline:
        for each in wanted.values():
            yield _captured(each, outcome(partial(placeholder, each), each.text))
    elif wanted:
        yield from _fetched(list(wanted.values()), fetcher or fetcher_of(library))


def fetcher_of(library: Library) -> Fetcher:
    """Return a fetcher for the sources that the library's settings name."""
    return Fetcher(library.settings.sources, private_hosts())


def placeholder(each: Target) -> Paper:
    """Return a paper with only the fields that follow from the identifier or the PDF of `each`.

    The command `update` can fetch the other fields.
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
    """Return `each` with the values in `fields`, which replace the fetched values of the paper.

    If a value is invalid, its error takes the place of the paper.
    """
    if each.paper is None or not fields:
        return each
    try:
        return each._replace(paper=overridden(each.paper, fields))
    except PaperlistError as error:
        return each._replace(paper=None, error=error)


def check_known(library: Library, paper: Paper, on_duplicate: OnDuplicate | None) -> None:
    """Raise an error if the library already has `paper`, before the user writes notes on it.

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
    """Fetch the papers of `entries`; yield each entry with its paper, an error or None.

    Errors are yielded and not raised. With `missing`, nothing is fetched for an entry that has a
    title, authors and a date, and the entry is yielded with None.
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
                yield entry, outcome(partial(_checked, entry, paper), entry.id)


def identifier_of(entry: "Entry") -> Identifier | None:
    """Return the identifier to fetch an entry by: its arXiv id, else its DOI, else an address.

    Return None if the entry has none of these three.
    """
    for text in (entry.arxiv, entry.doi):
        if found := identifiers.parse(text):
            return found
    named = identifiers.identities(entry.fields)
    if "arxiv" in named and identifiers.parse(named["arxiv"]):
        return identifiers.parse(named["arxiv"])
    return identifiers.parse(named["url"]) if "url" in named else None


def lacks(entry: "Entry") -> bool:
    """Return whether an entry has no title of its own yet, no authors, or no date."""
    return identifiers.is_unnamed(entry.fields) or not entry.authors or not entry.published


def completed(new: Paper, old: Paper) -> Paper:
    """Return `old` with its empty fields filled from `new`.

    The date of `new` replaces the date of `old` only if the new date is the same, but more exact:
    `2024-04` replaces `2024`.
    """
    both = filled(old, new)
    return (
        both.changed(published=new.published) if new.published.startswith(old.published) else both
    )


def _new(library: Library, text: str, on_duplicate: OnDuplicate | None) -> Target:
    """Return what `text` names; raise an error if the library has that paper already."""
    each = target(text)
    _check_new(library, each, on_duplicate)
    return each


def _check_new(library: Library, each: Target, on_duplicate: OnDuplicate | None) -> None:
    """Raise an error if the library has the paper, unless `on_duplicate` is `ADD` or `UPDATE`.

    The paper is not fetched yet, so only its identifier is compared. If the identifier was only
    guessed from a PDF, nothing is compared.
    """
    if each.identifier is None or (each.pdf and not each.pdf.sure):
        return
    if on_duplicate in {OnDuplicate.ADD, OnDuplicate.UPDATE}:
        return
    kind, value = each.identifier.identity
    for entry in library.index().identified(kind, value):
        raise DuplicatePaperError(entry.id, _WORDED[kind])


def _fetched(targets: Sequence[Target], fetcher: Fetcher) -> Iterator[Captured]:
    """Fetch the papers of `targets`, and yield the result for each."""
    plain = {each.identifier: each for each in targets if each.identifier and not each.pdf}
    for named, found in fetcher.papers(list(plain)):
        yield _captured(plain[named], found)
    for each in targets:
        if each.pdf:
            from paperlist.sources import pdf

            yield _captured(each, outcome(partial(pdf.paper, each.pdf, fetcher.paper), each.text))


def _captured(each: Target, found: Paper | PaperlistError) -> Captured:
    """Return the result for the target `each`; `found` is the paper or the error from fetching."""
    if isinstance(found, UnreachableError):
        return Captured(each, placeholder(each), unreachable=str(found))
    if isinstance(found, PaperlistError):
        return Captured(each, error=found)
    return Captured(each, found)


def _checked(entry: "Entry", found: Paper | PaperlistError) -> Paper | PaperlistError:
    """Return `found`, or an error if the title of `found` is that of another paper."""
    if isinstance(found, PaperlistError) or identifiers.is_unnamed(entry.fields):
        return found
    if not may_be_one(entry.title, found.title):
        return SourceError(f"its identifier is that of another paper, '{found.title}'.")
    return found
