"""Files on disk -> papers, and the report of an import."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from paperlist.errors import InvalidPaperError, NothingToImportError, ReadError
from paperlist.identifiers import month_of
from paperlist.labels import is_known
from paperlist.model import Paper
from paperlist.month import month_in, this_month, to_month
from paperlist.readers.audit import Coverage, coverage
from paperlist.readers.markdown import read

if TYPE_CHECKING:
    from paperlist.intake import Outcome
    from paperlist.readers.draft import Draft

LARGEST_BYTES = 32_000_000


class Incoming(NamedTuple):
    """A paper on its way in: its month and where that came from, and its line on the page."""

    paper: Paper
    month: str
    month_from: str
    line: int


class Source(NamedTuple):
    """A file that was read.

    Attributes:
        name: the file as it was named.
        papers: its papers, in its order.
        title: the page's own title, where it has one.
        words: what on the page belongs to no paper.
        coverage: what became of every word.
        unknown_labels: labels that are neither a field's nor a usual section's; each is kept as a
            section.
        no_papers: headings that became no paper: line, heading, what it is.
    """

    name: str
    papers: list[Incoming]
    title: str
    words: str
    coverage: Coverage
    unknown_labels: list[str]
    no_papers: list[tuple[int, str, str]]


class Imported(NamedTuple):
    """A file that was imported, and what became of each of its papers."""

    source: Source
    outcomes: "list[Outcome]"

    def as_json(self) -> dict[str, Any]:
        """The report for programs."""
        kept, structure, lost = self.source.coverage
        return {
            "page": self.source.name,
            "papers": [
                {
                    "action": outcome.action,
                    "why": outcome.why,
                    "same_identifier_as": outcome.clash,
                    "line": paper.line,
                    "month_from": paper.month_from,
                    **outcome.entry.as_json(),
                }
                for paper, outcome in zip(self.source.papers, self.outcomes, strict=True)
            ],
            "introduction": self.source.words,
            "unknown_labels": self.source.unknown_labels,
            "no_papers": [
                {"line": line, "heading": heading, "why": why}
                for line, heading, why in self.source.no_papers
            ],
            "words": {
                "kept": kept,
                "structure": structure,
                "lost": [{"line": line, "words": words} for line, words in lost],
            },
        }


def read_page(path: Path, labels: Mapping[str, str], month: str | None = None) -> Source:
    """What is on a Markdown page.

    Args:
        path: the page.
        labels: the `labels` setting.
        month: for papers that neither their page nor they themselves date.

    Raises:
        ReadError: the file cannot be read, or is not UTF-8 text.
        NothingToImportError: no paper is on the page.
    """
    reading = read(read_text(path), labels)
    if not reading.drafts:
        raise NothingToImportError(
            str(path),
            "Looked for headings with labelled bullets below them ('- `Objective:` ...'), list "
            "items and tables with titles and links.",
        )
    dated = [_dated(draft, path, month) for draft in reading.drafts]
    names = (name for draft in reading.drafts for name in draft.fields.get("sections", {}))
    return Source(
        name=str(path),
        papers=[
            _incoming(draft, *date, path) for draft, date in zip(reading.drafts, dated, strict=True)
        ],
        title=reading.title,
        words="\n\n".join(text for _, text in reading.words),
        coverage=coverage(reading),
        unknown_labels=[name for name in dict.fromkeys(names) if not is_known(name, labels)],
        no_papers=[(line + 1, heading, why) for line, heading, why in reading.no_papers],
    )


def read_text(path: Path) -> str:
    """A file's text.

    Raises:
        ReadError: it cannot be read, is too large to be a page, or is not UTF-8 text.
    """
    try:
        size = path.stat().st_size
        if size > LARGEST_BYTES:
            raise ReadError(str(path), f"{size / 1e6:.0f} MB is no page; the limit is 32 MB")
        content = path.read_bytes()
        text = content.decode("utf-8-sig")
    except OSError as error:
        raise ReadError(str(path), error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ReadError(f"{path}:{line}", "not UTF-8 text; convert it first") from error
    if "\0" in text:
        raise ReadError(str(path), "a binary file, not text")
    return text


def _dated(draft: "Draft", path: Path, month: str | None) -> tuple[str, str]:
    """A paper's month, and where that came from: the surest of what there is."""
    published = str(draft.fields.get("published", ""))[:7]
    arxiv = str(draft.fields.get("arxiv", ""))
    found = (
        (draft.month, draft.month_from),
        (month_in(path.stem.replace("_", " ").replace("-", "-")), "file name"),
        (published if len(published) == len("2024-04") else None, "date"),
        (month_of(arxiv), "arXiv id"),
        (to_month(month) if month else None, "--month"),
    )
    return next(((each, where) for each, where in found if each), (this_month(), "this month"))


def _incoming(draft: "Draft", month: str, month_from: str, path: Path) -> Incoming:
    try:
        paper = Paper.parse(draft.fields)
    except InvalidPaperError as error:
        raise InvalidPaperError([f"{path}:{draft.line}: {error}"]) from error
    return Incoming(paper, month, month_from, draft.line)


def introduction(have: str, sources: Sequence[Source]) -> str:
    """The introduction `have` with the pages' own words behind it, each piece once."""
    parts = [have.strip()] if have.strip() else []
    for source in sources:
        words = source.words.strip()
        if words and not any(words in part for part in parts):
            parts.append(words)
    return "\n\n".join(parts)
