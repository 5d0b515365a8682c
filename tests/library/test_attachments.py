"""Files that belong to papers: they come in, go along, go, and come back."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from paperlist import Library, Paper
from paperlist.errors import (
    ChangedUnderneathError,
    NothingToUndoError,
    PaperlistError,
    ReadError,
    WriteError,
)
from paperlist.library.assignments import parse as assignment
from paperlist.library.attachments import LARGE_BYTES, burdens
from paperlist.store.content import FileDigest, Link, content_at, digest_of
from paperlist.store.transaction import Change, Changeset, writing
from paperlist.store.user_folders import history_folder
from tests.conftest import WriteNote

PDF = b"%PDF-1.7\n\xff\xfe\x00" + bytes(range(256)) * 50


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    """A file to attach."""
    path = tmp_path / "paper.pdf"
    path.write_bytes(PDF)
    return path


@pytest.fixture
def paper(library: Library, pdf: Path) -> Library:
    """A paper with one file."""
    library.add(Paper(title="A", method="m"), "2024-04")
    library.attach("a", [pdf])
    return library


def names(library: Library, reference: str = "a") -> list[str]:
    entry = library.get(reference)
    return [path.relative_to(library.root).as_posix() for path in library.attachments(entry)]


def everything(root: Path) -> dict[str, bytes]:
    """Every file of a library itself; of a link where it leads."""
    return {
        path.relative_to(root).as_posix(): (
            os.fsencode(path.readlink()) if path.is_symlink() else path.read_bytes()
        )
        for path in sorted(root.rglob("*"))
        if ".paperlist" not in path.relative_to(root).parts and not path.is_dir()
    }


def kept(root: Path) -> list[bytes]:
    """The files that are kept for undo."""
    folder = history_folder(root) / "files"
    return [path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()]


def test_a_file_is_copied_beside_its_note(paper: Library, pdf: Path) -> None:
    """It is another file than the one it came from, and no note."""
    assert names(paper) == ["data/2024-04/a/paper.pdf"]
    place = paper.root / "data/2024-04/a/paper.pdf"
    pdf.write_bytes(b"changed")
    assert place.read_bytes() == PDF
    (place.parent / "looks-like-a-note.yaml").write_text("title: [no note\n")
    assert [entry.id for entry in paper.papers()] == ["a"]
    assert paper.broken() == []


def test_another_file_of_that_name_gets_a_number_and_the_same_one_does_not(
    paper: Library, pdf: Path
) -> None:
    """Whether it is there or comes at once."""
    assert [path.name for path in paper.attach("a", [pdf])] == ["paper.pdf"]
    other = pdf.parent / "other" / "paper.pdf"
    other.parent.mkdir()
    other.write_bytes(b"another")
    assert [path.name for path in paper.attach("a", [other, pdf, other])] == [
        "paper-2.pdf", "paper.pdf", "paper-2.pdf",
    ]  # fmt: skip
    assert names(paper) == ["data/2024-04/a/paper-2.pdf", "data/2024-04/a/paper.pdf"]
    paper.undo()
    assert names(paper) == ["data/2024-04/a/paper.pdf"]


@pytest.mark.parametrize(
    ("name", "message"),
    [("nowhere.pdf", "nowhere.pdf: No such file"), ("folder", "folder: a folder")],
)
@pytest.mark.parametrize("link", [True, False])
def test_what_is_no_file_is_not_attached(
    paper: Library, pdf: Path, name: str, message: str, *, link: bool
) -> None:
    """And nothing that came with it is."""
    (pdf.parent / "folder").mkdir()
    before = everything(paper.root)
    with pytest.raises(ReadError, match=message):
        paper.attach("a", [pdf, pdf.parent / name], link=link)
    assert everything(paper.root) == before


def test_a_link_leads_to_the_file_and_goes_along(paper: Library, pdf: Path) -> None:
    """One to a file of the library itself by a way that moves with it."""
    inside = paper.root / "shared.pdf"
    inside.write_bytes(b"shared")
    (place,) = paper.attach("a", [inside], link=True)
    (outside,) = paper.attach("a", [pdf.rename(pdf.with_name("b.pdf"))], link=True)
    assert str(place.readlink()) == "../../../shared.pdf"
    assert outside.readlink() == pdf.with_name("b.pdf")
    paper.assign(["a"], [assignment("month=2024-05")])
    assert (paper.root / "data/2024-05/a/shared.pdf").read_bytes() == b"shared"
    paper.remove(["a"])
    assert inside.exists()
    assert pdf.with_name("b.pdf").read_bytes() == PDF
    paper.undo()
    assert (paper.root / "data/2024-05/a/b.pdf").is_symlink()


def test_files_go_along_go_and_come_back(paper: Library) -> None:
    """With month, id, removal; each undone and done again; the journal holds none of them."""
    states = [everything(paper.root)]
    changes: list[Callable[[], object]] = [
        lambda: paper.assign(["a"], [assignment("month=2024-05")]),
        lambda: paper.assign(["a"], [assignment("id=b"), assignment("month=2024-06")]),
        lambda: paper.remove(["b"]),
    ]
    for change in changes:
        change()
        states.append(everything(paper.root))
    assert states[1].keys() == {
        "paperlist.toml", "data/2024-05/a.yaml", "data/2024-05/a/paper.pdf",
    }  # fmt: skip
    assert states[3].keys() == {"paperlist.toml"}
    assert kept(paper.root) == [PDF]
    for before in reversed(states[:-1]):
        paper.undo()
        assert everything(paper.root) == before
    assert kept(paper.root) == []
    for after in states[1:]:
        paper.redo()
        assert everything(paper.root) == after
    journals = (history_folder(paper.root) / "history").iterdir()
    assert sum(path.stat().st_size for path in journals) < 3000
    assert all("base64" not in path.read_text() for path in journals)


def test_hidden_and_nested_files_go_along(paper: Library) -> None:
    """Whatever someone put there; hidden ones are not shown."""
    folder = paper.root / "data/2024-04/a"
    (folder / "code").mkdir()
    (folder / "code" / "x.py").write_text("x")
    (folder / ".hidden").write_text("h")
    assert [Path(name).name for name in names(paper)] == ["x.py", "paper.pdf"]
    paper.assign(["a"], [assignment("id=b")])
    assert sorted(path.name for path in (paper.root / "data/2024-04/b").rglob("*.*")) == [
        ".hidden", "paper.pdf", "x.py",
    ]  # fmt: skip
    assert not folder.exists()


def test_a_kept_file_is_not_the_one_in_the_library(paper: Library) -> None:
    """Who writes into an attachment does not write into what undo needs."""
    paper.assign(["a"], [assignment("month=2024-05")])
    place = paper.root / "data/2024-05/a/paper.pdf"
    with place.open("r+b") as file:
        file.write(b"note")
    with pytest.raises(ChangedUnderneathError, match=r"a/paper\.pdf"):
        paper.undo()
    paper.remove(["a"])
    paper.undo()
    assert place.read_bytes() == b"note" + PDF[4:]
    assert place.stat().st_nlink == 1


def test_what_leaves_the_history_is_kept_no_longer(
    paper: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its change cannot be undone any more."""
    monkeypatch.setattr("paperlist.store.history.LENGTH", 5)
    paper.remove(["a"])
    assert kept(paper.root) == [PDF]
    with writing(paper.root) as writer:
        for number in range(5):
            before = str(number - 1).encode() if number else None
            writer.apply(Changeset("x", {"x": Change(before, str(number).encode())}))
    assert kept(paper.root) == []


def test_a_change_after_an_undo_lets_go_of_what_redo_needed(paper: Library) -> None:
    """There is no way to it any more."""
    paper.undo()
    assert kept(paper.root) == [PDF]
    paper.add(Paper(title="B"), "2024-04")
    assert kept(paper.root) == []
    with pytest.raises(NothingToUndoError):
        paper.redo()


def test_a_kept_file_that_is_gone_cannot_come_back(paper: Library) -> None:
    """The error says so, and the rest of the change does not come back either."""
    paper.remove(["a"])
    (file,) = (path for path in (history_folder(paper.root) / "files").rglob("*") if path.is_file())
    file.unlink()
    with pytest.raises(WriteError, match=r"a/paper\.pdf: its file is no longer kept"):
        paper.undo()
    assert everything(paper.root).keys() == {"paperlist.toml"}


def test_a_file_in_the_place_of_the_folder_stops_it(paper: Library, pdf: Path) -> None:
    """It is named, and nothing is written."""
    paper.add(Paper(title="B"), "2024-04")
    (paper.root / "data/2024-04/b").write_text("in the way")
    before = everything(paper.root)
    with pytest.raises(PaperlistError, match="data/2024-04/b"):
        paper.attach("b", [pdf])
    assert everything(paper.root) == before
    assert paper.attachments(paper.get("b")) == []


def test_a_dry_run_copies_nothing(paper: Library, pdf: Path) -> None:
    """And says what it would."""
    before = everything(paper.root)
    dry = Library(paper.root, dry_run=True)
    other = pdf.with_name("other.pdf")
    other.write_bytes(b"12345")
    dry.attach("a", [other])
    dry.remove(["a"])
    dry.undo()
    assert everything(paper.root) == before
    assert dry.done[0].diff() == "data/2024-04/a/other.pdf: nothing becomes a file of 5 bytes\n"
    assert "a file of 12,812 bytes becomes nothing" in dry.done[1].diff()
    assert dry.done[2].summary == "attach paper.pdf"


def test_a_large_file_in_git_without_lfs_is_a_burden(
    paper: Library, home: Path, tmp_path: Path
) -> None:
    """Outside git, under LFS, as a link or small it is none."""
    large = tmp_path / "large.pdf"
    with large.open("wb") as file:
        file.truncate(LARGE_BYTES)
    places = [*paper.attach("a", [large]), paper.root / "data/2024-04/a/paper.pdf"]
    assert burdens(paper.root, places) == []
    subprocess.run(["git", "init", "-q", paper.root], check=True)
    assert burdens(paper.root, places) == places[:1]
    attributes = paper.root / ".gitattributes"
    attributes.write_text("*.pdf filter=lfs diff=lfs merge=lfs -text\n")
    assert burdens(paper.root, places) == []
    # What would take minutes is not looked through, and what leads out is not read.
    attributes.write_text("a filter=lfs\n" * 10_000 + "*.pdf filter=lfs\n")
    assert burdens(paper.root, places) == places[:1]
    outside = tmp_path / "attributes"
    outside.write_text("*.pdf filter=lfs\n")
    attributes.unlink()
    attributes.symlink_to(outside)
    assert burdens(paper.root, places) == places[:1]


def test_attachments_of_a_note_that_cannot_be_read_go_with_it(
    paper: Library, write: WriteNote
) -> None:
    """A broken note is removed by its id, and comes back."""
    write("2024-04/a", "title: [broken\n")
    before = everything(paper.root)
    assert [entry.id for entry in paper.remove(["a"])] == ["a"]
    assert everything(paper.root).keys() == {"paperlist.toml"}
    paper.undo()
    assert everything(paper.root) == before


def test_of_a_note_that_is_a_link_only_the_link_goes(library: Library) -> None:
    """What it leads to stays, through removal and moves; undo brings the link back."""
    real = library.root / "shared" / "real.yaml"
    real.parent.mkdir()
    real.write_text("title: Real\n")
    link = library.root / "data/2024-04/real.yaml"
    link.parent.mkdir(parents=True)
    link.symlink_to(real)
    library.remove(["real"])
    assert not link.is_symlink()
    library.undo()
    assert link.readlink() == real
    library.assign(["real"], [assignment("month=2024-05")])
    assert not link.is_symlink()
    assert real.read_text() == "title: Real\n"
    library.undo()
    library.assign(["real"], [assignment("venue=X")])
    assert link.is_symlink()
    assert "venue: X" in real.read_text()


# Whole or not at all

KILLED = """
import os, sys
from pathlib import Path
from paperlist.store.transaction import Change, Changeset, writing
from paperlist.store.content import content_at, digest_of
root, left, kind = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
def dying(real):
    def step(*args, **named):
        global left
        if left == 0:
            os._exit(9)
        left -= 1
        return real(*args, **named)
    return step
for name in ("rename", "replace", "unlink", "symlink", "link"):
    setattr(os, name, dying(getattr(os, name)))
out = digest_of(root / "out.pdf")
here, gone, link = (content_at(root / name) for name in ("here.pdf", "gone.pdf", "link.pdf"))
changes = {
    "new.pdf": Change(None, out, root / "out.pdf"),
    "here.pdf": Change(here, None), "there/here.pdf": Change(None, here),
    "gone.pdf": Change(gone, None),
    "link.pdf": Change(link, None), "there/link.pdf": Change(None, link),
    "note": Change(b"1", b"2"),
}
with writing(root) as writer:
    if kind == "undo":
        writer.undo()
    else:
        writer.apply(Changeset("x", changes))
"""
BEFORE = {"here.pdf": b"here\xff", "gone.pdf": b"gone\xff", "link.pdf": b"out.pdf", "note": b"1"}
AFTER = {
    "new.pdf": b"out\xff", "there/here.pdf": b"here\xff", "there/link.pdf": b"out.pdf",
    "note": b"2",
}  # fmt: skip


def prepared(root: Path) -> None:
    for name, content in {**BEFORE, "out.pdf": b"out\xff"}.items():
        if name == "link.pdf":
            (root / name).symlink_to("out.pdf")
        else:
            (root / name).write_bytes(content)


def killed(root: Path, steps: int, kind: str) -> int:
    command = [sys.executable, "-c", KILLED, str(root), str(steps), kind]
    return subprocess.run(command, check=False).returncode


def now_at(root: Path) -> dict[str, bytes]:
    found = everything(root)
    return {name: found[name] for name in found if name != "out.pdf"}


@pytest.mark.parametrize("steps", range(0, 40, 2))
def test_a_process_that_dies_leaves_all_or_nothing(tmp_path: Path, steps: int) -> None:
    """Killed at every second step of a change, and of taking it back; nothing is left over."""
    prepared(tmp_path)
    died = killed(tmp_path, steps, "apply")
    with writing(tmp_path):
        pass
    assert now_at(tmp_path) in (BEFORE, AFTER)
    if now_at(tmp_path) == BEFORE:
        assert died == 9
        with writing(tmp_path) as writer:
            assert kept(tmp_path) == []
            with pytest.raises(NothingToUndoError):
                writer.undo()
        return
    assert kept(tmp_path) == [b"gone\xff"]
    killed(tmp_path, steps, "undo")
    with writing(tmp_path) as writer:
        if now_at(tmp_path) == AFTER:
            writer.undo()
        assert now_at(tmp_path) == BEFORE
        assert kept(tmp_path) == [b"out\xff"]
        writer.redo()
        assert now_at(tmp_path) == AFTER
        assert kept(tmp_path) == [b"gone\xff"]
    assert [*history_folder(tmp_path).glob("*journal*")] == []


@pytest.mark.parametrize("left", range(6))
def test_a_step_that_fails_takes_the_others_back(tmp_path: Path, left: int) -> None:
    """A full disk: everything is as before, and nothing is kept."""
    prepared(tmp_path)
    calls = 0

    def refusing(real: Callable[..., None]) -> Callable[..., None]:
        def step(old: str, new: str, **folders: int) -> None:
            nonlocal calls
            calls += 1
            if calls == left + 1:
                raise OSError(28, "No space left on device", str(new))
            real(old, new, **folders)

        return step

    here, gone = content_at(tmp_path / "here.pdf"), content_at(tmp_path / "gone.pdf")
    changeset = Changeset(
        "x",
        {
            "new.pdf": Change(None, digest_of(tmp_path / "out.pdf"), tmp_path / "out.pdf"),
            "here.pdf": Change(here, None),
            "there.pdf": Change(None, here),
            "gone.pdf": Change(gone, None),
            "note": Change(b"1", b"2"),
        },
    )
    steps = pytest.MonkeyPatch()
    steps.setattr(os, "rename", refusing(os.rename))
    steps.setattr(os, "replace", refusing(os.replace))
    with writing(tmp_path) as writer:
        if left < 4:
            with pytest.raises(WriteError):
                writer.apply(changeset)
            assert now_at(tmp_path) == BEFORE
            assert kept(tmp_path) == []
        elif left == 4:
            with pytest.raises(PaperlistError, match=r"is saved, but its history is not.*00000001"):
                writer.apply(changeset)
        else:
            writer.apply(changeset)
    steps.undo()
    with writing(tmp_path) as writer:
        if left >= 4:
            writer.undo()
        assert now_at(tmp_path) == BEFORE


def test_a_file_that_changes_while_it_is_copied_is_not_taken(tmp_path: Path) -> None:
    """What was looked at is what is copied, or nothing is."""
    prepared(tmp_path)
    change = Change(None, digest_of(tmp_path / "out.pdf"), tmp_path / "out.pdf")
    (tmp_path / "out.pdf").write_bytes(b"other")
    with writing(tmp_path) as writer, pytest.raises(ChangedUnderneathError, match=r"out\.pdf"):
        writer.apply(Changeset("x", {"new.pdf": change}))
    assert now_at(tmp_path) == BEFORE


class History(RuleBasedStateMachine):
    """Any series of files coming, moving, going, undone and done again equals a list of states."""

    @initialize(folder=st.builds(lambda: None))
    def start(self, folder: None) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.root = Path(self.folder.name) / "library"
        self.root.mkdir()
        self.past: list[dict[str, bytes]] = [{}]
        self.future: list[dict[str, bytes]] = []

    def apply(self, changes: dict[str, Change], state: dict[str, bytes]) -> None:
        with writing(self.root) as writer:
            writer.apply(Changeset("x", changes))
        if state != self.past[-1]:
            self.past.append(state)
            self.future = []
        assert everything(self.root) == self.past[-1]

    @rule(name=st.sampled_from("ab"), content=st.sampled_from([b"one", b"two\xff"]))
    def attach(self, name: str, content: bytes) -> None:
        source = Path(self.folder.name) / "source"
        source.write_bytes(content)
        before = content_at(self.root / name)
        change = Change(before, digest_of(source), source)
        self.apply({name: change}, {**self.past[-1], name: content})

    @rule(name=st.sampled_from("ab"))
    def link(self, name: str) -> None:
        before = content_at(self.root / name)
        self.apply({name: Change(before, Link("x"))}, {**self.past[-1], name: b"x"})

    @rule(name=st.sampled_from("ab"), to=st.sampled_from("abc"))
    def move(self, name: str, to: str) -> None:
        content, there = content_at(self.root / name), content_at(self.root / to)
        if content is None or name == to:
            return
        state = dict(self.past[-1])
        state[to] = state.pop(name)
        self.apply({name: Change(content, None), to: Change(there, content)}, state)

    @rule(name=st.sampled_from("abc"))
    def remove(self, name: str) -> None:
        state = dict(self.past[-1])
        state.pop(name, None)
        self.apply({name: Change(content_at(self.root / name), None)}, state)

    @rule(action=st.sampled_from(["undo", "redo"]))
    def again(self, action: str) -> None:
        possible = len(self.past) > 1 if action == "undo" else bool(self.future)
        with writing(self.root) as writer:
            if not possible:
                with pytest.raises(NothingToUndoError):
                    getattr(writer, action)()
                return
            getattr(writer, action)()
        if action == "undo":
            self.future.append(self.past.pop())
        else:
            self.past.append(self.future.pop())
        assert everything(self.root) == self.past[-1]
        for path in self.root.glob("[abc]"):
            assert path.is_symlink() or path.stat().st_nlink == 1

    def teardown(self) -> None:
        self.folder.cleanup()


TestHistory = History.TestCase
TestHistory.settings = settings(max_examples=20, stateful_step_count=12, deadline=None)


def test_files_are_known_by_what_they_hold(tmp_path: Path) -> None:
    """And not by where they came from."""
    prepared(tmp_path)
    (tmp_path / "copy").write_bytes(b"out\xff")
    assert digest_of(tmp_path / "copy") == digest_of(tmp_path / "out.pdf")
    assert content_at(tmp_path / "copy") == FileDigest(digest_of(tmp_path / "copy").sha256, 4)
    assert content_at(tmp_path / "link.pdf") == Link("out.pdf")
    assert content_at(tmp_path / "nothing") is None


def test_a_link_leads_to_its_file_from_a_month_that_lies_deeper(
    paper: Library,
) -> None:
    """A month may be a link within the library; a relative way begins where it really is."""
    month, real = paper.root / "data" / "2024-04", paper.root / "archive" / "of" / "april"
    real.parent.mkdir(parents=True)
    month.rename(real)
    month.symlink_to("../archive/of/april")
    (paper.root / "figure.png").write_bytes(b"a figure")
    (place,) = paper.attach("a", [paper.root / "figure.png"], link=True)
    assert place.read_bytes() == b"a figure"


def merged_files(library: Library, link: str, target: str) -> dict[str, bytes]:
    """Merge a, b and c, with a file each; first make one folder a link. Return all their files."""
    for name in "abc":
        library.add(
            Paper(title=name, added=f"2024-04-0{'abc'.index(name) + 1}T00:00:00Z"), "2024-04"
        )
        if name != link:
            file = library.root.parent / f"{name}.pdf"
            file.write_bytes(name.encode())
            library.attach(name, [file])
    (library.root / "data/2024-04" / link).symlink_to(target)
    before = everything(library.root)
    library.merge(["a", "b", "c"])
    files = [path for path in library.attachments(library.get("a")) if path.is_file()]
    found = {path.name: path.read_bytes() for path in files}
    library.undo()
    assert everything(library.root) == before
    return found


@pytest.mark.parametrize(
    ("link", "target"), [("a", "b"), ("a", "c"), ("b", "a"), ("b", "c"), ("c", "a"), ("c", "b")]
)
def test_a_folder_that_is_a_link_to_another_of_merged_papers(
    library: Library, link: str, target: str
) -> None:
    """Each file is there once, through whichever folder."""
    expected = {f"{name}.pdf": name.encode() for name in "abc" if name != link}
    assert merged_files(library, link, target) == expected


def test_a_folder_that_is_a_link_elsewhere_is_merged_as_a_link(library: Library) -> None:
    """Its target is not one of the papers, and is left as it is."""
    shared = library.root / "data" / "2024-04" / "shared"
    shared.mkdir(parents=True)
    (shared / "s.pdf").write_bytes(b"s")
    assert merged_files(library, "b", "shared") == {"a.pdf": b"a", "c.pdf": b"c"}
    library.merge(["a", "b", "c"])
    assert (library.root / "data/2024-04/a/b").resolve() == shared
    assert (shared / "s.pdf").read_bytes() == b"s"


def test_a_folder_that_is_a_link_still_leads_there_from_another_month(library: Library) -> None:
    """A relative one is written anew."""
    library.add(Paper(title="A"), "2024-04")
    shared = library.root / "data" / "2024-04" / "shared"
    shared.mkdir()
    (shared.parent / "a").symlink_to("shared")
    library.assign(["a"], [assignment("month=2024-05")])
    assert (library.root / "data/2024-05/a").resolve() == shared
