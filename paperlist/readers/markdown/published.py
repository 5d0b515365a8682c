"""The reader of pages that we published, on which a heading's level says what it is."""

import re
from typing import TYPE_CHECKING

from paperlist.markdown.contents import NO_CATEGORY
from paperlist.model.months import parse_month
from paperlist.readers.markdown.line.tokens import shown
from paperlist.readers.markdown.reading import Reader, Reading
from paperlist.readers.markdown.tree.blocks import heading_source, lines_of

if TYPE_CHECKING:
    from paperlist.readers.markdown.body import Body

_BEGIN = re.compile(r"^<!-- paperlist:begin\b(?P<attributes>[^>\n]*)", re.M)
_ATTRIBUTE = re.compile(r"(\w+)=(\S+)")
# The levels of headings: sections of the page, their parts, and papers.
SECTION_LEVEL = 2
PART_LEVEL = 3
PAPER_LEVEL = 4


def attributes(text: str) -> dict[str, str] | None:
    """Return the attributes of the page's opening mark, or None if it has no such mark."""
    begin = _BEGIN.search(text)
    return dict(_ATTRIBUTE.findall(begin["attributes"])) if begin else None


class Published(Reader):
    """The reader of a page that we published with all notes."""

    def read(self, by: str) -> Reading:
        """Read the page; `by` says whether its sections are months or categories."""
        self.reading.by = by
        body: Body | None = None
        inside, marked = False, 0
        for block in self._page.root.children:
            first, end = lines_of(block)
            if block.type == "html_block" and "paperlist:" in block.content:
                begins = _BEGIN.match(block.content) is not None
                self._mark_lines(first, end)
                self.reading.inside |= set(range(marked if inside else first, end))
                inside, marked = begins, first
            elif not inside:
                continue
            elif block.type != "heading":
                self._below(body, block)
            elif int(block.tag[1]) == PAPER_LEVEL:
                body = self._draft(shown(heading_source(block)), first, end)
            elif int(block.tag[1]) > PAPER_LEVEL:
                self._below(
                    body, block
                )  # written by the author, within the notes of the paper above
            else:
                body = None
                self._level(int(block.tag[1]), shown(heading_source(block)), by)
                self._mark_lines(first, end)
        if inside:
            self.reading.inside |= set(range(marked, len(self._page.source)))
        return self.reading

    def _level(self, level: int, name: str, by: str) -> None:
        if level == SECTION_LEVEL:
            month = parse_month(name) if by == "month" else None
            # A heading that an author added is a category within the month above.
            self._month = month or (self._month if by == "month" else None)
            self._categories = {} if month or name == NO_CATEGORY else {level: name}
        elif level == PART_LEVEL and by == "month":
            above = {at: each for at, each in self._categories.items() if at < level}
            self._categories = {**above, level: name}
        elif level == PART_LEVEL:
            self._month = parse_month(name)
