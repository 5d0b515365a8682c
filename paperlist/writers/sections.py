"""The sections of a page and the order of the papers in them, for all page formats."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from paperlist.markdown.contents import NO_CATEGORY, NO_KEYPOINT, most_used
from paperlist.model.categories import category_key
from paperlist.model.entry import Entry
from paperlist.model.keypoints import keypoint_key
from paperlist.model.months import format_month
from paperlist.text.words import fold


class Layout(NamedTuple):
    """The settings of a page in `paperlist.toml`."""

    title: str = "PaperList"
    introduction: str = ""
    categories: Sequence[str] = ()
    month_format: str = "%Y%m"


class View(NamedTuple):
    """The kind of page to write.

    Attributes:
        style: how each paper is shown: `notes`, `list` or `table`.
        by: what the sections of the page are: `month`, `category` or `keypoint`.
        toc: whether the page starts with a table of contents.
        summary: whether the page shows the numbers of papers.
    """

    style: str = "notes"
    by: str = "month"
    toc: bool = False
    summary: bool = False

    def attributes(self) -> str:
        """Return a description of the page for the comment above its generated text.

        A page by month in the style `list` gives `style=list `. Default values are left out.
        """
        return "".join(
            f"{name}={value} "
            for name, value in (("style", self.style), ("by", self.by))
            if value != View._field_defaults[name]
        )


PLAIN = View()


class Section(NamedTuple):
    """A section of a page.

    Attributes:
        heading: the heading of the section; may be empty.
        parts: (heading, papers) for each part of the section. The heading may be empty.
    """

    heading: str
    parts: Sequence[tuple[str, Sequence[Entry]]]

    def papers(self) -> int:
        """Return the number of papers in the section. A paper in two parts counts twice."""
        return sum(len(papers) for _, papers in self.parts)


def sections_of(entries: Iterable[Entry], layout: Layout, view: View) -> Iterable[Section]:
    """Return the sections of a page, with the papers in order."""
    if view.by == "month":
        return _months(entries, layout)
    newest = [
        entry for month in _months(entries, layout) for _, papers in month.parts for entry in papers
    ]
    topics = _categories(newest, layout) if view.by == "category" else _keypoints(newest)
    if view.style != "notes":
        return [Section(name, [("", papers)]) for name, papers in topics]
    return [
        Section(
            name,
            [
                (format_month(month, layout.month_format), list(group))
                for month, group in groupby(papers, key=_month_of)
            ],
        )
        for name, papers in topics
    ]


def _months(entries: Iterable[Entry], layout: Layout) -> Iterator[Section]:
    for month, parts in months_of(entries, layout):
        yield Section(format_month(month, layout.month_format), parts)


def months_of(
    entries: Iterable[Entry], layout: Layout
) -> Iterator[tuple[str, list[tuple[str, list[Entry]]]]]:
    """Yield the months, newest first, as (month, categories).

    `categories` is a list of (category, papers) in the order of the page.

    Args:
        entries: the papers. An iterator has to yield the newest month first; then only the papers
            of one month are in memory at a time.
        layout: the settings of the page.
    """
    in_turn = isinstance(entries, Iterator)
    newest_first = entries if in_turn else sorted(entries, key=_month_of, reverse=True)
    for month, papers in groupby(newest_first, key=_month_of):
        ordered = in_order(list(papers), layout.categories)
        groups = (list(group) for _, group in groupby(ordered, key=_category_of))
        yield month, [(_spelling(group), group) for group in groups]


def _category_of(entry: Entry) -> str:
    return category_key(entry.category)


def _spelling(entries: Iterable[Entry]) -> str:
    """Return the most frequent spelling of the category that all of `entries` share."""
    return most_used(Counter(entry.category for entry in entries))


def _month_of(entry: Entry) -> str:
    return entry.month


def _categories(entries: Sequence[Entry], layout: Layout) -> Iterator[tuple[str, list[Entry]]]:
    by_key: dict[str, list[Entry]] = {}
    for entry in entries:
        by_key.setdefault(_category_of(entry), []).append(entry)
    names = {key: _spelling(group) for key, group in by_key.items()}
    place = {key: i for i, key in enumerate(dict.fromkeys(map(category_key, layout.categories)))}
    for key in sorted(by_key, key=lambda key: (not key, place.get(key, len(place)), names[key])):
        yield names[key] or NO_CATEGORY, by_key[key]


def _keypoints(entries: Sequence[Entry]) -> Iterator[tuple[str, list[Entry]]]:
    spellings: dict[str, Counter[str]] = {}
    by_key: dict[str, list[Entry]] = {}
    without: list[Entry] = []
    for entry in entries:
        for keypoint in entry.keypoints:
            spellings.setdefault(keypoint_key(keypoint), Counter())[keypoint] += 1
        for key in dict.fromkeys(map(keypoint_key, entry.keypoints)):
            by_key.setdefault(key, []).append(entry)
        if not entry.keypoints:
            without.append(entry)
    names = {key: most_used(counted) for key, counted in spellings.items()}
    for key in sorted(by_key, key=lambda key: (fold(names[key]), names[key])):
        yield names[key], by_key[key]
    if without:
        yield NO_KEYPOINT, without


def in_order(papers: Sequence[Entry], categories: Sequence[str]) -> list[Entry]:
    """Return the papers of one month in the order of the page.

    Papers without a category come first. Then come the categories in `categories`, in order. All
    other categories follow, sorted by their oldest paper. Within a category, the oldest paper comes
    first.
    """
    by_age = sorted(papers, key=lambda entry: (entry.added, entry.id))
    first = dict.fromkeys(["", *map(category_key, categories), *map(_category_of, by_age)])
    place = {category: i for i, category in enumerate(first)}
    return sorted(by_age, key=lambda entry: place[_category_of(entry)])
