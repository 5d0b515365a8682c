"""The derived index: never stale, never fatal."""

import os
import shutil
import sqlite3
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from paperlist import Library, Paper
from paperlist.index import Index
from paperlist.query import condition
from tests.conftest import WriteNote


def cache(home: Path) -> Path:
    (file,) = (home / ".cache" / "paperlist").glob("*.sqlite")
    return file


def ids(library: Library) -> list[str]:
    return [entry.id for entry in library.papers(sort="id")]


def test_a_hand_edit_is_seen_at_once(library: Library, write: WriteNote) -> None:
    """Also one of the same length, within the same tick of the clock."""
    path = write("2024-04/a", "title: Aaaa\n")
    assert library.get("a").title == "Aaaa"
    stamp = path.stat()
    path.write_text("title: Bbbb\n")
    os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert library.get("a").title == "Bbbb"
    assert library.search("bbbb").total == 1
    assert library.search("aaaa").total == 0


def test_files_that_come_go_and_move_are_seen(library: Library, write: WriteNote) -> None:
    """By hand, by git, by any other program."""
    path = write("2024-04/a", "title: A\n")
    write("2024-04/b", "title: B\n")
    assert ids(library) == ["a", "b"]
    path.rename(write("2024-05/c", "title: C\n").with_name("a.yaml"))
    (library.root / "data" / "2024-05" / "c.yaml").unlink()
    assert [(entry.id, entry.month) for entry in library.papers(sort="id")] == [
        ("a", "2024-05"), ("b", "2024-04"),
    ]  # fmt: skip


@pytest.mark.parametrize("damage", ["cut", "text", "foreign", "version", "gone"])
def test_a_damaged_index_is_made_again(
    library: Library, write: WriteNote, home: Path, damage: str
) -> None:
    """Silently: it is derived."""
    write("2024-04/a", "title: Memory\n")
    assert ids(library) == ["a"]
    file = cache(home)
    for other in file.parent.iterdir():
        if other != file:
            other.unlink()
    if damage == "cut":
        file.write_bytes(file.read_bytes()[:3000])
    elif damage == "text":
        file.write_text("no database at all, but long enough to be looked at " * 100)
    elif damage == "gone":
        file.unlink()
    else:
        file.unlink()
        with sqlite3.connect(file) as db:
            db.execute("CREATE TABLE papers (x)")
            db.execute(f"PRAGMA user_version = {999 if damage == 'version' else 0}")
        db.close()
    warnings: list[str] = []
    again = Library(library.root, warn=warnings.append)
    assert ids(again) == ["a"]
    assert again.search("memroy").total == 1
    assert warnings == []


def test_without_a_cache_folder_it_works_in_memory(
    library: Library, write: WriteNote, home: Path
) -> None:
    """With one warning."""
    write("2024-04/a", "title: A\n")
    (home / ".cache").write_text("a file where the folder should be")
    warnings: list[str] = []
    again = Library(library.root, warn=warnings.append)
    assert ids(again) == ["a"]
    assert ids(again) == ["a"]
    assert len(warnings) == 1


def test_broken_notes_are_named_and_do_not_stop_the_others(
    library: Library, write: WriteNote
) -> None:
    """Path, line and reason; mended, they are notes again."""
    write("2024-04/a", "title: A\n")
    path = write("2024-04/b", "title: B\nkeypoints: [\n")
    assert ids(library) == ["a"]
    (broken,) = library.broken()
    assert broken.path == "data/2024-04/b.yaml"
    assert broken.line is not None
    path.write_text("title: B\n")
    assert ids(library) == ["a", "b"]
    assert library.broken() == []


def test_what_is_no_note_is_passed_over(library: Library, write: WriteNote) -> None:
    """Other files, other folders, hidden ones."""
    write("2024-04/a", "title: A\n")
    write("2024-13/b", "title: B\n")
    write("drafts/c", "title: C\n")
    write("2024-04/.d", "title: D\n")
    (library.root / "data" / "2024-04" / "e.txt").write_text("title: E\n")
    assert ids(library) == ["a"]


@pytest.mark.parametrize(
    ("field", "value", "found"),
    [
        ("keypoint", "diffusion model", ["a"]),
        ("keypoint", "Diffusion-Models", ["a"]),
        ("keypoint", "diffusion", ["a", "b"]),
        ("keypoint", "fusion", []),
        ("keypoint", "100%", ["b"]),
        ("category", "video", ["a", "c"]),
        ("category", "Video / Editing", ["c"]),
        ("category", "Vid", []),
        ("month", "2024-04", ["a", "b"]),
        ("since", "2024-05", ["c"]),
        ("until", "2024-04", ["a", "b"]),
        ("status", "read", ["b"]),
    ],
)
def test_filters(
    library: Library, write: WriteNote, field: str, value: str, found: list[str]
) -> None:
    """Each filter, and its opposite."""
    write("2024-04/a", "title: A\ncategory: Video\nkeypoints: [Diffusion models]\n")
    write("2024-04/b", "title: B\ncategory: Videos\nkeypoints: [Diffusion, 100%]\nstatus: read\n")
    write("2024-05/c", "title: C\ncategory: Video / Editing\n")
    chosen = library.papers([condition(field, value)], sort="id")
    others = library.papers([condition(field, value, negated=True)], sort="id")
    assert [entry.id for entry in chosen] == found
    assert sorted([entry.id for entry in others] + found) == ["a", "b", "c"]


def everything(library: Library) -> tuple[Any, ...]:
    """What an index answers to every kind of question."""
    index = library.index()
    words = sorted(index.words(1, 99))
    return (
        index.select(sort="id"), index.broken(), words, index.ids(),
        index.counts("keypoint"), index.counts("month"),
        [sorted(hit.entry.id for hit in library.search(word).hits) for word in words],
    )  # fmt: skip


class Edits(RuleBasedStateMachine):
    """After any series of changes the index equals one built from nothing."""

    names = st.sampled_from(["a", "b", "c"])
    months = st.sampled_from(["2024-04", "2024-05"])
    titles = st.sampled_from(["Memory bank", "Memory", "Bank of words", "图像", "[broken"])

    @initialize()
    def start(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.library = Library.init(self.folder / "papers")

    @rule(name=names, month=months, title=titles)
    def write(self, name: str, month: str, title: str) -> None:
        path = self.library.root / "data" / month / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"title: {title}\nkeypoints: [{name}]\n")

    @rule(name=names, month=months)
    def delete(self, name: str, month: str) -> None:
        (self.library.root / "data" / month / f"{name}.yaml").unlink(missing_ok=True)

    @rule(title=titles)
    def add(self, title: str) -> None:
        from paperlist.duplicates import OnDuplicate

        self.library.add(Paper(title=title), "2024-04", OnDuplicate.SKIP)

    @rule(name=names)
    def move(self, name: str) -> None:
        here = self.library.root / "data" / "2024-04" / f"{name}.yaml"
        there = self.library.root / "data" / "2024-05" / f"{name}.yaml"
        if here.exists():
            there.parent.mkdir(parents=True, exist_ok=True)
            here.replace(there)

    @invariant()
    def equals_one_built_from_nothing(self) -> None:
        if not hasattr(self, "library"):
            return
        fresh = Library(self.library.root)
        fresh.__dict__["_index"] = Index.in_memory(fresh.root)
        assert everything(self.library) == everything(fresh)

    def teardown(self) -> None:
        shutil.rmtree(self.folder)


TestEdits = Edits.TestCase
TestEdits.settings = settings(max_examples=20, stateful_step_count=10, deadline=None)
