"""A heading: what it is called, which month stands in it, and what its name says."""

from collections.abc import Callable

import pytest

from paperlist.readers.markdown.outline.headings import (
    Role,
    Section,
    is_any_list,
    is_contents,
    is_news,
    is_of_the_page,
    is_short,
    more_in,
)


@pytest.mark.parametrize(
    ("source", "name", "category", "month"),
    [
        ("Moss", "Moss", "Moss", ""),
        ("🌱 Moss:", "Moss", "Moss", ""),
        ("[Moss](https://x.org)", "Moss", "Moss", ""),
        ("Moss [⬆](#top)", "Moss", "Moss", ""),
        ("Moss ![A plot](plot.png)", "Moss", "Moss", ""),
        ("Moss (2024-02)", "Moss (2024-02)", "Moss", "2024-02"),
        ("Moss - April 2024", "Moss - April 2024", "Moss", "2024-04"),
        ("2024-02 Moss", "2024-02 Moss", "Moss", "2024-02"),
        ("Moss (2 reeds)", "Moss (2 reeds)", "Moss (2 reeds)", ""),
        (":seedling: Moss", "Moss", "Moss", ""),
        ("", "", "", ""),
    ],
)
def test_name(source: str, name: str, category: str, month: str) -> None:
    """A category is called without the month that stands beside its name."""
    section = Section(2, source, 0, 1)
    assert section.name == name
    section.role = Role.CATEGORY
    assert (section.name, section.month_beside) == (category, month)


@pytest.mark.parametrize(
    ("source", "title"),
    [
        ("[Moss Nets](https://x.org)", "Moss Nets"),
        ("3. Moss Nets (ICLR 2024)", "Moss Nets"),
        ("**Moss Nets** `SD`", "Moss Nets"),
        ("Moss Nets", "Moss Nets"),
        ("[Moss Nets][a]", "Moss Nets"),
        ("2024-04", None),
        ("****", None),
    ],
)
def test_one(source: str, title: str | None) -> None:
    """A heading may be read as the line of a paper."""
    one = Section(2, source, 0, 1, {"a": "https://a.org"}).one
    assert (one and one.title) == title


@pytest.mark.parametrize(
    ("source", "expected"),
    [("Moss", True), ("2024", True), ("****", False), ("", False), ("---", False), ("论文", True)],
)
def test_is_named(source: str, expected: bool) -> None:  # noqa: FBT001
    """Signs alone are no name."""
    assert Section(2, source, 0, 1).is_named is expected


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Moss", ""),
        ("Moss [all](https://x.org)", "[all](https://x.org)"),
        ("Moss [back to top](#top)", ""),
        ("Moss [reeds](#reeds)", ""),
        ("Moss ![A plot](plot.png)", "![A plot](plot.png)"),
        ("Moss <!-- omit in toc -->", ""),
        ("Moss <!-- a remark -->", "<!-- a remark -->"),
    ],
)
def test_more_in(heading: str, expected: str) -> None:
    """Links out of the page, pictures and comments, but not the name itself."""
    assert more_in(heading) == expected


@pytest.mark.parametrize(
    ("question", "yes", "no"),
    [
        (is_contents, "Contents|Table of Contents|📖 TOC|目录|Index", "Papers|Contents of moss|"),
        (is_news, "News|🔥 Latest updates|What's new|更新日志", "Newspapers|News of moss|"),
        (
            is_any_list,
            "Papers|Paper list|My reading notes|Latest papers|论文列表",
            "Moss|Papers on moss|",
        ),
        (
            is_of_the_page,
            "Introduction|License|Citation|How to contribute|致谢|News",
            "Moss|Papers|Introduction to moss|",
        ),
        (is_short, "Moss|Moss and reeds|", "Moss: reeds|Nets of moss grow"),
    ],
)
def test_questions(question: Callable[[str], bool], yes: str, no: str) -> None:
    """For each question the names that it is answered yes for, and those that it is not."""
    assert [name for name in yes.split("|") if not question(name)] == []
    assert [name for name in no.split("|") if question(name)] == []
