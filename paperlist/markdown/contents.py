"""The table of contents and the summary at the top of a page that paperlist publishes.

Functions here write these parts. `is_contents` recognizes them when a page is read, so that they do
not become notes.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from paperlist.markdown.escape import escape_line
from paperlist.model.entry import Entry
from paperlist.model.keypoints import keypoint_key

MOST_FREQUENT = 5
NO_CATEGORY = "No category"
NO_KEYPOINT = "No keypoint"
_ITEM = r" *- \[(?:\\.|[^\]\\\n])*\]\(#[^()\s]*\)(?: \([\d,]+\))?"
_CONTENTS = re.compile(rf"{_ITEM}(?:\n{_ITEM})*")
_COUNTED = re.compile(r"[\d,]+ papers? in [\d,]+ months?\.(?: Most frequent keypoints: .*\.)?")
_BACK = re.compile(r"\[(?:\\.|[^\]\\\n])*\]\([^()\s#]+\)")
_TABLE = re.compile(r"\| (?:Month|Category|Keypoint) \| Papers \|\n\| --- \| ---: \|(?:\n\|.*\|)*")


class Line(NamedTuple):
    """A heading in the table of contents.

    Attributes:
        depth: 0 for the outermost headings, 1 for the headings below them.
        name: the heading's text.
        anchor: the anchor of the heading, without `#`.
        papers: the number of papers below the heading.
    """

    depth: int
    name: str
    anchor: str
    papers: int


def contents(lines: Iterable[Line], *, counted: bool) -> str:
    """Return the table of contents, as a Markdown list of links.

    With `counted`, each link has the number of papers behind it: `- [LLM](#llm) (12)`.
    """
    return "\n".join(
        f"{'  ' * depth}- [{escape_line(name)}](#{target}){f' ({papers:,})' if counted else ''}"
        for depth, name, target, papers in lines
    )


def summary(entries: Sequence[Entry]) -> str:
    """Return a line with the numbers of papers and months, and the most frequent keypoints.

    For example: `9 papers in 2 months. Most frequent keypoints: LLM (5).`
    """
    months = len({entry.month for entry in entries})
    spellings: dict[str, Counter[str]] = {}
    for entry in entries:
        for keypoint in entry.keypoints:
            spellings.setdefault(keypoint_key(keypoint), Counter())[keypoint] += 1
    often = sorted(
        ((-used.total(), most_used(used)) for used in spellings.values() if used.total() > 1),
        key=lambda each: (each[0], each[1]),
    )[:MOST_FREQUENT]
    text = f"{_count(len(entries), 'paper')} in {_count(months, 'month')}."
    if often:
        named = ", ".join(f"{escape_line(name)} ({-number:,})" for number, name in often)
        text += f" Most frequent keypoints: {named}."
    return text


def most_used(counts: Counter[str]) -> str:
    """Return the spelling with the highest count; if several have it, the first in the alphabet."""
    return min(counts, key=lambda name: (-counts[name], name))


def counts(kind: str, rows: Iterable[tuple[str, str, int]]) -> str:
    """Return a Markdown table that says how many papers each month, category or keypoint has.

    Args:
        kind: what the rows are: `month`, `category` or `keypoint`.
        rows: for each row its name, the address of its page, and the number of papers.
    """
    head = f"| {kind.capitalize()} | Papers |\n| --- | ---: |"
    cells = (f"| [{escape_line(name)}]({to}) | {papers:,} |" for name, to, papers in rows)
    return "\n".join([head, *cells])


def is_contents(text: str) -> bool:
    """Return whether a block of Markdown looks like what paperlist writes above the papers.

    Such blocks are the table of contents, the summary, the table of numbers, and the link to the
    index.
    """
    text = "\n".join(line.rstrip() for line in text.strip("\n").split("\n"))
    return any(form.fullmatch(text) for form in (_CONTENTS, _COUNTED, _TABLE, _BACK))


def _count(number: int, singular: str) -> str:
    return f"{number:,} {singular}{'' if number == 1 else 's'}"
