"""Dates of publication, which may lack the day or the month: `2024`, `2024-04`, `2024-04-09`."""

import re

_DATE = r"(?a)\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?"


def is_date(text: str) -> bool:
    """Return whether `text` is a year, month or day: `2024`, `2024-04` or `2024-04-09`."""
    return re.fullmatch(_DATE, text) is not None


def date_parts(date: str) -> list[str]:
    """Return the parts of a date: `2024-04` gives `2024` and `04`. An empty date has no parts."""
    return date.split("-") if date else []
