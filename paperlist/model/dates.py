"""Dates of publication, which may lack the day or the month: `2024`, `2024-04`, `2024-04-09`."""

import re

_DATE = r"(?a)\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?"


def is_date(text: str) -> bool:
    """Return whether `text` is a year, a month or a day in this form."""
    return re.fullmatch(_DATE, text) is not None


def date_parts(date: str) -> list[str]:
    """Return the digits of year, month and day, as far as `date` has them; none if it is empty."""
    return date.split("-") if date else []
