"""The reader of a whole Markdown page.

On a page that paperlist published, the level of a heading says what the heading is. So exactly the
same notes come back. The comments `<!-- paperlist:begin -->` and `<!-- paperlist:end -->` show
where that part begins and ends. The text around that part, and any other page, is read like a page
written by hand.
"""

import re
from collections.abc import Mapping

from paperlist.model.entry import TEXT_FIELDS
from paperlist.readers.markdown.handwritten import read_handwritten
from paperlist.readers.markdown.line.tokens import shown
from paperlist.readers.markdown.published import attributes, read_published
from paperlist.readers.markdown.reading import Reading
from paperlist.readers.markdown.tree.blocks import lines_of, parse_page

_FIELDS_OF_A_NOTE = {"keypoints", *TEXT_FIELDS}


def read(text: str, label_aliases: Mapping[str, str] | None = None) -> Reading:
    """Read a page: its papers, in the order of the page, and all other text.

    Args:
        text: the page.
        label_aliases: the `labels` setting, a dict from a label to a field or section name.
    """
    said = attributes(text)
    # A published page with one line or row per paper is read like a handwritten list.
    if said is None or said.get("style", "notes") != "notes":
        return read_handwritten(parse_page(text), label_aliases or {})
    page = parse_page(text, exact=True)
    reading = read_published(page, label_aliases or {}, said.get("by", "month"))
    _take_outside(reading, label_aliases or {})
    return reading


def _take_outside(reading: Reading, label_aliases: Mapping[str, str]) -> None:
    """Add the text that people wrote around the part of the page that paperlist wrote.

    If each paper in this text has notes, the papers are added. If not, all of it is kept as text.
    """
    inside = reading.inside
    lines = ["" if i in inside else line for i, line in enumerate(reading.page.source)]
    first = next((i for i, line in enumerate(lines) if line.strip()), 0)
    if match := re.match(r"#\s+(.+?)\s*#*$", lines[first]):
        reading.title = shown(match[1])
        reading.structure.append((first, lines[first]))
        lines[first] = ""
    page = parse_page("\n".join(lines))
    around = read_handwritten(page, label_aliases)
    if all(_FIELDS_OF_A_NOTE & draft.fields.keys() for draft in around.drafts):
        reading.drafts = sorted([*reading.drafts, *around.drafts], key=lambda draft: draft.line)
        reading.words += around.words
        reading.structure += around.structure
        return
    # A link without notes is no paper but part of an introduction, so all is kept as words.
    for block in page.root.children:
        if text := page.source_text(*lines_of(block)):
            reading.words.append((lines_of(block)[0], text))
