"""Query -> ranked hits: typos, beginnings, fields, scripts."""

import contextlib
import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from paperlist import Library
from paperlist.errors import PaperlistError, UsageError
from paperlist.search.query import Query, condition, parse
from paperlist.search.search import Rank
from paperlist.search.spelling import typos_allowed
from paperlist.text.words import words
from tests.conftest import WriteNote
from tests.modules import missing
from tests.nasty import queries
from tests.strategies import lines

NOTES = {
    "bank": "title: 'MA-LMM: Memory bank'\ncategory: LLM\nkeypoints: [Long-context]\n",
    "notes": "title: Second\nnotes: a memory of banks in passing, long context\n",
    "cafe": "title: Café Ünïcode naïve\nauthors: [Jörg Müller]\n",
    "chinese": "title: 图像生成与扩散模型\nkeypoints: [长视频]\n",
    "mixed": "title: 用于图像的GPT4\nnotes: 图像超分GPT3\n",
    "survey": "title: A survey of memory\nmethod: adapters everywhere\n",
    "exact": "title: Adapters\nmetric: 75.1%\narxiv: '2404.05726'\n",
    "near": "title: Adaptors\n",
}
# Searching changes nothing, so examples may share one library.
shared = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def filled(library: Library, write: WriteNote) -> Library:
    for name, text in NOTES.items():
        write(f"2024-04/{name}", text)
    return library


def found(library: Library, query: str) -> list[str]:
    return [hit.entry.id for hit in library.search(query).hits]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("memory bank", ["bank", "notes"]),
        ("memory and", ["survey", "bank", "notes"]),
        ("memry bnak", ["bank", "notes"]),
        ("mem ban", ["bank", "notes"]),
        ("MEMORY", ["survey", "bank", "notes"]),
        ("the memory", ["survey", "bank", "notes"]),
        # Hyphens
        ("long-context", ["bank", "notes"]),
        ("longcontext", ["bank"]),
        ("long context", ["bank", "notes"]),
        ("long-contxt", ["bank", "notes"]),
        ("mem-ory", ["survey", "bank", "notes"]),
        ("context-long", []),
        # Phrases and what must not be there
        ('"memory bank"', ["bank"]),
        ('"bank memory"', []),
        ('"memory of banks"', ["notes"]),
        ('"memry bank"', []),
        ("memory -survey", ["bank", "notes"]),
        ('memory -"memory bank"', ["survey", "notes"]),
        ("memory -notes:memory", ["survey", "bank"]),
        ("memory -surve", ["survey", "bank", "notes"]),
        ("-memory -adapters -second -unicode -图像 -adaptors", []),
        ("-memory -图像 -title:adaptors", ["cafe", "exact"]),
        # Accents and case
        ("cafe unicode", ["cafe"]),
        ("müller", ["cafe"]),
        ("MULLER", ["cafe"]),
        ("nave", ["cafe"]),
        # Fields
        ("adapters", ["exact", "survey"]),
        ("method:adapters", ["survey"]),
        ("method:adpaters", ["survey"]),
        ("method:adap", ["survey"]),
        ("title:adapters", ["exact"]),
        ("keypoint:context", ["bank"]),
        ("keypoint:memory", []),
        ("author:muller", ["cafe"]),
        ("category:LLM", ["bank"]),
        ("category:LLM memory", ["bank"]),
        ("-category:LLM memory", ["survey", "notes"]),
        ("month:2024-05 memory", []),
        ("75.1", ["exact"]),
        ("2404.05726", ["exact"]),
        ("2404.05727", []),
        ("ma-lmm:", ["bank"]),
        # What FTS5 would take for operators
        ("and or NEAR", ["near"]),
        ("NEAR( *", ["near"]),
        ("zzzz", []),
    ],
)
def test_finding(filled: Library, query: str, expected: list[str]) -> None:
    """What each query finds, nearest first."""
    assert found(filled, query) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("图", {"chinese", "mixed"}),
        ("型", {"chinese"}),
        ("图像", {"chinese", "mixed"}),
        ("扩散", {"chinese"}),
        ("扩散模", {"chinese"}),
        ("生成与扩散", {"chinese"}),
        ("图像生成与扩散模型", {"chinese"}),
        ("视频", {"chinese"}),
        ("频", {"chinese"}),
        ("扩生", set()),
        ("图像扩散", set()),
        ("图像 扩散", {"chinese"}),
        ('"扩散模型"', {"chinese"}),
        ('"图像生"', {"chinese"}),
        ('"图"', {"chinese", "mixed"}),
        ("图像 -扩散", {"mixed"}),
        ("图像 -扩", {"mixed"}),
        ("title:视频", set()),
        ("keypoint:视频", {"chinese"}),
        ("的GPT4", {"mixed"}),
        ("图像的GPT", {"mixed"}),
        ("图像的GPT4", {"mixed"}),
        ("图像GPT4", set()),
        ("图像生成GPT4", set()),
        ("超分gtp3", {"mixed"}),
        ("GPT", {"mixed"}),
    ],
)
def test_scripts_without_spaces(filled: Library, query: str, expected: set[str]) -> None:
    """Any run of signs of what is written, and no other; also beside Latin letters."""
    assert set(found(filled, query)) == expected


@given(st.data())
@shared
def test_any_part_of_a_chinese_title_finds_it(filled: Library, data: st.DataObject) -> None:
    """Of one sign, of two, of more."""
    title = filled.get("chinese").title
    start = data.draw(st.integers(0, len(title) - 1))
    end = data.draw(st.integers(start + 1, len(title)))
    assert "chinese" in found(filled, title[start:end])
    assert "chinese" in found(filled, f'"{title[start:end]}"')


# Typos


@pytest.mark.parametrize(
    ("word", "allowed"),
    [("abc", 0), ("abcd", 1), ("abcdefg", 1), ("abcdefgh", 2), ("20240405", 0), ("图像图像", 1)],
)
def test_typos_by_length(word: str, allowed: int) -> None:
    """None to three letters, one to seven, two beyond; numbers are taken at their word."""
    assert typos_allowed(word) == allowed


@pytest.mark.parametrize(
    ("typed", "finds"),
    [
        ("gan", True),      # as it is
        ("gna", False),     # three letters: no typo
        ("gam", False),
        ("lroa", True),     # four: a transposition,
        ("lora", True),
        ("loar", True),
        ("lra", False),     # (which is three letters typed)
        ("lorra", True),    # a letter too many
        ("lira", True),     # a wrong one
        ("lioa", False),    # two are too many
        ("memroy", True),
        ("mmeroy", False),
        ("memorry", True),
        ("transfomer", True),
        ("trasnfomer", True),
        ("trsnafomer", False),
        ("tranformers", True),
        ("20240406", False),
        ("20240405", True),
    ],
)  # fmt: skip
def test_typos_that_are_forgiven(
    library: Library, write: WriteNote, typed: str, *, finds: bool
) -> None:
    """As many as the typed word's length allows, a transposition being one."""
    write("2024-04/a", "title: gan lora memory transformer 20240405\n")
    assert (library.search(typed).total == 1) == finds


@given(st.data())
@shared
def test_any_transposition_in_a_long_word_is_forgiven(filled: Library, data: st.DataObject) -> None:
    """Wherever it is."""
    name, word = data.draw(
        st.sampled_from([("bank", "memory"), ("survey", "everywhere"), ("bank", "context")])
    )
    at = data.draw(st.integers(0, len(word) - 2))
    typed = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    assert name in found(filled, typed)


def test_a_word_of_the_library_is_not_bent(filled: Library) -> None:
    """`adaptors` is a word here, so `adapters` is no typo of it; `adaptrs` may be either."""
    assert found(filled, "adaptors") == ["near"]
    assert set(found(filled, "adaptrs")) == {"exact", "near", "survey"}


def test_a_word_of_the_library_is_bent_where_nothing_else_matches(filled: Library) -> None:
    """`adaptors survey`: no paper has both, one has `adapters` and `survey`."""
    results = filled.search("adaptors survey")
    assert [hit.entry.id for hit in results.hits] == ["survey"]
    assert results.hits[0].rank is Rank.TYPO
    assert ("adaptors", "adapters") in results.corrected


def test_a_word_of_the_library_is_bent_by_one_edit_at_most(
    library: Library, write: WriteNote
) -> None:
    """`impossible` is seldom a slip of `possible`; rather, most of the words will do."""
    write("2024-04/one", "title: Impossible figures\n")
    write("2024-04/two", "title: Possible months\n")
    results = library.search("impossible months")
    assert results.corrected == ()
    assert (results.having, results.terms) == (1, 2)


def test_only_the_nearest_words_are_taken_for_a_typo(library: Library, write: WriteNote) -> None:
    """Those one letter off, not those two letters off as well."""
    write("2024-04/one", "title: transformed\n")
    write("2024-04/two", "title: transforms\n")
    results = library.search("transformad")
    assert [hit.entry.id for hit in results.hits] == ["one"]
    assert results.corrected == (("transformad", "transformed"),)


# Rank


def test_exact_beats_beginning_beats_typo(library: Library, write: WriteNote) -> None:
    """The nearer the word, the higher the paper, wherever it stands and however often."""
    write("2024-04/typo", "title: fusoin fusoin fusoin\n")
    write("2024-04/begun", "title: fusions\n")
    write("2024-04/same", "title: Other\nnotes: fusion among many other words of no weight\n")
    write("2024-04/both", "title: Bank\nnotes: fusoin\n")
    hits = library.search("fusion").hits
    assert [(hit.entry.id, hit.rank) for hit in hits] == [
        ("same", Rank.EXACT), ("begun", Rank.BEGINNING),
    ]  # fmt: skip
    assert found(library, "fusiom") == ["same", "begun"]
    hits = library.search("fusion bank").hits
    assert [(hit.entry.id, hit.rank) for hit in hits] == [("both", Rank.TYPO)]


@pytest.mark.parametrize(
    ("higher", "lower"),
    [
        ("title: fusion", "title: Other\nkeypoints: [fusion]"),
        ("title: Other\nkeypoints: [fusion]", "title: Other\nobjective: fusion"),
        ("title: Other\nobjective: fusion", "title: Other\nnotes: fusion"),
        ("title: Other\nobjective: fusion", "title: Other\nmethod: fusion"),
        ("title: Other\nauthors: [fusion]", "title: Other\nlimitation: fusion"),
        ("title: fusion", "title: Other\nnotes: fusion fusion fusion fusion"),
        ("title: fusion", "title: fusion and quite a number of other words"),
    ],
)
def test_where_a_word_stands_weighs(
    library: Library, write: WriteNote, higher: str, lower: str
) -> None:
    """Title, then keypoints, then objective, then the rest; in whatever order they came."""
    write("2024-04/b", higher)
    write("2024-04/a", lower)
    write("2024-04/c", "title: Nothing of it\n")
    hits = library.search("fusion").hits
    assert [hit.entry.id for hit in hits] == ["b", "a"]
    assert hits[0].score > hits[1].score > 0


def test_words_side_by_side_count_whatever_stands_between_them(
    library: Library, write: WriteNote
) -> None:
    """A comma, a dash or several spaces do not part two words."""
    write("2024-04/a", "title: A fusion of some bank\n")
    write("2024-04/b", "title: On a fusion,  bank now\n")
    assert found(library, "fusion bank") == ["b", "a"]


def test_the_best_hits_are_the_first_of_all(filled: Library) -> None:
    """A limit cuts the list and not the count."""
    everything = filled.search("memory")
    for limit in range(4):
        results = filled.search("memory", limit)
        assert results.hits == everything.hits[:limit]
        assert results.total == 3
    assert len(filled.search("-adaptors", 2).hits) == 2
    assert filled.search("-adaptors", 2).total == len(NOTES) - 1


def test_a_query_of_conditions_alone_lists_in_the_order_of_the_list(filled: Library) -> None:
    """Newest month first, as `list` has it."""
    assert [hit.entry for hit in filled.search("month:2024-04").hits] == filled.papers()
    assert filled.search("").total == len(NOTES)


# No match


def test_most_of_the_words_when_no_paper_has_all(filled: Library) -> None:
    """And it is said which were left out."""
    results = filled.search("memory bank zebra")
    assert [hit.entry.id for hit in results.hits] == ["bank", "notes"]
    assert results.missing == ("zebra",)


def test_most_of_the_words_need_not_be_the_same_ones(filled: Library) -> None:
    """Each paper has some of them; what must not be there still must not."""
    results = filled.search("bank survey 75.1")
    assert {hit.entry.id for hit in results.hits} == {"bank", "notes", "survey", "exact"}
    assert results.missing == ()
    assert (results.having, results.terms) == (1, 3)
    assert results.hits[0].missing
    results = filled.search('memory "no such phrase" zebra -survey')
    assert [hit.entry.id for hit in results.hits] == ["bank", "notes"]
    assert results.missing == ("no such phrase", "zebra")


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("mrmoty", ("memory",)),
        ("lmn", ("lmm",)),
        ("title:sxcxnd", ("second",)),
        ("sxcxnd mrmoty", ("second", "memory")),
        ("method:mrmoty", ()),
        ("category:LLM mrmoty", ("memory",)),
        ("month:2024-05 mrmoty", ()),
        ("month:2024-05 memory", ()),
        ("zzzz", ()),
        ("mrmoty -bank -survey -passing", ()),
        ("扩生", ()),
    ],
)
def test_what_was_meant_when_nothing_matches(
    filled: Library, query: str, meant: tuple[str, ...]
) -> None:
    """Words further off than a typo, where they would find something."""
    results = filled.search(query)
    assert results.hits == []
    assert results.suggestion == meant


# Any query at all


@given(st.one_of(queries, st.text(), lines))
@shared
def test_no_query_ends_in_anything_but_hits_or_a_clear_error(filled: Library, text: str) -> None:
    """Alone, beside a word that is found, and behind a minus."""
    for query in (text, f"memory {text}", f"memory -{text}"):
        with contextlib.suppress(PaperlistError):
            results = filled.search(query)
            assert len(results.hits) == results.total


@pytest.mark.parametrize(
    "text",
    ["a" * 10_000, "a " * 5_000, "a-" * 5_000, "图" * 10_000, "-x " * 3_000,
     '"' + "memory " * 1_400 + '"', " ".join(f"memory{i}" for i in range(900))],
)  # fmt: skip
def test_a_page_that_was_pasted_is_searched_for(filled: Library, text: str) -> None:
    """However many words there are."""
    results = filled.search(text)
    assert len(results.hits) == results.total


# Words so far apart that none is a beginning or a typo of another.
_vocabulary = st.sampled_from(["alpha", "memory", "vision", "tokens", "graphs", "zebras"])
_texts = st.lists(_vocabulary, max_size=5)


@given(
    st.lists(_texts, min_size=4, max_size=4),
    st.lists(_vocabulary, min_size=2, max_size=2),
    st.lists(_vocabulary, max_size=2),
)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_exact_words_find_what_reading_every_note_finds(
    library: Library,
    write: WriteNote,
    notes: list[list[str]],
    wanted: list[str],
    unwanted: list[str],
) -> None:
    """The index against a plain search through the notes."""
    for number, note in enumerate(notes):
        write(f"2024-04/n{number}", f"title: Some\nmethod: {' '.join(note)}\n")
    having = {
        f"n{number}" for number, note in enumerate(notes)
        if {*wanted} <= {*note} and not {*unwanted} & {*note}
    }  # fmt: skip
    results = library.search(" ".join([*wanted, *(f"-{each}" for each in unwanted)]))
    if having or results.having == results.terms:
        assert {hit.entry.id for hit in results.hits} == having
    behind = {
        f"n{number}" for number, note in enumerate(notes)
        if wanted in [note[i : i + 2] for i in range(len(note))]
    }  # fmt: skip
    assert set(found(library, f'"{" ".join(wanted)}"')) == behind


@given(st.one_of(lines, st.text(max_size=40)))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_word_of_a_note_finds_it(library: Library, write: WriteNote, text: str) -> None:
    """Whatever script, signs and spaces are between them."""
    from paperlist import Paper
    from paperlist.store import notes as store

    paper = Paper(title="Some", method=text)
    write("2024-04/a", store.dump(paper).decode())
    for word in words(paper.method):
        assert library.search(f'method:"{word}"').total == 1


def test_a_query_can_be_put_together_by_hand(filled: Library) -> None:
    """As the command line adds its options to the words."""
    query = parse("memory")
    query = query._replace(conditions=(condition("keypoint", "long context"),))
    assert [hit.entry.id for hit in filled.search(query).hits] == ["bank"]


def test_a_search_imports_nothing_heavy(filled: Library) -> None:
    """pydantic, ruamel.yaml, rich and the like stay out of the way of a warm search."""
    filled.search("memory")
    script = (
        "import sys; from paperlist.library.library import Library;"
        f"print(Library.find({str(filled.root)!r}).search('memry bank').total, *sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    ).stdout.split()
    assert done[0] == "2"
    heavy = {"pydantic", "ruamel", "ruamel.yaml", "rich", "jinja2", "requests", "markdown_it",
             "prompt_toolkit", "yaml_rs", "tomlkit", "slugify", "typer", "filelock"}  # fmt: skip
    assert missing(heavy) == []
    assert not heavy & set(done[1:])
    assert "paperlist.search.search" in done


def test_what_fields_and_links_are_called_is_no_word(library: Library, write: WriteNote) -> None:
    """Nor is what all links to arXiv have; what a link leads to is found by its own words."""
    write(
        "2024-04/a",
        "title: Memory\ncategory: LLM\narxiv: '2404.05726'\nseries: Winter\n"
        "links: {paper: 'https://arxiv.org/abs/2404.05726', code: 'https://github.com/ada/m'}\n",
    )
    assert library.search("memory -paper -code -category -arxiv -abs -https").total == 1
    for query in ("paper", "links", "category", "arxiv", "https"):
        assert library.search(query).total == 0
    for query in ("2404.05726", "https://github.com/ada/m", "github.com/ada", "winter", "llm"):
        assert library.search(query).total == 1


def test_what_is_level_stands_in_one_order(library: Library, write: WriteNote) -> None:
    """By month and id, whatever came first into the index."""
    for name in "bcade":
        write(f"2024-04/{name}", "title: Zebra stripes\nkeypoints: [Stripes]\n")
        library.search("zebra")
    for query in ("zebra", "zebar", "stri"):
        assert [hit.entry.id for hit in library.search(query).hits] == [*"abcde"]
    assert [hit.entry.id for hit in library.related("c")] == [*"abde"]


def test_as_typed_beats_a_beginning_however_many_there_are(
    library: Library, write: WriteNote
) -> None:
    """And all that is asked for is in order, beyond what a screen shows."""
    for number in range(300):
        write(f"2024-04/n{number}", f"title: Networks of kind {number}\n")
        write(f"2024-05/m{number}", f"title: Paper {number}\nmethod: {'w ' * number} a net\n")
    found = library.search("net")
    assert {hit.entry.month for hit in found.hits[:300]} == {"2024-05"}
    scores = [hit.score for hit in library.search("net", limit=500).hits]
    assert scores == sorted(scores, reverse=True)
    assert {hit.entry.month for hit in library.search("net", limit=20).hits} == {"2024-05"}


def test_a_category_is_found_with_and_without_spaces(library: Library, write: WriteNote) -> None:
    write("2024-04/a", "title: A\ncategory: Video / Controllable\n")
    write("2024-04/b", "title: B\ncategory: I/O\n")
    for category, name in (
        ("Video/Controllable", "a"), ("video", "a"), ("Video / Controllable", "a"), ("I/O", "b"),
    ):  # fmt: skip
        (hit,) = library.search(f'category:"{category}"').hits
        assert hit.entry.id == name


def test_a_hit_says_what_each_field_has(library: Library, write: WriteNote) -> None:
    """A beginning may be several words, and others in each field."""
    write("2024-04/a", "title: Memories\nobjective: the membrane and a memo\n")
    (hit,) = library.search("mem").hits
    assert hit.matched == {"title": ["memories"], "objective": ["membrane", "memo"]}


def test_named_searches_are_read_only_where_a_query_mentions_one(filled: Library) -> None:
    """Also behind a minus."""
    with pytest.raises(UsageError, match="there is no search '@unread'"):
        filled.search("memory -@unread")


@pytest.mark.parametrize(
    ("typed", "there"),
    [
        ("graphs", "graph"), ("graph", "graphs"), ("policies", "policy"), ("policy", "policies"),
        ("boxes", "box"), ("optimisation", "optimization"), ("analyzing", "analysing"),
        ("behaviour", "behavior"), ("pointcloud", "point cloud"),
    ],
)  # fmt: skip
def test_other_forms_of_a_word_are_found(
    library: Library, write: WriteNote, typed: str, there: str
) -> None:
    """Also where some note has the word as it is typed, which then comes first."""
    write("2024-04/a", f"title: On {there} here\n")
    assert library.search(typed).total == 1
    if " " not in there:
        write("2024-04/b", f"title: On {typed} here\n")
        assert [hit.entry.id for hit in library.search(typed).hits] == ["b", "a"]
        assert library.search(typed).corrected == ()


def test_no_word_is_taken_for_a_plural_that_is_none(library: Library, write: WriteNote) -> None:
    write("2024-04/a", "title: A bus clas thi ha\n")
    for word in ("buss", "class", "this", "has"):
        assert all(hit.rank is Rank.TYPO for hit in library.search(word).hits)


# Alternatives, sections and signs


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("(cafe OR adaptors)", {"cafe", "near"}),
        ("cafe OR adaptors", {"cafe", "near"}),
        ("(bank OR survey) memory", {"bank", "notes", "survey"}),
        ("(bank OR survey) -long-context", {"survey"}),
        ("(bnak OR cafe)", {"bank", "notes", "cafe"}),
        ("memory -(bank OR survey)", {"notes"}),
        ("memory -(bank category:LLM)", {"notes", "survey"}),
        ("memory NOT survey", {"bank", "notes"}),
        ("cafe OR category:LLM", {"cafe", "bank"}),
        ("cafe OR (memory -survey)", {"cafe", "bank", "notes"}),
        ("title:(memory OR adapters)", {"bank", "survey", "exact"}),
        ("图像 OR cafe", {"chinese", "mixed", "cafe"}),
        ("has:method", {"survey"}),
        ("has:metric OR has:method", {"survey", "exact"}),
        ("memory missing:method", {"bank", "notes"}),
        ("id:n", {"notes", "near"}),
        ("-id:n memory", {"bank", "survey"}),
        ("year:2024 cafe", {"cafe"}),
        ("year:2023 cafe", set()),
        ("-year:2024 cafe", set()),
        ("zzzz OR xxxx", set()),
    ],
)
def test_alternatives_and_conditions(filled: Library, query: str, expected: set[str]) -> None:
    """What each finds; a typo in one of several words is forgiven, too."""
    assert set(found(filled, query)) == expected


def test_of_alternatives_the_best_counts(library: Library, write: WriteNote) -> None:
    """A paper is not worse for lacking the other, nor for being one of many."""
    write("2024-04/a", "title: Zebra\n")
    write("2024-04/b", "title: Other\nnotes: zebra lion\n")
    write("2024-04/c", "title: Third\ncategory: X\n")
    assert found(library, "zebra OR lion") == ["a", "b"]
    assert found(library, "lion OR zebra OR category:X") == ["a", "b", "c"]
    assert library.search("zebra OR lion").hits[0].score == library.search("zebra").hits[0].score
    for number in range(300):
        write(f"2024-05/n{number}", "title: Of a category\ncategory: X\n")
    assert found(library, "zebra OR category:X")[:2] == ["a", "b"]


def test_most_of_the_items_when_no_paper_has_all(filled: Library) -> None:
    """Alternatives count as one, and are named by their words."""
    results = filled.search("memory bank (zebra OR walrus)")
    assert [hit.entry.id for hit in results.hits] == ["bank", "notes"]
    assert results.missing == ("zebra OR walrus",)
    assert (results.having, results.terms) == (2, 3)


def test_a_section_is_searched_by_its_name(library: Library, write: WriteNote) -> None:
    """And no other; so are fields of one's own, and links."""
    write(
        "2024-04/a",
        "title: A\nseries: Winter memory\ndoi: 10.1145/1234.5678\n"
        "sections: {Results: the memory adapters, Main data: some bank}\n"
        "links: {code: 'https://github.com/ada/m'}\n",
    )
    write("2024-04/b", "title: B\nsections: {Data: memory, results: none}\nseries: [Bank]\n")
    for query, expected in (
        ("results:memory", "a"), ("RESULTS:memroy", "a"), ("results:adapt", "a"),
        ('results:"memory adapters"', "a"), ('results:"adapters memory"', ""),
        ("results:none", "b"), ("data:memory", "b"), ("main-data:bank", "a"), ("data:bank", ""),
        ("-results:memory", "b"), ("b -results:memory", "b"),
        ("results:memory OR series:bank", "ab"),
        ("series:bank", "b"), ("series:winter", "a"), ("series:wintr", "a"), ("series:code", ""),
        ("code:ada", "a"), ("code:https://github.com/ada/m", "a"), ("link:ada", "a"),
        ("doi:10.1145/1234.5678", "a"), ("doi:memory", ""), ("section:memory", "ab"),
        ("missing:main-data", "b"), ("has:results", "ab"), ("has:code", "a"),
    ):  # fmt: skip
        assert "".join(sorted(found(library, query))) == expected, query
    with pytest.raises(UsageError, match="did you mean 'results:x'"):
        library.search("reslts:x")
    with pytest.raises(UsageError, match="did you mean 'has:series'"):
        library.search("has:serise")


def test_attachments_are_asked_for(library: Library, write: WriteNote) -> None:
    """As they lie on disk, in any case."""
    write("2024-04/a", "title: A\n")
    write("2024-04/b", "title: B\n")
    write("2024-04/c", "title: C\n")
    for name in ("a/paper.PDF", "b/figures/x.png"):
        file = library.root / "data" / "2024-04" / name
        file.parent.mkdir(parents=True)
        file.touch()
    for query, expected in (
        ("has:attachment", "ab"), ("has:pdf", "a"), ("missing:pdf", "bc"), ("-has:file", "c"),
    ):  # fmt: skip
        assert "".join(sorted(found(library, query))) == expected


def test_words_with_signs(library: Library, write: WriteNote) -> None:
    """`C++` is not every word that begins with a c; where no paper has it, that is said."""
    write("2024-04/a", "title: Parsing C++ quickly\n")
    write("2024-04/b", "title: A C compiler in C#\n")
    write("2024-04/c", "title: On .NET and the net\nkeypoints: [C]\n")
    write("2024-04/d", "title: 使用C++编程\n")
    for query, expected in (
        ("C++", "ad"), ("c++", "ad"), ("C#", "b"), (".NET", "c"), ("C", "abcd"), ("net", "c"),
        ("F#", ""), ('"parsing c++"', "a"), ("C++ -quickly", "d"), ("使用c++", "d"), ("编程", "d"),
        ("title:C++", "ad"), ("keypoint:C", "c"),
    ):  # fmt: skip
        assert "".join(sorted(found(library, query))) == expected, query
    assert found(library, "C")[0] in "bc"
    assert library.search("C++").hits[0].matched == {"title": ["c++"]}
    assert [entry.id for entry in library.papers([condition("keypoint", "C++")])] == []


def test_keypoints_that_a_filter_means(library: Library, write: WriteNote) -> None:
    """As words: complete, else a beginning, else a typo; a known one is bent last."""
    write("2024-04/a", "title: A\nkeypoints: [Memory bank, Long videos]\n")
    write("2024-04/b", "title: B\nkeypoints: [Diffusion, Memorial]\n")
    write("2024-04/c", "title: C\nkeypoints: [Diffusers, Lang]\n")
    for typed, expected, meant in (
        ("memory", "a", []), ("memroy", "a", ["memory"]), ("memry bnak", "a", ["memory bank"]),
        ("bank memory", "", []), ("diffu", "bc", ["diffuser", "diffusion"]),
        ("diffusionn", "b", ["diffusion"]), ("lang video", "a", ["long video"]), ("xyz", "", []),
    ):  # fmt: skip
        query = Query(conditions=(condition("keypoint", typed),))
        results = library.search(query)
        assert "".join(sorted(hit.entry.id for hit in results.hits)) == expected, typed
        assert sorted(word for _, word in results.corrected) == meant


LATER = (
    "no paper is filed under 2025-01 or later; the newest month is 2024-04. "
    "For the date of publication, search published:2025."
)


@pytest.mark.parametrize(
    ("query", "remarks"),
    [
        ("category:LLMs memory", ["there is no category 'LLMs'; did you mean 'LLM'?"]),
        ("adapters category:LLM", ["without category:LLM, 2 papers match."]),
        ("cafe -unicode", ["without -unicode, 1 paper matches."]),
        ("cafe -(unicode OR x)", ["without -unicode, 1 paper matches."]),
        ("cafe -(unicode naive)", ["without -(unicode naive), 1 paper matches."]),
        ("2024-04", ["'2024-04' is a month: month:2024-04 finds 8 papers."]),
        ("has:venue", ["no note has venue."]),
        ("missing:title", ["every note has title."]),
        ("has:pdf", ["no paper has an attachment that ends in .pdf."]),
        ("id:bnak", ["no id begins with 'bnak'; did you mean 'bank'?"]),
        ("year:2025", [LATER]),
        ("category:(X OR Y)", [
            "there is no category 'X'; there are 'LLM'.",
            "there is no category 'Y'; there are 'LLM'.",
        ]),
        ("-month:2024-04", ["all papers meet month:2024-04."]),
        ("zzzz", []),
        ("memory category:(LLM OR LLMs)", ["there is no category 'LLMs'; did you mean 'LLM'?"]),
        ("memory -survye", ["no paper has 'survye', which was to be left out."]),
        ("memory -cLLM", [
            "no paper has 'cllm', which was to be left out; for the option, write '-c llm'.",
        ]),
        ("memory status:unread", [
            "no paper has the status to-read or reading.",
        ]),
        ("memory -survey", []),
    ],
)  # fmt: skip
def test_remarks(filled: Library, query: str, remarks: list[str]) -> None:
    """What is said where nothing matches, or a part has no effect."""
    parsed = filled.parse(query)
    assert filled.remarks(parsed, filled.search(parsed)) == remarks
