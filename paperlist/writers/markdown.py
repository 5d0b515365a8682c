"""Entries -> the monthly Markdown page, in the house style.

    ## 202404
    ### Category
    #### Title
    - `Keypoints:` one; another
    - `Objective:` ...
    -   <details>
        <summary>Details</summary>

        - `Method:` ...

        </details>

Reading the page again gives the same entries; writing it twice gives the same bytes.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from paperlist.entry import Entry
from paperlist.keypoints import join_keypoints
from paperlist.labels import FIELD_LABELS, field_of
from paperlist.markup import disarm, escape_address, escape_line, first_block
from paperlist.month import format_month
from paperlist.writers.marks import BEGIN, END

_FOLDED = ("method", "metric", "limitation")
_LINES = ("venue", "published", "arxiv", "doi")


class Layout(NamedTuple):
    """How a page is laid out: what `paperlist.toml` says of it."""

    title: str = "PaperList"
    introduction: str = ""
    categories: Sequence[str] = ()
    month_format: str = "%Y%m"


def page(entries: Iterable[Entry], layout: Layout) -> str:
    """A whole page of `entries`, with title and introduction."""
    head = [f"# {escape_line(layout.title)}", layout.introduction.strip()]
    return "\n\n".join([*filter(None, head), marked(entries, layout)]) + "\n"


def marked(entries: Iterable[Entry], layout: Layout) -> str:
    """The generated part, marks included: months newest first, categories in order."""
    blocks = [BEGIN]
    newest_first = sorted(entries, key=lambda entry: entry.month, reverse=True)
    for month, papers in groupby(newest_first, key=lambda entry: entry.month):
        blocks.append(f"## {format_month(month, layout.month_format)}")
        blocks += _month(list(papers), layout.categories)
    return "\n\n".join([*blocks, END])


def in_order(papers: Sequence[Entry], categories: Sequence[str]) -> list[Entry]:
    """The papers of one month as the page has them.

    First those without a category, then category by category: as listed, then by first mention.
    Within a category `added` decides.
    """
    by_age = sorted(papers, key=lambda entry: (entry.fields.get("added", ""), entry.id))
    first = list(dict.fromkeys(["", *categories, *(entry.category for entry in by_age)]))
    return sorted(by_age, key=lambda entry: first.index(entry.category))


def _month(papers: Sequence[Entry], categories: Sequence[str]) -> Iterator[str]:
    ordered = in_order(papers, categories)
    for category, group in groupby(ordered, key=lambda entry: entry.category):
        if category:
            yield f"### {escape_line(category)}"
        for entry in group:
            yield f"#### {escape_line(entry.title)}"
            if notes := "".join(_notes(entry)):
                yield notes.rstrip("\n")


def _notes(entry: Entry) -> Iterator[str]:
    fields = entry.fields
    if entry.keypoints:
        keypoints = (escape_line(keypoint) for keypoint in entry.keypoints)
        yield _item(FIELD_LABELS["keypoints"], join_keypoints(keypoints), "")
    if objective := fields.get("objective"):
        yield _item(FIELD_LABELS["objective"], disarm(objective), "")
    if authors := fields.get("authors"):
        names = (escape_line(author).replace(";", "&#x003B;") for author in authors)
        yield _item(FIELD_LABELS["authors"], "; ".join(names), "")
    for field in _LINES:
        if value := fields.get(field):
            yield _item(FIELD_LABELS[field], escape_line(value), "")
    if links := fields.get("links"):
        shown = (f"[{escape_line(name)}]({escape_address(url)})" for name, url in links.items())
        yield _item(FIELD_LABELS["links"], " ".join(shown), "")
    if folded := "".join(_folded(entry)):
        yield f"-   <details>\n    <summary>Details</summary>\n\n{folded}\n    </details>\n"


def _folded(entry: Entry) -> Iterator[str]:
    fields = entry.fields
    for field in _FOLDED:
        if text := fields.get(field):
            yield _item(FIELD_LABELS[field], disarm(text), "    ")
    for name, text in fields.get("sections", {}).items():
        yield _item(name, disarm(text), "    ", section=True)
    if notes := fields.get("notes"):
        yield _item(FIELD_LABELS["notes"], disarm(notes), "    ")


def _item(label: str, text: str, indent: str, *, section: bool = False) -> str:
    first, *rest = text.split("\n")
    head = f"{indent}- {_label(label, section=section)}"
    body = f"{indent}  "
    kind = first_block(text)
    if rest and (kind != "paragraph" or all(line[:1] in {"", " ", "\t"} for line in rest)):
        # What is no paragraph starts below its label; all but a list needs a line between.
        gap = "" if kind == "bullet_list" else "\n"
        return f"{head}\n{gap}{_indented([first, *rest], body)}"
    if kind != "paragraph":
        return f"{head}\n\n{_indented([first], body)}"
    return f"{head} {first}\n{_indented(rest, body)}"


def _indented(lines: Sequence[str], indent: str) -> str:
    return "".join(f"{indent}{line}\n" if line else "\n" for line in lines)


def _label(label: str, *, section: bool) -> str:
    code = not section or (field_of(label) is None and not set(label) & set("`:：\\<>&"))
    # A section that bears a field's name is told from the field by its type: bold, not code.
    return f"`{label}:`" if code else f"**{escape_line(label)}:**"
