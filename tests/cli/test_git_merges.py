"""Branches of a library, merged by git with our programs."""

from pathlib import Path

import pytest

from paperlist import Library, Paper
from paperlist.library.assignments import parse
from paperlist.library.git_setup import make_repository, set_up
from paperlist.store.conflict_markers import versions
from tests.git import commit, git, isolate


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    """A library in a git repository, with one paper and a page."""
    isolate(monkeypatch)
    library = Library.init(tmp_path / "papers")
    make_repository(library.root)
    set_up(library.root)
    git(library.root, "switch", "--quiet", "-c", "main")
    library.add(Paper(title="One Paper on Memory", method="A bank.", keypoints=["A"]), "2024-04")
    library.publish()
    commit(library.root)
    git(library.root, "branch", "theirs")
    return library


def on_both_sides(library: Library, *changes: list[str]) -> None:
    """Our branch and theirs, each with its assignments and a page that was published."""
    for branch, texts in zip(("main", "theirs"), changes, strict=True):
        git(library.root, "switch", "--quiet", branch)
        library.assign(["one-paper-on-memory"], [parse(text) for text in texts])
        library.publish()
        commit(library.root)
    git(library.root, "switch", "--quiet", "main")


def test_a_note_that_both_changed_and_published(library: Library) -> None:
    """Nobody is asked; the page of one side is published again."""
    on_both_sides(library, ["keypoints+=B", "method=A bank.\nOurs."], ["keypoints+=C", "venue=V"])
    assert "CONFLICT" not in git(library.root, "merge", "--no-edit", "theirs")
    (paper,) = library.papers()
    assert paper.fields["keypoints"] == ["A", "B", "C"]
    assert paper.fields["method"] == "A bank.\nOurs."
    assert paper.venue == "V"
    library.publish()
    assert "C" in (library.root / "README.md").read_text()
    assert git(library.root, "status", "--porcelain") == " M README.md\n"


def test_papers_of_one_month_that_both_published(library: Library) -> None:
    """And the settings that both changed."""
    root = library.root
    for branch, name in (("main", "Second"), ("theirs", "Third")):
        git(root, "switch", "--quiet", branch)
        library.add(Paper(title=f"{name} Paper"), "2024-04")
        (root / "paperlist.toml").write_text(f'skip_checks = ["{name}"]\n')
        Library(root).publish()
        commit(root)
    git(root, "merge", "--no-edit", "main")
    assert (root / "paperlist.toml").read_text() == 'skip_checks = ["Second", "Third"]\n'
    assert [entry.id for entry in library.papers(sort="id")] == [
        "one-paper-on-memory", "second-paper", "third-paper",
    ]  # fmt: skip
    library.publish()  # no one edited the page


def test_a_paper_that_one_side_moved_to_another_month(library: Library) -> None:
    on_both_sides(library, ["month=2024-05"], ["venue=V"])
    git(library.root, "merge", "--no-edit", "theirs")
    (paper,) = library.papers()
    assert (paper.month, paper.venue) == ("2024-05", "V")


def test_line_ends_of_windows_stay(library: Library) -> None:
    """In the note, the page and the settings."""
    root = library.root
    names = ["README.md", "paperlist.toml", "data/2024-04/one-paper-on-memory.yaml"]
    (root / "paperlist.toml").write_text('categories = ["A"]\n')
    for path in (root / name for name in names):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    commit(root)
    git(root, "branch", "--force", "theirs")
    for branch, name in (("main", "B"), ("theirs", "C")):
        git(root, "switch", "--quiet", branch)
        (root / "paperlist.toml").write_bytes(f'categories = ["A", "{name}"]\r\n'.encode())
        commit(root)
    on_both_sides(Library(root), ["keypoints+=B"], ["keypoints+=C"])
    git(root, "merge", "--no-edit", "theirs")
    for name in names:
        content = (root / name).read_bytes()
        assert content.count(b"\n") == content.count(b"\r\n") > 0
    assert b'categories = ["A", "B", "C"]' in (root / "paperlist.toml").read_bytes()
    assert library.papers()[0].fields["keypoints"] == ["A", "B", "C"]


def test_a_rebase_merges_by_the_same_rules(library: Library) -> None:
    on_both_sides(library, ["keypoints+=B", "status=read"], ["keypoints+=C", "status=reading"])
    git(library.root, "rebase", "theirs")
    (paper,) = library.papers()
    assert (paper.fields["keypoints"], paper.fields["status"]) == (["A", "B", "C"], "read")


def test_pages_of_months(library: Library) -> None:
    """With `split`, the pages of both sides and the index beside them."""
    root = library.root
    (root / "paperlist.toml").write_text("split = true\n")
    commit(root)
    git(root, "branch", "--force", "theirs")
    for branch, month in (("main", "2024-05"), ("theirs", "2024-06")):
        git(root, "switch", "--quiet", branch)
        for name in (month, "2024-04"):
            library.add(Paper(title=f"{branch} {name}"), name)
        Library(root).publish()
        commit(root)
    git(root, "merge", "--no-edit", "main")
    Library(root).publish()
    assert sorted(path.name for path in root.glob("*.md")) == [
        "PaperList_202404.md", "PaperList_202405.md", "PaperList_202406.md", "README.md",
    ]  # fmt: skip
    assert (root / "PaperList_202404.md").read_text().count("#### ") == 3


def test_two_papers_with_one_id_are_a_conflict(library: Library) -> None:
    root = library.root
    for branch, title in (("main", "Residual Networks"), ("theirs", "Attention Is All")):
        git(root, "switch", "--quiet", branch)
        (root / "data/2024-04/new.yaml").write_text(f"title: {title}\n")
        commit(root)
    said = git(root, "merge", "--no-edit", "main", status=1)
    assert "data/2024-04/new.yaml: the two sides have two different papers here" in said
    found = versions((root / "data/2024-04/new.yaml").read_bytes())
    assert found is not None
    assert b"Attention" in found.ours
    assert b"Residual" in found.theirs


@pytest.mark.parametrize("command", ["paperlist-that-is-gone", "false"])
def test_without_paperlist_git_merges_by_lines(library: Library, command: str) -> None:
    """Neither side is lost, as it would be if git were left with a program that fails."""
    for kind in ("note", "page"):
        key = f"merge.paperlist-{kind}.driver"
        driver = git(library.root, "config", key).strip()
        _, gap, rest = driver.partition("||")
        git(library.root, "config", key, f"{command} {gap}{rest}")
    on_both_sides(library, ["venue=V"], ["method=Another."])
    git(library.root, "merge", "--no-edit", "theirs", status=1)
    note = (library.root / "data/2024-04/one-paper-on-memory.yaml").read_text()
    assert "Another." in note
    assert "venue: V" in note
    assert "<<<<<<< ours\n" in (library.root / "README.md").read_text()


def test_a_module_in_the_clone_is_not_run(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no command is on the path, Python runs paperlist, in isolation."""
    with monkeypatch.context() as patch:
        patch.setattr("shutil.which", lambda _: None)
        assert set_up(library.root).command.endswith(" -I -m paperlist")
    for name in ("paperlist.py", "hashlib.py", "re.py"):
        (library.root / name).write_text("raise SystemExit('owned')\n")
    commit(library.root)
    git(library.root, "branch", "--force", "theirs")
    on_both_sides(library, ["keypoints+=B"], ["keypoints+=C"])
    assert "owned" not in git(library.root, "merge", "--no-edit", "theirs")
    assert library.papers()[0].fields["keypoints"] == ["A", "B", "C"]
