"""Finds the end of a title if a venue, a date or authors follow it in plain words.

Title, CVPR 2022         Title - A. Author et al.     Title | A. Author, B. Author | AAAI 2024
Title (2023), A. Author  Title. A. Author. 2013.      Title, arXiv:2103.14030, 2021
Title (ACL 2024)         Title, Feb 2024
"""

import re
from itertools import islice

from paperlist.readers.markdown.line.recognize import (
    NAME,
    date_of,
    is_aside,
    is_dated_venue,
    is_name,
    is_venue_in_brackets,
    names_in,
)

_BAR = re.compile(r"\s+[|｜]\s+")
_ARXIV = re.compile(r"(?<=\w)[\s,.;(\[]+arxiv\s*[:：]?\s*\d{4}\.\d{4,5}", re.I)
_YEAR = re.compile(r"(?<=\S)\s*\((?:19|20)\d\d\)\s*[,.;:，。]?(?=\s|\Z)")
_QUOTED = re.compile(r"(?P<title>[^\"“”]{0,40}[\"“][^\"“”]+[\"”])[\s,.]+(?P<behind>[^\"“”]+)")
_SENTENCE = re.compile(r"(?<=[\w)?!]{3})\.\s+")
_COMMAS = re.compile(r"[,，]")
# With a digit or `et al.` inside.
_PARENTHESES = re.compile(
    r"(?<=\S)\s*[（(](?=[^()（）\d]*+\d|[^()（）]*?\bet\s+al\b)([^()（）]*+)[)）]\s*[.。]?\s*\Z"
)
# A comma or a dash, and the one or two parts after it.
_COMMA = re.compile(r"(?:\s*[,，]|\s+[—–-]\s)[^,，]{2,40}(?:[,，]\s*(?:19|20)\d\d)?\s*[.。]?\s*$")
_DASH = re.compile(r"\s+[—–]\s[^,，—–]{2,40}$")
_AUTHORS = re.compile(rf"{NAME}(?:\s+{NAME}){{0,3}}\s+et\s+al")

MOST_YEARS = 8
LONGEST_ASIDE = 100
Cut = tuple[str, list[str]]
"""A title, and the list of what follows it."""


def without_asides(words: str) -> Cut:
    """Split plain words into a title and a list of the venues, dates and names after it."""
    words = words.rstrip(" ,，;；|·")
    for cut in (_at_quote, _at_bars, _at_arxiv, _at_year, at_sentences, _at_parentheses, _at_date):
        if found := cut(words):
            return found
    return _at_commas(words)


def without_parentheses(words: str) -> Cut:
    """Split `Title (CVPR 2024)` into the title and a list of what is in the brackets.

    Only a venue, a date or authors are split off. This is for titles that are links or bold.
    """
    return _at_parentheses(words) or (words, [])


def at_sentences(words: str) -> Cut | None:
    """Split `Title. A. Author. 2013` into the title and the sentences after it.

    Return None if there are no such sentences. Each of them has to be names, a venue or a date.
    """
    title, *parts = _SENTENCE.split(words.strip().rstrip("."))
    return (title, parts) if parts and all(map(_is_beside, parts)) else None


def _is_beside(part: str) -> bool:
    return is_aside(part) or bool(names_in(part)) or is_name(part)


def _at_quote(words: str) -> Cut | None:
    match = _QUOTED.fullmatch(words.strip())
    return (match["title"], [match["behind"]]) if match and _is_beside(match["behind"]) else None


def _at_bars(words: str) -> Cut | None:
    title, *parts = _BAR.split(words.strip())
    return (title, parts) if title and parts and all(map(_is_beside, parts)) else None


def _at_arxiv(words: str) -> Cut | None:
    match = _ARXIV.search(words)
    return (words[: match.start()], [words[match.start() :]]) if match else None


def _at_year(words: str) -> Cut | None:
    for year in islice(_YEAR.finditer(words), MOST_YEARS):
        behind = words[year.end() :].strip(" .")
        if not behind or names_in(behind) or is_name(behind):
            title, asides = _at_commas(words[: year.start()])
            return title, [*asides, year[0], *filter(None, [behind])]
    return None


def _at_date(words: str) -> Cut | None:
    *_, comma = [None, *_COMMAS.finditer(words)]
    behind = words[comma.end() :].strip(" .") if comma else ""
    return (words[: comma.start()], [behind]) if comma and date_of(behind) else None


def _at_parentheses(words: str) -> Cut | None:
    if match := _PARENTHESES.search(words):
        inside = match[1].strip("*_ ")
        if is_aside(inside) or _AUTHORS.match(inside) or _is_cited(inside):
            return words[: match.start()], [inside]
        if is_venue_in_brackets(inside):
            return words[: match.start()], [f"[{inside}]"]  # in brackets it is a venue
    return None


def _is_cited(words: str) -> bool:
    """Return whether words are names and a year: `Ada Moss, Ben Reed, 2024`."""
    *names, year = _COMMAS.split(words)
    return bool(names and date_of(year) and all(is_name(name.strip()) for name in names))


def _at_commas(words: str) -> Cut:
    asides: list[str] = []
    while match := _aside_at_end(words):
        words, asides = words[: match.start()], [match[0], *asides]
    return words, asides


def _aside_at_end(words: str) -> re.Match[str] | None:
    # No aside is longer than `LONGEST_ASIDE`, so the words before need not be searched each time.
    end = max(0, len(words) - LONGEST_ASIDE)
    for match in (_COMMA.search(words, end), _DASH.search(words, end)):
        if match and words[: match.start()].strip():
            bare = re.sub(r"[\s,，]+", " ", match[0]).strip(" .—–-")
            if _AUTHORS.fullmatch(bare) or is_dated_venue(bare):
                return match
    return None
