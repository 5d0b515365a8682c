"""Decides which headings are categories, and which heading is the title of the page.

`roles.py` has found the papers before. A heading that is no paper is a category if papers stand
below it.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from paperlist.readers.markdown.outline.below import holds_papers, sections_around, sections_within
from paperlist.readers.markdown.outline.headings import (
    BOLD_LEVEL,
    Role,
    Section,
    is_any_list,
    is_contents,
)
from paperlist.readers.markdown.tree.blocks import Page


def assign_bold_categories(sections: Sequence[Section]) -> None:
    """Make a bold line a category if it stands directly above the heading of a paper.

    This is done only where such a line stands above the first paper, too. Otherwise a bold line
    above a later paper may be a remark on the paper before it.
    """
    first, led = True, False
    for section, below in pairwise(sections):
        if section.level != BOLD_LEVEL and section.role is not Role.PAPER:
            first = True
        if below.role is Role.PAPER and first:
            first, led = False, _is_bare_bold(section)
        if led and _is_bare_bold(section) and below.role is Role.PAPER:
            section.role = Role.CATEGORY
            section.level = below.level - 0.5
            section.month = section.month_beside


def _is_bare_bold(section: Section) -> bool:
    return section.level == BOLD_LEVEL and section.role is Role.WORDS and not section.blocks


def assign_categories(sections: Sequence[Section], page: Page) -> None:
    """Make headings with papers below them categories, and find the title of the page.

    The title is a heading with all papers of the page below it. It is at the top level, or has a
    name such as `Papers`.
    """
    for i, section in enumerate(sections):
        if section.role is not Role.WORDS:
            continue
        inside = list(sections_within(sections, i))
        if not is_contents(section.name) and (
            holds_papers(section, page)
            or any(each.role is Role.PAPER for each in inside)
            or any(holds_papers(each, page) for each in inside)
        ):
            section.role = Role.CATEGORY
            section.month = section.month_beside
    around = sections_around(sections)
    together = Counter(
        (place, section.level)
        for place, section in zip(around, sections, strict=True)
        if section.role is Role.CATEGORY
    )
    for place, section in zip(around, sections, strict=True):
        if section.role is Role.CATEGORY and is_any_list(section.name):
            beside = together[place, section.level] > 1
            within = place >= 0 and sections[place].role is Role.CATEGORY
            within = within or not holds_papers(section, page)
            section.says_nothing = within and not beside
    papers = [
        i
        for i, section in enumerate(sections)
        if section.role is Role.PAPER
        or (section.role is not Role.WORDS and holds_papers(section, page))
    ]
    for i, section in enumerate(sections):
        if section.role is Role.CATEGORY and (section.level == 1 or is_any_list(section.name)):
            span = len(list(sections_within(sections, i)))
            if papers and i <= papers[0] and papers[-1] <= i + span and i not in papers:
                section.role = Role.TITLE
            break
