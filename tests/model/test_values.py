"""Any value of a note can be written as text."""

from typing import Any

import pytest

from paperlist.model.values import as_text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("a; b", "a; b"),
        (3, "3"),
        (0.5, "0.5"),
        (True, "true"),
        (False, "false"),
        (None, "null"),
        ([], ""),
        ({}, ""),
        (["a", 1, True], "a; 1; true"),
        ({"code": "https://c", "years": [2023, 2024]}, "code: https://c; years: 2023; 2024"),
        ([{"a": None}, ["b", "c"]], "a: null; b; c"),
    ],
)
def test_a_value_is_text_in_one_line(value: Any, text: str) -> None:
    assert as_text(value) == text


def test_the_items_of_a_mapping_may_stand_on_lines_of_their_own() -> None:
    value = {"a": ["b", "c"], "d": {"e": 1, "f": 2}}
    assert as_text(value, between="\n") == "a: b; c\nd: e: 1\nf: 2"
