"""Counts papers by month, category, status and keypoint, and the papers that have each field."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from paperlist.library.rising import Trend, keypoints_of, rising
from paperlist.library.statistics import WANTED, has
from paperlist.model.categories import tidied
from paperlist.model.entry import Entry
from paperlist.model.statuses import STATUSES
from paperlist.text.words import fold

# A note is complete without the last three, but people want to know how many papers have them.
FIELDS = (*WANTED, "authors", "venue", "published")


class Count(NamedTuple):
    """A name and its number of papers.

    Attributes:
        name: a month, category, status, keypoint or field. An empty name stands for the papers that
            have no category or no status.
        papers: the number of papers.
    """

    name: str
    papers: int


class Counts(NamedTuple):
    """The counts of a selection of papers.

    Attributes:
        papers: the number of papers.
        months: the months that have papers, newest first.
        categories: the categories, those with most papers first, papers without one last.
        statuses: the statuses in the order of reading, papers without one last.
        keypoints: the keypoints, those with most papers first.
        trend: the keypoints that rise.
        fields: the fields in the order of a note, each with the papers that have it.
    """

    papers: int
    months: list[Count]
    categories: list[Count]
    statuses: list[Count]
    keypoints: list[Count]
    trend: Trend
    fields: list[Count]

    def limited_to(self, most: int | None) -> "Counts":
        """Return the counts with at most so many categories, keypoints and rising keypoints.

        Papers without a category stay in the list of categories. If `most` is 0 or None, nothing is
        left out.
        """
        if not most:
            return self
        named = [each for each in self.categories if each.name]
        unnamed = [each for each in self.categories if not each.name]
        return self._replace(
            categories=[*named[:most], *unnamed],
            keypoints=self.keypoints[:most],
            trend=self.trend._replace(keypoints=self.trend.keypoints[:most]),
        )

    def as_json(self) -> dict[str, Any]:
        """Return the counts as JSON values."""
        return {
            "papers": self.papers,
            "months": _as_json(self.months),
            "categories": _as_json(self.categories),
            "statuses": _as_json(self.statuses),
            "keypoints": _as_json(self.keypoints),
            "rising_since": self.trend.since,
            "rising": [each.as_json() for each in self.trend.keypoints],
            "fields": _as_json(self.fields),
        }

    def rows(self) -> list[tuple[str, str, int]]:
        """Return all counts as rows of section, name and number of papers.

        For a rising keypoint, the number is that of the papers in the latest months.
        """
        sections: dict[str, Sequence[Any]] = {
            "month": self.months,
            "category": self.categories,
            "status": self.statuses,
            "keypoint": self.keypoints,
            "rising": self.trend.keypoints,
            "field": self.fields,
        }
        return [(section, each.name, each.papers) for section, all_ in sections.items()
                for each in all_]  # fmt: skip


def count_papers(entries: Sequence[Entry]) -> Counts:
    """Return the counts of the papers, which may be in any order."""
    statuses = Counter(entry.status for entry in entries)
    order = [*STATUSES, *(name for name in statuses if name not in STATUSES and name), ""]
    fields = [Count(field, sum(has(entry, field) for entry in entries)) for field in FIELDS]
    return Counts(
        papers=len(entries),
        months=_sorted_by_name(Counter(entry.month for entry in entries)),
        categories=_most_common(Counter(tidied(entry.category) for entry in entries)),
        statuses=[Count(name, statuses[name]) for name in order if statuses[name]],
        keypoints=_most_common(keypoints_of(entries)),
        trend=rising(entries),
        fields=fields,
    )


def by_year(months: Iterable[Count]) -> list[Count]:
    """Return the years of the months, newest first, each with the papers of all its months."""
    years: Counter[str] = Counter()
    for month, papers in months:
        years[month.partition("-")[0]] += papers
    return _sorted_by_name(years)


def _sorted_by_name(counted: Counter[str]) -> list[Count]:
    """Return the counts in reverse order of their names, which puts the newest month first."""
    return [Count(*each) for each in sorted(counted.items(), reverse=True)]


def _most_common(counted: Counter[str]) -> list[Count]:
    """Return the counts, those with most papers first, and an empty name last."""
    found = [Count(*each) for each in counted.items()]
    return sorted(found, key=lambda each: (not each.name, -each.papers, fold(each.name), each.name))


def _as_json(counts: Iterable[Count]) -> list[dict[str, Any]]:
    return [each._asdict() for each in counts]
