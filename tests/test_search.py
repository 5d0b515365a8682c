"""Query -> ranked hits: typos, beginnings, fields, scripts."""

import contextlib
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlist import Library
from paperlist.errors import UsageError
from paperlist.query import Term, condition, parse
from paperlist.search import typos_allowed
from tests.conftest import WriteNote
from tests.strategies import lines

NOTES = {
    "bank": "title: 'MA-LMM: Memory bank'\ncategory: LLM\nkeypoints: [Long-context]\n",
    "notes": "title: Second\nnotes: a memory of banks in passing, long context\n",
    "cafe": "title: Café Ünïcode naïve\nauthors: [Jörg Müller]\n",
    "chinese": "title: 图像生成与扩散模型\nkeypoints: [长视频]\n",
    "survey": "title: A survey of memory\nmethod: adapters everywhere\n",
    "exact": "title: Adapters\nmetric: 75.1%\narxiv: '2404.05726'\n",
    "near": "title: Adaptors\n",
}


@pytest.fixture
def filled(library: Library, write: WriteNote) -> Library:
    for name, text in NOTES.items():
        write(f"2024-04/{name}", text)
    return library


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("memory bank", ["bank", "notes"]),
        ("memry bnak", ["bank"]),
        ("mem ban", ["bank", "notes"]),
        ("MEMORY", ["survey", "bank", "notes"]),
        ("long-context", ["bank", "notes"]),
        ("longcontext", ["bank"]),
        ("long context", ["bank", "notes"]),
        ('"memory bank"', ["bank"]),
        ("memory -survey", ["bank", "notes"]),
        ("-memory -adapters -second -unicode -图像 -adaptors", []),
        ("cafe unicode", ["cafe"]),
        ("müller", ["cafe"]),
        ("MULLER", ["cafe"]),
        ("扩散", ["chinese"]),
        ("图", ["chinese"]),
        ("生成与扩散", ["chinese"]),
        ("视频", ["chinese"]),
        ("扩生", []),
        ("adapters", ["exact", "survey"]),
        ("method:adapters", ["survey"]),
        ("title:adapters", ["exact"]),
        ("keypoint:context", ["bank"]),
        ("author:muller", ["cafe"]),
        ("category:LLM", ["bank"]),
        ("category:LLM memory", ["bank"]),
        ("month:2024-05 memory", []),
        ("75.1", ["exact"]),
        ("2404.05726", ["exact"]),
        ("ma-lmm:", ["bank"]),
        ("AND OR NEAR", ["near"]),
        ("NEAR( *", ["near"]),
        ("zzzz", []),
        ("the memory", ["survey", "bank", "notes"]),
    ],
)
def test_finding(filled: Library, query: str, found: list[str]) -> None:
    """What each query finds, nearest first."""
    assert [hit.entry.id for hit in filled.search(query).hits] == found


def test_a_word_of_the_library_is_not_bent(filled: Library) -> None:
    """`adaptors` is a word here, so `adapters` is no typo of it; `adaptrs` may be either."""
    assert [hit.entry.id for hit in filled.search("adaptors").hits] == ["near"]
    assert {hit.entry.id for hit in filled.search("adaptrs").hits} == {"exact", "near", "survey"}


def test_exact_beats_beginning_beats_typo(library: Library, write: WriteNote) -> None:
    """The nearer the word, the higher the paper."""
    write("2024-04/typo", "title: fusoin fusoin fusoin\n")
    write("2024-04/begun", "title: fusions\n")
    write("2024-04/same", "title: Other\nnotes: fusion\n")
    assert [hit.entry.id for hit in library.search("fusion").hits] == ["same", "begun"]
    assert library.search("fusiom").hits[0].entry.id in {"same", "begun"}


def test_most_of_the_words_when_no_paper_has_all(filled: Library) -> None:
    """And it is said which were left out."""
    results = filled.search("memory bank zebra")
    assert [hit.entry.id for hit in results.hits] == ["bank", "notes"]
    assert results.missing == ("zebra",)


@pytest.mark.parametrize(
    ("word", "allowed"),
    [("abc", 0), ("abcd", 1), ("abcdefg", 1), ("abcdefgh", 2), ("20240405", 0)],
)
def test_typos_by_length(word: str, allowed: int) -> None:
    """None to three letters, one to seven, two beyond; numbers are taken at their word."""
    assert typos_allowed(word) == allowed


@given(st.one_of(st.text(), lines))
def test_any_query_is_words_or_a_clear_error(text: str) -> None:
    """Never another exception."""
    with contextlib.suppress(UsageError):
        parse(text)


@pytest.mark.parametrize(
    "text", ['"', "*", "(", "-", '""', "a" * 10_000, "^x", "{a b}", "x' OR 1", "\0"]
)
def test_no_query_reaches_sql_as_anything_but_words(filled: Library, text: str) -> None:
    """Signs of FTS5 and of SQL are words, or nothing."""
    with contextlib.suppress(UsageError):
        filled.search(text)
        filled.search(f"memory {text}")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('a "b', "quote"),
        ("keypiont:x", "did you mean 'keypoint:x'"),
        ("month:2024-13", "not a month"),
        ("status:done", "to-read, reading, read"),
    ],
)
def test_bad_queries_say_what_is_wrong(text: str, message: str) -> None:
    """And what is meant, where that can be told."""
    with pytest.raises(UsageError, match=message):
        parse(text)


def test_a_query_is_taken_apart() -> None:
    """Words, phrases, fields, conditions, negation; other colons belong to words."""
    query = parse('deep "memory bank" -survey method:x -category:LLM http://a.b Rho:')
    assert query.terms == (
        Term(("deep",)), Term(("memory", "bank"), phrase=True), Term(("survey",), negated=True),
        Term(("x",), column="method"), Term(("http", "a", "b")), Term(("rho",)),
    )  # fmt: skip
    assert query.conditions == (condition("category", "LLM", negated=True),)


def test_a_search_imports_nothing_heavy(filled: Library) -> None:
    """pydantic, ruamel.yaml, rich and the like stay out of the way of a warm search."""
    filled.search("memory")
    script = (
        "import sys; from paperlist import Library;"
        f"print(Library.find({str(filled.root)!r}).search('memry bank').total, *sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    ).stdout.split()
    assert done[0] == "2"
    heavy = {"pydantic", "ruamel", "ruamel.yaml", "rich", "jinja2", "requests", "markdown_it",
             "prompt_toolkit", "yaml_rs", "tomlkit", "slugify"}  # fmt: skip
    assert not heavy & set(done[1:])
