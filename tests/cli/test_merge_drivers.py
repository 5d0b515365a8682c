"""The programs that merge files for git, each run as git runs it."""

import subprocess
import sys
from pathlib import Path

import pytest

from paperlist.markdown.marks import put
from paperlist.store.conflict_markers import versions

NOTE = "title: One Paper on Memory\nmethod: A bank.\n"


class Merge:
    """A merge of one file; the paths are those that git makes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.said = ""

    def run(self, name: str, base: bytes, ours: bytes, theirs: bytes) -> int:
        """The exit status; the result is in `ours`, what was said in `said`."""
        for place, content in ((".merge_O", base), (".merge_A", ours), (".merge_B", theirs)):
            (self.folder / place).write_bytes(content)
        done = subprocess.run(
            [sys.executable, "-I", "-m", "paperlist", "git", name, ".merge_O", ".merge_A",
             ".merge_B", "data/2024-04/one.yaml"],
            cwd=self.folder, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.stdout == ""
        self.said = done.stderr
        return done.returncode

    @property
    def ours(self) -> bytes:
        return (self.folder / ".merge_A").read_bytes()


@pytest.fixture
def merge(tmp_path: Path) -> Merge:
    """A merge in an empty folder."""
    return Merge(tmp_path)


def test_a_note_is_merged_by_field(merge: Merge) -> None:
    """Also if both sides added it; nothing is said."""
    ours, theirs = f"{NOTE}venue: ICML\n".encode(), NOTE.replace("bank", "tree").encode()
    assert merge.run("merge-note", NOTE.encode(), ours, theirs) == 0
    assert merge.ours.decode() == f"{NOTE}venue: ICML\n".replace("bank", "tree")
    assert merge.said == ""
    ours, theirs = f"{NOTE}venue: ICML\n".encode(), f"{NOTE}status: read\n".encode()
    assert merge.run("merge-note", b"", ours, theirs) == 0
    assert b"venue: ICML\n" in merge.ours
    assert b"status: read\n" in merge.ours


def test_line_ends_of_windows_stay(merge: Merge) -> None:
    base, ours, theirs = (
        text.replace("\n", "\r\n").encode()
        for text in (NOTE, f"{NOTE}venue: ICML\n", NOTE.replace("bank", "tree"))
    )
    assert merge.run("merge-note", base, ours, theirs) == 0
    assert merge.ours == ours.replace(b"bank", b"tree")


def test_two_values_of_a_field_are_merged_and_named(merge: Merge) -> None:
    """The note can be read, and a person decides later."""
    ours, theirs = (f"{NOTE}venue: {venue}\n".encode() for venue in ("CVPR", "ICML"))
    assert merge.run("merge-note", NOTE.encode(), ours, theirs) == 0
    assert b"undecided:" in merge.ours
    assert merge.said == (
        "data/2024-04/one.yaml: both sides changed venue; paperlist check lists what is undecided\n"
    )


def test_a_field_that_was_undecided_before_is_not_named_again(merge: Merge) -> None:
    base = f"{NOTE}venue: CVPR\nundecided:\n  venue:\n  - ICML\n"
    ours, theirs = f"# Mine\n{base}status: read\n", base.replace("bank", "tree")
    assert merge.run("merge-note", base.encode(), ours.encode(), theirs.encode()) == 0
    assert b"ICML" in merge.ours
    assert merge.said == ""


def test_two_papers_in_one_file_are_not_merged(merge: Merge) -> None:
    """Both added a note with one id, or git guessed a rename; git's markers show both notes."""
    ours, theirs = NOTE.encode(), b"title: Residual Networks\nmethod: Skips.\n"
    assert merge.run("merge-note", b"", ours, theirs) == 1
    assert "two different papers" in merge.said
    found = versions(merge.ours)
    assert found is not None
    assert (found.ours, found.theirs) == (ours, theirs)
    changed = f"{NOTE}venue: ICML\n".encode()
    assert merge.run("merge-note", NOTE.encode(), changed, theirs) == 1
    assert (found := versions(merge.ours)) is not None
    assert (found.ours, found.theirs) == (changed, theirs)


def test_what_only_git_could_merge_has_markers_all_the_same(merge: Merge) -> None:
    """Else `git add` would take lines of two papers for one."""
    base = "title: One Paper on Memory\n" + "".join(f"x{at}: {at}\n" for at in range(9))
    theirs = base.replace("One Paper on Memory", "Residual Networks")
    ours = f"{base}venue: ICML"
    assert merge.run("merge-note", base.encode(), ours.encode(), theirs.encode()) == 1
    assert merge.ours.decode() == (f"<<<<<<< ours\n{ours}\n=======\n{theirs}>>>>>>> theirs\n")


def test_a_note_that_cannot_be_read_is_left_to_a_person(merge: Merge) -> None:
    """A base that cannot be read does not matter."""
    ours, theirs = f"{NOTE}venue: ICML\n".encode(), b"title: [\n"
    assert merge.run("merge-note", NOTE.encode(), ours, theirs) == 1
    assert "data/2024-04/one.yaml" in merge.said
    assert b"<<<<<<< ours\n" in merge.ours
    assert merge.run("merge-note", b"title: [\n", ours, NOTE.encode()) == 0


def test_a_page_is_merged_by_section(merge: Merge) -> None:
    above, months = b"# List\n\n", [b"## 202405\n\nTwo", b"## 202404\n\nOne"]
    base = put(above, months, b"\n")
    ours = put(above, [months[0] + b"!", months[1]], b"\n")
    theirs = put(above, [months[0], months[1] + b"!"], b"\n")
    assert merge.run("merge-page", base, ours, theirs) == 0
    assert merge.ours == put(above, [each + b"!" for each in months], b"\n")
    assert merge.run("merge-page", base, ours, theirs.replace(b"One", b"Uno")) == 1
    assert merge.said.endswith("or someone edited the list\n")
    assert versions(merge.ours) is not None


def test_settings_are_merged_by_key(merge: Merge) -> None:
    base, ours, theirs = (
        f"categories = {each}\n".encode() for each in (["A"], ["A", "B"], ["A", "C"])
    )
    assert merge.run("merge-settings", base, ours, theirs) == 0
    assert merge.ours == b'categories = ["A", "B", "C"]\n'
    assert merge.run("merge-settings", b"", b"toc = true\n", b"toc = false\n") == 1
    assert merge.ours == b"<<<<<<< ours\ntoc = true\n=======\ntoc = false\n>>>>>>> theirs\n"


@pytest.mark.parametrize(
    "arguments", [["merge-note"], ["merge-note", *"abc"], ["merge-x", *"abcd"]]
)
def test_a_wrong_use_is_said(arguments: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "paperlist", "git", *arguments],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "")
    assert "git calls 'paperlist git" in done.stderr


@pytest.mark.parametrize(
    ("name", "unneeded"),
    [
        ("merge-page", ["typer", "pydantic", "pathlib", "subprocess", "difflib", "markdown_it"]),
        ("merge-settings", ["typer", "pydantic", "tomlkit", "subprocess"]),
        ("merge-note", ["typer", "rich", "subprocess"]),
    ],
)
def test_only_what_is_needed_is_imported(tmp_path: Path, name: str, unneeded: list[str]) -> None:
    """git waits for each file."""
    page = put(b"# A\n", [b"x"], b"\n")
    contents = {
        "merge-page": [page, page + b"a\n", b"b\n" + page],
        "merge-settings": [b"a = 1\n", b"a = 1\nb = 1\n", b"c = 1\na = 1\n"],
        "merge-note": [NOTE.encode(), NOTE.encode() + b"venue: x\n", b"# c\n" + NOTE.encode()],
    }[name]
    for place, content in zip("OAB", contents, strict=True):
        (tmp_path / place).write_bytes(content)
    code = (
        "import sys; before = set(sys.modules); from paperlist.cli.merge_drivers import run;"
        f"assert run('{name}', ['O', 'A', 'B', 'name']) == 0;"
        "print(*(set(sys.modules) - before))"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert set(unneeded) & set(done.stdout.split()) == set()
