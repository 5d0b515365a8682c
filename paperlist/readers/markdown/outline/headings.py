"""A page's headings: the lines that each stands on, the blocks below it, and what it is called."""

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

# A bold line counts as a heading, deeper than any.
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
# What pages have beside their papers.
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

    ROOT = auto()  # what stands before the first heading
    TITLE = auto()  # the page's
    MONTH = auto()
    YEAR = auto()
    CATEGORY = auto()
    PAPER = auto()
    LABEL = auto()  # of the paper above
    WORDS = auto()


@dataclass
class Section:
    """A heading and the blocks up to the next one; `line` and `end` are the heading's lines.

    Where it is a fold's name, those behind the fold are `after` it, and none of its own; so are
    those behind the rule that ends what stands below a bold line.
    It is `dated` where a month, or a year, holds for what stands below it, and `says_nothing` where
    it is a category that is called as any list is.
    A bold line that is a category has half a level: it stands between two of headings.
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
        """The month beside what the heading says."""
        return _parted(self._name)[1]

    @property
    def name(self) -> str:
        """What the heading shows, without links around it and emoji before it."""
        if self.role is Role.CATEGORY and self.month_beside:
            return _bare(_parted(self._name)[0])
        return self._name

    @property
    def is_named(self) -> bool:
        """Whether the heading says anything: `#### ****`, to be filled in, does not."""
        return re.search(r"\w", self.name) is not None

    @cached_property
    def one(self) -> OneLiner | None:
        """The paper that the heading is, where it is read as a line."""
        return parse_line(self.source, self.references)

    @cached_property
    def _shown(self) -> str:
        source = _IMAGE.sub("", COMMENT.sub("", self.source))
        return shown(SHORTCODES.sub(" ", _without_way_back(source)))

    @cached_property
    def _name(self) -> str:
        return _bare(self._shown)


def _parted(heading: str) -> tuple[str, str]:
    """A heading without the month that stands beside its words, and that month."""
    for pattern in (_IN_BRACKETS, _BEHIND, _BEFORE):
        # No category has a longer name, and where its month begins is tried for from each sign.
        match = pattern.search(heading) if len(heading) <= LONGEST_WITH_MONTH else None
        if match and (month := parse_month(match["month"])):
            return heading[: match.start()] + heading[match.end() :], month
    return heading, ""


def _without_way_back(heading: str) -> str:
    """A heading without the link that leads back to the page's top."""
    for match in reversed(list(_POINTER.finditer(heading))):
        if is_way_back(match["shown"]):
            heading = heading[: match.start()] + heading[match.end() :]
    return heading


def _bare(text: str) -> str:
    before = _BEFORE_NAME.match(text)
    return text[before.end() if before else 0 :].rstrip(":：#").strip() or text


def more_in(heading: str) -> str:
    """What a heading says beside its name: links out of the page, remarks, pictures."""
    return " ".join(
        piece.source
        for piece in pieces(_OMITTED.sub("", _without_way_back(heading)))
        if (piece.url and not piece.url.startswith("#"))
        or piece.kind == "image"
        or piece.source.startswith("<!--")
    )


def is_contents(name: str) -> bool:
    """Whether a heading says that what stands below it is the page's contents."""
    return _CONTENTS.fullmatch(name) is not None


def is_news(name: str) -> bool:
    """Whether a heading says that what stands below it is news of the page."""
    return _NEWS.fullmatch(name) is not None


def is_any_list(name: str) -> bool:
    """Whether a heading says no more than that papers stand below it: `Paper list`, `Notes`."""
    return _ANY_LIST.fullmatch(name) is not None


def is_of_the_page(name: str) -> bool:
    """Whether a heading is one that pages have beside their papers: `Introduction`, `License`."""
    return _OF_THE_PAGE.fullmatch(name) is not None


def is_short(name: str) -> bool:
    """Whether a name is too short for a title, as most are."""
    return len(name.split()) <= SHORT_TITLE_WORDS and ":" not in name
