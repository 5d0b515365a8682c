"""A paper as it is cited in print: its authors come first."""

import pytest

from paperlist.readers.markdown.line.citation import cited
from paperlist.readers.markdown.line.tokens import pieces


@pytest.mark.parametrize(
    ("line", "title", "authors", "dates", "venues"),
    [
        (
            "Moss, A., & Reed, B. (2023). Moss nets. *Journal of Moss*, 12(3), 45-67.",
            "Moss nets",
            ["Moss, A.", "Reed, B."],
            ["2023"],
            ["Journal of Moss"],
        ),
        (
            'A. Moss et al., "Moss nets," in CVPR, 2024',
            "Moss nets",
            ["A. Moss et al"],
            ["2024"],
            ["CVPR"],
        ),
        (
            "Ada Moss, Ben Reed. Moss nets. In ICLR, 2017.",
            "Moss nets",
            ["Ada Moss", "Ben Reed"],
            ["2017"],
            ["ICLR"],
        ),
        (
            "Moss A, Reed BC, et al. Moss nets[C]// Annals of Moss, 2019.",
            "Moss nets",
            ["Moss A", "Reed BC", "et al"],
            ["2019"],
            ["Annals of Moss"],
        ),
        (
            'Moss, Ada, and Cy Poe. "Moss nets."',
            "Moss nets",
            ["Moss, Ada", "Cy Poe"],
            [],
            [],
        ),
        ('"Moss nets that grow", CVPR 2024', "Moss nets that grow", [], [], []),
        (
            "A. Moss and B. Reed: Moss nets",
            "Moss nets",
            ["A. Moss", "B. Reed"],
            [],
            [],
        ),
        (
            "Moss, A. (2022, June). **Moss nets**",
            "Moss nets",
            ["Moss, A."],
            ["2022-06"],
            [],
        ),
    ],
)
def test_cited(
    line: str, title: str, authors: list[str], dates: list[str], venues: list[str]
) -> None:
    """The first piece is the title, and the form of the citation says what the rest is."""
    citation = cited(pieces(line))
    assert citation is not None
    aside = citation.aside
    assert citation.pieces[0].shown.strip() == title
    assert (aside.authors, aside.dates, aside.venues) == (authors, dates, venues)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Moss nets. In ICLR, 2017.",
        "Ada Moss. Moss nets",
        "Moss et al. (2017) showed that nets grow",
        "[Moss nets](https://x.org) A. Moss",
        "Ada Moss, Ben Reed",
        "Neural Networks, Graph Search. A title",
        "A. Moss: a remark",
    ],
)
def test_no_citation(line: str) -> None:
    """No authors come first, or no title follows them, or a sentence goes on."""
    assert cited(pieces(line)) is None
