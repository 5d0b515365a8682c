"""The query language: text -> Query."""

import contextlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from paperlist.errors import UsageError
from paperlist.index.conditions import Condition
from paperlist.search.query import CONDITIONS, TEXT_COLUMNS, Query, Term, condition, parse
from paperlist.text.words import words
from tests.nasty import queries


def word(text: str) -> Term:
    return Term((text,))


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("", ()),
        ("  \t ", ()),
        ("memory bank", (word("memory"), word("bank"))),
        ("MEMORY", (word("memory"),)),
        ("Café ＧＰＴ", (word("cafe"), word("gpt"))),
        ("memory memory", (word("memory"), word("memory"))),
        ("long-context", (Term(("long", "context"), "longcontext"),)),
        ('"Memory Bank"', (Term(("memory", "bank"), phrase=True),)),
        ('"long-context x"', (Term(("long", "context", "x"), phrase=True),)),
        ('"memory"', (Term(("memory",), phrase=True),)),
        ('""', None),
        ('"" memory', (word("memory"),)),
        ('memory"bank x"', (Term(("memory", "bank")), word("x"))),
        ("-survey", (Term(("survey",), negated=True),)),
        ("--survey", (Term(("survey",), negated=True),)),
        ("a-b", (Term(("a", "b"), "ab"),)),
        ('-"two words"', (Term(("two", "words"), phrase=True, negated=True),)),
        ("-long-context", (Term(("long", "context"), "longcontext", negated=True),)),
        ("method:adapter", (Term(("adapter",), column="method"),)),
        ("-method:adapter", (Term(("adapter",), column="method", negated=True),)),
        ('k:"memory bank"', (Term(("memory", "bank"), column="keypoints", phrase=True),)),
        ("TITLE:Memory", (Term(("memory",), column="title"),)),
        ("keypoint:long-context", (Term(("long", "context"), "longcontext", "keypoints"),)),
        ("title: memory", (word("title"), word("memory"))),
        ("MA-LMM: x", (Term(("ma", "lmm"), "malmm"), word("x"))),
        ("Rho:1", (Term(("rho", "1")),)),
        ("http://a.b/c", (Term(("a", "b", "c")),)),
        ("title://x", (Term(("title", "x")),)),
        ("10:30", (Term(("10", "30")),)),
        ("图像生成", (Term(("图像", "像生", "生成", "成")),)),
        ("a\u3000b", (word("a"), word("b"))),
        ("AND OR NOT NEAR", tuple(map(word, ("and", "or", "not", "near")))),
        ("NEAR(a b)", (Term(("near", "a")), word("b"))),
        ("fusion*", (word("fusion"),)),
        ("^fusion + {x}", (word("fusion"), word("x"))),
        ("C++", (word("c"),)),
        ("75.1%", (Term(("75", "1")),)),
    ],
)
def test_words_phrases_and_fields(text: str, terms: tuple[Term, ...] | None) -> None:
    """What is to be found, where, and how; signs of FTS5 are no operators."""
    if terms is None:
        with pytest.raises(UsageError):
            parse(text)
    else:
        assert parse(text) == Query(terms)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("category:LLM", Condition("category", "LLM")),
        ('category:"Video / Editing"', Condition("category", "Video / Editing")),
        ("-category:LLM", Condition("category", "LLM", negated=True)),
        ("Category:LLM", Condition("category", "LLM")),
        ('category:""', Condition("category", "")),
        ("month:2024-04", Condition("month", "2024-04")),
        ("month:202404", Condition("month", "2024-04")),
        ('month:"April 2024"', Condition("month", "2024-04")),
        ("since:2024.4", Condition("since", "2024-04")),
        ("until:2024年4月", Condition("until", "2024-04")),
        ("-month:2024-04", Condition("month", "2024-04", negated=True)),
        ("status:to-read", Condition("status", "to-read")),
        ("-status:read", Condition("status", "read", negated=True)),
    ],
)
def test_conditions(text: str, wanted: Condition) -> None:
    """What a paper has to be, beside the words."""
    assert parse(text) == Query(conditions=(wanted,))
    assert parse(f"memory {text} bank") == Query((word("memory"), word("bank")), (wanted,))


@pytest.mark.parametrize("name", [*TEXT_COLUMNS, *CONDITIONS])
def test_every_field_can_be_asked_for(name: str) -> None:
    """And a letter too many is asked back about, with the nearest one named."""
    value = {"category": "x", "status": "read"}.get(name, "2024-04")
    query = parse(f"{name}:{value}")
    assert len(query.terms) + len(query.conditions) == 1
    if len(name) > 3:
        with pytest.raises(UsageError, match=f"'{name}z'; did you mean '{name}"):
            parse(f"{name}z:{value}")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('a "b', 'a quote is not closed in: a "b\nClose it, or leave it out.'),
        ('"', "a quote is not closed"),
        ('"a" "', "a quote is not closed"),
        ("keypiont:x", "there is no field 'keypiont'; did you mean 'keypoint:x'?"),
        ("-Metod:x", "there is no field 'Metod'; did you mean 'method:x'?"),
        ('titel:"a b"', "did you mean 'title:\"a b\"'?"),
        ("categroy:LLM", "did you mean 'category:LLM'?"),
        ("month:2024-13", "'2024-13' is not a month; write it like 2024-04."),
        ("since:soon", "'soon' is not a date; write it like 2024-04, 2024,"),
        ("status:done", "'done' is not a status; use one of to-read, reading, read."),
        ("-", "there is no word to search for in '-'."),
        ("--", "no word to search for"),
        ("-*", "no word to search for"),
        ('"-"', "no word to search for"),
        ("??? !!!", r"no word to search for in '??? !!!'"),
        ("title:*", "no word to search for"),
        ("🎬", "no word to search for"),
    ],
)
def test_bad_queries_say_what_is_wrong(text: str, message: str) -> None:
    """And what is meant, where that can be told; status 2, as for all wrong usage."""
    with pytest.raises(UsageError) as caught:
        parse(text)
    assert message in str(caught.value)
    assert caught.value.exit_status == 2


@pytest.mark.parametrize(
    "text",
    [
        "2404.05726v2", "arXiv:2404.05726", "https://arxiv.org/abs/2404.05726v1",
        "arxiv.org/pdf/2404.05726v3.pdf", "https://arxiv.org/html/2404.05726",
    ],
)  # fmt: skip
def test_an_arxiv_id_is_looked_for_however_it_is_pasted(text: str) -> None:
    """Notes hold it without its version, and in one address."""
    assert parse(f"memory {text} bank") == parse("memory 2404.05726 bank")


def test_a_named_search_cannot_be_left_out() -> None:
    """It may say several things; before, a minus meant one of its words."""
    with pytest.raises(UsageError, match="@unread cannot be excluded"):
        parse("memory -@unread", {"unread": "status:to-read"})


@pytest.mark.parametrize("name", ["tag", "tags", "keyword", "keywords"])
def test_keypoints_by_other_names(name: str) -> None:
    assert parse(f"{name}:memory") == parse("keypoint:memory")


def test_a_long_bad_query_is_not_repeated_whole() -> None:
    """An error is a line or two, also of a page that was pasted."""
    for text in ("x" * 9_999 + '"', "?" * 10_000):
        with pytest.raises(UsageError) as caught:
            parse(text)
        assert len(str(caught.value)) < 300


@pytest.mark.parametrize("text", ["a" * 10_000, "a " * 5_000, "a-" * 5_000, "图" * 10_000])
def test_a_page_that_was_pasted_is_a_query(text: str) -> None:
    """Every word of it."""
    assert sum(len(term.words) for term in parse(text).terms) == len(words(text))


def test_a_condition_is_checked_wherever_it_comes_from() -> None:
    """Options go through `condition`, too."""
    assert condition("month", "202404", negated=True) == Condition("month", "2024-04", negated=True)
    with pytest.raises(UsageError, match="'soon' is not a date"):
        condition("until", "soon")
    with pytest.raises(UsageError, match="not a month"):
        condition("month", "soon")
    with pytest.raises(UsageError, match="not a status"):
        condition("status", "Read")


def test_bytes_that_are_no_text_are_taken_for_signs() -> None:
    """As a terminal of another encoding sends them: no database takes such a string."""
    query = parse("caf\udce9 category:\udce9")
    for text in (*query.terms[0].words, query.conditions[0].value):
        assert text.encode()
    assert query.terms[0].words[0] == "caf"


@given(queries)
@example("\ud800")
@example("x:" * 3)
def test_any_text_is_a_query_or_a_clear_error(text: str) -> None:
    """Never another exception, and a query never looks for nothing at all."""
    with contextlib.suppress(UsageError):
        query = parse(text)
        assert bool(text.strip()) == bool(query.terms or query.conditions)
        assert all(term.words for term in query.terms)


@given(st.lists(st.sampled_from(["memory", "图像", "long", "x1"]), min_size=1, max_size=5))
def test_words_stay_in_their_order(given_words: list[str]) -> None:
    """Apart or as a phrase, folded as the index folds them."""
    text = " ".join(given_words)
    assert [each for term in parse(text).terms for each in term.words] == words(text)
    assert parse(f'"{text}"').terms == (Term(tuple(words(text)), phrase=True),)


@given(queries)
@example("arXiv:2404.05726")
def test_a_minus_negates_and_changes_nothing_else(text: str) -> None:
    """Each word of a query with a minus before it is the same word, negated."""
    with contextlib.suppress(UsageError):
        for part in text.replace('"', " ").split():
            bare = part.lstrip("-")
            plain, negated = parse(bare), parse(f"-{bare}")
            assert negated.terms == tuple(term._replace(negated=True) for term in plain.terms)
            assert negated.conditions == tuple(
                each._replace(negated=True) for each in plain.conditions
            )
