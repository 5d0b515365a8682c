"""Reads a file to import, whatever its format, into papers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from paperlist.errors import (
    ConflictError,
    InvalidPaperError,
    MarksError,
    MisspelledMarkError,
    NothingToImportError,
    ReadError,
)
from paperlist.model.arxiv_ids import month_of
from paperlist.model.labels import is_known
from paperlist.model.months import month_in, pattern_of, this_month, to_month
from paperlist.model.paper import Paper
from paperlist.readers.formats import LOOKED_FOR, Format, format_of
from paperlist.store.files import LARGEST_BYTES
from paperlist.text.files import read_text

if TYPE_CHECKING:
    from paperlist.markdown.marks import Marked
    from paperlist.readers.draft import Draft
    from paperlist.readers.markdown.audit import Coverage
    from paperlist.readers.records import Problem, Progress, Records


class File(NamedTuple):
    """A file to import: its name as given, its text, and its format."""

    name: str
    text: str
    format: Format


class Incoming(NamedTuple):
    """A paper that is ready to be imported.

    Attributes:
        paper: the paper.
        month: its month, `YYYY-MM`.
        month_from: what gave the month, such as `heading`, `file name` or `--month`.
        line: its line in the file, from 1; in JSON the number of its item, from 1.
        id: the id that the paper should get if no other paper has it, or empty.
    """

    paper: Paper
    month: str
    month_from: str
    line: int
    id: str = ""


class Source(NamedTuple):
    """A file that was read.

    Attributes:
        name: the name of the file as given.
        papers: its papers, in the order of the file.
        title: the title of a page, or empty.
        month_format: how the headings of a page write months, such as `%B %Y`; empty if there are
            none, or if they differ.
        words: the text of a page that belongs to no paper, and becomes the introduction.
        coverage: how many words of a page were kept, and which were lost; None for other formats.
        unknown_labels: labels that name neither a field nor a usual section; each became a section.
        no_papers: text of a page that may have been meant as a paper: a heading, or a line with a
            paper's address or id. Each has the number of its line (from 1), its text, and a remark
            that says what was done with the text.
        problems: references that could not be read.
        edited: whether the file is a page that paperlist published with all notes, and someone
            edited it since.
        published: whether the file is a page that paperlist published with all notes. It may have
            been edited since.
        between: the part of `words` between the marks of a page that paperlist published; None if
            the page has no marks.
    """

    name: str
    papers: list[Incoming]
    title: str = ""
    month_format: str = ""
    words: str = ""
    coverage: "Coverage | None" = None
    unknown_labels: Sequence[str] = ()
    no_papers: Sequence[tuple[int, str, str]] = ()
    problems: "Sequence[Problem]" = ()
    edited: bool = False
    published: bool = False
    between: str | None = None


def opened(path: Path, file_format: Format | None = None) -> File:
    """Read the file at `path` as `file_format`, or by default in the format of its suffix.

    Raises:
        ReadError: the file cannot be read, is larger than `LARGEST_BYTES`, or is not UTF-8 text.
    """
    try:
        with path.open("rb") as file:
            text = read_text(file, str(path), LARGEST_BYTES)
    except OSError as error:
        raise ReadError(str(path), error.strerror or str(error)) from error
    return File(str(path), text, file_format or format_of(path))


def read_source(
    file: File,
    labels: Mapping[str, str],
    month: str | None = None,
    progress: "Progress | None" = None,
) -> Source:
    """Read the papers of a file, and everything else in it.

    Args:
        file: the file.
        labels: the `labels` setting, a dict from a label to a field or section name.
        month: the month that the user gave, or None. On a page, a paper gets this month only if
            nothing else tells a month, such as a date. In other formats, every paper without a
            field for its month gets this month.
        progress: called for each reference, but not for a page.

    Raises:
        NothingToImportError: the file has neither papers nor references that could not be read.
        MarksError: a mark of a page that paperlist published is misspelled, or git left a conflict.
        ReadError: the file should be JSON but is not.
        UsageError: `month` is not a month.
    """
    month = to_month(month) if month else None
    if file.format is Format.MARKDOWN:
        return _page(file, labels, month)
    records = _records(file, progress)
    if not records.drafts and not records.problems:
        raise NothingToImportError(file.name, LOOKED_FOR[file.format])
    return Source(
        file.name,
        [_incoming(draft, file, month) for draft in records.drafts],
        problems=records.problems,
    )


def _page(file: File, labels: Mapping[str, str], month: str | None) -> Source:
    from paperlist.readers.markdown.audit import coverage
    from paperlist.readers.markdown.page import read

    reading = read(file.text, labels)
    if not reading.drafts:
        raise NothingToImportError(file.name, LOOKED_FOR[Format.MARKDOWN])
    names = (name for draft in reading.drafts for name in draft.fields.get("sections", {}))
    marked = _marked(file)
    ours = marked if reading.by in {"month", "category"} else None
    return Source(
        name=file.name,
        papers=[_incoming(draft, file, month) for draft in reading.drafts],
        title=reading.title,
        month_format=pattern_of(reading.months),
        words="\n\n".join(text for _, text in reading.words),
        coverage=coverage(reading),
        unknown_labels=[name for name in dict.fromkeys(names) if not is_known(name, labels)],
        no_papers=sorted(
            [(line + 1, heading, why) for line, heading, why in reading.no_papers]
            + list(_lines_with_papers(reading.words))
        ),
        edited=ours is not None and ours.is_edited(),
        published=ours is not None and ours.is_stamped(),
        between=_between(marked, reading.words) if marked else None,
    )


def _lines_with_papers(words: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str, str]]:
    """Yield the lines in `words` that have a paper's address or id, as items of `no_papers`."""
    from paperlist.readers.markdown.line.recognize import names_a_paper

    for first, text in words:
        for line, source in enumerate(text.split("\n"), first + 1):
            if names_a_paper(source):
                yield line, source.strip(), "leads to a paper; kept in the introduction"


def _records(file: File, progress: "Progress | None") -> "Records":
    from paperlist.readers import bibtex, csl, json, ris

    if file.format is Format.BIBTEX:
        return bibtex.read(file.text, progress)
    if file.format is Format.RIS:
        return ris.read(file.text, progress)
    if not file.text.strip():
        raise NothingToImportError(file.name, LOOKED_FOR[file.format])
    try:
        items = json.items_of(file.text)
    except ValueError as error:
        raise ReadError(file.name, str(error)) from error
    if file.format is Format.CSL_JSON or csl.is_csl(items):
        return csl.read(items, progress)
    return json.read(items, progress)


def _marked(file: File) -> "Marked | None":
    """Return a page cut at its marks; None if the page has not one begin mark and one end mark.

    Raises:
        MarksError: the page has hashes, so paperlist published it, but a mark is misspelled, or
            git left a conflict there.
    """
    from paperlist.markdown.marks import cut

    try:
        return cut(file.text.encode(), file.name)
    except (ConflictError, MisspelledMarkError):
        # Other pages may have comments for programs of their own.
        if "<!-- paperlist:hash=" in file.text:
            raise
        return None
    except MarksError:
        return None


def _between(marked: "Marked", words: Iterable[tuple[int, str]]) -> str:
    """Return those of `words`, pairs of a line (from 0) and text, that stand between the marks."""
    first = marked.above.count(b"\n")
    end = first + marked.between.count(b"\n")
    return "\n\n".join(text for line, text in words if first < line < end)


def _find_month(draft: "Draft", file: File, month: str | None) -> tuple[str, str]:
    """Return a paper's month, and where the month was found, such as `file name`."""
    if draft.month:
        return draft.month, draft.month_from
    published = str(draft.fields.get("published", ""))[:7]
    given = (month, "--month")
    by_itself = (
        (month_in(Path(file.name).stem.replace("_", " ")), "file name"),
        (published if len(published) == len("2024-04") else None, "date"),
        (month_of(str(draft.fields.get("arxiv", ""))), "arXiv id"),
    )
    # A page says in which months its papers were read, but a bibliography only when they were
    # published. So a month that the user gives comes last for a page, and first for other files.
    of_page = file.format is Format.MARKDOWN
    found = (*by_itself, given) if of_page else (given, *by_itself)
    return next(((each, where) for each, where in found if each), (this_month(), "this month"))


def _incoming(draft: "Draft", file: File, month: str | None) -> Incoming:
    try:
        paper = _parsed(draft)
    except InvalidPaperError as error:
        raise InvalidPaperError([f"{file.name}:{draft.line}: {error}"]) from error
    return Incoming(paper, *_find_month(draft, file, month), draft.line, draft.id)


def _parsed(draft: "Draft") -> Paper:
    """Return the paper of a draft, with values that are not allowed moved to the notes."""
    try:
        return Paper.parse(draft.fields)
    except InvalidPaperError:
        fields = dict(draft.fields)
    for name, value in [*fields.items()]:
        if name not in {"title", "notes"} and not _may_be(name, value):
            del fields[name]
            pairs = value.items() if isinstance(value, dict) else [(name, value)]
            right = {key: each for key, each in pairs if _may_be(name, {key: each})}
            wrong = [f"{key}: {each}" for key, each in pairs if key not in right]
            fields |= {name: right} if right else {}
            fields["notes"] = "\n\n".join(filter(None, [fields.get("notes", ""), *wrong]))
    return Paper.parse(fields)


def _may_be(name: str, value: Any) -> bool:
    try:
        Paper.parse({"title": "A title", name: value})
    except InvalidPaperError:
        return False
    return True
