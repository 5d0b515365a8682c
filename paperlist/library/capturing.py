"""From what names a paper to a note: `paperlist add ID...` and `paperlist update`."""

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
from paperlist.sources.failures import outcome
from paperlist.sources.fetch import Fetcher
from paperlist.sources.guard import private_hosts

if TYPE_CHECKING:
    from paperlist.model.entry import Entry
    from paperlist.sources.pdf import Found

_WORDED = {"arxiv": "the same arXiv id", "doi": "the same DOI", "url": "the same address"}


class Target(NamedTuple):
    """Something to capture: `text` as it was given, and what it was found to name."""

    text: str
    identifier: Identifier | None = None
    pdf: "Found | None" = None


class Captured(NamedTuple):
    """The result for a target: a paper, or the reason why there is none.

    `unreachable` says why no more is known of the paper than its identifier tells.
    """

    target: Target
    paper: Paper | None = None
    error: PaperlistError | None = None
    unreachable: str = ""


def target(text: str) -> Target:
    """Return what `text` names: an identifier, or a PDF on disk.

    Raises:
        UsageError: it is neither.
        ReadError: it is a file that cannot be read as a PDF.
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
    """Yield the papers that `texts` name, as they come in; nothing is written.

    What is in the library already is not asked for, unless `on_duplicate` has a use for it. What
    is named twice comes once. Where a source cannot be reached, and `offline`, a paper is what
    its identifier tells.
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
    """Return a paper with only what its identifier tells; `update` fills the rest."""
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
    """Return what was captured with `fields` in the place of what was fetched."""
    if each.paper is None or not fields:
        return each
    try:
        return each._replace(paper=overridden(each.paper, fields))
    except PaperlistError as error:
        return each._replace(paper=None, error=error)


def check_known(library: Library, paper: Paper, on_duplicate: OnDuplicate | None) -> None:
    """Raise an error for a paper that is in the library, before somebody writes notes on it.

    Raises:
        DuplicatePaperError: it is there, and `on_duplicate` does not say what to do.
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
    """Yield (entry, Paper or error); None means that nothing was missing, so nothing was fetched.

    None is an entry that needs nothing, as far as `missing` asks: title, authors and date.
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
    """Return the identifier to fetch an entry's paper by: arXiv id, else DOI, else address."""
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
    """Return `old` with its empty fields filled from `new`; a date only becomes more exact."""
    both = filled(old, new)
    return (
        both.changed(published=new.published) if new.published.startswith(old.published) else both
    )


def _new(library: Library, text: str, on_duplicate: OnDuplicate | None) -> Target:
    """Return what `text` names, unless it is in the library."""
    each = target(text)
    _check_new(library, each, on_duplicate)
    return each


def _check_new(library: Library, each: Target, on_duplicate: OnDuplicate | None) -> None:
    """Raise an error for what is in the library, before any source is asked for it."""
    if each.identifier is None or (each.pdf and not each.pdf.sure):
        return
    if on_duplicate in {OnDuplicate.ADD, OnDuplicate.UPDATE}:
        return
    kind, value = each.identifier.identity
    for entry in library.index().identified(kind, value):
        raise DuplicatePaperError(entry.id, _WORDED[kind])


def _fetched(targets: Sequence[Target], fetcher: Fetcher) -> Iterator[Captured]:
    plain = {each.identifier: each for each in targets if each.identifier and not each.pdf}
    for named, found in fetcher.papers(list(plain)):
        yield _captured(plain[named], found)
    for each in targets:
        if each.pdf:
            from paperlist.sources import pdf

            yield _captured(each, outcome(partial(pdf.paper, each.pdf, fetcher.paper), each.text))


def _captured(each: Target, found: Paper | PaperlistError) -> Captured:
    if isinstance(found, UnreachableError):
        return Captured(each, placeholder(each), unreachable=str(found))
    if isinstance(found, PaperlistError):
        return Captured(each, error=found)
    return Captured(each, found)


def _checked(entry: "Entry", found: Paper | PaperlistError) -> Paper | PaperlistError:
    if isinstance(found, PaperlistError) or identifiers.is_unnamed(entry.fields):
        return found
    if not may_be_one(entry.title, found.title):
        return SourceError(f"its identifier is that of another paper, '{found.title}'.")
    return found
