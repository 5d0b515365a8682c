"""Changesets: whole or not at all, and back again."""

import os
import subprocess
import sys
from errno import ENOSPC
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from paperlist.errors import ChangedUnderneathError, NothingToUndoError, PaperlistError, WriteError
from paperlist.store.history import LENGTH as HISTORY_LENGTH
from paperlist.store.recovery import recover
from paperlist.store.transaction import Change, Changeset, writing
from paperlist.store.user_folders import history_folder

ONE = Changeset("one", {"data/a": Change(None, b"1\n"), "data/b": Change(None, b"2\n")})


def files(root: Path) -> dict[str, bytes]:
    """Every file of the library itself."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and ".paperlist" not in path.parts
    }


def test_apply_undo_redo(tmp_path: Path) -> None:
    """A change, back, and forth again; folders that become empty go."""
    with writing(tmp_path) as writer:
        writer.apply(ONE)
        assert files(tmp_path) == {"data/a": b"1\n", "data/b": b"2\n"}
        assert writer.undo().files == {
            "data/a": Change(b"1\n", None),
            "data/b": Change(b"2\n", None),
        }
        assert files(tmp_path) == {}
        assert not (tmp_path / "data").exists()
        writer.redo()
        assert len(files(tmp_path)) == 2
        with pytest.raises(NothingToUndoError, match="redo"):
            writer.redo()


def test_a_file_that_changed_in_the_meantime_stops_it_all(tmp_path: Path) -> None:
    """One file is not what was read: none is written."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "b").write_bytes(b"by hand\n")
    with writing(tmp_path) as writer, pytest.raises(ChangedUnderneathError, match="data/b"):
        writer.apply(ONE)
    assert files(tmp_path) == {"data/b": b"by hand\n"}


def test_undo_does_not_take_back_an_edit_by_hand(tmp_path: Path) -> None:
    """What a person wrote since is worth more."""
    with writing(tmp_path) as writer:
        writer.apply(ONE)
        (tmp_path / "data" / "a").write_bytes(b"by hand\n")
        with pytest.raises(ChangedUnderneathError):
            writer.undo()
    assert files(tmp_path) == {"data/a": b"by hand\n", "data/b": b"2\n"}


def test_a_folder_in_the_place_of_a_file_stops_it_all(tmp_path: Path) -> None:
    """It is named, and nothing is written."""
    (tmp_path / "data" / "b").mkdir(parents=True)
    with writing(tmp_path) as writer, pytest.raises(PaperlistError, match="data/b: Is a directory"):
        writer.apply(ONE)
    assert files(tmp_path) == {}


@pytest.mark.parametrize("renames", range(4))
def test_a_rename_that_fails_takes_the_others_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, renames: int
) -> None:
    """The system refuses one of four: none has happened."""
    rename = os.rename
    left = renames

    def refuse(old: str, new: str, **folders: int) -> None:
        nonlocal left
        if left == 0:
            left = -1
            raise OSError(28, "No space left on device")
        left -= 1
        rename(old, new, **folders)

    # Each file of a change is renamed in its folder; the journal before is replaced.
    monkeypatch.setattr(os, "rename", refuse)
    changeset = Changeset("x", {f"data/{i}": Change(None, b"new") for i in range(4)})
    with writing(tmp_path) as writer, pytest.raises(WriteError, match="No space left"):
        writer.apply(changeset)
    assert files(tmp_path) == {}
    with writing(tmp_path) as writer:
        writer.apply(changeset)
    assert len(files(tmp_path)) == 4


KILLED = """
import os, sys
from pathlib import Path
from paperlist.store.transaction import Change, Changeset, writing
left = int(sys.argv[2])
def dying(real):
    def rename(old, new, **folders):
        global left
        if left == 0:
            os._exit(9)
        left -= 1
        return real(old, new, **folders)
    return rename
os.rename, os.replace = dying(os.rename), dying(os.replace)
with writing(Path(sys.argv[1])) as writer:
    writer.apply(Changeset("x", {f"data/{i}": Change(None, b"new") for i in range(4)}))
"""


RECOVER = """
import sys
from pathlib import Path
from paperlist.store.recovery import recover
recover(Path(sys.argv[1]))
"""


@pytest.mark.parametrize("renames", range(7))
def test_a_process_that_dies_leaves_all_or_nothing(tmp_path: Path, renames: int) -> None:
    """Killed at each of its renames: the next command finds everything, or nothing."""
    done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), str(renames)], check=False)
    recover(tmp_path)
    # The first rename puts the journal in its place: before it nothing has happened.
    complete = {f"data/{i}": b"new" for i in range(4)}
    assert files(tmp_path) == (complete if renames else {})
    assert done.returncode == (9 if renames < 6 else 0)
    with writing(tmp_path) as writer:
        writer.apply(Changeset("y", {"z": Change(None, b"z")}))


DYING = """
import os, sys
from pathlib import Path
from paperlist.store.pending import Pending
from paperlist.store.transaction import Change, Changeset, writing
Pending.write_journal = lambda self, change: os._exit(9)
with writing(Path(sys.argv[1])) as writer:
    writer.apply(Changeset("x", {sys.argv[2]: Change(None, b"new")}))
"""


def test_nothing_that_was_staged_outside_the_library_stays(tmp_path: Path) -> None:
    """An export may go anywhere; what was staged there goes when it fails or its process dies."""
    root, outside = tmp_path / "papers", tmp_path / "outside"
    root.mkdir()
    outside.mkdir()
    page = str(outside / "page.md")
    done = subprocess.run([sys.executable, "-c", DYING, str(root), page], check=False)
    assert done.returncode == 9
    assert len(list(outside.iterdir())) == 1
    recover(root)
    assert list(outside.iterdir()) == []


def test_a_full_disk_outside_the_library_is_left_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What did not fit is removed again."""
    root, outside = tmp_path / "papers", tmp_path / "outside"
    root.mkdir()
    outside.mkdir()
    monkeypatch.setattr(os, "fsync", _is_full)
    with writing(root) as writer, pytest.raises(WriteError, match="No space left"):
        writer.apply(Changeset("x", {str(outside / "page.md"): Change(None, b"new")}))
    assert list(outside.iterdir()) == []


def _is_full(_descriptor: int) -> None:
    raise OSError(ENOSPC, os.strerror(ENOSPC))


def test_what_a_living_process_stages_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading neither waits for the process that writes, nor removes what it has staged."""
    replace = Path.replace
    seen: list[dict[str, bytes]] = []

    def look(self: Path, target: Path) -> Path:
        if target.name == "journal.json":
            subprocess.run([sys.executable, "-c", RECOVER, str(tmp_path)], check=True, timeout=30)
            seen.append(files(tmp_path))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", look)
    with writing(tmp_path) as writer:
        writer.apply(Changeset("x", {"data/a": Change(None, b"new")}))
    (staged,) = seen
    assert list(staged.values()) == [b"new"]
    assert all(name.startswith("data/.paperlist-") for name in staged)
    assert files(tmp_path) == {"data/a": b"new"}


def test_mode_and_links_stay(tmp_path: Path) -> None:
    """A private file stays private; a page that is a link stays one."""
    real = tmp_path / "real.md"
    real.write_bytes(b"old")
    real.chmod(0o600)
    (tmp_path / "page.md").symlink_to(real)
    with writing(tmp_path) as writer:
        writer.apply(Changeset("x", {"page.md": Change(b"old", b"new")}))
    assert (tmp_path / "page.md").is_symlink()
    assert real.read_bytes() == b"new"
    assert real.stat().st_mode & 0o777 == 0o600


def test_the_history_is_cut(tmp_path: Path) -> None:
    """Only the newest changes can be undone."""
    with writing(tmp_path) as writer:
        for number in range(HISTORY_LENGTH + 5):
            before = str(number - 1).encode() if number else None
            writer.apply(Changeset("x", {"a": Change(before, str(number).encode())}))
    assert len(list((history_folder(tmp_path) / "history").iterdir())) == HISTORY_LENGTH


def test_a_diff_shows_files_in_order_and_missing_line_ends() -> None:
    """Unified diffs as git writes them."""
    text = Changeset("x", {"b": Change(b"1\n", b"2"), "a": Change(None, b"\xff")}).diff()
    head = "Binary file a changes\n--- a/b\n+++ b/b\n@@ -1 +1 @@\n"
    assert text == f"{head}-1\n+2\n\\ No newline at end of file\n"


def test_the_private_folder_ignores_itself(tmp_path: Path) -> None:
    """Git sees nothing of locks and history."""
    subprocess.run(["git", "init", "-q", tmp_path], check=True, env={**os.environ, "HOME": "/"})
    with writing(tmp_path) as writer:
        writer.apply(Changeset("x", {"a": Change(None, b"1")}))
    status = subprocess.run(
        ["git", "-C", tmp_path, "status", "--short"], check=True, capture_output=True, text=True
    ).stdout
    assert status == "?? a\n"


class History(RuleBasedStateMachine):
    """Any series of changes, undos and redos equals a plain list of states."""

    @initialize(folder=st.builds(lambda: None))
    def start(self, folder: None) -> None:
        import tempfile

        self.folder = tempfile.TemporaryDirectory()
        self.root = Path(self.folder.name)
        self.past: list[dict[str, bytes]] = [{}]
        self.future: list[dict[str, bytes]] = []

    @rule(name=st.sampled_from("ab"), content=st.one_of(st.none(), st.binary(max_size=3)))
    def change(self, name: str, content: bytes | None) -> None:
        state = dict(self.past[-1])
        before = state.pop(name, None)
        if content is not None:
            state[name] = content
        with writing(self.root) as writer:
            writer.apply(Changeset("x", {name: Change(before, content)}))
        if state != self.past[-1]:
            self.past.append(state)
            self.future = []
        assert files(self.root) == self.past[-1]

    @rule(action=st.sampled_from(["undo", "redo"]))
    def move(self, action: str) -> None:
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
        assert files(self.root) == self.past[-1]

    def teardown(self) -> None:
        self.folder.cleanup()


TestHistory = History.TestCase
TestHistory.settings = settings(max_examples=25, stateful_step_count=12, deadline=None)


def test_a_removed_file_comes_back_with_its_mode(tmp_path: Path) -> None:
    """What only its owner could read stays so."""
    note = tmp_path / "note"
    note.write_bytes(b"1")
    for mode in (0o600, 0o664):
        note.chmod(mode)
        with writing(tmp_path) as writer:
            writer.apply(Changeset("x", {"note": Change(b"1", None)}))
        with writing(tmp_path) as writer:
            writer.undo()
        assert note.stat().st_mode & 0o777 == mode
