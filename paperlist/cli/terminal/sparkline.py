"""Draws numbers over months or years as a line of small bars: `▁▃█`."""

from collections.abc import Iterable, Mapping, Sequence

# At most this number of months or years is drawn, the latest ones.
MOST_BARS = 36
_BARS = "▁▂▃▄▅▆▇█"
_NOTHING = "·"


def without_months(months: Mapping[str, int]) -> dict[str, int]:
    """Return the numbers of years, from the numbers of months `YYYY-MM`."""
    years: dict[str, int] = {}
    for month, number in months.items():
        year = month.partition("-")[0]
        years[year] = years.get(year, 0) + number
    return years


def periods(counted: Iterable[Mapping[str, int]], are_months: bool) -> list[str]:
    """Return the months or years to draw, the oldest first: all up to the last one with a number.

    Args:
        counted: numbers by month `YYYY-MM`, or by year.
        are_months: whether they are by month.
    """
    named = {name for numbers in counted for name in numbers}
    if not named:
        return []
    first, last = (_place(name) for name in (min(named), max(named)))
    shown = range(max(first, last - MOST_BARS + 1), last + 1)
    return [_name(place) if are_months else str(place) for place in shown]


def sparkline(numbers: Mapping[str, int], shown: Sequence[str]) -> str:
    """Return a bar for each of the months or years `shown`; the highest is the largest number."""
    most = max((numbers.get(name, 0) for name in shown), default=0)
    return "".join(
        _BARS[(len(_BARS) * number - 1) // most] if (number := numbers.get(name, 0)) else _NOTHING
        for name in shown
    )


def _place(name: str) -> int:
    """Return a month as the number of months since the year 0, or a year as its number."""
    year, dash, month = name.partition("-")
    return int(year) * 12 + int(month) - 1 if dash else int(year)


def _name(place: int) -> str:
    return f"{place // 12:04}-{place % 12 + 1:02}"
