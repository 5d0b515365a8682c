"""Names of people: which part is which, and what follows a name."""

import pytest

from paperlist.text.clean import name_of
from paperlist.text.names import Name, is_suffix, split_name, split_names


@pytest.mark.parametrize("text", ["Jr.", "jr", "Sr.", "III", "IV"])
def test_what_follows_a_name(text: str) -> None:
    assert is_suffix(text)


@pytest.mark.parametrize("text", ["Xi", "Vi", "V.", "I", "Jrg", "", "Martin"])
def test_given_names_and_initials_are_no_suffixes(text: str) -> None:
    assert not is_suffix(text)


@pytest.mark.parametrize(
    ("name", "parts", "in_order"),
    [
        ("Wang, Xi", Name("Wang", "Xi"), "Xi Wang"),
        ("Wang Li Xi", Name("Xi", "Wang Li"), "Wang Li Xi"),
        ("de la Cruz, Juan", Name("Cruz", "Juan", "de la"), "Juan de la Cruz"),
        ("Juan de la Cruz", Name("Cruz", "Juan", "de la"), "Juan de la Cruz"),
        ("King, Jr., Martin", Name("King", "Martin", suffix="Jr."), "Martin King Jr."),
        ("Martin King, Jr.", Name("King", "Martin", suffix="Jr."), "Martin King Jr."),
        ("Martin King Jr.", Name("King", "Martin", suffix="Jr."), "Martin King Jr."),
        ("Ford, III, Henry", Name("Ford", "Henry", suffix="III"), "Henry Ford III"),
    ],
)
def test_a_name_is_split_and_put_in_order(name: str, parts: Name, in_order: str) -> None:
    assert split_name(name) == parts
    assert name_of(name) == in_order


def test_a_suffix_may_come_last() -> None:
    """Not by the rules of BibTeX, but as people write it."""
    assert name_of("van der Waals, J. D., Jr.") == "J. D. van der Waals Jr."


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Yuan Gong and Sameer Khurana; Jim Glass", ["Yuan Gong", "Sameer Khurana", "Jim Glass"]),
        ("Doe, Jane and Roe, John; Jim Glass", ["Doe, Jane", "Roe, John", "Jim Glass"]),
        ("Smith and Sons; Jane Doe", ["Smith and Sons", "Jane Doe"]),
        ("The Long and Short Team; Jane Doe", ["The Long and Short Team", "Jane Doe"]),
        ("Jane Doe; and John Roe", ["Jane Doe", "John Roe"]),
        ("Jane Doe", ["Jane Doe"]),
        ("Jane Doe; John Roe", ["Jane Doe", "John Roe"]),
        ("Doe, Jane; Roe, John", ["Doe, Jane", "Roe, John"]),
        ("Jane Doe and John Roe", ["Jane Doe", "John Roe"]),
        ("Doe, Jane and Roe, John", ["Doe, Jane", "Roe, John"]),
        ("Doe, Jane", ["Doe, Jane"]),
        ("van den Oord, Aäron", ["van den Oord, Aäron"]),
        ("Jane Doe, John Roe, and Ada Moss", ["Jane Doe", "John Roe", "Ada Moss"]),
        ("Jane Doe, John Roe and Ada Moss", ["Jane Doe", "John Roe", "Ada Moss"]),
        ("King, Jr., Martin Luther", ["King, Jr., Martin Luther"]),
        ("Anderson", ["Anderson"]),
        ("", []),
    ],
)
def test_a_line_of_authors_is_split_between_names(line: str, expected: list[str]) -> None:
    assert split_names(line) == expected
