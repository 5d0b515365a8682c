"""Dates in words, such as `last month`.

Papers are filed by month, so a date means the months that it covers: `2024` means all months of
2024, and `2 weeks ago` means the month of that day.
"""

import re
from datetime import date, timedelta

from paperlist.errors import UsageError
from paperlist.model.months import english_month, parse_month, to_month

_NUMBERS = {
    word: number
    for number, words in enumerate(
        ("a an one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), 1
    )
    for word in words.split()
}
_AGO = re.compile(
    r"(?:(?:last|past) )?(?:(\d{1,3}|[a-z]+) ?)?(days?|d|weeks?|w|months?|mo?|years?|y)( ago)?"
)
_FORMS = "write it like 2024-04, 2024, 'april 2024', 'last month' or '2 weeks ago'."
_YEAR = re.compile(r"(?:19|20)\d\d", re.ASCII)
_MONTH_NUMBER = re.compile(r"0?[1-9]|1[0-2]", re.ASCII)
_MONTHS_A_YEAR = 12


def first_month(text: str, today: date | None = None) -> str:
    """Return the first month of the date in `text`: `2024-01` for `2024`.

    Raises:
        UsageError: `text` is not a date.
    """
    return _months(text, today)[0]


def last_month(text: str, today: date | None = None) -> str:
    """Return the last month of the date in `text`: `2024-12` for `2024`.

    Raises:
        UsageError: `text` is not a date.
    """
    return _months(text, today)[1]


def one_month(text: str, today: date | None = None) -> str:
    """Return the one month that `text` means, such as `April 2024`, `last month` or `04`.

    Raises:
        UsageError: `text` is not a date, or means several months.
    """
    try:
        first, last = _months(text, today)
    except UsageError:
        return to_month(text)
    return first if first == last else to_month(text)


def _months(text: str, today: date | None) -> tuple[str, str]:
    words = " ".join(text.lower().replace("_", " ").split())
    if _YEAR.fullmatch(words):
        return f"{words}-01", f"{words}-12"
    if month := parse_month(words):
        return month, month
    now = today or date.today()  # noqa: DTZ011 (the month by the local clock, as `add` files)
    found = _relative(words, now)
    if found is None:
        raise UsageError(f"'{text}' is not a date; {_FORMS}")
    return found


def _relative(words: str, now: date) -> tuple[str, str] | None:
    if words in {"this year", "last year"}:
        year = now.year - (words == "last year")
        return f"{year}-01", f"{year}-12"
    named = int(words) if _MONTH_NUMBER.fullmatch(words) else english_month(words)
    if named:
        # The last month of this name or number that is not in the future.
        return (f"{now.year - (named > now.month)}-{named:02}",) * 2
    if words in {"today", "now", "this week", "this month"}:
        return (_month(now),) * 2
    if words == "yesterday":
        return (_month(now - timedelta(1)),) * 2
    match = _AGO.fullmatch(words)
    if not match or not (match[1] or words.startswith(("last", "past"))):
        return None
    counted = match[1] or "one"
    number = int(counted) if counted.isdigit() else _NUMBERS.get(counted)
    return (_before(now, number, match[2]),) * 2 if number is not None else None


def _before(now: date, number: int, unit: str) -> str:
    if unit[0] in "dw":
        return _month(now - timedelta(number * (7 if unit[0] == "w" else 1)))
    months = now.year * _MONTHS_A_YEAR + now.month - 1
    months -= number * (_MONTHS_A_YEAR if unit[0] == "y" else 1)
    return f"{months // _MONTHS_A_YEAR:04}-{months % _MONTHS_A_YEAR + 1:02}"


def _month(day: date) -> str:
    return f"{day.year:04}-{day.month:02}"
