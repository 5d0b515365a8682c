"""Papers that are there twice: asked about, found, and made one."""

import random
from pathlib import Path

import pexpect
import pytest

from paperlist import Library, Paper
from paperlist.errors import DuplicatePaperError, TwinPapersError, UsageError
from paperlist.index.conditions import Condition
from paperlist.library.merging import groups
from paperlist.model.combine import OnDuplicate
from paperlist.model.entry import Entry
from paperlist.model.titles import CROWD
from tests.conftest import WriteNote
from tests.console import Console

LONG = "Scaling Laws for Neural Language Models"


def entry(name: str, title: str, **fields: str) -> Entry:
    return Entry(name, "2024-04", {"title": title, **fields})


def found(*entries: Entry) -> list[tuple[list[str], list[str]]]:
    return [([each.id for each in group.entries], list(group.why)) for group in groups(entries)]


@pytest.mark.parametrize(
    ("one", "two", "why"),
    [
        (entry("a", "A", arxiv="2404.00001v1"), entry("b", "A: more", arxiv="2404.00001v3"),
         "the same arXiv id, 2404.00001"),
        (entry("a", "A b", doi="10.1/X"), entry("b", "A b c", doi="10.1/x"),
         "the same DOI, 10.1/x"),
        (entry("a", "A b"), entry("b", "a-B!"), "the same title"),
        (entry("a", LONG), entry("b", LONG.replace("Neural", "Nerual")), "nearly the same title"),
        (entry("a", "TriForce"), entry("b", "TriForce: lossless"), "nearly the same title"),
        (entry("a", "Walking", arxiv="2404.00001"), entry("b", "Protein", arxiv="2404.00001"),
         "the same arXiv id, 2404.00001, under titles that differ"),
    ],
)  # fmt: skip
def test_what_tells_that_two_entries_are_one_paper(one: Entry, two: Entry, why: str) -> None:
    """Whichever comes first."""
    assert found(one, two) == [(["a", "b"], [why])]
    assert found(two, one) == [(["a", "b"], [why])]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (entry("a", "A: b"), entry("b", "A: c")),
        (entry("a", "!"), entry("b", "?")),
        (entry("a", f"{LONG}, Part I"), entry("b", f"{LONG}, Part II")),
        (entry("a", LONG, arxiv="2404.00001"), entry("b", f"{LONG}s", arxiv="2404.00002")),
        (entry("a", LONG, arxiv="", doi=""), entry("b", "Other", arxiv="", doi="")),
    ],
)
def test_what_does_not(one: Entry, two: Entry) -> None:
    """A series, a name of two papers, nearly one title under two arXiv ids, nothing at all."""
    assert found(one, two) == []


def test_a_group_holds_all_that_belong_together_and_the_first_added_leads() -> None:
    """By one reason or by another."""
    four = [
        entry("d", "B", added="2024-01-04T00:00:00Z"),
        entry("c", "B", arxiv="2404.00001", added="2024-01-01T00:00:00Z"),
        entry("b", "B: more", arxiv="2404.00001", doi="10.1/x", added="2024-01-02T00:00:00Z"),
        entry("a", "B: and more", doi="10.1/x", added="2024-01-03T00:00:00Z"),
        entry("z", "Another"),
    ]
    reasons = ["the same arXiv id, 2404.00001", "the same DOI, 10.1/x", "the same title"]
    assert found(*four) == [(["c", "b", "a", "d"], reasons)]


def test_twins_are_found_in_a_crowd() -> None:
    """Two thousand titles of one template, ten of them twice."""
    chance = random.Random(3)
    words = [f"{chance.choice('bcdfg')}{chance.randrange(10**6):x}" for _ in range(400)]
    titles = [f"A Survey of {' '.join(chance.sample(words, 3))} Models" for _ in range(20 * CROWD)]
    crowd = [entry(f"p{number:05}", title) for number, title in enumerate(titles)]
    twins = [
        entry(f"twin{number}", titles[number * 150].replace("Survey", "Survye"))
        for number in range(10)
    ]
    ids = [group[0] for group in found(*crowd, *twins)]
    assert ids == [[f"p{number * 150:05}", f"twin{number}"] for number in range(10)]


def test_the_library_tells_its_twins(library: Library, write: WriteNote) -> None:
    """As they are on disk at that moment; broken notes are none."""
    library.add(Paper(title=LONG), "2024-04")
    assert library.duplicates() == []
    write("2024-05/by-hand", f"title: {LONG}s\n")
    write("2024-05/broken", f"title: [{LONG}\n")
    (group,) = library.duplicates()
    assert [each.id for each in group.entries] == ["by-hand", "scaling-laws-for-neural-language"]
    assert group.as_json()["papers"][0]["title"] == f"{LONG}s"


# The check of a new paper


def test_the_error_names_both_ids(library: Library) -> None:
    """The one that is there, and the one it would get."""
    library.add(Paper(title="TriForce: lossless"), "2024-04")
    with pytest.raises(DuplicatePaperError) as caught:
        library.add(Paper(title="TriForce - lossless!"), "2024-05")
    assert (caught.value.existing, caught.value.new) == ("triforce", "triforce-lossless")
    assert "'triforce'" in str(caught.value)
    assert "'triforce-lossless'" in str(caught.value)
    assert caught.value.exit_status == 1


def test_twins_in_one_batch_are_named_by_their_titles(library: Library) -> None:
    """None of them is in the library, so no id of it can be told."""
    with pytest.raises(TwinPapersError, match="'TriForce' and 'triforce!' are one paper"):
        library.add_all([(Paper(title=title), None) for title in ("TriForce", "triforce!")])
    assert library.papers() == []


def test_nearly_one_title_under_two_arxiv_ids_is_two_papers(library: Library) -> None:
    """With the same id, or where one has none, it is one."""
    library.add(Paper(title=LONG, arxiv="2404.00001v1"), "2024-04")
    near = f"{LONG}s"
    assert library.duplicate_of(Paper(title=near, arxiv="2404.00002")) is None
    for arxiv in ("2404.00001v2", ""):
        match = library.duplicate_of(Paper(title=near, arxiv=arxiv))
        assert match is not None
        assert match.entry.id == "scaling-laws-for-neural-language"
        assert match.new_id == "scaling-laws-for-neural-language-2"


def test_each_of_several_papers_can_have_an_answer_of_its_own(library: Library) -> None:
    """By its place; what is new needs none."""
    for title in "AB":
        library.add(Paper(title=title), "2024-04")
    papers = [(Paper(title=title, method="m"), "2024-05") for title in "ABC"]
    answers = {0: OnDuplicate.ADD, 1: OnDuplicate.UPDATE}
    outcomes = library.add_all(papers, answers)
    assert [(each.action, each.entry.id) for each in outcomes] == [
        ("added", "a-2"), ("updated", "b"), ("added", "c"),
    ]  # fmt: skip


# Merging


def test_merging_keeps_the_older_id_the_words_and_the_files_of_both(
    library: Library, write: WriteNote, tmp_path: Path
) -> None:
    """With the comments of the one that stays; undone, all is as it was."""
    write("2024-05/old", "# mine\ntitle: Old\nmethod: one\nadded: 2024-01-01T00:00:00Z\nstars: 5\n")
    write("2024-04/new", "title: New\nmethod: two\nadded: 2025-01-01T00:00:00Z\nstars: [1]\n")
    for name, content in (("old", b"old"), ("new", b"new")):
        (tmp_path / "x.pdf").write_bytes(content)
        library.attach(name, [tmp_path / "x.pdf"])
    (tmp_path / "y.pdf").write_bytes(b"both")
    for name in ("old", "new"):
        library.attach(name, [tmp_path / "y.pdf"])
    before = {path: path.read_bytes() for path in library.root.rglob("data/**/*.*")}
    kept, gone = library.merge(["new", "old"])
    assert (kept.id, kept.month, [each.id for each in gone]) == ("old", "2024-05", ["new"])
    note = (library.root / "data/2024-05/old.yaml").read_text()
    assert note == (
        "# mine\ntitle: Old\nmethod: |-\n  one\n\n  two\n"
        "notes: |-\n  title: New\n\n  stars: 1\nadded: 2024-01-01T00:00:00Z\nstars: 5\n"
    )
    assert {path.name: path.read_bytes() for path in library.attachments(kept)} == {
        "x.pdf": b"old", "x-2.pdf": b"new", "y.pdf": b"both",
    }  # fmt: skip
    assert not (library.root / "data/2024-04").exists()
    library.undo()
    assert {path: path.read_bytes() for path in library.root.rglob("data/**/*.*")} == before
    library.redo()
    assert library.get("old") == kept


def test_three_become_one(library: Library) -> None:
    """In the order in which they were added."""
    for word in ("one", "two", "three"):
        library.add(Paper(title="A", method=word), "2024-04", OnDuplicate.ADD)
    kept, gone = library.merge(["a-3", "a", "a-2"])
    assert kept.fields["method"] == "one\n\ntwo\n\nthree"
    assert [each.id for each in gone] == ["a-2", "a-3"]


@pytest.mark.parametrize("order", [["b", "2404-05726"], ["2404-05726", "b"]])
def test_a_title_that_is_an_identifier_gives_way(
    library: Library, write: WriteNote, order: list[str]
) -> None:
    """Whichever was there first."""
    for moment, name in enumerate(order, 1):
        title = "'2404.05726'" if name != "b" else "B"
        added = f"added: 2024-01-0{moment}T00:00:00Z"
        write(f"2024-04/{name}", f"title: {title}\narxiv: '2404.05726'\n{added}\n")
    kept, _ = library.merge(order)
    assert (kept.id, kept.title) == (order[0], "B")
    assert "notes" not in kept.fields


def test_it_takes_two(library: Library) -> None:
    """One paper named twice is one."""
    library.add(Paper(title="A"), "2024-04")
    with pytest.raises(UsageError, match="name two papers"):
        library.merge(["a", "2024-04/a"])
    assert library.get("a").title == "A"


# The queue and what notes lack


def test_the_queue(library: Library) -> None:
    """What is being read comes first; then the longest waiting; the rest is not on it."""
    statuses = ["to-read", "read", "reading", "to-read", "", "reading"]
    for number, status in enumerate(statuses):
        library.add(Paper.parse({"title": f"P{number}", "status": status}), "2024-04")
    assert [each.id for each in library.queue()] == ["p2", "p5", "p0", "p3"]
    assert [each.id for each in library.queue(2)] == ["p2", "p5"]


@pytest.mark.parametrize(
    ("names", "ids"),
    [
        (["method"], ["b", "c"]), (["METHOD", "keypoint"], ["b"]), (["rating"], ["a", "b"]),
        (["section.Results"], ["b", "c"]), (["links.code"], ["a", "b"]), (["title"], []),
        (["link.code", "rating"], ["a", "b"]), (["todo"], ["a", "b", "c"]), ([], ["a", "b", "c"]),
        (['o"dd'], ["a", "b"]),
    ],
)  # fmt: skip
def test_notes_that_lack_fields(
    library: Library, write: WriteNote, names: list[str], ids: list[str]
) -> None:
    """Any field, those of one's own, sections and links; empty is missing, 0 is not."""
    write("2024-04/a", "title: A\nmethod: m\nkeypoints: [k]\nsections: {Results: x}\n")
    write("2024-04/b", "title: B\nmethod: ''\ntodo: []\n")
    write("2024-04/c", "title: C\nkeypoints: [k]\nlinks: {code: u}\nrating: 0\n'o\"dd': x\n")
    assert [each.id for each in library.papers(library.lacking(names), sort="id")] == ids


@pytest.mark.parametrize(
    ("name", "hint"), [("metod", "did you mean 'method'"), ("qqq", "there are title")]
)
def test_a_field_that_no_note_has_is_no_field(library: Library, name: str, hint: str) -> None:
    """A slip of the pen would list everything."""
    library.add(Paper(title="A"))
    with pytest.raises(UsageError, match=hint):
        library.lacking([name])


def test_missing_is_a_condition_like_others(library: Library) -> None:
    """It can be turned round."""
    library.add(Paper(title="A", method="m"))
    library.add(Paper(title="B"))
    assert [each.id for each in library.papers([Condition("missing", "method", negated=True)])] == [
        "a"
    ]


# On a terminal


@pytest.fixture
def console(tmp_path: Path) -> Console:
    """A console in a library with one paper."""
    console = Console(tmp_path)
    console.run("paperlist init; paperlist add -t 'A [b]thing[/b]: x' -m 2024-04 -c LLM")
    return console


@pytest.mark.parametrize(
    ("answer", "status", "listed", "method"),
    [("s", 0, "a-b-thing-b\n", ""), ("", 0, "a-b-thing-b\n", ""), ("up", 0, "a-b-thing-b\n", "m"),
     ("x\nadd", 0, "a-b-thing-b\na-b-thing-b-2\n", ""), ("\x03", 130, "a-b-thing-b\n", ""),
     ("\x04", 1, "a-b-thing-b\n", "")],
)  # fmt: skip
def test_who_can_answer_is_asked(
    console: Console, answer: str, status: int, listed: str, method: str
) -> None:
    """Both are shown side by side, their text as it is; the answer decides."""
    terminal = pexpect.spawn(
        "paperlist", ["add", "-t", "A [b]thing[/b]: x", "--method", "m"],
        cwd=str(console.here), env={**console.env, "TERM": "xterm", "NO_COLOR": "1"},
        encoding="utf-8", timeout=30, dimensions=(40, 100),
    )  # fmt: skip
    terminal.expect(r"\[S/u/a\] ")
    shown = str(terminal.before)
    assert "2024-04/a-b-thing-b, existing" in shown
    assert "a-b-thing-b-2, new" in shown
    assert shown.count("A [b]thing[/b]: x") == 2
    (terminal.send if answer in {"\x03", "\x04"} else terminal.sendline)(answer)
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == status
    assert console.run("paperlist list --ids --sort id 2>/dev/null") == listed
    note = (console.here / "data/2024-04/a-b-thing-b.yaml").read_text()
    assert ("method: m" in note) == bool(method)


@pytest.mark.parametrize(("answer", "ids"), [("s", "b\n"), ("u", "b\n"), ("a", "2404-05726\nb\n")])
def test_who_adds_by_identifier_is_asked_as_well(console: Console, answer: str, ids: str) -> None:
    """Before the editor opens; what is skipped opens none."""
    console.run("paperlist rm a-b-thing-b; paperlist add -t B --arxiv 2404.05726 -m 2024-04")
    terminal = pexpect.spawn(
        "paperlist", ["add", "2404.05726v3", "--offline"],
        cwd=str(console.here), env={**console.env, "TERM": "xterm", "EDITOR": "touch"},
        encoding="utf-8", timeout=30,
    )  # fmt: skip
    terminal.expect(r"the same arXiv id")
    terminal.expect(r"\[S/u/a\] ")
    terminal.sendline(answer)
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 0
    assert console.run("paperlist list --ids --sort id 2>/dev/null") == ids
    links = "https://arxiv.org/abs/2404.05726" in console.run("cat data/2024-04/b.yaml")
    assert links == (answer == "u")
