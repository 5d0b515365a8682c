"""Finds the papers in a table: one in each row, with its title in a column such as `Paper`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from paperlist.readers.markdown.line.paper_line import OneLiner, parse_line
from paperlist.readers.markdown.line.recognize import leads_to_a_paper
from paperlist.readers.markdown.line.remainder import sort_out
from paperlist.readers.markdown.line.tokens import pieces, shown
from paperlist.readers.markdown.tree.blocks import Block, Page, lines_of
from paperlist.text.words import fold

_TITLES = frozenset("title paper work article reference 论文 标题 题目 论文标题 论文题目".split())
# Headings of columns that hold titles only if some row has a link, date or venue, as papers have.
_NAMES = frozenset("name method model topic talk 名字 名称 主题".split())


@dataclass
class Row:
    """A row of a table.

    Attributes:
        line: its line (from 0).
        one: the title, and the links, dates and so on in the same cell; None without a title.
        cells: the other cells: pairs of the heading of the column and the text of the cell.
    """

    line: int
    one: OneLiner | None
    cells: list[tuple[str, str]]


def rows_of(page: Page, table: Block) -> list[Row] | None:
    """Return the rows of a table of papers.

    Return None if no column holds titles, or if most rows lack a title.
    """
    header = [_cell(cell) for cell in _cells(table, "thead")]
    places = [i for i, name in enumerate(header) if _is_title(name)]
    named = [] if places else [i for i, name in enumerate(header) if fold(shown(name)) in _NAMES]
    if not places and not named:
        return None
    places = places or named
    rows = []
    for body in (child for child in table.children if child.type == "tbody"):
        for row in body.children:
            cells = [_cell(cell) for cell in row.children]
            one = parse_line(cells[places[0]], page.references)
            others = [
                (name, cell)
                for i, (name, cell) in enumerate(zip(header, cells, strict=False))
                if i != places[0] and cell
            ]
            others += [("", cell) for cell in _surplus_cells(page, row, len(header))]
            rows.append(Row(lines_of(row)[0], one, others))
    if named and not any(_is_of_a_paper(row, page) for row in rows):
        return None
    titled = sum(row.one is not None for row in rows)
    return rows if titled and titled * 2 >= len(rows) else None


def _surplus_cells(page: Page, row: Block, columns: int) -> list[str]:
    """Return the cells of a row after the last column, which Markdown does not show."""
    cells = re.split(r"(?<!\\)\|", page.text(*lines_of(row)).strip().strip("|"))
    return [cell.strip() for cell in cells[columns:] if cell.strip()]


def _is_of_a_paper(row: Row, page: Page) -> bool:
    """Return whether a row has a link to a paper, a venue, or a date and a link."""
    cells = [sort_out(pieces(cell, page.references)) for _, cell in row.cells]
    tails = [*cells, *([row.one.tail] if row.one else [])]
    urls = [url for tail in tails for _, url in tail.links] + ([row.one.url] if row.one else [])
    met = any(tail.dates for tail in cells) and any(urls)
    return met or any(map(leads_to_a_paper, urls)) or any(t.arxiv or t.venues for t in tails)


def _is_title(name: str) -> bool:
    words = re.findall(r"\w+", fold(shown(name)))
    aside = {"author", "authors", "and"}
    return bool(set(words) - aside) and all(
        word.removesuffix("s") in _TITLES or word in aside for word in words
    )


def _cells(table: Block, part: str) -> Iterator[Block]:
    for child in table.children:
        if child.type == part:
            for row in child.children:
                yield from row.children


def _cell(cell: Block) -> str:
    return cell.children[0].content if cell.children else ""
