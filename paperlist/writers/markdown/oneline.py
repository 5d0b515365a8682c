"""Writer of a paper in one line: an item of a list or a row of a table.

    - (2024-04) **Title**, *CVPR 2024*. `Memory bank` `Video` [[paper](URL)] [[code](URL)]

Many lists of papers on the web look like this. So an import reads such a page in the same way as a
handwritten page.
"""

import re
from collections.abc import Iterator

from paperlist.markdown.escape import escape_address, escape_line
from paperlist.model.entry import Entry
from paperlist.model.keypoints import join_keypoints
from paperlist.model.links import identifier_pages, links_by_name
from paperlist.text.formulas import split_formulas

TABLE_HEAD = "| Date | Title | Venue | Keypoints | Links |\n| --- | --- | --- | --- | --- |"
# Text that code spans show unchanged, in a list and in a table.
_CODE = re.compile(r"[^`<>|\\\n$]+")


def list_item(entry: Entry, date: str) -> str:
    """Return a Markdown list item for a paper, with `date` in front of the title."""
    parts = [f"({escape_line(date)}) **{escape_line(entry.title, bold=True)}**"]
    if entry.venue:
        parts[0] += f", *{escape_line(entry.venue)}*."
    parts += map(_code, entry.keypoints)
    parts += (f"[{link}]" for link in _links(entry))
    return f"- {' '.join(parts)}"


def table_row(entry: Entry, date: str) -> str:
    """Return a row for a paper in the Markdown table with the header `TABLE_HEAD`."""
    keypoints = join_keypoints(map(line_cell, entry.keypoints))
    shown = [*map(line_cell, (date, entry.title, entry.venue)), keypoints]
    return f"| {' | '.join([*shown, ' '.join(_links(entry))])} |"


def _links(entry: Entry) -> Iterator[str]:
    links, pages = entry.links, [*identifier_pages(entry).values()]
    if pages and "paper" not in links_by_name(entry):
        links = {"paper": pages[0], **links}
    for name, url in links.items():
        yield link(escape_line(name), url)


def link(words: str, url: str) -> str:
    """Return a link with these words, which are Markdown; it can stand in a cell of a table."""
    return f"[{words}]({escape_address(url).replace('|', '%7C')})"


def _code(keypoint: str) -> str:
    return f"`{keypoint}`" if _CODE.fullmatch(keypoint) else escape_line(keypoint)


def line_cell(line: str) -> str:
    """Return a line of plain text as it stands in a cell of a table; formulas in `$` are kept."""
    # A `|` would end the cell, even within a formula. There, TeX has commands for the same sign.
    return "".join(
        part.replace(r"\|", r"\Vert ").replace("|", r"\vert ") if is_math else escape_line(part)
        for is_math, part in split_formulas(line)
    )
