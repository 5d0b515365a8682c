"""What an arXiv id says by itself: its month, and whether arXiv can have given it."""

import pytest

from paperlist.model.arxiv_ids import is_possible, month_of


@pytest.mark.parametrize(
    ("arxiv", "month"),
    [
        ("2404.05726", "2024-04"), ("0704.0001", "2007-04"), ("hep-th/9108001", "1991-08"),
        ("math/0611800", "2006-11"), ("2413.00001", ""), ("9901.00001", "2099-01"), ("", ""),
    ],
)  # fmt: skip
def test_an_arxiv_id_tells_its_month(arxiv: str, month: str) -> None:
    """Old and new, and nothing where its digits are no month."""
    assert month_of(arxiv) == month


@pytest.mark.parametrize(
    ("arxiv", "possible"),
    [
        ("2404.05726", True), ("0704.0001", True), ("1412.9999", True), ("1501.00001", True),
        ("math/0611800", True), ("hep-th/9108001", True), ("math/0703001", True),
        ("2313.12345", False), ("2300.12345", False), ("2307.0318", False), ("1501.0001", False),
        ("1412.00001", False), ("0703.0001", False), ("math/0613800", False),
        ("math/0704001", False), ("hep-th/9107001", False),
    ],
)  # fmt: skip
def test_an_id_that_arxiv_cannot_have_given_is_told(arxiv: str, *, possible: bool) -> None:
    """By its month, and by the number of its digits."""
    assert is_possible(arxiv) == possible
