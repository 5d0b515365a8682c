"""Aliases of keypoints in a query: a paper is found by each spelling of its keypoint.

`[aliases]` in paperlist.toml says which spellings of a keypoint are replaced by which. A note that
was written before the alias has the old spelling. So a query for one spelling means all of them.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from paperlist.index.conditions import Combination, Condition, Test
from paperlist.model.keypoints import keypoint_key
from paperlist.search.query import Group, Part, Term
from paperlist.text.words import words

if TYPE_CHECKING:
    from paperlist.search.query import Query

_KEYPOINTS = "keypoints"
_Spellings = Mapping[str, tuple[str, ...]]


def with_aliases(query: "Query", aliases: Mapping[str, str]) -> "Query":
    """Return the query with all spellings of each keypoint, as alternatives.

    Args:
        query: the query.
        aliases: a dict from spellings of keypoints to the spellings to use instead.
    """
    spellings = _spellings(aliases)
    given: tuple[Part, ...] = (*query.terms, *query.groups)
    parts = [_part(each, spellings) for each in given]
    return query._replace(
        terms=tuple(part for part in parts if isinstance(part, Term)),
        groups=tuple(part for part in parts if isinstance(part, Group)),
        conditions=tuple(_test(each, spellings) for each in query.conditions),
    )


def _spellings(aliases: Mapping[str, str]) -> _Spellings:
    """Return a dict from the key of each spelling to all spellings of the keypoint."""
    together: dict[str, dict[str, None]] = {}
    for spelling, chosen in aliases.items():
        together.setdefault(keypoint_key(chosen), {chosen: None})[spelling] = None
    return {
        keypoint_key(each): tuple(spellings)
        for spellings in together.values()
        for each in spellings
    }


def _part(part: Part, spellings: _Spellings) -> Part:
    if isinstance(part, Group):
        return part._replace(parts=tuple(_part(each, spellings) for each in part.parts))
    if not isinstance(part, Term):
        return _test(part, spellings)
    columns = part.columns or (_KEYPOINTS,)
    others = spellings.get(keypoint_key(part.text), ()) if _KEYPOINTS in columns else ()
    typed = part._replace(negated=False)
    alternatives = dict.fromkeys([typed, *(_term(tuple(words(each))) for each in others)])
    return Group(tuple(alternatives), any_of=True, negated=part.negated) if others else part


def _term(spelling: tuple[str, ...]) -> Term:
    return Term(spelling, column=_KEYPOINTS, phrase=len(spelling) > 1)


def _test(test: Test, spellings: _Spellings) -> Test:
    if isinstance(test, Combination):
        return test._replace(tests=tuple(_test(each, spellings) for each in test.tests))
    if not isinstance(test, Condition) or test.field != "keypoint":
        return test
    others = spellings.get(keypoint_key(test.value), ())
    values = dict.fromkeys([test.value, *others])
    any_of = tuple(Condition("keypoint", value) for value in values)
    return Combination(any_of, any_of=True, negated=test.negated) if others else test
