"""Months: parsing the many ways in which people write a month, and formatting `YYYY-MM`."""

import re
import time
from collections.abc import Mapping
from functools import cache

from paperlist.errors import UsageError
from paperlist.text.words import lazily

MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
# What `--month` takes in place of a month, for the month of publication.
PUBLISHED = "published"
MONTH_ABBREVIATIONS = tuple(name[:3].lower() for name in MONTH_NAMES)
# January to December in German, French, Spanish, Italian, Portuguese and Russian; a slash separates
# several forms of one name.
_FOREIGN_NAMES = """
januar/jänner februar märz/maerz april mai juni juli august september oktober november dezember
janvier février/fevrier mars avril mai juin juillet août/aout septembre octobre novembre
décembre/decembre
enero febrero marzo abril mayo junio julio agosto septiembre/setiembre octubre noviembre diciembre
gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro
январь/января февраль/февраля март/марта апрель/апреля май/мая июнь/июня июль/июля август/августа
сентябрь/сентября октябрь/октября ноябрь/ноября декабрь/декабря
"""
_NUMERIC = re.compile(r"((?:19|20)\d\d)(?:[-./\s]?(\d\d)|[-./](\d))(?:[-./]\d\d?)?", re.ASCII)
_number_first = lazily(r"(0?[1-9]|1[0-2])\s*[/.-]\s*((?:19|20)\d\d)", re.ASCII)
_A_YEAR = re.compile(r"(?:19|20)\d\d")
_chinese = lazily(r"((?:19|20)\d\d)\s*[年년]\s*(\d\d?)\s*[月월](?:份|\s*\d\d?\s*[日일])?", re.ASCII)
_WORD = r"([^\W\d_]{3,10})\.?"
_name_first = lazily(
    rf"{_WORD},?\s*(?:del?\s+)?(?:\d\d?(?:st|nd|rd|th)?,\s*)?((?:19|20)\d\d)", re.I
)
_short_year = lazily(r"(?<=[A-Za-z.])\s*['’](\d\d)(?!\d)")
_iso_week = lazily(r"((?:19|20)\d\d)-?W(\d\d)", re.ASCII)
_year_first = lazily(rf"((?:19|20)\d\d),?\s*[-./]?\s*{_WORD}", re.I)
# A range of days, `April 1 - April 7, 2024`; the first month counts.
_week = lazily(
    rf"{_WORD}\s*\d\d?(?:[a-z][a-z])?\s*(?:[-–—~]|to)\s*(?:[a-z]{{3,9}}\.?\s*)?\d\d?(?:[a-z][a-z])?"
    r"[)\]]?[\s,(–—-]*((?:19|20)\d\d)",
    re.I,
)
# The usual ways to write a month in a heading.
USUAL_PATTERNS = (
    "%Y%m", "%Y-%m", "%Y.%m", "%Y/%m", "%B %Y", "%b %Y", "%B, %Y", "%b, %Y", "%Y %B",
    "%Y %b", "%m/%Y", "%m.%Y", "%m-%Y", "%Y年%m月",
)  # fmt: skip
# Names of months with at least this many letters may have typing errors.
_TYPO_FROM = 6
_DIGITS = "零一二三四五六七八九"
_chinese_year = lazily(f"[{_DIGITS}〇]{{4}}(?=\\s*年)")
_chinese_month = lazily(f"(?:十[一二]?|[{_DIGITS[1:]}])(?=\\s*月)")

# A heading that has only these words beside a month is the heading of that month.
_BESIDE = frozenset(
    """
    top ml ai latest last update updated updates new recent monthly weekly daily month papers paper
    list paperlist reading readings read notes note in of for the on from and to as at summary
    archive archives week date added
    st nd rd th 月份 更新 最新 最近更新 论文 阅读 论文阅读 笔记 论文笔记 阅读笔记 速读 论文速读
    精读 论文精读 月报 周报 论文月报 论文周报
    """.split()
)


def parse_month(text: str) -> str | None:
    """Return the month that `text` means as `YYYY-MM`, or None if `text` is not a month.

    `202404`, `2024.4`, `April 2024`, `2024年4月` and the like are months. A day in `text` is
    ignored, but any other word makes the result None.
    """
    text = _in_digits(text.strip())
    if not _A_YEAR.search(text):
        return None
    for pattern, year, month in (
        (_week(), 2, 1), (_number_first(), 2, 1), (_name_first(), 2, 1), (_year_first(), 1, 2),
    ):  # fmt: skip
        if match := pattern.fullmatch(text):
            named = match[month]
            number = int(named) if named.isdigit() else _number(named)
            if number:
                return _format_if_valid(match[year], number)
    if match := _iso_week().fullmatch(text):
        return _month_of_week(int(match[1]), int(match[2]))
    if match := _NUMERIC.fullmatch(text) or _chinese().fullmatch(text):
        first, *digits = match.groups()
        return _format_if_valid(first, int(next(group for group in digits if group)))
    return None


def to_month(text: str) -> str:
    """Return the month that `text` means, like `parse_month`, or raise an error.

    Raises:
        UsageError: `text` is not a month.
    """
    month = parse_month(text)
    if month is None:
        raise UsageError(f"'{text}' is not a month; write it like 2024-04.")
    return month


def this_month() -> str:
    """Return the current month as `YYYY-MM`, by the local clock."""
    return time.strftime("%Y-%m")


def format_month(month: str, pattern: str) -> str:
    """Return `month` formatted by a strftime-like `pattern`: %Y, %m, %B (January), %b (Jan), %%.

    strftime itself depends on the locale, but a page has to be the same on every machine.
    """
    year, number = month.split("-")
    name = MONTH_NAMES[int(number) - 1]
    parts = {"%Y": year, "%m": number, "%B": name, "%b": name[:3], "%%": "%"}
    return re.sub(r"%[YmBb%]", lambda match: parts[match[0]], pattern)


def pattern_of(headings: Mapping[str, str]) -> str:
    """Return the pattern with which `format_month` writes all of `headings`, or an empty text.

    Args:
        headings: a dict from headings to the months they name: `{"March 2024": "2024-03"}` gives
            `%B %Y`.
    """
    if not headings:
        return ""
    fits = (
        all(format_month(month, pattern) == heading for heading, month in headings.items())
        for pattern in USUAL_PATTERNS
    )
    return next((pattern for pattern, fit in zip(USUAL_PATTERNS, fits, strict=True) if fit), "")


def month_pattern(pattern: str) -> re.Pattern[str]:
    """Return a regular expression that matches any month that `format_month` writes by `pattern`.

    The expression has a named group for each letter in `pattern`: the group `Y` matches `%Y`.
    """
    forms = {
        "%Y": r"(?P<Y>\d{4})", "%m": r"(?P<m>\d\d)", "%B": rf"(?P<B>{'|'.join(MONTH_NAMES)})",
        "%b": rf"(?P<b>{'|'.join(name[:3] for name in MONTH_NAMES)})", "%%": "%",
    }  # fmt: skip
    seen: set[str] = set()
    parts = []
    for part in re.split(r"(%[YmBb%])", pattern):
        again = part in seen and part != "%%"
        parts.append(rf"(?P={part[1]})" if again else forms.get(part, re.escape(part)))
        seen.update([part] if part in forms else [])
    return re.compile("".join(parts))


def month_of(parts: Mapping[str, str]) -> str | None:
    """Return the month `YYYY-MM` that was matched by the expression of `month_pattern`.

    `parts` has the named groups of the match. Return None if the groups do not make a valid month.
    """
    number = parts.get("m") or parts.get("B") or parts.get("b") or ""
    year = parts.get("Y", "")
    return parse_month(f"{year}-{number}" if number.isdigit() else f"{number} {year}")


def _in_digits(text: str) -> str:
    """Return `text` with short years written in full and Chinese numerals as digits.

    `Aug '23` becomes `Aug 2023`, and `二〇二四年三月` becomes `2024年3月`.
    """
    if "'" in text or "’" in text:
        text = _short_year().sub(r" 20\1", text)
    if "月" not in text:
        return text
    text = _chinese_year().sub(
        lambda match: "".join(str(_DIGITS.index(each)) for each in match[0].replace("〇", "零")),
        text,
    )
    return _chinese_month().sub(
        lambda match: str(10 * match[0].startswith("十") + max(_DIGITS.find(match[0][-1]), 0)), text
    )


@cache
def _numbers() -> dict[str, int]:
    """Return the number (1 to 12) of each month by its names in all known languages."""
    return _english_numbers() | {
        name: place % 12 + 1
        for place, names in enumerate(_FOREIGN_NAMES.split())
        for name in names.split("/")
    }


@cache
def _english_numbers() -> dict[str, int]:
    full = {name.lower(): number for number, name in enumerate(MONTH_NAMES, 1)}
    return {name[:3]: number for name, number in full.items()} | full | {"sept": 9}


def english_month(name: str) -> int:
    """Return the number of the month (1 to 12) with this English name or abbreviation, else 0."""
    return _english_numbers().get(name.lower().removesuffix("."), 0)


def _number(name: str) -> int:
    """Return the number of the month with this name, or 0; typos are allowed in English names."""
    name = name.lower()
    if name in _numbers() or len(name) < _TYPO_FROM:
        return _numbers().get(name, 0)
    from rapidfuzz.distance import OSA

    for number, full in enumerate(map(str.lower, MONTH_NAMES), 1):
        # Two typing errors are allowed behind the first three letters, else one.
        if OSA.distance(name, full) <= 1 + full.startswith(name[:3]):
            return number
    return 0


def _month_of_week(year: int, week: int) -> str | None:
    from datetime import date

    try:
        return date.fromisocalendar(year, week, 1).strftime("%Y-%m")
    except ValueError:
        return None


def _format_if_valid(year: str, number: int) -> str | None:
    return f"{year}-{number:02}" if 1 <= number <= 12 else None  # noqa: PLR2004 (months in a year)


def month_in(heading: str) -> str | None:
    """Return the month `YYYY-MM` of a heading such as `Latest Update: April 2024`, or None.

    Return None if the heading has no month. Return None too if the heading has other words, except
    the words in `_BESIDE`.
    """
    # The day may be unknown: `2016/03/??`.
    plain = re.sub(r"<[^<>]*>|\{#[^{}]*\}|[*_`#\[\]]|\(#[^()]*\)|[-./]\?+", " ", heading)
    plain = _in_digits(plain)
    if not _A_YEAR.search(plain):
        return None
    patterns = (
        _week(), _chinese(), _iso_week(), _NUMERIC, _number_first(), _name_first(), _year_first(),
    )  # fmt: skip
    for pattern in patterns:
        for match in re.finditer(rf"(?<![\w.]){pattern.pattern}(?![\w])", plain, pattern.flags):
            month = parse_month(match[0])
            rest = f"{plain[: match.start()]} {plain[match.end() :]}"
            words = re.findall(r"[^\W\d_]+", rest.lower())
            # A second name has to be that of the same month: `2024-06 (June)`.
            if month and all(word in _BESIDE or _number(word) == int(month[-2:]) for word in words):
                return month
    return None
