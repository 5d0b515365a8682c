"""The months of a library, each with its number of papers and the fields that notes lack."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any, NamedTuple

from paperlist.model.entry import Entry

# The fields that a complete note has. An arXiv id or a DOI counts as a link.
WANTED = ("category", "keypoints", "objective", "method", "metric", "limitation", "links")
_FOUND_BY = ("links", "arxiv", "doi")


class Month(NamedTuple):
    """A month with its number of papers and the fields that their notes lack.

    Attributes:
        month: `YYYY-MM`.
        papers: the number of papers.
        missing: a dict from each field to the ids of the papers without this field. A field that
            all papers have is left out.
    """

    month: str
    papers: int
    missing: dict[str, list[str]]

    def as_json(self) -> dict[str, Any]:
        """Return the month as JSON values."""
        return self._asdict()


def months(entries: Iterable[Entry]) -> list[Month]:
    """Return the months of the papers, newest first."""
    newest = sorted(entries, key=lambda entry: entry.month, reverse=True)
    by_month = groupby(newest, key=lambda entry: entry.month)
    return [_month(month, [*papers]) for month, papers in by_month]


def _month(month: str, papers: list[Entry]) -> Month:
    lacking = {field: [entry.id for entry in papers if not has(entry, field)] for field in WANTED}
    return Month(month, len(papers), {field: ids for field, ids in lacking.items() if ids})


def has(entry: Entry, field: str) -> bool:
    """Return whether a paper has a field. An arXiv id or a DOI counts as `links`."""
    if field == "links":
        return any(entry.fields.get(name) for name in _FOUND_BY)
    return bool(entry.fields.get(field))
