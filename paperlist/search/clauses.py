"""Conversion of the parts of a query to tests for the index, with all spellings of each word.

A test is a condition, words to find, or a combination of tests; a paper passes a test or not. A
`spell` function takes a word as typed, and returns the spellings to look for.
"""

from collections.abc import Callable

from paperlist.index import Clause
from paperlist.index.conditions import Combination, Condition, Test
from paperlist.search.query import Group, Part, Term
from paperlist.search.spelling import Spelling
from paperlist.text.words import is_cjk


def spellings_of(term: Term, spell: Callable[[str], list[Spelling]]) -> list[list[Spelling]]:
    """Return the ways to spell a term. Each way is a list with a spelling for each word.

    For a phrase, there is only one way: as typed.
    """
    words = list(term.words)
    if is_cjk(words[-1]):
        # In the index, a single Chinese character is a word only at the end of a run of them.
        within = len(words) > 1 and is_cjk(words[-2]) and len(words[-2]) > 1
        last = [Spelling(words[-1], is_prefix=True)]
        typed = [Spelling(word) for word in words[:-1]] + ([] if within else last)
    else:
        typed = [Spelling(word) for word in words]
    if term.phrase:
        return [typed]
    # Only the last word of a term can be a prefix.
    bent = [
        [] if is_cjk(each.word) else [
            other for other in spell(each.word) if not other.is_prefix or place == len(typed) - 1
        ]
        for place, each in enumerate(typed)
    ]  # fmt: skip
    found = [
        [*typed[:place], other, *typed[place + 1 :]]
        for place, others in enumerate(bent)
        for other in others
        if other != typed[place]
    ]
    joined = [[other] for other in spell(term.joined)] if term.joined else []
    return [typed, *found, *joined]


def clause_of(term: Term, spell: Callable[[str], list[Spelling]]) -> Clause:
    """Return a term as a clause for the index. A minus before the term is ignored."""
    return Clause(
        tuple(
            tuple(f"{each.word}*" if each.is_prefix else each.word for each in spelling)
            for spelling in spellings_of(term, spell)
        ),
        term.columns,
        term.part,
    )


def typed(word: str) -> list[Spelling]:
    """Return only one spelling: the word as it was typed."""
    return [Spelling(word)]


def as_typed(part: Part) -> Test:
    """Return a part of a query as a test for the index. Words match only as they were typed."""
    return test_of(part, typed)


def test_of(part: Part, spell: Callable[[str], list[Spelling]]) -> Test:
    """Return a part of a query as a test for the index, with all spellings of its words."""
    if isinstance(part, Group):
        inner = tuple(test_of(each, spell) for each in part.parts)
        return Combination(inner, part.any_of, part.negated)
    if isinstance(part, Term):
        return clause_of(part, spell)._replace(negated=part.negated)
    return part


def inside(test: Test, columns: tuple[str, ...]) -> Test:
    """Return the test changed so that words are looked for only in `columns`.

    A word with a column of its own, such as `title:flow`, stays.
    """
    if isinstance(test, Combination):
        return test._replace(tests=tuple(inside(each, columns) for each in test.tests))
    if isinstance(test, Clause):
        return test._replace(columns=test.columns or columns)
    return test


def words_only(test: Test) -> Test:
    """Return a test with only the alternatives that are words: `flow OR id:a` gives `flow`.

    Conditions and excluded words do not affect the rank, so both are left out. A test that has no
    alternatives is returned unchanged, and so is a test of which nothing would be left.
    """
    if not (isinstance(test, Combination) and test.any_of):
        return test
    worded = tuple(
        each for each in test.tests
        if not (isinstance(each, Condition) or each.negated)
    )  # fmt: skip
    return test._replace(tests=worded or test.tests)
