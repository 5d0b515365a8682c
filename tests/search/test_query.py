"""The query language: text -> Query."""

import contextlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from paperlist.errors import UsageError
from paperlist.index.conditions import Combination, Condition
from paperlist.search.fields import unread
from paperlist.search.query import CONDITIONS, TEXT_COLUMNS, Group, Query, Term, condition, parse
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
        ("Rho: 1", (word("rho"), word("1"))),
        ("Rho-1:x", (Term(("rho", "1", "x")),)),
        ("2404:05726", (Term(("2404", "05726")),)),
        ("std::vector", (Term(("std", "vector")),)),
        ('"foo:bar"', (Term(("foo", "bar"), phrase=True),)),
        ("视频生成:综述", (Term(("视频", "频生", "生成", "成", "综述", "述")),)),
        ("方法:x", (Term(("x",), column="method"),)),
        ("methods:x", (Term(("x",), column="method"),)),
        ("doi:10.1/x", (Term(("10", "1", "x"), column="other", part="doi"),)),
        ("http://a.b/c", (Term(("a", "b", "c")),)),
        ("title://x", (Term(("title", "x")),)),
        ("10:30", (Term(("10", "30")),)),
        ("图像生成", (Term(("图像", "像生", "生成", "成")),)),
        ("a\u3000b", (word("a"), word("b"))),
        ("and or not NEAR", tuple(map(word, ("and", "or", "not", "near")))),
        ('"OR" "AND"', (Term(("or",), phrase=True), Term(("and",), phrase=True))),
        ("a AND b", (word("a"), word("b"))),
        ("a NOT b", (word("a"), word("b")._replace(negated=True))),
        ("f(x)", (Term(("f", "x")),)),
        ("(f(x))", (Term(("f", "x")),)),
        ("(Re)thinking", (Term(("re", "thinking")),)),
        ("Segment Anything (SAM), now", tuple(map(word, ("segment", "anything", "sam", "now")))),
        ("NEAR(a b)", (Term(("near", "a")), word("b"))),
        ("fusion*", (word("fusion"),)),
        ("^fusion + {x}", (word("fusion"), word("x"))),
        ("C++ c# .NET", tuple(map(word, ("c++", "c#", ".net")))),
        ("C++11", (Term(("c++", "11")),)),
        ("C++:", (word("c++"),)),
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
        ("status:Read", Condition("status", "read")),
        ("status:toread", Condition("status", "to-read")),
        ("month:2024-04..2024-04", Condition("month", "2024-04")),
        ("id:MA-lmm*", Condition("id", "ma-lmm")),
        ("has:metric", Condition("missing", "metric", negated=True)),
        ("-has:metric", Condition("missing", "metric")),
        ("missing:Method", Condition("missing", "method")),
        ("-missing:method", Condition("missing", "method", negated=True)),
        ("has:author", Condition("missing", "authors", negated=True)),
        ("has:attachment", Condition("file", "")),
        ("has:pdf", Condition("file", ".pdf")),
        ("missing:pdf", Condition("file", ".pdf", negated=True)),
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
    values = {"category": "x", "status": "read", "has": "method", "missing": "pdf"}
    value = values.get(name, "2024-04")
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
        ("status:shelved", "'shelved' is not a status; use one of to-read, reading, read."),
        ("foo:bar", "there is no field 'foo'; to search for it as a word, write a space after"),
        ("foo:bar", "the colon: 'foo: bar'."),
        ('-foo:"a b"', "'foo: \"a b\"'"),
        ("Rho:1", "there is no field 'Rho'"),
        ("has:metrik", "there is no field 'metrik'; did you mean 'has:metric'?"),
        ("missing:qqqq", "there is no field 'qqqq'; there are title, category"),
        ("year:soon", "'soon' is not a year; write it like 2024 or 2020..2024."),
        ("year:..", "'..' is not a range; write it like 2020..2024."),
        ("(a OR b", "a bracket is not closed in: (a OR b\nClose it, or put"),
        ("a OR b)", "a bracket is closed but not opened in: a OR b)\nOpen it, or put"),
        ("a)", "a bracket is closed but not opened"),
        ("(" * 21 + "a", "brackets are nested more than 20 deep"),
        ("OR", "OR needs something to find on both sides"),
        ("a OR", "OR needs something"),
        ("(OR a)", "OR needs something"),
        ("a OR AND b", "AND needs something"),
        ("a NOT", "NOT needs something behind it"),
        ("foo:(a b)", "there is no field 'foo'"),
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


def test_a_named_search_is_one_thing() -> None:
    """As if in brackets, so that a minus leaves out all of what it finds."""
    searches = {"unread": "status:to-read OR status:reading", "clips": "video clip"}
    for text, meant in (
        ("a @unread", "a (status:to-read OR status:reading)"),
        ("a -@unread", "a -status:to-read -status:reading"),
        ("a -@clips", "a -(video clip)"),
        ("(@clips OR b)", "(video clip) OR b"),
    ):
        assert parse(text, searches) == parse(meant)


A, B, C = word("a"), word("b"), word("c")
NOT_A = A._replace(negated=True)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a OR b", Query(groups=(Group((A, B), any_of=True),))),
        ("(a OR b) c", Query((C,), groups=(Group((A, B), any_of=True),))),
        ("a OR b c", Query(groups=(Group((A, Group((B, C))), any_of=True),))),
        ("a OR (b OR c)", Query(groups=(Group((A, Group((B, C), any_of=True)), any_of=True),))),
        ("(a b) c", Query((A, B, C))),
        ("((a))", Query((A,))),
        ("(a OR a)", Query((A,))),
        ("a OR ***", Query((A,))),
        ("-(a)", Query((NOT_A,))),
        ("-(a OR b) c", Query((NOT_A, B._replace(negated=True), C))),
        ("-(a b) c", Query((C,), groups=(Group((A, B), negated=True),))),
        ("NOT (a b) c", Query((C,), groups=(Group((A, B), negated=True),))),
        ("-(-(a b))", Query((A, B))),
        ("title:(a OR method:b)", Query(groups=(
            Group((A._replace(column="title"), B._replace(column="method")), any_of=True),
        ))),
        ("(a OR b)(c)", Query((C,), groups=(Group((A, B), any_of=True),))),
        ("a OR category:x", Query(groups=(Group((A, Condition("category", "x")), any_of=True),))),
        ("category:(x OR y)", Query(conditions=(
            Combination((Condition("category", "x"), Condition("category", "y")), any_of=True),
        ))),
        ("year:2024", Query(conditions=(
            Condition("since", "2024-01"), Condition("until", "2024-12"),
        ))),
        ("year:2020-2024", Query(conditions=(
            Condition("since", "2020-01"), Condition("until", "2024-12"),
        ))),
        ("year:2024..2020", parse("year:2020..2024")),
        ("month:2024-01..2024-03", Query(conditions=(
            Condition("since", "2024-01"), Condition("until", "2024-03"),
        ))),
        ("year:2020..", Query(conditions=(Condition("since", "2020-01"),))),
        ("year:..2020", Query(conditions=(Condition("until", "2020-12"),))),
        ("-year:2024", Query(conditions=(
            Combination((Condition("since", "2024-01"), Condition("until", "2024-12")),
                        negated=True),
        ))),
        ("status:unread", Query(conditions=(unread(),))),
    ],
)  # fmt: skip
def test_alternatives_brackets_and_ranges(text: str, wanted: Query) -> None:
    """Words side by side bind closer than OR; brackets that change nothing are gone."""
    assert parse(text) == wanted


NAMES = ("title", "series", "sections.Main results", "sections.Abstract", "links.code")


@pytest.mark.parametrize(
    ("text", "column", "part"),
    [
        ("series:x", "other", "series"),
        ("main-results:x", "sections", "sections.mainresults"),
        ("Main_Results:x", "sections", "sections.mainresults"),
        ("sections.mainresults:x", "sections", "sections.mainresults"),
        ("abstract:x", "sections", "sections.abstract"),
        ("code:x", "other", "links.code"),
        ("link:x", "other", "links"),
    ],
)
def test_sections_and_fields_of_ones_own(text: str, column: str, part: str) -> None:
    """Are fields of the query by their names, if some note has them."""
    assert parse(text, names=lambda: NAMES) == Query((Term(("x",), column=column, part=part),))


def test_a_name_that_no_note_has_is_near_to_one() -> None:
    """And a section is missing by its name alone."""
    for text, meant in (("serise:x", "'series:x'"), ("main-result:x", "'main-results:x'")):
        with pytest.raises(UsageError, match=f"did you mean {meant}"):
            parse(text, names=lambda: NAMES)
    for text, field in (
        ("missing:main-results", "sections.Main results"), ("missing:code", "links.code"),
        ("missing:sections.abstract", "sections.Abstract"), ("missing:Series", "series"),
    ):  # fmt: skip
        assert parse(text, names=lambda: NAMES) == Query(conditions=(Condition("missing", field),))


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
        condition("status", "shelved")


def test_bytes_that_are_no_text_are_taken_for_signs() -> None:
    """As a terminal of another encoding sends them: no database takes such a string."""
    query = parse("caf\udce9 category:\udce9")
    (chosen,) = query.conditions
    assert isinstance(chosen, Condition)
    for text in (*query.terms[0].words, chosen.value):
        assert text.encode()
    assert query.terms[0].words[0] == "caf"


@given(queries)
@example("\ud800")
@example("x:" * 3)
def test_any_text_is_a_query_or_a_clear_error(text: str) -> None:
    """Never another exception, and a query never looks for nothing at all."""
    with contextlib.suppress(UsageError):
        query = parse(text)
        assert bool(text.strip()) == (query != Query())
        assert all(term.words for term in query.terms)
        assert all(len(group.parts) > 1 for group in query.groups)


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
