"""The query language: words to find, and conditions to meet.

    memry bank                 words: each as typed, as the start of a word, or with a typo
    "memory bank"              these words, next to each other
    -survey                    not this word; also NOT survey
    (diffusion OR flow) video  one of the first two words, and the third; without the brackets,
                               either the first word, or both others
    method:adapter             a word within one field (title, keypoint, objective, method, metric,
                               limitation, section, notes, author, venue), in a section by its name
                               (results:x), or in a field that the user added to the notes
    title:(diffusion OR flow)  the same for all words in the brackets
    category:LLM  month:2024-04  year:2020..2024  since:2024-01  until:"last month"  status:to-read
    id:ma-lmm  has:metric  missing:method  has:pdf
    @unread                    a search named in paperlist.toml, below [searches]

So that a URL or a title can be pasted, a colon is part of a word if a space or `//` follows. The
colon is also part of a word if the text before the colon is neither the name of a field nor made of
letters alone: `MA-LMM: x`, `2404:05726`, `C++:`. Text in quotes is always words.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from paperlist.errors import UsageError
from paperlist.index.conditions import Combination, Condition, Test
from paperlist.search import fields as names_of
from paperlist.search.fields import (
    CONDITIONS,
    FIELDS,
    TEXT_COLUMNS,
    Names,
    Place,
    condition,
    without_surrogates,
)
from paperlist.search.tokens import Token, tokens
from paperlist.text.suggest import nearest
from paperlist.text.words import joined_words, lazily, words

MOST_CONDITIONS = 100
_named_search = lazily(r"(?<![^\s(])(-*)@([\w-]+)(?![^\s)])")
# An arXiv id that was pasted with its version or as an address. Notes have only the bare id.
_arxiv = lazily(
    r"(?<![^\s(])(?P<minus>-*)(?:(?:https?://)?(?:www\.)?arxiv\.org/(?:abs|pdf|html)/|arxiv:)?"
    r"(?P<id>\d{4}\.\d{4,5})(?:v\d+)?(?:\.pdf)?(?![^\s)])",
    re.I,
)
_scheme = lazily(r"""(?<![^\s(:])([-"]*)https?://(?:www\.)?""", re.I)
# A part of citations such as `Moss et al. 2024` that notes do not contain.
_et_al = lazily(r"(?<=\S)\s+et\s+al\.?,?(?!\S)", re.I)


class Term(NamedTuple):
    """A word or phrase to find, and where to look for it.

    Attributes:
        words: the words in lower case and without accents.
        joined: `longcontext` if the term is `long-context`; empty if the term has no hyphen.
        column: the only column to look in, if the query names a field; else empty.
        phrase: whether the words have to be next to each other, exactly as typed.
        negated: whether papers that contain the term are excluded.
        within: the columns to look in if `column` is empty; if `within` is empty too, all columns.
        part: the only part of `column` to look in, such as `sections.results`; if empty, all.
    """

    words: tuple[str, ...]
    joined: str = ""
    column: str = ""
    phrase: bool = False
    negated: bool = False
    within: tuple[str, ...] = ()
    part: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns to look in; empty for all columns."""
        return (self.column,) if self.column else self.within

    @property
    def text(self) -> str:
        """Return the words as one text, separated by spaces."""
        return " ".join(self.words)


class Group(NamedTuple):
    """Parts of a query in brackets: all parts have to match, or with `any_of` at least one."""

    parts: tuple["Part", ...]
    any_of: bool = False
    negated: bool = False


Part = Term | Group | Test


class Query(NamedTuple):
    """A parsed query: terms, conditions and groups, all of which a paper has to match."""

    terms: tuple[Term, ...] = ()
    conditions: tuple[Test, ...] = ()
    groups: tuple[Group, ...] = ()

    def meeting(self, more: Iterable[Test]) -> "Query":
        """Return this query with the conditions `more` added."""
        return self._replace(conditions=tuple(dict.fromkeys((*self.conditions, *more))))


def parse(
    text: str, searches: Mapping[str, str] | None = None, names: Names | None = tuple
) -> Query:
    """Parse a query.

    Args:
        text: the query as it was typed.
        searches: a dict from the names of searches to queries; if None, `@name` is an ordinary
            word.
        names: returns the fields in use; called only if the query names a field that not every
            library has. If None, any name of a field is accepted.

    Raises:
        UsageError: the query has an unknown field or named search, an open quote or bracket, an
            operator without two sides, an invalid month or status, too many conditions, or no word.
    """
    if searches is not None:
        text = _named_search().sub(lambda match: f"{match[1]}({_named(match[2], searches)})", text)
    if text.count('"') % 2:
        raise UsageError(
            f"a quote is not closed in: {text.strip()[:200]}\nClose it, or leave it out."
        )
    if name := names_of.without_value(text):
        raise UsageError(f"{name}: needs a value behind the colon, with no space between them.")
    parser = _Parser(tokens(_without_pasted_parts(without_surrogates(text))), names)
    parts = parser.parts()
    if text.strip() and not parts:
        raise UsageError(f"there is no word to search for in '{text.strip()[:200]}'.")
    if sum(map(_conditions_in, set(parts))) > MOST_CONDITIONS:
        raise UsageError(f"a search takes {MOST_CONDITIONS} conditions and brackets at most.")
    return Query(
        tuple(part for part in parts if isinstance(part, Term)),
        tuple(dict.fromkeys(part for part in parts if isinstance(part, Condition | Combination))),
        tuple(part for part in parts if isinstance(part, Group)),
    )


class _Parser:
    """Turns the tokens of a query (`tokens.py`) into lists of parts. All parts have to match."""

    def __init__(self, given: Iterator[Token], names: Names | None) -> None:
        self._tokens = given
        self._names = names

    def parts(self, field: str = "") -> list[Part]:
        """Return the parts up to the closing bracket, or up to the end of the query.

        `field` is the name before the opening bracket, if there is one. Words in the brackets that
        name no field themselves are looked for in this field.
        """
        alternatives: list[list[Part]] = [[]]
        last = minus = ""
        for token in self._tokens:
            if token.kind == "close":
                break
            if token.kind != "operator":
                alternatives[-1] += self._parts_of(token, field, negated=token.minus != bool(minus))
                last, minus = "word", ""
            elif token.text == "NOT":
                last = minus = "NOT"
            elif last != "word":
                raise _one_sided(token.text)
            else:
                last = token.text
                if last == "OR":
                    alternatives.append([])
        if last not in {"", "word"}:
            raise _one_sided(last)
        found = [parts for parts in alternatives if parts]
        return found[0] if len(found) == 1 else _either(map(_all_of, found))

    def _parts_of(self, token: Token, field: str, *, negated: bool) -> list[Part]:
        if token.kind == "open":
            if token.field and self._place(token.field, "x") is None:
                raise UsageError(f"there is no field '{token.field}'.")
            inner = self.parts(token.field or field)
            return _negated(inner) if negated else inner
        name, value = token.field or field, token.text
        place = self._place(name, value) if name else None
        if isinstance(place, str):
            met = condition(place, value, negated=negated, names=self._names)
            return [*met.tests] if isinstance(met, Combination) and _is_plain(met) else [met]
        if token.field and place is None:
            value = f"{token.field}:{value}"
        column, part = place or ("", "")
        return _term(value, column, part, is_phrase=token.kind == "phrase", negated=negated)

    def _place(self, name: str, value: str) -> Place | str | None:
        return names_of.place(name, value, self._names)


def _one_sided(operator: str) -> UsageError:
    rest = "something behind it" if operator == "NOT" else "something to find on both sides"
    return UsageError(
        f"{operator} needs {rest}; to search for the word, write it in lower case or in quotes."
    )


def _is_plain(met: Combination) -> bool:
    return not (met.any_of or met.negated)


def _term(value: str, column: str, part: str, *, is_phrase: bool, negated: bool) -> list[Part]:
    folded = tuple(words(value))
    if not folded:
        return []
    # `long-context` also means `longcontext`; `long-context/short-term` is not one word.
    whole = "".join(folded)
    joined = whole if not is_phrase and whole in joined_words(value) else ""
    return [Term(folded, joined, column, is_phrase, negated, part=part)]


def _all_of(parts: Sequence[Part]) -> Part:
    return parts[0] if len(parts) == 1 else _grouped(parts, any_of=False)


def _either(alternatives: Iterable[Part]) -> list[Part]:
    different = tuple(dict.fromkeys(alternatives))
    return [_grouped(different, any_of=True)] if len(different) > 1 else list(different)


def _grouped(parts: Sequence[Part], *, any_of: bool) -> Part:
    if all(isinstance(part, Condition | Combination) for part in parts):
        return Combination(tuple(parts), any_of)  # type: ignore[arg-type]
    return Group(tuple(parts), any_of)


def _negated(parts: Sequence[Part]) -> list[Part]:
    """Return query parts that exclude the papers that match all of `parts`, as `-(...)` does."""
    if not parts:
        return []
    whole = _all_of(parts)
    if isinstance(whole, Group | Combination) and whole.any_of and not whole.negated:
        # `-(a OR b)` means neither of both, so each is excluded by itself.
        return [each for part in _parts(whole) for each in _negated([part])]
    if isinstance(whole, Group | Combination) and whole.negated and not whole.any_of:
        return list(_parts(whole))
    return [whole._replace(negated=not whole.negated)]


def _parts(whole: Group | Combination) -> tuple[Part, ...]:
    return whole.parts if isinstance(whole, Group) else whole.tests


def _conditions_in(part: Part) -> int:
    """Return how many tests SQL needs for a part. Only a limited number is allowed."""
    if isinstance(part, Group | Combination):
        return 1 + sum(map(_conditions_in, _parts(part)))
    return isinstance(part, Condition) or (isinstance(part, Term) and bool(part.part))


def terms_in(part: Part) -> list[Term]:
    """Return the terms in a part, without the terms that exclude papers."""
    if isinstance(part, Group):
        return [] if part.negated else [each for inner in part.parts for each in terms_in(inner)]
    return [part] if isinstance(part, Term) and not part.negated else []


def with_terms(part: Part, change: Callable[[Term], Term]) -> Part:
    """Return the part with `change` applied to each of its terms."""
    if isinstance(part, Group):
        return part._replace(parts=tuple(with_terms(inner, change) for inner in part.parts))
    return change(part) if isinstance(part, Term) else part


def _without_pasted_parts(text: str) -> str:
    """Return a query without `https://` and the like, which people paste but notes lack."""
    if "." in text:
        text = _arxiv().sub(lambda match: match["minus"] + match["id"], text)
    if "://" in text:
        text = _scheme().sub(r"\1", text)
    return _et_al().sub(" ", text) if "al" in text.lower() else text


def within(query: Query, fields: Sequence[str]) -> Query:
    """Return `query` changed so that words are looked for only in `fields`.

    A word with a field of its own, such as `title:flow`, stays.

    Raises:
        UsageError: one of `fields` does not exist.
    """
    for name in fields:
        if name.lower() not in TEXT_COLUMNS:
            guess = nearest(name, list(TEXT_COLUMNS))
            hint = f"did you mean '{guess}'?" if guess else f"there are {', '.join(FIELDS)}."
            raise UsageError(f"there is no field '{name}' to search in; {hint}")
    columns = tuple(dict.fromkeys(TEXT_COLUMNS[name.lower()] for name in fields))

    def narrowed(term: Term) -> Term:
        return term._replace(within=columns)

    return query._replace(
        terms=tuple(map(narrowed, query.terms)),
        groups=tuple(with_terms(group, narrowed) for group in query.groups),  # type: ignore[misc]
    )


def names_search(text: str) -> bool:
    """Return whether a query contains the name of a search, such as `@unread`."""
    return "@" in text and _named_search().search(text) is not None


def wrong_search(named: Mapping[str, object]) -> str | None:
    """Return what is wrong with the first invalid search in `named`; None if all are valid.

    `named` is a dict from the names of searches to their queries.
    """
    for name, text in named.items():
        if not re.fullmatch(r"[\w-]+", name):
            return f"'{name}' is not a name for a search: use letters, digits, - and _"
        if not isinstance(text, str) or not text.strip():
            return f"{name} has to be the text of a search"
        if names_search(text):
            return f"{name} names another search; write out what it looks for"
        try:
            parse(text, names=None)
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


__all__ = [
    "CONDITIONS", "FIELDS", "TEXT_COLUMNS", "Group", "Part", "Query", "Term", "condition",
    "parse", "terms_in", "with_terms", "within", "without_surrogates",
]  # fmt: skip
