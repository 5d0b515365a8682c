"""Numbers over months and years as small bars."""

import pytest

from paperlist.cli.terminal.sparkline import MOST_BARS, periods, sparkline, without_months


@pytest.mark.parametrize(
    ("numbers", "drawn"),
    [
        ({"2024-11": 8, "2024-12": 1, "2025-02": 4}, "█▁·▄"),
        ({"2024-11": 1}, "█···"),
        ({}, "····"),
        ({"2024-12": 1000, "2025-01": 1}, "·█▁·"),
    ],
)
def test_the_largest_number_has_the_highest_bar(numbers: dict[str, int], drawn: str) -> None:
    """A month without papers has a dot, and one paper is always seen."""
    shown = periods([{"2024-11": 1, "2025-02": 1}, numbers], are_months=True)
    assert shown == ["2024-11", "2024-12", "2025-01", "2025-02"]
    assert sparkline(numbers, shown) == drawn


def test_only_the_latest_months_are_drawn() -> None:
    shown = periods([{"1950-01": 1, "2024-02": 1}], are_months=True)
    assert (len(shown), shown[-1], shown[0]) == (MOST_BARS, "2024-02", "2021-03")


def test_years() -> None:
    """The months of a year are added up; a year without papers is drawn too."""
    years = without_months({"2020-01": 1, "2020-12": 2, "2023-05": 3})
    assert years == {"2020": 3, "2023": 3}
    assert periods([years], are_months=False) == ["2020", "2021", "2022", "2023"]
    assert periods([], are_months=False) == []
