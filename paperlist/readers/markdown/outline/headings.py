"""A heading of a page: its name, its lines, its role, and the blocks up to the next heading."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import cached_property

from paperlist.model.months import parse_month
from paperlist.readers.markdown.line.paper_line import OneLiner, parse_line
from paperlist.readers.markdown.line.recognize import SHORTCODES, is_way_back
from paperlist.readers.markdown.line.tokens import COMMENT, pieces, shown
from paperlist.readers.markdown.tree.blocks import Block

# The level of a bold line that serves as a heading: deeper than any real heading.
BOLD_LEVEL = 7
_POINTER = re.compile(r"\(?\[(?P<shown>[^\[\]]{0,40})\]\(#[^()\s]{0,200}\)\)?")
# `LLM (2024-02)`, `LLM - April 2024`, `2024-02 LLM`: a category of one month.
_IN_BRACKETS = re.compile(r"\s*[(（\[【](?P<month>[^()（）\[\]【】]{4,20})[)）\]】]\s*$")
_BEHIND = re.compile(r"(?:\s*[,，:：|·/–—-]\s*|\s+)(?P<month>(?:[^\W\d_]+\.?,?\s)?\S+)\s*$")
_BEFORE = re.compile(r"^(?P<month>\S+(?:\s(?:19|20)\d\d)?)(?:\s*[,，:：|·/–—-]\s*|\s+)(?=\S)")
_BEFORE_NAME = re.compile(r"[^\w(\[]+(?=\w)")
_OMITTED = re.compile(r"<!--\s*omit (?:in|from) toc\s*-->", re.I)
_IMAGE = re.compile(r"\[!\[[^\[\]]*\]\([^()]*\)\]\([^()]*\)|!\[[^\[\]]*\]\([^()]*\)")
_CONTENTS = re.compile(r"\W*((table of )?contents?|toc|index|目录)\W*", re.I)
_NEWS = re.compile(
    r"\W*(?:(?:latest )?(?:news|updates?)|what'?s new|changelog|更新(?:日志)?|新闻)\W*", re.I
)
# Usual headings of a page with no papers below them.
_OF_THE_PAGE = re.compile(
    r"\W*((table of )?contents?|toc|index|about|introduction|overview|news|updates?|changelog|"
    r"contributing|contributions?|contributors?|how to contribute|citations?|citing|bibtex|"
    r"licen[cs]e|acknowledge?ments?|contact( us)?|star history|(other )?resources|"
    r"related (lists|resources|awesome lists|repositories)|"
    r"目录|更新|贡献|引用|许可证|致谢|联系(我们)?)\W*",
    re.I,
)
_ANY_LIST = re.compile(
    r"\W*(?:(?:all|my|the|our|of|daily|weekly|monthly|recent|latest|research|academic|papers?|articles?|"
    r"readings?|notes?|lists?|logs?|literature|collections?)[\W_]*)+|"
    r"(?:全部|所有|我的|每日|每周|每月)?(?:论文|文献)?(?:阅读)?(?:列表|清单|笔记|记录|论文|文献)",
    re.I,
)
SHORT_TITLE_WORDS = 3
LONGEST_WITH_MONTH = 300


class Role(Enum):
    """What a heading is."""

    ROOT = auto()  # no heading: the blocks before the first one
    TITLE = auto()  # the title of the page
    MONTH = auto()
    YEAR = auto()
    CATEGORY = auto()
    PAPER = auto()
    LABEL = auto()  # a label of the paper above, such as `Method`
    WORDS = auto()  # none of these


@dataclass
class Section:
    """A heading and the blocks up to the next heading.

    Attributes:
        level: 1 for `#` to 6 for `######`; `BOLD_LEVEL` for a bold line. A bold line that is a
            category gets a level between two headings, such as 3.5.
        source: the heading's Markdown.
        line: the heading's first line (from 0).
        end: the line after the heading.
        references: the link definitions of the page: `[Code]: URL` gives `{"code": URL}`.
        blocks: the blocks that belong to the heading.
        after: the blocks up to the next heading that do not belong to this heading. They stand
            after the <details> that this heading opens, or after a rule below a bold line.
        role: what the heading is.
        month: the month `2024-04` or the year `2024` that the heading names; or empty.
        dated: whether this heading, or a heading around this section, is a month or a year.
        says_nothing: whether the heading is a category with a name for any list, such as `Papers`.
    """

    level: float
    source: str
    line: int
    end: int
    references: Mapping[str, str] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)
    after: list[Block] = field(default_factory=list)
    role: Role = Role.WORDS
    month: str = ""
    dated: bool = False
    says_nothing: bool = False

    @cached_property
    def month_beside(self) -> str:
        """Return the month in a heading such as `LLM (2024-02)`, or an empty string."""
        return _split_month(self._name)[1]

    @property
    def name(self) -> str:
        """Return the heading's text without emoji and pictures.

        The month of a category is left out, too: `LLM (2024-02)` gives `LLM`.
        """
        if self.role is Role.CATEGORY and self.month_beside:
            return _trim_heading(_split_month(self._name)[0])
        return self._name

    @property
    def is_named(self) -> bool:
        """Return whether the heading has any word; `#### ****`, an empty form, has none."""
        return re.search(r"\w", self.name) is not None

    @cached_property
    def one(self) -> OneLiner | None:
        """Return the title, links, dates and so on in the heading, as if it were a paper.

        Return None if the heading has no title.
        """
        return parse_line(self.source, self.references)

    @cached_property
    def _shown(self) -> str:
        source = _IMAGE.sub("", COMMENT.sub("", self.source))
        return shown(SHORTCODES.sub(" ", _without_way_back(source)))

    @cached_property
    def _name(self) -> str:
        return _trim_heading(self._shown)


def _split_month(heading: str) -> tuple[str, str]:
    """Split `LLM (2024-02)` into `LLM` and the month `2024-02`, which may be empty."""
    for pattern in (_IN_BRACKETS, _BEHIND, _BEFORE):
        # No category with a month is longer, and to search a long text takes quadratic time.
        match = pattern.search(heading) if len(heading) <= LONGEST_WITH_MONTH else None
        if match and (month := parse_month(match["month"])):
            return heading[: match.start()] + heading[match.end() :], month
    return heading, ""


def _without_way_back(heading: str) -> str:
    """Return a heading without a link such as `[back to top](#top)`."""
    for match in reversed(list(_POINTER.finditer(heading))):
        if is_way_back(match["shown"]):
            heading = heading[: match.start()] + heading[match.end() :]
    return heading


def _trim_heading(text: str) -> str:
    before = _BEFORE_NAME.match(text)
    return text[before.end() if before else 0 :].rstrip(":：#").strip() or text


def more_in(heading: str) -> str:
    """Return the links to other pages, the comments and the pictures in a heading.

    `Section.name` leaves them out.
    """
    return " ".join(
        piece.source
        for piece in pieces(_OMITTED.sub("", _without_way_back(heading)))
        if (piece.url and not piece.url.startswith("#"))
        or piece.kind == "image"
        or piece.source.startswith("<!--")
    )


def is_contents(name: str) -> bool:
    """Return whether a heading has a usual name for a table of contents."""
    return _CONTENTS.fullmatch(name) is not None


def is_news(name: str) -> bool:
    """Return whether a heading is one like `News` or `Changelog`."""
    return _NEWS.fullmatch(name) is not None


def is_any_list(name: str) -> bool:
    """Return whether a heading only says that papers follow: `Paper list`, `Notes`."""
    return _ANY_LIST.fullmatch(name) is not None


def is_of_the_page(name: str) -> bool:
    """Return whether a heading usually has no papers below it: `Introduction`, `License`."""
    return _OF_THE_PAGE.fullmatch(name) is not None


def is_short(name: str) -> bool:
    """Return whether a name is shorter than most titles of papers, and has no colon."""
    return len(name.split()) <= SHORT_TITLE_WORDS and ":" not in name
