"""The words for a reading status."""

import pytest

from paperlist.model.statuses import STATUSES, asks_for_status, status_of, status_of_heading


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("read", "read"), ("Done", "read"), ("YES", "read"), ("✅", "read"), ("✔️", "read"),
        ("To read", "to-read"), ("todo", "to-read"), ("no", "to-read"), ("⬜", "to-read"),
        ("In progress", "reading"), ("moss", ""), ("", ""), ("2024-05-01", ""),
        *((status, status) for status in STATUSES),
    ],
)  # fmt: skip
def test_status_of(text: str, status: str) -> None:
    """In any case; nothing else is a status."""
    assert status_of(text) == status


@pytest.mark.parametrize(
    ("heading", "status"),
    [("To Read", "to-read"), ("Unread:", "to-read"), ("Currently reading", "reading"),
     ("Done", ""), ("Reading", ""), ("No", ""), ("Reading list", ""), ("Diffusion", "")],
)  # fmt: skip
def test_status_of_heading(heading: str, status: str) -> None:
    """Only words that stand above papers."""
    assert status_of_heading(heading) == status


def test_labels_that_ask() -> None:
    """`Read?` asks, `Reads` does not."""
    assert asks_for_status("Read?")
    assert not asks_for_status("Reads")
