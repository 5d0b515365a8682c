"""Writer of the published Markdown page, with its headings and papers.

    ## 202404               month, category or keypoint
    ### Category            in a month; a month in a category or keypoint
    #### Title              in the style `notes`; a line or a row in the others
    - `Keypoints:` ...

Writing the same entries again gives the same bytes. An import of a page by month in the style
`notes` gives the same entries.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from paperlist.markdown.anchors import Anchors
from paperlist.markdown.contents import Line, contents, counts, summary
from paperlist.markdown.escape import escape_address, escape_line
from paperlist.markdown.marks import put
from paperlist.model.entry import Entry
from paperlist.model.months import format_month
from paperlist.writers.markdown.notes import notes
from paperlist.writers.markdown.oneline import TABLE_HEAD, list_item, table_row
from paperlist.writers.sections import PLAIN, Layout, Section, View, sections_of


def page(entries: Iterable[Entry], layout: Layout, view: View = PLAIN) -> str:
    """Return the text of a whole page, with title and introduction."""
    above = head(layout.title, layout.introduction)
    sections = body(entries, layout, view, headings(above))
    return put(above.encode(), sections, b"\n", view.attributes()).decode()


def head(title: str, introduction: str = "") -> str:
    """Return the title and introduction of a new page, as Markdown."""
    parts = [f"# {escape_line(title)}", introduction.strip()]
    return "".join(f"{part}\n\n" for part in parts if part)


def body(
    entries: Iterable[Entry], layout: Layout, view: View, above: Iterable[str] = ()
) -> Iterator[bytes]:
    """Yield the generated part of a page: what stands before the first section, and each section.

    The generated part stands between the comments `paperlist:begin` and `paperlist:end`. Without a
    table of contents or summary, only the papers of one month are in memory at a time.

    Args:
        entries: the papers.
        layout: the settings of the page.
        view: the kind of page.
        above: the headings in the text above the generated part. Their anchors are not used again.
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
    yield "\n\n".join(start).encode()
    for section in sections:
        yield "\n\n".join(_blocks(section, view)).encode()


def _blocks(section: Section, view: View) -> Iterator[str]:
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
    # A page by month shows the month of the note in a heading. On other pages the date shows it.
    return (entry.published if view.by == "month" else "") or entry.month


def _outline(sections: Iterable[Section], view: View, anchors: Anchors) -> list[Line]:
    lines = []
    for section in sections:
        if section.heading:
            lines.append(Line(0, section.heading, anchors.add(section.heading), section.papers()))
        for heading, papers in section.parts:
            if heading:
                lines.append(Line(1, heading, anchors.add(heading), len(papers)))
            if view.style == "notes":
                # Titles are headings too, so an anchor of theirs is not free for a later heading.
                for entry in papers:
                    anchors.add(entry.title)
    return lines


def index(entries: Sequence[Entry], layout: Layout, pages: dict[str, str], view: View) -> bytes:
    """Return the generated part of an index page, with a link to the page of each month.

    Args:
        entries: the papers of all months.
        layout: the settings of the pages.
        pages: a dict from each month to the file name of its page, newest month first.
        view: only `view.summary` is used: whether to show the numbers of papers.
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
    """Return the words of all headings of a Markdown text, in order."""
    from paperlist.markdown.parser import parser, plain

    if "#" not in text and "\n=" not in text and "\n-" not in text:
        return []
    tokens = parser().parse(text)
    return [plain(tokens[i + 1]) for i, token in enumerate(tokens) if token.type == "heading_open"]
