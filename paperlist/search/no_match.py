"""Messages to the user if no paper matches a query, or if a part of a query has no effect."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from paperlist.errors import UsageError
from paperlist.index.conditions import Combination, Condition, Test
from paperlist.model.statuses import status_of
from paperlist.search.clauses import as_typed
from paperlist.search.fields import condition
from paperlist.search.query import Group, Part, Query, Term, terms_in
from paperlist.search.search import search
from paperlist.text.suggest import nearest

if TYPE_CHECKING:
    from paperlist.index import Index

FEW = 8
# The number of parts that are left out, one at a time, to find out which part is to blame.
MOST_TRIED = 12
_OPTIONS = {"k": "keypoint", "c": "category", "m": "month", "s": "status"}


def reasons(index: "Index", query: Query) -> list[str]:
    """Return sentences that say which part of `query` is the reason that no paper matches."""
    found = list(chain.from_iterable(_find_unmet(index, test) for test in query.conditions))
    return found or [*_find_misplaced(index, query), *_find_obstacles(index, query)]


def idle(index: "Index", query: Query) -> list[str]:
    """Return sentences on parts that have no effect in a query that has found papers.

    Such a part is an alternative that no paper has, or an excluded word that no paper has.
    """
    either = (test for test in query.conditions if isinstance(test, Combination) and test.any_of)
    months_and_categories = (
        test for whole in either for test in whole.tests
        if isinstance(test, Condition) and test.field in {"category", "month"}
    )  # fmt: skip
    found = list(chain.from_iterable(_find_unmet(index, test) for test in months_and_categories))
    for term in query.terms:
        if term.negated and not index.matching.keys([as_typed(term._replace(negated=False))]):
            option = _hint_at_option(index, term.text[0], term.text[1:])
            found.append(f"no paper has '{term.text}', which was to be left out{option}.")
    return found


def _hint_at_option(index: "Index", letter: str, value: str) -> str:
    """Return a hint that `-kdiffusion` may have been meant as `-k diffusion`, or an empty text."""
    if letter not in _OPTIONS or not value:
        return ""
    try:
        meant = index.select([condition(_OPTIONS[letter], value)], limit=1)
    except UsageError:
        return ""
    return f"; for the option, write '-{letter} {value}'" if meant else ""


def _find_unmet(index: "Index", test: Test) -> Iterator[str]:
    """Yield a sentence for each condition in `test` that no paper of the library meets."""
    if isinstance(test, Combination) and test.any_of and not test.negated:
        statuses = [
            each.value for each in test.tests
            if isinstance(each, Condition) and each.field == "status" and not each.negated
        ]  # fmt: skip
        if len(statuses) == len(test.tests):
            if not index.select([test], limit=1):
                yield f"no paper has the status {' or '.join(statuses)}."
            return
        for each in test.tests:
            yield from _find_unmet(index, each)
    elif not index.select([test], limit=1):
        if isinstance(test, Condition):
            yield sentence(index, test)
        else:
            yield f"no paper meets {shown(test)}."


def sentence(index: "Index", unmet: Condition) -> str:
    """Return a message that no paper meets a condition, with what may have been meant."""
    field, value, negated = unmet
    if field == "missing":
        return f"{'no note has' if negated else 'every note has'} {value}."
    if field == "file":
        what = f"an attachment{f' that ends in {value}' if value else ''}"
        return f"{'every' if negated else 'no'} paper has {what}."
    if negated:
        return f"all papers meet {shown(unmet._replace(negated=False))}."
    if field in {"category", "keypoint"}:
        names = index.counts(field)
        quoted = ", ".join(f"'{each}'" for each in names)
        few = f"; there are {quoted}." if 0 < len(names) <= FEW else "."
        return f"there is no {field} '{value}'{_did_you_mean(value, list(names)) or few}"
    if field == "id":
        return f"no id begins with '{value}'{_did_you_mean(value, index.ids()) or '.'}"
    return _of_no_month(value, field, index.counts("month"))


def _did_you_mean(value: str, names: Sequence[str]) -> str:
    guess = nearest(value, names)
    return f"; did you mean '{guess}'?" if guess else ""


def _of_no_month(value: str, field: str, months: Mapping[str, int]) -> str:
    date = f" For the date of publication, search published:{value[:4]}."
    if field == "since" and months:
        return f"no paper is filed under {value} or later; the newest month is {max(months)}.{date}"
    if field == "until" and months:
        return f"no paper is filed under {value} or earlier; the oldest is {min(months)}.{date}"
    return f"no paper {'is of' if field == 'month' else 'has the status'} {value}."


def _find_misplaced(index: "Index", query: Query) -> Iterator[str]:
    """Yield a sentence for each word that was typed without a field, but is a month or a status."""
    months, statuses = index.counts("month"), index.counts("status")
    for term in query.terms:
        text = "-".join(term.words)
        if term.column or term.negated:
            continue
        meant = status_of(text)
        if meant and meant != text and statuses.get(meant):
            yield f"'{text}' may be a status: status:{meant} finds {_papers(statuses[meant])}."
        for field, papers in (("month", months), ("status", statuses)):
            if papers.get(text):
                yield f"'{text}' is a {field}: {field}:{text} finds {_papers(papers[text])}."


def _find_obstacles(index: "Index", query: Query) -> Iterator[str]:
    """Yield a sentence for each condition or excluded word that alone prevents a match."""
    parts: list[Part] = [*query.conditions, *query.terms, *query.groups]
    restrictions = [part for part in parts if not terms_in(part)]
    if len(parts) == 1:
        return
    for part in restrictions[:MOST_TRIED]:
        results = search(index, _without(query, part), limit=1)
        if results.hits and results.having == results.terms:
            yield f"without {shown(part)}, {_match(results.total)}."


def _without(query: Query, part: Part) -> Query:
    return Query(
        tuple(each for each in query.terms if each != part),
        tuple(each for each in query.conditions if each != part),
        tuple(each for each in query.groups if each != part),
    )


def _match(number: int) -> str:
    return f"{_papers(number)} match{'es' if number == 1 else ''}"


def _papers(number: int) -> str:
    return f"{number:,} paper{'' if number == 1 else 's'}"


def shown(part: Part) -> str:
    """Return a part of a query as the user could type it, such as `-title:flow`."""
    minus = "-" if getattr(part, "negated", False) else ""
    if isinstance(part, Term):
        text = f'"{part.text}"' if part.phrase or len(part.words) > 1 else part.text
        field = part.part or part.column
        return f"{minus}{field}:{text}" if field else f"{minus}{text}"
    if isinstance(part, Condition):
        value = f'"{part.value}"' if " " in part.value else part.value
        if part.field == "missing":
            return f"{'has' if part.negated else 'missing'}:{value}"
        if part.field == "file":
            return f"{'missing' if part.negated else 'has'}:{value.lstrip('.') or 'attachment'}"
        return f"{minus}{part.field}:{value}"
    if isinstance(part, Group | Combination):
        inner = part.parts if isinstance(part, Group) else part.tests
        joined = (" OR " if part.any_of else " ").join(map(shown, inner))
        return f"{minus}({joined})" if minus or part.any_of else joined
    return ""
