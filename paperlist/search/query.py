"""The query language: words to find, and conditions to meet.

    memry bank                 words: each as typed, as the start of a word, or with a typo
    "memory bank"              these words, next to each other
    -survey                    not this word
    method:adapter             a word within one field (title, keypoint, objective, method, metric,
                               limitation, section, notes, author, venue)
    category:LLM  month:2024-04  since:2024-01  until:"last month"  status:to-read
    @unread                    a search named in paperlist.toml, below [searches]

Any other colon belongs to its word, so a URL or `MA-LMM:` can be pasted.
"""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from paperlist.errors import UsageError
from paperlist.index.conditions import Condition
from paperlist.model.entry import STATUSES
from paperlist.model.months import parse_month, to_month
from paperlist.text.suggest import nearest
from paperlist.text.words import joined_words, lazily, words

TEXT_COLUMNS = {
    "title": "title", "keypoint": "keypoints", "keypoints": "keypoints", "k": "keypoints",
    "objective": "objective", "method": "method", "metric": "metric", "limitation": "limitation",
    "section": "sections", "sections": "sections", "notes": "notes", "note": "notes",
    "author": "authors", "authors": "authors", "venue": "venue",
    # Names that other programs use.
    "tag": "keypoints", "tags": "keypoints", "keyword": "keypoints", "keywords": "keypoints",
    "abstract": "sections",
}  # fmt: skip
FIELDS = (
    "title", "keypoint", "objective", "method", "metric", "limitation", "section", "notes",
    "author", "venue",
)  # fmt: skip
MOST_CONDITIONS = 100
CONDITIONS = ("category", "month", "since", "until", "status")
_NAMED = re.compile(r"(?<!\S)@([\w-]+)(?!\S)")
_NOT_NAMED = re.compile(r"(?<!\S)-+(@[\w-]+)(?!\S)")
# A pasted arXiv id, with its version or within an address: notes contain neither.
_ARXIV = re.compile(
    r"(?<!\S)(?P<minus>-*)(?:(?:https?://)?(?:www\.)?arxiv\.org/(?:abs|pdf|html)/|arxiv:)?"
    r"(?P<id>\d{4}\.\d{4,5})(?:v\d+)?(?:\.pdf)?(?!\S)",
    re.I,
)
_scheme = lazily(r"""(?<!\S)([-"]*)https?://(?:www\.)?""", re.I)
# From citations such as `Moss et al. 2024`; notes do not contain it.
_et_al = lazily(r"(?<=\S)\s+et\s+al\.?,?(?!\S)", re.I)
_TOKEN = re.compile(
    r'(?P<minus>-)?(?:(?P<field>[A-Za-z_]+):(?!//))?(?:"(?P<phrase>[^"]*)"|(?P<word>\S+))'
)


class Term(NamedTuple):
    """A word or phrase to find, folded, with where and how to look for it.

    Attributes:
        words: the folded words.
        joined: a hyphenated word without its hyphens, else empty.
        column: the only field to look in, if the query names one.
        phrase: whether the words have to be next to each other, as typed.
        negated: whether papers with it are excluded.
        within: the fields to look in if `column` is empty; none for all.
    """

    words: tuple[str, ...]
    joined: str = ""
    column: str = ""
    phrase: bool = False
    negated: bool = False
    within: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the fields to look in; none for all."""
        return (self.column,) if self.column else self.within

    @property
    def text(self) -> str:
        """Return the words as one text."""
        return " ".join(self.words)


class Query(NamedTuple):
    """A parsed query: terms to find and conditions to meet."""

    terms: tuple[Term, ...] = ()
    conditions: tuple[Condition, ...] = ()


def parse(text: str, searches: Mapping[str, str] | None = None) -> Query:
    """Parse a query.

    Args:
        text: the query.
        searches: the named searches; without them, `@name` is an ordinary word.

    Raises:
        UsageError: it has an unknown field or named search, an open quote, an invalid month or
            status, or no words at all.
    """
    if searches is not None:
        if excluded := _NOT_NAMED.search(text):
            raise UsageError(f"{excluded[1]} cannot be excluded as a whole; exclude its words.")
        text = _NAMED.sub(lambda match: _named(match[1], searches), text)
    if text.count('"') % 2:
        raise UsageError(
            f"a quote is not closed in: {text.strip()[:200]}\nClose it, or leave it out."
        )
    terms: list[Term] = []
    conditions: list[Condition] = []
    for match in _TOKEN.finditer(_without_pasted_parts(without_surrogates(text))):
        minus, field, phrase, word = match.group("minus", "field", "phrase", "word")
        value = word if phrase is None else phrase
        name = _field(field, value) if field else None
        if name in CONDITIONS:
            conditions.append(condition(str(name), value, negated=bool(minus)))
            continue
        if field and name is None:
            value = f"{field}:{value}"
        if folded := tuple(words(value)):
            # `long-context` also means `longcontext`; `long-context/short-term` is not one word.
            joined = "".join(folded) if "".join(folded) in joined_words(value) else ""
            terms.append(
                Term(
                    folded,
                    "" if phrase is not None else joined,
                    TEXT_COLUMNS.get(name or "", ""),
                    phrase is not None,
                    bool(minus),
                )
            )
    if text.strip() and not (terms or conditions):
        raise UsageError(f"there is no word to search for in '{text.strip()[:200]}'.")
    different = tuple(dict.fromkeys(conditions))
    if len(different) > MOST_CONDITIONS:
        raise UsageError(f"a search takes {MOST_CONDITIONS} conditions at most.")
    return Query(tuple(terms), different)


def _without_pasted_parts(text: str) -> str:
    """Return a query without pasted parts that no note contains."""
    text = _ARXIV.sub(lambda match: match["minus"] + match["id"], text)
    if "://" in text:
        text = _scheme().sub(r"\1", text)
    return _et_al().sub(" ", text) if "al" in text.lower() else text


def within(query: Query, fields: Sequence[str]) -> Query:
    """Return `query` restricted to these fields, for all words that do not name a field.

    Raises:
        UsageError: a field does not exist.
    """
    for name in fields:
        if name.lower() not in TEXT_COLUMNS:
            guess = nearest(name, list(TEXT_COLUMNS))
            hint = f"did you mean '{guess}'?" if guess else f"there are {', '.join(FIELDS)}."
            raise UsageError(f"there is no field '{name}' to search in; {hint}")
    columns = tuple(dict.fromkeys(TEXT_COLUMNS[name.lower()] for name in fields))
    return query._replace(terms=tuple(term._replace(within=columns) for term in query.terms))


def names_search(text: str) -> bool:
    """Return whether a query contains a named search."""
    return (_NAMED.search(text) or _NOT_NAMED.search(text)) is not None


def wrong_search(named: Mapping[str, object]) -> str | None:
    """Return a description of the first invalid one of these named searches, or None."""
    for name, text in named.items():
        if not re.fullmatch(r"[\w-]+", name):
            return f"'{name}' is not a name for a search: use letters, digits, - and _"
        if not isinstance(text, str) or not text.strip():
            return f"{name} has to be the text of a search"
        if names_search(text):
            return f"{name} names another search; write out what it looks for"
        try:
            parse(text)
        except UsageError as error:
            return f"{name}: {error}"
    return None


def _named(name: str, searches: Mapping[str, str]) -> str:
    if name in searches:
        return searches[name]
    guess = nearest(name, list(searches))
    known = (
        f"there are {', '.join(f'@{each}' for each in searches)}."
        if searches
        else ("write it below [searches] in paperlist.toml.")
    )
    hint = f"did you mean '@{guess}'?" if guess else known
    raise UsageError(f"there is no search '@{name}'; {hint}")


def condition(field: str, value: str, *, negated: bool = False) -> Condition:
    """Return a condition with its value checked.

    Raises:
        UsageError: the value is not a valid month, date or status.
    """
    if field == "month":
        value = parse_month(value) or _month_in_words(value)
    elif field in {"since", "until"}:
        from paperlist.search.dates import first_month, last_month

        value = first_month(value) if field == "since" else last_month(value)
    if field == "status" and value not in STATUSES:
        raise UsageError(f"'{value}' is not a status; use one of {', '.join(STATUSES)}.")
    return Condition(field, without_surrogates(value), negated)


def _month_in_words(value: str) -> str:
    from paperlist.search.dates import first_month, last_month

    try:
        first, last = first_month(value), last_month(value)
    except UsageError:
        first, last = "", " "
    return first if first == last else to_month(value)


def missing(name: str, fields: Sequence[str]) -> Condition:
    """Return the condition that a note lacks the field `name`.

    `name` is one of `fields` in any case, or its singular.

    Raises:
        UsageError: there is no such field.
    """
    by_name = {field.lower(): field for field in reversed(fields)}
    wanted = name.strip().lower()
    for spelling in (wanted, f"{wanted}s", wanted.replace("section.", "sections.", 1),
                     wanted.replace("link.", "links.", 1)):  # fmt: skip
        if spelling in by_name:
            return Condition("missing", without_surrogates(by_name[spelling]))
    guess = nearest(wanted, list(by_name))
    hint = f"did you mean '{by_name[guess]}'?" if guess else f"there are {', '.join(fields)}."
    raise UsageError(f"there is no field '{name}'; {hint}")


def without_surrogates(text: str) -> str:
    """Return `text` with bytes of the command line that were not UTF-8 as escapes.

    No note contains such bytes, and SQLite does not accept them.
    """
    return text.encode(errors="backslashreplace").decode()


def _field(name: str, value: str) -> str | None:
    """Return the field that `name:` selects, or None if the colon is part of the word."""
    lower = name.lower()
    if lower in TEXT_COLUMNS or lower in CONDITIONS:
        return lower
    # `keypiont:x` is a misspelled field; `Rho:` and `http://` are words.
    guess = nearest(lower, [*TEXT_COLUMNS, *CONDITIONS])
    if guess and value:
        value = f'"{value}"' if " " in value else value
        raise UsageError(f"there is no field '{name}'; did you mean '{guess}:{value}'?")
    return None
