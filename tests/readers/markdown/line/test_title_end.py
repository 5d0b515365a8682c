"""Where a title in plain words ends."""

import pytest

from paperlist.readers.markdown.line.title_end import (
    at_sentences,
    without_asides,
    without_parentheses,
)


@pytest.mark.parametrize(
    ("words", "title", "behind"),
    [
        ("Moss Nets", "Moss Nets", []),
        ("Moss Nets, CVPR 2022", "Moss Nets", [", CVPR 2022"]),
        ("Moss Nets - A. Moss et al.", "Moss Nets", [" - A. Moss et al."]),
        (
            "Moss Nets | A. Moss, B. Reed | AAAI 2024",
            "Moss Nets",
            ["A. Moss, B. Reed", "AAAI 2024"],
        ),
        ("Moss Nets (2023), A. Moss", "Moss Nets", [" (2023),", "A. Moss"]),
        ("Moss Nets. A. Moss. 2013.", "Moss Nets", ["A. Moss", "2013"]),
        ("Moss Nets, arXiv:2103.14030, 2021", "Moss Nets", [", arXiv:2103.14030, 2021"]),
        ("Moss Nets (ACL 2024)", "Moss Nets", ["ACL 2024"]),
        ("Moss Nets, Feb 2024", "Moss Nets", ["Feb 2024"]),
        ('"Moss Nets", CVPR 2022', '"Moss Nets"', ["CVPR 2022"]),
        ("Moss, reeds, and grass", "Moss, reeds, and grass", []),
        ("Moss Nets (with reeds)", "Moss Nets (with reeds)", []),
    ],
)
def test_without_asides(words: str, title: str, behind: list[str]) -> None:
    """Signs part the title from a venue, a date, an id or names."""
    assert without_asides(words) == (title, behind)


@pytest.mark.parametrize(
    ("words", "title", "behind"),
    [
        ("Moss Nets (ACL 2024)", "Moss Nets", ["ACL 2024"]),
        ("Moss Nets (A. Moss et al., 2024)", "Moss Nets", ["A. Moss et al., 2024"]),
        ("Moss Nets (Ada Moss, Ben Reed, 2024)", "Moss Nets", ["Ada Moss, Ben Reed, 2024"]),
        ("Moss Nets (A. Moss et al.)", "Moss Nets", ["A. Moss et al."]),
        ("Moss Nets (a net, et cetera)", "Moss Nets (a net, et cetera)", []),
        ("Moss Nets (RAL 2024)", "Moss Nets", ["RAL 2024"]),
        ("Moss Nets, CVPR 2022", "Moss Nets, CVPR 2022", []),
        ("Moss Nets (with 2 reeds)", "Moss Nets (with 2 reeds)", []),
        ("(ACL 2024)", "(ACL 2024)", []),
    ],
)
def test_without_parentheses(words: str, title: str, behind: list[str]) -> None:
    """A title that is marked as one ends with its mark, but for a venue in brackets."""
    assert without_parentheses(words) == (title, behind)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Moss Nets. A. Moss. 2013.", ("Moss Nets", ["A. Moss", "2013"])),
        ("Moss Nets. CVPR 2022", ("Moss Nets", ["CVPR 2022"])),
        ("Moss Nets! ICLR 2024", None),
        ("Moss Nets. A remark.", None),
        ("Moss Nets.", None),
        ("Moss Nets. A remark. 2024.", None),
    ],
)
def test_at_sentences(words: str, expected: tuple[str, list[str]] | None) -> None:
    """Each sentence behind the title's own has to be names, a date or a venue."""
    assert at_sentences(words) == expected
