"""What changes in the files is in the index at the next look."""

import contextlib
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from paperlist import Library, Paper
from paperlist.errors import PaperlistError
from paperlist.index import Index
from paperlist.library.assignments import parse as assignment
from paperlist.model.combine import OnDuplicate
from tests.conftest import WriteNote
from tests.index.helpers import everything, ids, settle


def test_a_hand_edit_is_seen_at_once(library: Library, write: WriteNote) -> None:
    """Also one of the same length, within the same tick of the clock."""
    path = write("2024-04/a", "title: Aaaa\n")
    assert library.get("a").title == "Aaaa"
    stamp = path.stat()
    for title in ("Bbbb", "Cccc", "Dddd"):
        path.write_text(f"title: {title}\n")
        os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
        assert library.get("a").title == title
        assert Library(library.root).search(title).total == 1
        assert library.search("aaaa").total == 0


@pytest.mark.parametrize("how", ["longer", "touched", "older", "swapped", "set back"])
def test_an_edit_of_a_settled_file_is_seen(library: Library, write: WriteNote, how: str) -> None:
    """By its length, its time (an earlier one, too), or its being another file.

    Where a copy sets the time back, as `rsync --inplace --times` does, by the time of its entry.
    """
    path = write("2024-04/a", "title: Aaaa\n")
    settle(path)
    assert library.get("a").title == "Aaaa"
    other = path.with_name("new")
    other.write_text("title: Bbbb b\n" if how == "longer" else "title: Bbbb\n")
    settle(other)
    if how == "swapped":
        other.replace(path)
    else:
        path.write_bytes(other.read_bytes())
        other.unlink()
    if how in {"longer", "set back"}:
        settle(path)
    if how == "older":
        os.utime(path, ns=(10**17, 10**17))
    assert library.get("a").title.startswith("Bbbb")


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
    shutil.rmtree(library.root / "data")
    assert ids(library) == []
    assert library.search("a").total == 0


def test_words_that_no_note_holds_any_more_are_forgotten(
    library: Library, write: WriteNote
) -> None:
    """So that a typo is not bent to them; those of another note stay."""
    path = write("2024-04/a", "title: Zebra memory\nkeypoints: [Stripes]\n")
    write("2024-04/b", "title: Memory\n")
    assert library.search("zebar").total == 1
    path.write_text("title: Other\n")
    assert library.search("zebar").total == 0
    assert sorted(library.index().matching.words(1, 99)) == ["a", "b", "memory", "other"]
    assert library.values("keypoint") == {}


class Edits(RuleBasedStateMachine):
    """After any series of changes the index equals one built from nothing."""

    names = st.sampled_from(["a", "b", "memory"])
    months = st.sampled_from(["2024-04", "2024-05"])
    # Some of one length; some of one key, so that the tool meets duplicates.
    titles = st.sampled_from(
        ["Memory bank", "Memory", "MEMORY", "Bank of words", "图像", "[broken"]
    )

    @initialize()
    def start(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.library = Library.init(self.folder / "papers")

    def path(self, month: str, name: str) -> Path:
        path = self.library.root / "data" / month / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    @rule(name=names, month=months, title=titles)
    def write(self, name: str, month: str, title: str) -> None:
        self.path(month, name).write_text(f"title: {title}\nkeypoints: [{name}]\n")

    @rule(name=names, month=months, title=titles)
    def write_in_the_same_tick(self, name: str, month: str, title: str) -> None:
        path = self.path(month, name)
        if path.exists():
            stamp = path.stat()
            path.write_text(f"title: {title}\nkeypoints: [{name}]\n")
            os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))

    @rule(name=names, month=months)
    def delete(self, name: str, month: str) -> None:
        self.path(month, name).unlink(missing_ok=True)

    @rule(name=names)
    def move(self, name: str) -> None:
        here = self.path("2024-04", name)
        if here.exists():
            here.replace(self.path("2024-05", name))

    @rule(title=titles, action=st.sampled_from(OnDuplicate))
    def add(self, title: str, action: OnDuplicate) -> None:
        self.library.add(Paper(title=title, method="m"), "2024-04", action)

    @rule(name=names, edit=st.sampled_from(["month=2024-06", "id=b", "keypoints=x; y", "title=B"]))
    def edit(self, name: str, edit: str) -> None:
        self.by_tool(lambda: self.library.assign([name], [assignment(edit)]))

    @rule(name=names)
    def remove(self, name: str) -> None:
        self.by_tool(lambda: self.library.remove([name]))

    @rule()
    def undo(self) -> None:
        self.by_tool(self.library.undo)

    def by_tool(self, change: Any) -> None:
        # A refusal (no such paper, its file changed by hand) is as good as a change.
        with contextlib.suppress(PaperlistError):
            change()

    @rule()
    def another_process(self) -> None:
        self.library = Library(self.library.root)

    @invariant()
    def equals_one_built_from_nothing(self) -> None:
        if hasattr(self, "library"):
            fresh = Index.in_memory(self.library.root)
            fresh.refresh()
            assert everything(self.library.index()) == everything(fresh)

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            shutil.rmtree(self.folder)


TestEdits = Edits.TestCase
TestEdits.settings = settings(max_examples=25, stateful_step_count=12, deadline=None)


def test_a_folder_with_the_same_fingerprint_is_not_read(library: Library, write: WriteNote) -> None:
    """A fingerprint is stored for settled files, goes with any change, and comes again."""
    paths = [write(f"2024-04/{name}", f"title: {name}\n") for name in "abc"]
    for path in paths:
        settle(path)

    def fingerprints() -> int:
        (count,) = library.index().db.execute("SELECT count(*) FROM folders").fetchone()
        return int(count)

    assert fingerprints() == 1
    paths[0].write_text("title: Other\n")
    assert fingerprints() == 0
    assert library.get("a").title == "Other"
    settle(paths[0])
    assert fingerprints() == 1
    paths[0].unlink()
    assert ids(library) == ["b", "c"]
    assert fingerprints() == 1
