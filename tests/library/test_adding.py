"""New papers -> files: the ids they get, and those that are there already."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from paperlist import Library, Paper
from paperlist.errors import DuplicatePaperError, ReadError, UsageError
from paperlist.library.adding import Intake, Outcome
from paperlist.model.combine import OnDuplicate, filled, merged
from paperlist.model.identifiers import is_unnamed
from paperlist.model.identity import identities, may_be_one
from paperlist.store import notes
from paperlist.text.words import fold
from tests.conftest import WriteNote
from tests.strategies import labels, lines, papers, texts

LONG = "Attention Is All You Need"


def take(
    library: Library, *new: Paper, how: OnDuplicate | None = OnDuplicate.SKIP
) -> list[Outcome]:
    """Take papers in as one batch."""
    return library.add_all([(paper, "2024-04") for paper in new], how)


def actions(outcomes: list[Outcome]) -> list[tuple[str, str]]:
    return [(outcome.action, outcome.entry.id) for outcome in outcomes]


def contents(library: Library) -> dict[str, bytes]:
    """Every file of the library that a person could have written."""
    return {
        path.relative_to(library.root).as_posix(): path.read_bytes()
        for path in sorted(library.root.rglob("*"))
        if path.is_file() and ".paperlist" not in path.parts
    }


# Ids


@pytest.mark.parametrize(
    ("titles", "ids"),
    [
        (["MA-LMM: Memory-Augmented"], ["ma-lmm"]),
        (["Four Words Before Colon: x"], ["four-words-before-colon"]),
        (["Five Words Before the Colon: x"], ["five-words-before-the-colon"]),
        (["One two three four five six seven: x"], ["one-two-three-four-five"]),
        (["Rho-1: One thing", "Rho-1: another", "Rho 1 - and more"],
         ["rho-1", "rho-1-2", "rho-1-and-more"]),
        (["A: x", "A: y", "A: z", "A 2: w"], ["a", "a-2", "a-3", "a-2-2"]),
        (["图像生成", "?!", "!?"], ["tu-xiang-sheng-cheng", "paper", "paper-2"]),
        (["Émile: x", ": no head"], ["emile", "no-head"]),
        (["../../etc/passwd", "CON"], ["etc-passwd", "con"]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("at_once", [True, False])
def test_ids(library: Library, titles: list[str], ids: list[str], *, at_once: bool) -> None:
    """Short, ASCII, numbered where taken; the same within one batch and one by one."""
    new = [Paper(title=title) for title in titles]
    batches = [new] if at_once else [[paper] for paper in new]
    outcomes = [outcome for batch in batches for outcome in take(library, *batch)]
    assert actions(outcomes) == [("added", name) for name in ids]
    assert sorted(contents(library)) == sorted(
        ["paperlist.toml", *(f"data/2024-04/{name}.yaml" for name in ids)]
    )


def test_an_id_of_another_month_or_a_broken_note_is_taken(
    library: Library, write: WriteNote
) -> None:
    """Ids are unique in the library, and a file is never written over."""
    write("2023-01/a", "title: Old\n")
    write("2024-04/a-2", "title: [broken\n")
    assert actions(take(library, Paper(title="A: new"))) == [("added", "a-3")]
    assert contents(library)["data/2024-04/a-2.yaml"] == b"title: [broken\n"


def test_what_is_written_is_the_entry_that_is_told(library: Library) -> None:
    """At its month's place; without a month, at this one's."""
    (outcome,) = take(library, Paper(title="A", method="x", keypoints=["k"]))
    path = "data/2024-04/a.yaml"
    assert notes.load(contents(library)[path], path).fields() == outcome.entry.fields
    assert library.get("a") == outcome.entry
    before = datetime.now().astimezone().strftime("%Y-%m")
    month = library.add(Paper(title="B")).entry.month
    assert before <= month <= datetime.now().astimezone().strftime("%Y-%m")


# Duplicates

THERE = Paper(title=LONG, arxiv="1706.03762v1", doi="10.5555/abc")


@pytest.mark.parametrize(
    ("new", "why"),
    [
        (Paper(title="Attention", arxiv="1706.03762v7"), "the same arXiv id"),
        (Paper(title="Attention is all you need", arxiv="1706.03762"), "the same arXiv id"),
        (Paper(title="Attention is all", doi="10.5555/ABC"), "the same DOI"),
        (Paper(title="attention is ALL you need!"), "the same title"),
        (Paper(title="Attention-Is-All-You-Need"), "the same title"),
        (Paper(title="Atténtion Is All You Need"), "the same title"),
        (Paper(title="Ａttention Is All You Need."), "the same title"),
        (Paper(title="Attention Is All You Need", arxiv="2404.00001"), "the same title"),
        (Paper(title="Attentoin Is All You Need"), f"nearly the same title, '{LONG}'"),
        (Paper(title="Attention Is All You Ned"), f"nearly the same title, '{LONG}'"),
    ],
)
@pytest.mark.parametrize("at_once", [True, False])
def test_one_paper_is_recognised(library: Library, new: Paper, why: str, *, at_once: bool) -> None:
    """By identifier without version, else by its title, a slip allowed; in a batch, too."""
    outcomes = take(library, THERE, new) if at_once else [
        *take(library, THERE), *take(library, new)
    ]  # fmt: skip
    assert outcomes[1].why == why
    assert outcomes[1].action == ("merged" if at_once else "skipped")
    assert outcomes[1].entry.id == "attention-is-all-you-need"
    assert len(library.papers()) == 1


@pytest.mark.parametrize(
    "new",
    [
        Paper(title="Attention Is Not All You Need"),
        Paper(title="Attention Is All You Need, Too: A Sequel"),
        Paper(title="Grasping with soft fingers", arxiv="1706.03762"),
        Paper(title="Grasping with soft fingers", doi="10.5555/abc"),
        Paper(title=LONG + " 2"),
        Paper(title=LONG + " II"),
        Paper(title=LONG + "+"),
    ],
)
@pytest.mark.parametrize("at_once", [True, False])
def test_two_papers_stay_two(library: Library, new: Paper, *, at_once: bool) -> None:
    """Those of a series, and those that carry one identifier by mistake, which is told."""
    outcomes = take(library, THERE, new) if at_once else [
        *take(library, THERE), *take(library, new)
    ]  # fmt: skip
    assert [outcome.action for outcome in outcomes] == ["added", "added"]
    by_mistake = bool(new.arxiv or new.doi)
    assert outcomes[1].clash == ("attention-is-all-you-need" if by_mistake else "")
    assert len(library.papers()) == 2


@pytest.mark.parametrize(("first", "second"), [("C", "C++"), ("T5", "T6"), ("Gato", "Gatto")])
def test_short_titles_have_no_near_ones(library: Library, first: str, second: str) -> None:
    """A letter makes another name."""
    outcomes = take(library, Paper(title=first), Paper(title=second))
    assert [outcome.action for outcome in outcomes] == ["added", "added"]


def test_a_duplicate_is_refused_where_nobody_said_what_to_do(library: Library) -> None:
    """All of the batch is, and the error says how to go on."""
    take(library, THERE)
    before = contents(library)
    with pytest.raises(DuplicatePaperError) as caught:
        take(library, Paper(title="New"), Paper(title=LONG.upper()), how=None)
    assert str(caught.value) == (
        "already in the library as 'attention-is-all-you-need' (the same title); nothing added.\n"
        "--on-duplicate update fills the empty fields of 'attention-is-all-you-need', "
        "--on-duplicate add adds this one as 'attention-is-all-you-need-2'."
    )
    assert caught.value.exit_status == 1
    assert contents(library) == before
    with pytest.raises(DuplicatePaperError, match="'new'"):
        take(library, Paper(title="New"), Paper(title="new"), how=None)
    assert contents(library) == before


def test_skip_leaves_every_byte(library: Library, write: WriteNote) -> None:
    """Also of a note that we would have written otherwise."""
    write("2024-04/x", "# mine\ntitle:   'A'\n")
    before = contents(library)
    (outcome,) = take(library, Paper(title="a", method="new"))
    assert (outcome.action, outcome.entry.id, outcome.entry.month) == ("skipped", "x", "2024-04")
    assert outcome.entry.fields == {"title": "A"}
    assert contents(library) == before
    assert library.done == []


def test_update_fills_what_is_empty_and_keeps_the_rest(library: Library, write: WriteNote) -> None:
    """In the file's own month, comments and key order with it."""
    path = write("2023-01/x", "# mine\nvenue: CVPR\ntitle: A  # short\n")
    new = Paper(title="A!", venue="ICCV", method="m", links={"code": "http://c"})
    (outcome,) = take(library, new, how=OnDuplicate.UPDATE)
    assert (outcome.action, outcome.entry.id, outcome.entry.month) == ("updated", "x", "2023-01")
    assert path.read_text() == (
        "# mine\nmethod: m\nlinks:\n  code: http://c\nvenue: CVPR\ntitle: A  # short\n"
    )
    assert library.get("x") == outcome.entry
    (again,) = take(library, new, how=OnDuplicate.UPDATE)
    assert again.action == "skipped"


def test_update_twice_in_one_batch_fills_twice(library: Library, write: WriteNote) -> None:
    """The second sees what the first one left, and undo takes both back."""
    path = write("2024-04/a", "title: A\n")
    outcomes = take(
        library, Paper(title="A", method="m"), Paper(title="a", method="n", metric="k"),
        how=OnDuplicate.UPDATE,
    )  # fmt: skip
    assert actions(outcomes) == [("updated", "a"), ("updated", "a")]
    assert path.read_text() == "title: A\nmethod: m\nmetric: k\n"
    library.undo()
    assert path.read_text() == "title: A\n"


def test_add_adds_it_all_the_same(library: Library) -> None:
    """With a number of its own, and the other one named where they share an identifier."""
    outcomes = take(library, *[Paper(title="A", arxiv="2404.00001")] * 3, how=OnDuplicate.ADD)
    assert actions(outcomes) == [("added", "a"), ("added", "a-2"), ("added", "a-3")]
    assert len(library.papers()) == 3


def test_a_paper_that_comes_twice_in_a_batch_is_one_with_every_word(library: Library) -> None:
    """Whatever is to be done with those that are there already, short of adding."""
    for number, how in enumerate((OnDuplicate.SKIP, OnDuplicate.UPDATE)):
        title = f"Title {number}"
        outcomes = take(
            library, Paper(title=title, method="one"), Paper(title=title.upper(), method="two"),
            how=how,
        )  # fmt: skip
        assert actions(outcomes) == [("added", f"title-{number}"), ("merged", f"title-{number}")]
        fields = library.get(f"title-{number}").fields
        assert fields["method"] == "one\n\ntwo"
        assert outcomes[1].entry.fields == fields
        assert "notes" not in fields


def test_what_a_duplicate_brings_is_known_of_the_paper(library: Library) -> None:
    """Its identifier tells the next one, under its full title, that it is the same paper."""
    identified = Paper(title="MA-LMM", arxiv="2404.05726")
    full = Paper(title="MA-LMM: Memory-Augmented Multimodal Model", arxiv="2404.05726v2")
    outcomes = take(library, Paper(title="MA-LMM"), identified, full)
    assert actions(outcomes) == [("added", "ma-lmm"), *[("merged", "ma-lmm")] * 2]
    library.undo()
    take(library, Paper(title="MA-LMM"))
    outcomes = take(library, identified, full, how=OnDuplicate.UPDATE)
    assert actions(outcomes) == [("updated", "ma-lmm"), ("skipped", "ma-lmm")]


def test_a_broken_note_is_no_duplicate(library: Library, write: WriteNote) -> None:
    """Nobody knows what it is."""
    write("2024-04/a", "title: A\nkeypoints: [\n")
    assert actions(take(library, Paper(title="A"))) == [("added", "a-2")]


# Order and spelling


def test_added_ascends_within_a_batch_and_from_batch_to_batch(library: Library) -> None:
    """By a second each, so that the author's order survives; a moment of its own is kept."""
    own = datetime(2020, 5, 1, tzinfo=UTC)
    first = take(library, *[Paper(title=f"A{number}") for number in range(5)])
    second = take(library, Paper(title="B0"), Paper(title="B1", added=own), Paper(title="B2"))
    moments = [datetime.fromisoformat(each.entry.fields["added"]) for each in [*first, *second]]
    assert moments[6] == own
    del moments[6]
    assert moments == sorted(set(moments))
    assert moments[4] - moments[0] == timedelta(seconds=4)
    assert [entry.id for entry in library.papers()] == [
        "b1", "a0", "a1", "a2", "a3", "a4", "b0", "b2",
    ]  # fmt: skip


def test_a_large_import_was_added_until_now(library: Library, tmp_path: Path) -> None:
    """And not from now on, an hour for some thousands."""
    page = tmp_path / "page.md"
    page.write_text(
        "".join(f"- [Otter {number}](https://x.y/{number}.pdf)\n" for number in range(90))
    )
    (imported,) = library.import_files([page])
    moments = [outcome.entry.fields["added"] for outcome in imported.outcomes]
    assert moments == sorted(set(moments))
    assert datetime.fromisoformat(moments[-1]) <= datetime.now(UTC)


@pytest.mark.parametrize(("ahead", "followed"), [(timedelta(hours=1), True), (timedelta(2), False)])
def test_the_newest_paper_is_followed_unless_it_is_days_ahead(
    library: Library, write: WriteNote, ahead: timedelta, *, followed: bool
) -> None:
    """A large import runs ahead of the clock by its seconds; a slip of the pen by years."""
    moment = (datetime.now(UTC) + ahead).replace(microsecond=0)
    write("2024-04/x", f"title: X\nadded: {moment:%Y-%m-%dT%H:%M:%SZ}\n")
    (outcome,) = take(library, Paper(title="A"))
    added = datetime.fromisoformat(outcome.entry.fields["added"])
    assert (added == moment + timedelta(seconds=1)) == followed


def test_aliases_give_keypoints_one_spelling(library: Library) -> None:
    """Also in another case, in the plural, with a hyphen; once, where two become one."""
    (library.root / "paperlist.toml").write_text(
        '[aliases]\nLLM = "Large language models"\n"long context" = "Long-context"\n'
    )
    (outcome,) = take(
        library, Paper(title="A", keypoints=["llms", "Long-Contexts", "LLM", "LLM agents", "video"])
    )
    assert outcome.entry.keypoints == [
        "Large language models", "Long-context", "LLM agents", "video",
    ]  # fmt: skip
    assert library.values("keypoint")["Large language models"] == 1


@pytest.mark.parametrize(
    ("links", "found"),
    [
        ({"paper": "https://arxiv.org/abs/2404.05726v2"}, {"arxiv": "2404.05726"}),
        ({"pdf": "https://arxiv.org/pdf/2404.05726"}, {"arxiv": "2404.05726"}),
        ({"paper": "https://doi.org/10.1145/3292500.3330701"}, {"doi": "10.1145/3292500.3330701"}),
        ({"code": "https://arxiv.org/abs/2404.05726"}, {}),
        ({"paper": "https://example.org/2404.05726"}, {}),
    ],
)
def test_links_to_the_paper_tell_its_identifiers(
    library: Library, links: dict[str, str], found: dict[str, str]
) -> None:
    """Only links that lead to the paper itself count."""
    (outcome,) = take(library, Paper(title="Moss Nets", links=links))
    fields = outcome.entry.fields
    assert {kind: fields[kind] for kind in ("arxiv", "doi") if kind in fields} == found


def test_a_given_identifier_counts_more_than_a_link(library: Library) -> None:
    """It may be right where the link is not."""
    links = {"paper": "https://arxiv.org/abs/2404.05726"}
    (outcome,) = take(library, Paper(title="Moss Nets", arxiv="2404.00001", links=links))
    assert outcome.entry.arxiv == "2404.00001"


def test_a_batch_is_one_change(library: Library) -> None:
    """Undone as a whole; refused as a whole where a month is none."""
    before = contents(library)
    take(library, *[Paper(title=f"A{number}") for number in range(5)])
    library.undo()
    assert contents(library) == before
    with pytest.raises(UsageError):
        library.add_all([(Paper(title="A"), "2024-04"), (Paper(title="B"), "2024-13")])
    assert contents(library) == before


_titles = st.sampled_from(["Alpha", "ALPHA", "Beta: one", "Beta: two", "Gamma!", "Gamma?"])
_new = st.builds(
    Paper,
    title=_titles,
    arxiv=st.sampled_from(["", "2404.00001", "2404.00001v2", "2404.00002"]),
    method=st.sampled_from(["", "m", "n"]),
)


@given(st.lists(st.lists(_new, max_size=4), max_size=3), st.sampled_from(OnDuplicate))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_batches_leave_what_they_say(
    tmp_path_factory: pytest.TempPathFactory, batches: list[list[Paper]], how: OnDuplicate
) -> None:
    """One file for each paper added; taken in again they are all there; undone, none is."""
    library = Library.init(tmp_path_factory.mktemp("batches") / "papers")
    empty = contents(library)
    outcomes = [outcome for batch in batches for outcome in take(library, *batch, how=how)]
    added = [outcome.entry.id for outcome in outcomes if outcome.action == "added"]
    assert len(set(added)) == len(added)
    assert sorted(entry.id for entry in library.papers()) == sorted(added)
    assert library.broken() == []
    if how is not OnDuplicate.ADD:
        again = [outcome for batch in batches for outcome in take(library, *batch)]
        assert {outcome.action for outcome in again} <= {"skipped"}
    else:
        assert len(added) == sum(map(len, batches))
    for _ in library.done:
        library.undo()
    assert contents(library) == empty


# One paper out of two


@pytest.mark.parametrize(
    ("mine", "theirs", "both"),
    [
        ({"method": "a"}, {"method": "b"}, {"method": "a\n\nb"}),
        ({"method": "a b"}, {"method": "b"}, {"method": "a b"}),
        ({"method": "a"}, {"method": "a b"}, {"method": "a b"}),
        ({}, {"method": "b"}, {"method": "b"}),
        ({"keypoints": ["A"]}, {"keypoints": ["a", "b"]}, {"keypoints": ["A", "b"]}),
        ({"venue": "CVPR"}, {"venue": "cvpr"}, {"venue": "CVPR"}),
        ({"venue": "CVPR"}, {"venue": "ICCV"}, {"venue": "CVPR", "notes": "venue: ICCV"}),
        ({"status": "read"}, {"status": "reading"}, {"status": "read", "notes": "status: reading"}),
        ({"links": {"p": "u"}}, {"links": {"p": "v"}}, {"links": {"p": "u", "p 2": "v"}}),
        ({"links": {"p": "u"}}, {"links": {"q": "u"}}, {"links": {"p": "u", "q": "u"}}),
        ({"links": {"p": "u", "p 2": "w"}}, {"links": {"p": "v"}},
         {"links": {"p": "u", "p 2": "w", "p 3": "v"}}),
        ({"sections": {"R": "a"}}, {"sections": {"R": "b", "S": "c"}},
         {"sections": {"R": "a\n\nb", "S": "c"}}),
        ({"added": "2024-01-01T00:00:00Z"}, {"added": "2025-01-01T00:00:00Z"},
         {"added": "2024-01-01T00:00:00Z"}),
    ],
)  # fmt: skip
def test_merging_keeps_every_word(
    mine: dict[str, Any], theirs: dict[str, Any], both: dict[str, Any]
) -> None:
    """Mine first; what differs and has no place of its own goes into the notes."""
    first, second = Paper.parse({"title": "A", **mine}), Paper.parse({"title": "A", **theirs})
    assert merged(first, second).fields() == Paper.parse({"title": "A", **both}).fields()


_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-5, 5), st.floats(0, 9), lines, texts),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(labels, inner, max_size=2),
    max_leaves=4,
)
_own = st.dictionaries(st.sampled_from(["rating", "code", "venues"]), _values, max_size=3)
_papers = st.builds(lambda paper, own: Paper.parse(paper.fields() | own), papers, _own)


def spoken(value: Any) -> set[str]:
    """The words of a value, its keys and numbers among them."""
    if isinstance(value, dict):
        return set().union(*map(spoken, [*value, *value.values()]))
    if isinstance(value, list):
        return set().union(*map(spoken, value))
    if value is None:
        return set()
    return {word for part in str(value).split() for word in re.findall(r"\w+", fold(part))}


@given(_papers, _papers)
def test_merging_loses_no_word(one: Paper, two: Paper) -> None:
    """Of any two papers, with fields of any kind of their own; `added` is one's."""
    both = spoken(merged(one, two).fields())
    for paper in (one, two):
        for name, value in paper.fields().items():
            if name != "added":
                assert spoken(value) <= both, name


@given(_papers, _papers)
@example(Paper(title="# heading", arxiv="# heading"), Paper(title="A title"))
def test_merging_puts_behind_and_filling_changes_nothing(one: Paper, two: Paper) -> None:
    """Every text of both is in the merged one; every field of the first as it was in the filled."""
    assume(not is_unnamed(one.fields()))  # a title that is but an identifier gives way
    both = merged(one, two)
    said = str(both.fields())
    for field in ("objective", "method", "metric", "limitation", "notes"):
        for paper in (one, two):
            assert getattr(paper, field) in getattr(both, field), said
    assert {*one.links.values(), *two.links.values()} <= {*both.links.values()}
    full = filled(one, two).fields()
    for name, value in one.fields().items():
        if name in {"sections", "links"}:
            assert value.items() <= full[name].items()
        elif value or value in (0, False):
            assert full[name] == value
    assert set(full) == set(one.fields()) | set(two.fields()) - {"added"}
    assert merged(one, one) == one == filled(one, one)


@pytest.mark.parametrize(
    ("paper", "found"),
    [
        (Paper(title="A b!", arxiv="2404.1v12", doi="10.1/X"),
         {"arxiv": "2404.1", "doi": "10.1/x", "title": "ab"}),
        (Paper(title="?!", arxiv="hep-th/9901001"), {"arxiv": "hep-th/9901001"}),
    ],
)  # fmt: skip
def test_what_tells_a_paper_from_others(paper: Paper, found: dict[str, str]) -> None:
    """Surest first; what is empty tells nothing."""
    assert list(identities(paper).items()) == list(found.items())


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("MA-LMM", "MA-LMM: Memory-Augmented Large Multimodal Model", True),
        ("Scalable Diffusion Models", "Scalable diffusion models with transformers", True),
        ("Attention Is All You Need", "Grasping with soft fingers", False),
    ],
)
def test_titles_under_one_identifier(one: str, two: str, *, same: bool) -> None:
    """They change between versions, but not out of all knowing."""
    assert may_be_one(one, two) == may_be_one(two, one) == same


def test_a_note_that_went_meanwhile_is_named(library: Library, write: WriteNote) -> None:
    """What the index knew, and no file holds any more, is an error and no traceback."""
    write("2024-04/x", "title: A paper that was there a moment ago\n")
    intake = Intake(library.root, library.index(), library.settings)
    (library.root / "data/2024-04/x.yaml").unlink()
    paper = Paper(title="A paper that was there a moment ago", venue="CVPR")
    with pytest.raises(ReadError, match=r"data/2024-04/x\.yaml: No such file"):
        intake.take(paper, "2024-05", OnDuplicate.UPDATE)


NEAR = (
    {"title": "MA-LMM"},
    {"title": "MA-LMM: Memory models for video"},
    {"title": "MA-LMM: Memory models for videos"},
    {"title": "Learning Graphs, Part I"},
    {"title": "Learning Graphs, Part II"},
    {"title": "Learning graphs"},
)
named = st.fixed_dictionaries(
    {},
    optional={
        "arxiv": st.sampled_from(["2404.00001", "2404.00002"]),
        "doi": st.just("10.1234/x"),
        "objective": st.sampled_from(["one", "two"]),
    },
)
near = st.lists(
    st.builds(lambda title, also: Paper.parse({**title, **also}), st.sampled_from(NEAR), named),
    max_size=5,
)


@given(near, st.sampled_from([OnDuplicate.SKIP, OnDuplicate.UPDATE]))
@example(
    [
        Paper(title="MA-LMM: Memory models for video", arxiv="2404.00002"),
        Paper(title="MA-LMM"),
        Paper(title="MA-LMM: Memory models for videos", arxiv="2404.00001"),
    ],
    OnDuplicate.SKIP,
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)
def test_what_was_taken_in_is_there_already(
    tmp_path_factory: pytest.TempPathFactory, new: list[Paper], how: OnDuplicate
) -> None:
    """However near papers are to each other, the same ones again add none."""
    library = Library.init(tmp_path_factory.mktemp("library"))
    take(library, *new)
    again = take(library, *new, how=how)
    assert {outcome.action for outcome in again} <= {"skipped", "updated"}
    take(library, *new, how=how)
    before = contents(library)
    take(library, *new, how=how)
    assert contents(library) == before


def test_a_paper_that_took_another_in_is_known_as_both(library: Library) -> None:
    """With the arXiv id that came with the second, a third of another id is not it."""
    titles = ["MA-LMM: Memory models for videos", *["MA-LMM: Memory models for video"] * 2]
    new = [
        Paper(title=titles[0]),
        Paper(title=titles[1], arxiv="2404.00002"),
        Paper(title=titles[2], arxiv="2404.00001"),
    ]
    assert actions(take(library, *new)) == [
        ("added", "ma-lmm"), ("merged", "ma-lmm"), ("added", "ma-lmm-2"),
    ]  # fmt: skip


def test_parts_of_a_series_under_one_identifier_are_two(library: Library) -> None:
    parts = [Paper(title=f"Learning Graphs, Part {part}", doi="10.1234/x") for part in ("I", "II")]
    first, second = take(library, *parts)
    assert (first.action, second.action) == ("added", "added")
    assert second.clash == first.entry.id
