"""Decides what each heading of a page is: a month, year, paper, label, category, or only words.

Months and years are found first, then papers, then labels of papers, such as `## Method`. At last
`categories.py` makes headings with papers below them categories.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest

from paperlist.model.labels import field_of, is_known
from paperlist.model.months import month_in, parse_month
from paperlist.readers.markdown.line.labels import LISTS, has_fields, label_of, label_of_item
from paperlist.readers.markdown.line.paper_line import parse_line
from paperlist.readers.markdown.line.recognize import (
    SHORTCODES,
    is_link_name,
    is_name,
    leads_to_a_paper,
    names_in,
)
from paperlist.readers.markdown.line.remainder import begins_with_link, sort_out
from paperlist.readers.markdown.line.tokens import pieces, shown
from paperlist.readers.markdown.outline.below import holds_papers, lists_papers, sections_within
from paperlist.readers.markdown.outline.categories import assign_bold_categories, assign_categories
from paperlist.readers.markdown.outline.headings import (
    BOLD_LEVEL,
    Role,
    Section,
    is_of_the_page,
    is_short,
)
from paperlist.readers.markdown.outline.titles import NOTED, titles_above_notes
from paperlist.readers.markdown.places.lists import WORDS_OF_A_TITLE, Kind, items_of
from paperlist.readers.markdown.places.paragraphs import papers_in_words
from paperlist.readers.markdown.tree.anchors import Anchors
from paperlist.readers.markdown.tree.blocks import Block, Page, heading_source, lines_of

_BOLD_LINE = re.compile(r"[^\w*]*(?P<mark>\*\*|__)(?P<words>[^*\n]+)(?P=mark)[^\w*]*")
_YEAR = re.compile(r"\W*((?:19|20)\d\d)\W*+(?:年\W*+)?")


def sections_of(page: Page, label_aliases: Mapping[str, str]) -> list[Section]:
    """Split a page into sections at its headings, and decide what each heading is."""
    sections = [Section(0, "", 0, 0, role=Role.ROOT)]
    titles = titles_above_notes(page, label_aliases)
    for block, below in zip_longest(page.root.children, page.root.children[1:]):
        first, end = lines_of(block)
        if block.type == "heading":
            source = heading_source(block)
            sections.append(Section(int(block.tag[1]), source, first, end, page.references))
        elif first in titles:
            source = page.text(first, first + 1).strip()
            section = Section(BOLD_LEVEL, source, first, first + 1, page.references)
            section.role = Role.PAPER
            if first + 1 < end:
                section.blocks.append(replace(block, map=(first + 1, end)))
            sections.append(section)
        elif (
            (bold := _bold_line(page, block))
            and not label_of(bold, label_aliases)
            and (first not in page.folds or _names_a_fold(bold, below, page))
        ):
            sections.append(Section(BOLD_LEVEL, bold, first, end, page.references))
        elif _is_after_section(block, sections[-1], page):
            sections[-1].after.append(block)
        else:
            sections[-1].blocks.append(block)
    _assign_roles(sections, page, label_aliases)
    return list(_without_bold_words(sections, page))


def _is_after_section(block: Block, section: Section, page: Page) -> bool:
    """Return whether a block stands after the <details>, or the rule, that ends a section."""
    first, _ = lines_of(block)
    if section.level == BOLD_LEVEL and (block.type == "hr" or section.after):
        return True
    if section.role is Role.PAPER and block.type in LISTS and lists_papers(block, page):
        return True  # further papers below a title that is a paragraph
    return first > page.folds.get(section.line, first)


def _names_a_fold(words: str, below: Block | None, page: Page) -> bool:
    """Return whether the bold summary of a <details> is a heading, not part of a paper's notes."""
    own = is_short(shown(words)) and not month_in(words)
    return not own or (below is not None and lists_papers(below, page))


def _bold_line(page: Page, block: Block) -> str:
    if block.type != "paragraph":
        return ""
    match = _BOLD_LINE.fullmatch(page.text(*lines_of(block)))
    return match["words"].strip(" :：") if match else ""


def _without_bold_words(sections: Sequence[Section], page: Page) -> Iterator[Section]:
    """Yield the sections, without bold lines that are only words.

    Such a line becomes a block of the section above.
    """
    blocks = {lines_of(block)[0]: block for block in page.root.children}
    last = sections[0]
    for section in sections:
        if section.level == BOLD_LEVEL and section.role is Role.WORDS:
            last.blocks += [blocks[section.line], *section.blocks, *section.after]
            continue
        last = section
        yield section


def _assign_roles(
    sections: Sequence[Section], page: Page, label_aliases: Mapping[str, str]
) -> None:
    _assign_months(sections)
    for section in sections[1:]:
        if (
            section.role is Role.WORDS
            and section.is_named
            and _is_paper(section, page, label_aliases)
        ):
            section.role = Role.PAPER
    _unassign_papers_around_papers(sections, page, label_aliases)
    _assign_by_labels_below(sections, label_aliases)
    levels = {section.level for section in sections if section.role is Role.PAPER}
    for i, section in enumerate(sections):
        if section.role is Role.WORDS and section.level in levels and section.is_named:
            _assign_by_neighbours(sections, i, page)
    assign_bold_categories(sections)
    _assign_labels(sections, label_aliases)
    assign_categories(sections, page)


def _assign_months(sections: Sequence[Section]) -> None:
    year = _year_of_title(sections)
    for i, section in enumerate(sections[1:], 1):
        if month := month_in(SHORTCODES.sub(" ", section.source)) or month_of_year(
            section.name, year
        ):
            section.role, section.month = Role.MONTH, month
        elif match := _YEAR.fullmatch(shown(section.source)):
            section.role, section.month = Role.YEAR, match[1]
            year = match[1]
        if section.role is not Role.WORDS:
            for each in [section, *sections_within(sections, i)]:
                each.dated = True


def _year_of_title(sections: Sequence[Section]) -> str:
    """Return the only year in the first heading: `Papers of 2024` gives `2024`; else empty."""
    first = sections[1].source if len(sections) > 1 and sections[1].level == 1 else ""
    years = re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", first)
    return years[0] if len(years) == 1 and not month_in(first) else ""


def month_of_year(name: str, year: str) -> str | None:
    """Return the month of `year` that `name` means, such as `April`, `04` or `4月`; else None."""
    if not year:
        return None
    return (
        parse_month(f"{name} {year}")
        or parse_month(f"{year}-{name}")
        or parse_month(f"{year}年{name}")
    )


def _is_noted(section: Section, page: Page, label_aliases: Mapping[str, str]) -> bool:
    """Return whether notes such as `Method: diffusion` below a heading are about the heading.

    Notes on a paper that is listed below the heading do not count.
    """
    for i, block in enumerate(section.blocks):
        if block.type == "paragraph" and papers_in_words(page, block):
            return False  # the notes below belong to the paper in this paragraph
        if not has_fields(page, block, label_aliases):
            continue
        if block.type in LISTS:
            return not _are_papers(block, page, label_aliases)
        # A labelled sentence with a list of papers below it describes a category.
        lists = (each for each in section.blocks[i:] if each.type in LISTS)
        return not any(_are_papers(each, page, label_aliases) for each in lists)
    return False


def _are_papers(block: Block, page: Page, label_aliases: Mapping[str, str]) -> bool:
    """Return whether most items of a list are papers, although a title may look like a label."""
    labels = (label_of_item(page, item, label_aliases) for item in block.children)
    labelled = sum(label is not None and is_known(label.name, label_aliases) for label in labels)
    if labelled * 2 >= len(block.children):
        return False
    items = items_of(page, block, Anchors(), label_aliases)
    papers = sum(item.kind is Kind.PAPER for item in items)
    return papers > 1 and papers * 2 > len(items)


def _is_paper(section: Section, page: Page, label_aliases: Mapping[str, str]) -> bool:
    one = section.one
    if section.level == BOLD_LEVEL and not _is_noted(section, page, label_aliases):
        paragraphs = (block for block in section.blocks if block.type == "paragraph")
        return section.line in page.folds and any(_is_badge_line(each, page) for each in paragraphs)
    links = [("", one.url), *one.tail.links] if one else []
    if any(leads_to_a_paper(url) or (name and is_link_name(name)) for name, url in links):
        return True
    if label_of(f"{section.source}:", label_aliases) and is_known(section.name, label_aliases):
        return False
    if _is_noted(section, page, label_aliases):
        return True
    below = (block for block in section.blocks if not _is_byline(block, page))
    first = next(below, None)
    return first is not None and _is_badge_line(first, page)


def _is_byline(block: Block, page: Page) -> bool:
    """Return whether a block contains only names of people."""
    text = page.text(*lines_of(block)) if block.type == "paragraph" else ""
    return bool(names_in(text)) or is_name(shown(text))


def _assign_by_labels_below(sections: Sequence[Section], label_aliases: Mapping[str, str]) -> None:
    """Make a heading a paper if at least two headings below it are labels such as `Method`."""
    for i, section in enumerate(sections):
        inside = list(sections_within(sections, i))
        if section.role is not Role.WORDS or any(each.role is not Role.WORDS for each in inside):
            continue
        below = [each for each in inside if each.level == inside[0].level]
        said = {field_of(each.name, label_aliases) for each in below} & NOTED
        if len(said) > 1 and section.name:
            section.role = Role.PAPER


def _unassign_papers_around_papers(
    sections: Sequence[Section], page: Page, label_aliases: Mapping[str, str]
) -> None:
    """Let a heading be no paper if it only describes the papers below it.

    The heading has a labelled sentence such as `Method: diffusion`, so it was taken for a paper.
    But with papers below, it is a category. The first heading of a page may be the page's title. So
    it is no paper either, if there are papers below any other heading.
    """
    for i, section in enumerate(sections):
        if section.role is not Role.PAPER or section.level == BOLD_LEVEL:
            continue
        inside = (each for each in sections_within(sections, i) if each.role is Role.PAPER)
        elsewhere = (each for each in sections[2:] if i == 1 == section.level)
        if not any(_is_noted(each, page, label_aliases) for each in inside) and not any(
            holds_papers(each, page) for each in elsewhere
        ):
            continue
        noted = [block for block in section.blocks if has_fields(page, block, label_aliases)]
        if noted and all(block.type == "paragraph" for block in noted):
            section.role = Role.WORDS


def _is_badge_line(block: Block, page: Page) -> bool:
    """Return whether a block has only badges and links, as often stand below a paper's title."""
    if block.type in LISTS:
        texts = [page.text(*lines_of(item)) for item in block.children]
        texts = [re.sub(r"^\s*[-*+]\s+", "", text) for text in texts]
    elif block.type == "paragraph" and not papers_in_words(page, block):
        texts = [page.text(*lines_of(block))]
    else:
        return False
    for text in texts:
        found = pieces(text, page.references)
        tail = sort_out(found)
        of_papers = (leads_to_a_paper(url) or is_link_name(name) for name, url in tail.links)
        beside = not tail.rest and (tail.arxiv or any(of_papers))
        titled = len(" ".join(tail.rest).split()) >= WORDS_OF_A_TITLE
        led = begins_with_link(found) and not titled
        if not led and (not beside or parse_line(text, page.references)):
            return False
    return True


def _assign_by_neighbours(sections: Sequence[Section], i: int, page: Page) -> None:
    """Make the i-th heading a paper, since other headings of its level are papers.

    This is not done if papers stand below the heading, or if it is one like `License`. A short
    heading needs some text below it. The caller has checked that the heading has no role yet.
    """
    section = sections[i]
    below = sections[i + 1] if i + 1 < len(sections) else None
    if below and below.level > section.level and below.role is Role.PAPER:
        return
    if holds_papers(section, page) or is_of_the_page(section.name):
        return
    if section.blocks or not is_short(section.name):
        section.role = Role.PAPER


def _assign_labels(sections: Sequence[Section], label_aliases: Mapping[str, str]) -> None:
    """Make the headings below a paper, such as `#### Method`, labels of that paper.

    A bold line becomes a label only if the label is known.
    """
    paper: Section | None = None
    for section in sections:
        if section.role is Role.PAPER:
            paper = section
        elif section.role is not Role.WORDS or (paper and section.level <= paper.level):
            paper = None
        elif paper and (section.level != BOLD_LEVEL or is_known(section.name, label_aliases)):
            section.role = Role.LABEL
