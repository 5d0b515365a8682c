"""What `check` finds, what it leaves alone, and what `--fix` repairs."""

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from paperlist import Library, Paper
from paperlist.errors import UsageError
from paperlist.library.checks.check import check, fix
from paperlist.library.checks.finding import Finding
from paperlist.library.checks.rules import RULES
from tests.conftest import WriteNote

A = "data/2024-04/a.yaml"
TWIN = "title: Twin paper\narxiv: '2404.00001'\n"


def files(library: Library) -> dict[str, bytes]:
    """The files of the library, but not its private folder."""
    paths = (path for path in library.root.rglob("*") if path.is_file())
    return {
        name: path.read_bytes()
        for path in paths
        if not (name := path.relative_to(library.root).as_posix()).startswith(
            (".paperlist", ".git/")
        )
    }


def found(library: Library, *codes: str) -> list[tuple[str, str, str]]:
    """The code, path and message of each finding."""
    return [(each.rule.code, each.found.path, each.found.message) for each in check(library, codes)]


def note(place: str, text: str) -> Callable[[Path], None]:
    """Write a note."""

    def write(root: Path) -> None:
        path = root / "data" / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    return write


a_note = partial(note, "2024-04/a.yaml")


def all_of(*steps: Callable[[Path], None]) -> Callable[[Path], None]:
    """Do several things."""

    def write(root: Path) -> None:
        for step in steps:
            step(root)

    return write


def read_papers(root: Path) -> None:
    """Six papers of a category, of which one lacks a method."""
    for number in range(6):
        method = f"method: '{number}'\n" if number else ""
        text = f"title: Number {number} of several\ncategory: LLM\n{method}"
        note(f"2024-04/n{number}.yaml", text)(root)


def page(text: str) -> Callable[[Path], None]:
    """Write the published page."""

    def write(root: Path) -> None:
        (root / "README.md").write_text(text, encoding="utf-8")

    return write


def aliases(root: Path) -> None:
    """An alias that was added by hand."""
    (root / "paperlist.toml").write_text('[aliases]\n"LLMs" = "Language models"\n')


def large(root: Path) -> None:
    """A large file in a git repository."""
    (root / ".git").mkdir()
    a_note("title: A\n")(root)
    (root / "data/2024-04/a").mkdir()
    (root / "data/2024-04/a/big.pdf").write_bytes(bytes(10_000_000))


# For each code: what to do, the path that is named, and a part of the message.
WRONG: list[tuple[str, Callable[[Path], None], str, str]] = [
    ("unreadable-note", a_note("title: [\n"), A, "missing"),
    (
        "merge-conflict",
        a_note("<<<<<<< HEAD\ntitle: a\n=======\ntitle: b\n>>>>>>> x\n"),
        A, "a git merge conflict",
    ),
    (
        "two-versions", a_note("title: A\nvenue: X\nundecided: {venue: [Y]}\n"),
        A, "two versions of venue",
    ),
    ("stray-file", note("2024-04/a.yml", "title: A\n"), "data/2024-04/a.yml", "to a.yaml"),
    ("stray-file", note("april/a.yaml", "title: A\n"), "data/april", "no month"),
    *(
        ("conflict-copy", note(f"2024-04/{name}", "title: A\n"), f"data/2024-04/{name}", "a copy")
        for name in (
            "a (Ada's conflicted copy 2024-05-01).yaml", "a.sync-conflict-20240501-101010-ABC.yaml",
            "a (Case Conflict).yaml", "a_conf(1).yaml", "a (1).yaml", "a - Copy.yaml",
        )
    ),
    (
        "misspelled-field", a_note("title: A\nlimitaton: x\n"),
        A, "'limitaton' is no standard field; did you mean 'limitation'?",
    ),
    (
        "misspelled-field", a_note("title: A\nmonth: 2024-05\n"),
        A, "the folder is the month",
    ),
    ("bad-identifier", a_note("title: A\narxiv: x y\n"), A, "x y"),
    ("bad-identifier", a_note("title: A\ndoi: x\n"), A, "no DOI"),
    (
        "bad-identifier",
        note(
            "2024-04/a.yaml",
            "title: A\narxiv: '2404.00001'\nlinks: {paper: https://arxiv.org/abs/2404.00002}\n",
        ),
        A, "leads to 2404.00002",
    ),
    ("odd-id", note("2024-04/con.yaml", "title: A\n"), "data/2024-04/con.yaml", "Windows"),
    ("odd-id", note("2024-04/aux.x.yaml", "title: A\n"), "data/2024-04/aux.x.yaml", "Windows"),
    ("odd-id", note("2024-04/a b.yaml", "title: A\n"), "data/2024-04/a b.yaml", "edit 'a b' id="),
    (
        "odd-id",
        all_of(a_note("title: A\n"), note("2024-04/A.yaml", "title: B\n")),
        "data/2024-04/A.yaml", "differ only in case",
    ),
    ("missing-field", read_papers, "data/2024-04/n0.yaml", "has no method, which most"),
    (
        "old-spelling",
        all_of(aliases, a_note("title: A\nkeypoints: [llms, x]\n")),
        A, "'llms' to 'Language models'",
    ),
    (
        "keypoint-variants",
        all_of(
            a_note("title: A\nkeypoints: [Diffusion]\n"),
            note("2024-04/b.yaml", "title: B\nkeypoints: [Diffusion, Flow]\n"),
            note("2024-04/c.yaml", "title: C\nkeypoints: [Difusion]\n"),
        ),
        "data/2024-04/c.yaml", "'Difusion' (1) may be 'Diffusion' (2)",
    ),
    (
        "category-variants",
        all_of(
            a_note("title: A\ncategory: Video / Editing\n"),
            note("2024-04/b.yaml", "title: B\ncategory: Video / Editing\n"),
            note("2024-04/c.yaml", "title: C\ncategory: video / editing\n"),
        ),
        "data/2024-04/c.yaml", "may be 'Video / Editing' (2)",
    ),
    (
        "duplicate",
        all_of(a_note(TWIN), note("2024-05/b.yaml", TWIN)),
        "data/2024-05/b.yaml", "the same paper as a",
    ),
    (
        "duplicate",
        all_of(note("2024-04/a.yaml", TWIN), note("2024-05/a.yaml", TWIN)),
        "data/2024-05/a.yaml", "'paperlist merge 2024-04/a 2024-05/a'",
    ),
    (
        "bad-link", a_note("title: A\nlinks: {code: not one}\n"),
        A, "the link 'code' is no address: not one",
    ),
    (
        "dead-figure", a_note("title: A\nnotes: '![x](img/a.png)'\n"),
        A, "'img/a.png' is not there",
    ),
    (
        "dead-figure", a_note("title: A\nmethod: '<img src=\"../../x\">'\n"),
        A, "'../../x' is not there",
    ),
    ("lost-files", note("2024-04/gone/paper.pdf", "x"), "data/2024-04/gone", "without a note"),
    ("large-file", large, "data/2024-04/a/big.pdf", "10 MB"),
    (
        "page-conflict", page("# A\n\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x\n"),
        "README.md", "a git merge conflict",
    ),
    ("stale-page", page("# A\n\nwords\n"), "README.md", "README.md"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "wrong", "path", "message"), WRONG)
def test_what_is_wrong_is_found(
    library: Library, code: str, wrong: Callable[[Path], None], path: str, message: str
) -> None:
    """Each kind by its code, in its place, and by that check alone if it is chosen."""
    wrong(library.root)
    named = [(each[1], each[2]) for each in found(library) if each[0] == code]
    assert any(where == path and message in said for where, said in named), named
    assert {each[0] for each in found(library, code)} == {code}


def test_every_check_finds_something_in_these_tests() -> None:
    """None is there that was never seen to find anything; links have a test file of their own."""
    assert {code for code, *_ in WRONG} == RULES.keys() - {"dead-link"}


def test_nothing_is_found_in_a_library_that_is_right(library: Library, write: WriteNote) -> None:
    """Files that are there, fields of one's own, links of all kinds, a page that is published."""
    (library.root / "img").mkdir()
    (library.root / "img/a b.png").touch()
    write(
        "2024-04/a", "title: A\nrating: 5\nnotes: '![x](img/a%20b.png) ![y](https://e.org/z.png)'\n"
    )
    write(
        "2024-04/b",
        "title: B\narxiv: '2404.00001'\nlinks:\n  paper: https://arxiv.org/pdf/2404.00001v2\n"
        "  notes: data/2024-04/b/notes.txt\n",
    )
    (library.root / "data/2024-04/b").mkdir()
    (library.root / "data/2024-04/b/notes.txt").touch()
    write("2024-05/c", "title: C\ncategory: LLM\nkeypoints: [LoRA, LoRa, C, C++]\n")
    library.publish()
    assert found(library) == []


def test_a_page_that_was_never_published_is_not_missed(library: Library, write: WriteNote) -> None:
    write("2024-04/a", "title: A\n")
    assert found(library) == []


def test_a_check_can_be_skipped(library: Library, write: WriteNote) -> None:
    """Unless it is asked for; a code that is none is an error that names the file."""
    write("2024-04/con", "title: A\n")
    (library.root / "paperlist.toml").write_text('skip_checks = ["odd-id"]\n')
    again = Library(library.root)
    assert found(again) == []
    assert len(found(again, "odd-id")) == 1
    (library.root / "paperlist.toml").write_text('skip_checks = ["od-id"]\n')
    with pytest.raises(UsageError, match=r"paperlist\.toml: there is no check 'od-id'.*'odd-id'"):
        check(Library(library.root))


def test_what_is_safe_is_repaired_and_one_undo_takes_it_back(
    library: Library, write: WriteNote
) -> None:
    """All notes in one step; comments stay; a second repair finds nothing to do."""
    aliases(library.root)
    library = Library(library.root)
    write("2024-04/a", "# mine\ntitle: A\nlimitaton: Slow.\nkeypoints: [LLMs, Flow]  # two\n")
    write("2024-04/b", "title: B\nkeypoints: [Flow]\ncategory: Video\n")
    write("2024-04/c", "title: C\nkeypoints: [flow, Flow, x]\ncategory: video\n")
    write("2024-04/d", "title: D\ncategory: Video\n")
    before = files(library)
    fix(library, check(library))
    assert len(library.done) == 1
    a, c = (library.get(name) for name in "ac")
    assert (a.text("limitation"), a.keypoints) == ("Slow.", ["Language models", "Flow"])
    assert (c.keypoints, c.category) == (["Flow", "x"], "Video")
    assert (library.root / A).read_text().startswith("# mine\ntitle: A\n")
    after = files(library)
    fix(library, check(library))
    assert files(library) == after
    library.undo()
    assert files(library) == before


@pytest.mark.parametrize(
    "text",
    [
        "title: A\nlimitation: Known.\nlimitaton: Other.\n",
        "title: A\nlimitaton: Slow.  # but see the appendix\n",
        "title: A\nlimitaton: |\n  Slow.\n# but see the appendix\n",
        "title: A\nlimitaton: {a: b}\n",
        "title: A\nstaus: done with it\n",
    ],
)
def test_a_field_is_not_renamed_if_anything_could_be_lost(
    library: Library, write: WriteNote, text: str
) -> None:
    """It is found, and left to the person."""
    path = write("2024-04/a", text)
    findings = check(library, ["misspelled-field"])
    assert [each.is_fixable for each in findings] == [False]
    fix(library, findings)
    assert path.read_text() == text


def test_the_page_is_written_again_unless_it_was_edited(library: Library) -> None:
    library.add(Paper(title="One", objective="First."), "2024-04")
    library.publish()
    library.add(Paper(title="Two"), "2024-04")
    fix(library, check(library, ["stale-page"]))
    assert found(library) == []
    path = library.root / "README.md"
    path.write_text(path.read_text().replace("First.", "Edited."))
    edited = path.read_text()
    fix(library, check(library))
    assert path.read_text() == edited
    (finding,) = check(library)
    assert "edited by hand" in finding.found.message
    assert not finding.is_fixable


def test_the_page_is_not_written_without_the_papers_of_unreadable_notes(
    library: Library, write: WriteNote
) -> None:
    """They would be gone from it."""
    path = write("2024-04/one", "title: One\n")
    library.publish()
    before = (library.root / "README.md").read_bytes()
    path.write_text("title: [\n")
    fix(library, check(library))
    assert (library.root / "README.md").read_bytes() == before


def test_checking_changes_nothing(library: Library) -> None:
    """Nor does a page that cannot be written leave anything behind."""
    library.add(Paper(title="One"), "2024-04")
    library.publish()
    library.add(Paper(title="Two"), "2024-04")
    before, done = files(library), len(library.done)
    assert [code for code, *_ in found(library)] == ["stale-page"]
    assert (files(library), len(library.done), library.dry_run) == (before, done, False)


WORDS = st.sampled_from(["Flow", "flow", "flows", "LLMs", "LoRA", "LoRa", "x", "C++"])
NOTES = st.lists(
    st.fixed_dictionaries(
        {"keypoints": st.lists(WORDS, max_size=3)},
        optional={
            "category": st.sampled_from(["Video", "video", "Video/Editing", "video / editing"]),
            "limitaton": st.sampled_from(["Slow.", "# no", ""]),
            "metrc": st.sampled_from(["- a\n- b", "x"]),
        },
    ),
    max_size=5,
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(NOTES)
def test_a_second_repair_changes_nothing_and_no_word_is_lost(
    tmp_path_factory: pytest.TempPathFactory, notes: list[dict[str, object]]
) -> None:
    """Whatever the notes say; undo gives the same bytes."""
    from ruamel.yaml import YAML

    root = tmp_path_factory.mktemp("library")
    library = Library.init(root)
    aliases(root)
    library = Library(root)
    (root / "data/2024-04").mkdir(parents=True, exist_ok=True)
    for number, fields in enumerate(notes):
        with (root / f"data/2024-04/n{number}.yaml").open("w") as file:
            YAML().dump({"title": f"Paper {number}"} | fields, file)
    before = files(library)
    fix(library, check(library))
    after = files(library)
    for number, fields in enumerate(notes):
        kept = after[f"data/2024-04/n{number}.yaml"].decode()
        assert all(
            str(fields.get(name, "")).split("\n")[-1] in kept for name in ("limitaton", "metrc")
        )
    fix(library, check(library))
    assert files(library) == after
    if library.done:
        library.undo()
    assert files(library) == before
    shutil.rmtree(root)


def test_a_finding_as_json(library: Library, write: WriteNote) -> None:
    write("2024-04/a", "title: [\n")
    (finding,) = check(library)
    assert isinstance(finding, Finding)
    assert finding.as_json() == {
        "code": "unreadable-note", "path": A, "line": 1,
        "message": finding.found.message, "fixable": False,
    }  # fmt: skip
