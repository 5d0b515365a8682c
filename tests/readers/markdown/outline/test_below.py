"""What stands below a heading."""

import pytest

from paperlist.readers.markdown.outline.below import (
    holds_papers,
    lists_papers,
    sections_around,
    sections_within,
)
from paperlist.readers.markdown.outline.headings import Section
from paperlist.readers.markdown.tree.blocks import parse_page

PAPER = "https://arxiv.org/abs/2404.01234"


def _sections(levels: str) -> list[Section]:
    return [Section(int(level), level, line, line + 1) for line, level in enumerate(levels)]


@pytest.mark.parametrize(
    ("levels", "i", "within", "around"),
    [
        ("0", 0, [], [-1]),
        ("01", 0, [1], [-1, 0]),
        ("0122", 1, [2, 3], [-1, 0, 1, 1]),
        ("01221", 1, [2, 3], [-1, 0, 1, 1, 0]),
        ("01232", 2, [3], [-1, 0, 1, 2, 1]),
        ("0321", 1, [], [-1, 0, 0, 0]),
        ("111", 0, [], [-1, -1, -1]),
    ],
)
def test_nesting(levels: str, i: int, within: list[int], around: list[int]) -> None:
    """A heading holds the deeper ones that follow it, up to the next of its level."""
    sections = _sections(levels)
    assert [section.line for section in sections_within(sections, i)] == within
    assert sections_around(sections) == around


@pytest.mark.parametrize(
    ("markdown", "dated", "expected"),
    [
        (f"- [Moss Nets]({PAPER})", False, True),
        (f"- Moss\n  - [Moss Nets]({PAPER})", False, True),
        ("- moss\n- reeds", False, False),
        ("- [Moss Nets](https://x.org)", False, False),
        ("- [Moss Nets](https://x.org)", True, True),
        (f"| Title | Link |\n|---|---|\n| Moss Nets | [pdf]({PAPER}) |", False, True),
        ("| Moss | Reeds |\n|---|---|\n| 1 | 2 |", False, False),
        (f"**Moss Nets** [pdf]({PAPER})", False, True),
        ("A remark on moss.", False, False),
        (f"```\n- [Moss Nets]({PAPER})\n```", False, False),
    ],
)
def test_lists_papers(markdown: str, dated: bool, expected: bool) -> None:  # noqa: FBT001
    """Lists, tables and paragraphs may; below a month, whatever is linked was read."""
    page = parse_page(markdown)
    assert lists_papers(page.root.children[0], page, dated=dated) is expected


@pytest.mark.parametrize(
    ("name", "markdown", "expected"),
    [
        ("Moss", f"words\n\n- [Moss Nets]({PAPER})", True),
        ("Moss", "words", False),
        ("Moss", "", False),
        ("News", "- 2024-04: [we grow](https://x.org)", False),
        ("News", f"- 2024-04: [we grow]({PAPER})", True),
        ("Moss", "- [Moss Nets](https://x.org/a.pdf)", True),
    ],
)
def test_holds_papers(name: str, markdown: str, expected: bool) -> None:  # noqa: FBT001
    """News have to name a paper, since a date and a link stand beside any of them."""
    page = parse_page(markdown)
    section = Section(2, name, 0, 1, blocks=page.root.children)
    assert holds_papers(section, page) is expected
