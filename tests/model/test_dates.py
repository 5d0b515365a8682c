"""A date of publication has a year, and perhaps a month and a day."""

import pytest

from paperlist.model.dates import date_parts, is_date


@pytest.mark.parametrize(
    ("date", "parts"),
    [
        ("2024", ["2024"]),
        ("2024-04", ["2024", "04"]),
        ("2024-04-09", ["2024", "04", "09"]),
        ("0987-12-31", ["0987", "12", "31"]),
    ],
)
def test_a_date_has_as_many_parts_as_are_known(date: str, parts: list[str]) -> None:
    assert is_date(date)
    assert date_parts(date) == parts


@pytest.mark.parametrize(
    "text",
    ["", "24", "20244", "2024-13", "2024-00", "2024-4", "2024-04-32", "2024-04-00", "2024-04-09-01",
     "2024/04", "2024-04-09T10", "２０２４", "2024-04\n"],
)  # fmt: skip
def test_other_text_is_no_date(text: str) -> None:
    assert not is_date(text)


def test_what_has_no_date_has_no_parts() -> None:
    assert date_parts("") == []
