"""Entries -> the published Markdown page.

    ## 202404               month, category or keypoint
    ### Category            in a month; a month in a category or keypoint
    #### Title              in the style `notes`; a line or a row in the others
    - `Keypoints:` ...

Writing it again returns the same bytes, and reading the notes of a month the same entries.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from paperlist.markdown.contents import (
    NO_CATEGORY,
    NO_KEYPOINT,
    Anchors,
    Line,
    contents,
    counts,
    most_used,
    summary,
)
from paperlist.markdown.escape import escape_address, escape_line
from paperlist.markdown.marks import put
from paperlist.model.entry import Entry
from paperlist.model.keypoints import keypoint_key
from paperlist.model.months import format_month
from paperlist.text.words import fold
from paperlist.writers.markdown.notes import notes
from paperlist.writers.markdown.oneline import TABLE_HEAD, list_item, table_row


class Layout(NamedTuple):
    """The settings of a page, from `paperlist.toml`."""

    title: str = "PaperList"
    introduction: str = ""
    categories: Sequence[str] = ()
    month_format: str = "%Y%m"


class View(NamedTuple):
    """The kind of page.

    Attributes:
        style: `notes`, `list` or `table`.
        by: how it is divided: by `month`, `category` or `keypoint`.
        toc: whether it starts with a table of contents.
        summary: whether it starts with the numbers of papers.
    """

    style: str = "notes"
    by: str = "month"
    toc: bool = False
    summary: bool = False

    def attributes(self) -> str:
        """Return the attributes for the begin mark: those that differ from the plain page."""
        return "".join(
            f"{name}={value} "
            for name, value in (("style", self.style), ("by", self.by))
            if value != View._field_defaults[name]
        )


PLAIN = View()


class Section(NamedTuple):
    """A section of a page: its heading, which may be empty, and (heading, papers) of its parts."""

    heading: str
    parts: Sequence[tuple[str, Sequence[Entry]]]

    def papers(self) -> int:
        """Return the number of papers in it."""
        return sum(len(papers) for _, papers in self.parts)


def page(entries: Iterable[Entry], layout: Layout, view: View = PLAIN) -> str:
    """Return a whole page of `entries`, with title and introduction."""
    above = head(layout.title, layout.introduction)
    pieces = body(entries, layout, view, headings(above))
    return put(above.encode(), pieces, b"\n", view.attributes()).decode()


def head(title: str, introduction: str = "") -> str:
    """Return the text above the begin mark of a new page."""
    parts = [f"# {escape_line(title)}", introduction.strip()]
    return "".join(f"{part}\n\n" for part in parts if part)


def body(
    entries: Iterable[Entry], layout: Layout, view: View, above: Iterable[str] = ()
) -> Iterator[bytes]:
    """Yield the text between the marks in pieces; `above` are the headings before it.

    Without a table of contents or summary, only one month of papers is in memory at a time.
    """
    start: list[str] = []
    if view.toc or view.summary:
        entries = [*entries]
        sections: Iterable[Section] = [*sections_of(entries, layout, view)]
        lines = _outline(sections, view, Anchors(above))
        if view.summary:
            start.append(summary(entries))
        if view.toc:
            start.append(contents(lines, counted=view.summary))
        elif view.summary and lines:
            tops = ((line.name, f"#{line.anchor}", line.papers) for line in lines if not line.depth)
            start.append(counts(view.by, tops))
    else:
        sections = sections_of(entries, layout, view)
    gap = ""
    for block in _chain(start, sections, view):
        yield f"{gap}{block}".encode()
        gap = "\n\n"


def _chain(start: Iterable[str], sections: Iterable[Section], view: View) -> Iterator[str]:
    yield from start
    for section in sections:
        if section.heading:
            yield f"## {escape_line(section.heading)}"
        for heading, papers in section.parts:
            if heading:
                yield f"### {escape_line(heading)}"
            yield from _papers(papers, view)


def _papers(papers: Sequence[Entry], view: View) -> Iterator[str]:
    if view.style == "list":
        yield "\n".join(list_item(entry, _date(entry, view)) for entry in papers)
    elif view.style == "table":
        yield "\n".join([TABLE_HEAD, *(table_row(entry, _date(entry, view)) for entry in papers)])
    else:
        for entry in papers:
            yield f"#### {escape_line(entry.title)}"
            if text := notes(entry):
                yield text


def _date(entry: Entry, view: View) -> str:
    # A page by month already shows the month; on others the month locates the note.
    return (entry.published if view.by == "month" else "") or entry.month


def sections_of(entries: Iterable[Entry], layout: Layout, view: View) -> Iterable[Section]:
    """Return the sections of the page, each with its papers in order."""
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
                for month, group in groupby(papers, key=lambda entry: entry.month)
            ],
        )
        for name, papers in topics
    ]


def _months(entries: Iterable[Entry], layout: Layout) -> Iterator[Section]:
    # An iterator comes from the index, which has the newest month first.
    in_turn = isinstance(entries, Iterator)
    newest_first = entries if in_turn else sorted(entries, key=_month_of, reverse=True)
    for month, papers in groupby(newest_first, key=lambda entry: entry.month):
        ordered = in_order(list(papers), layout.categories)
        groups = groupby(ordered, key=lambda entry: entry.category)
        parts = [(category, list(group)) for category, group in groups]
        yield Section(format_month(month, layout.month_format), parts)


def _month_of(entry: Entry) -> str:
    return entry.month


def _categories(entries: Sequence[Entry], layout: Layout) -> Iterator[tuple[str, list[Entry]]]:
    by_name: dict[str, list[Entry]] = {}
    for entry in entries:
        by_name.setdefault(entry.category, []).append(entry)
    place = {name: i for i, name in enumerate(layout.categories)}
    for name in sorted(by_name, key=lambda name: (not name, place.get(name, len(place)), name)):
        yield name or NO_CATEGORY, by_name[name]


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

    Papers without a category come first, then the listed categories, then others by their oldest
    paper. Within a category, the order is that of `added`.
    """
    by_age = sorted(papers, key=lambda entry: (entry.added, entry.id))
    first = list(dict.fromkeys(["", *categories, *(entry.category for entry in by_age)]))
    place = {category: i for i, category in enumerate(first)}
    return sorted(by_age, key=lambda entry: place[entry.category])


def _outline(sections: Iterable[Section], view: View, anchors: Anchors) -> list[Line]:
    lines = []
    for section in sections:
        if section.heading:
            lines.append(Line(0, section.heading, anchors.add(section.heading), section.papers()))
        for heading, papers in section.parts:
            if heading:
                lines.append(Line(1, heading, anchors.add(heading), len(papers)))
            if view.style == "notes":
                for entry in papers:
                    anchors.add(entry.title)
    return lines


def index(entries: Sequence[Entry], layout: Layout, pages: dict[str, str], view: View) -> bytes:
    """Return the text between the marks of the page with links to the pages of the months.

    Args:
        entries: the papers of all months.
        layout: as for each page.
        pages: month -> name of its page, newest first.
        view: whether there is a summary.
    """
    papers = Counter(entry.month for entry in entries)
    rows = [
        (format_month(month, layout.month_format), escape_address(name), papers[month])
        for month, name in pages.items()
    ]
    if view.summary:
        blocks = [summary(entries), counts("month", rows)]
    else:
        blocks = ["\n".join(f"- [{escape_line(shown)}]({name})" for shown, name, _ in rows)]
    return "\n\n".join(blocks).encode()


def headings(text: str) -> list[str]:
    """Return the headings of a Markdown text as shown, without tags."""
    from paperlist.markdown.escape import parser, plain

    if "#" not in text and "\n=" not in text and "\n-" not in text:
        return []
    tokens = parser().parse(text)
    return [plain(tokens[i + 1]) for i, token in enumerate(tokens) if token.type == "heading_open"]
