"""What can be undone: passed over, damaged, cut short, another user's; and what is never obeyed."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from paperlist import Library, Paper
from paperlist.errors import (
    DamagedHistoryError,
    LeadsOutError,
    LockedOutError,
    NothingToUndoError,
    NotUndoneError,
    PaperlistError,
    PrivateFolderError,
    WriteError,
)
from paperlist.store.recovery import recover
from paperlist.store.transaction import Change, Changeset, Writer, writing
from paperlist.store.user_folders import history_folder, state_folder


def apply(root: Path, name: str, before: bytes | None, after: bytes | None) -> None:
    with writing(root) as writer:
        writer.apply(Changeset(f"change {name}", {name: Change(before, after)}))


def undo(root: Path, *, skip: bool = False) -> str:
    with writing(root) as writer:
        return writer.undo(skip=skip).summary


def test_undo_can_pass_over_what_was_edited_since(tmp_path: Path) -> None:
    """It says which file it is; what was passed over does not come back."""
    apply(tmp_path, "a", None, b"1")
    apply(tmp_path, "b", None, b"1")
    (tmp_path / "b").write_bytes(b"by hand")
    with pytest.raises(
        NotUndoneError, match=r"b was changed since.*'change b' cannot be undone"
    ) as e:
        undo(tmp_path)
    assert "undo --skip" in str(e.value)
    assert undo(tmp_path, skip=True) == "change a"
    assert (tmp_path / "b").read_bytes() == b"by hand"
    assert not (tmp_path / "a").exists()
    with writing(tmp_path) as writer:
        writer.redo()
    assert (tmp_path / "a").read_bytes() == b"1"
    assert undo(tmp_path) == "change a"
    with pytest.raises(NothingToUndoError):
        undo(tmp_path)


def test_undo_passes_over_what_has_become_a_link_out(tmp_path: Path) -> None:
    """Nothing behind the link is looked at or written."""
    root, outside = tmp_path / "papers", tmp_path / "outside"
    root.mkdir()
    outside.mkdir()
    apply(root, "a", None, b"1")
    apply(root, "data/b", None, b"1")
    (root / "data" / "b").rename(outside / "b")
    (root / "data").rmdir()
    (root / "data").symlink_to(outside)
    with pytest.raises(LeadsOutError):
        undo(root)
    assert undo(root, skip=True) == "change a"
    assert (outside / "b").read_bytes() == b"1"


def test_redo_can_pass_over_what_was_edited_since(tmp_path: Path) -> None:
    """And goes on with the change after it."""
    apply(tmp_path, "a", None, b"1")
    apply(tmp_path, "b", None, b"1")
    undo(tmp_path)
    undo(tmp_path)
    (tmp_path / "a").write_bytes(b"by hand")
    with writing(tmp_path) as writer:
        with pytest.raises(NotUndoneError, match="redo --skip"):
            writer.redo()
        assert writer.redo(skip=True).summary == "change b"
    assert (tmp_path / "a").read_bytes() == b"by hand"
    assert undo(tmp_path) == "change b"
    with pytest.raises(NothingToUndoError):
        undo(tmp_path)


def test_what_somebody_else_undid_is_undone(tmp_path: Path) -> None:
    """`git checkout` of one file, or of all, is no edit in the way; nor is it for redo."""
    both = {"a": Change(b"1", b"2"), "b": Change(None, b"2")}
    (tmp_path / "a").write_bytes(b"1")
    with writing(tmp_path) as writer:
        writer.apply(Changeset("change both", both))
        (tmp_path / "a").write_bytes(b"1")
        assert list(writer.undo().files) == ["b"]
        assert not (tmp_path / "b").exists()
        (tmp_path / "a").write_bytes(b"2")
        (tmp_path / "b").write_bytes(b"2")
        assert not writer.redo().files
        assert len(writer.undo().files) == 2
    assert (tmp_path / "a").read_bytes() == b"1"


def test_the_history_of_an_older_version_is_undone(tmp_path: Path) -> None:
    """Version 0.2 wrote the number of an entry under another name."""
    apply(tmp_path, "a", None, b"1")
    entry = history_folder(tmp_path) / "history" / "00000001.json"
    written = json.loads(entry.read_text())
    written["page"] = written.pop("entry")
    entry.write_text(json.dumps(written))
    assert undo(tmp_path) == "change a"
    assert not (tmp_path / "a").exists()


def test_each_change_that_is_passed_over_is_named(tmp_path: Path) -> None:
    """They are passed over for good, and there may be more of them than the user saw."""
    said: list[str] = []
    path = tmp_path / "data" / "a"
    with writing(tmp_path, warn=said.append) as writer:
        writer.apply(Changeset("make a", {"data/a": Change(None, b"1")}))
        writer.apply(Changeset("change a", {"data/a": Change(b"1", b"2")}))
        path.write_bytes(b"by hand")
        with pytest.raises(NothingToUndoError):
            writer.undo(skip=True)
    assert said == ["passed over 'change a'", "passed over 'make a'"]


def test_a_new_change_gets_a_number_above_those_passed_over(tmp_path: Path) -> None:
    apply(tmp_path, "a", None, b"1")
    (tmp_path / "a").write_bytes(b"by hand")
    with pytest.raises(NothingToUndoError):
        undo(tmp_path, skip=True)
    apply(tmp_path, "b", None, b"1")
    assert undo(tmp_path) == "change b"


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"[" * 100_000, b'{"kind": "apply"}'])
def test_a_damaged_entry_is_set_aside(tmp_path: Path, content: bytes) -> None:
    """The error says where it is; the one before it can be undone then."""
    apply(tmp_path, "a", None, b"1")
    apply(tmp_path, "b", None, b"1")
    entry = max((history_folder(tmp_path) / "history").iterdir())
    entry.write_bytes(content)
    with pytest.raises(DamagedHistoryError) as error:
        undo(tmp_path)
    assert f"damaged/{entry.name}" in str(error.value)
    assert undo(tmp_path) == "change a"


def test_an_unreadable_history_is_not_taken_for_an_empty_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its numbers would begin anew, and an entry be overwritten."""
    apply(tmp_path, "a", None, b"1")
    listdir = os.listdir

    def refuse(path: Path) -> list[str]:
        if Path(path).name == "history":
            raise PermissionError(13, "Permission denied", str(path))
        return listdir(path)

    monkeypatch.setattr(os, "listdir", refuse)
    with pytest.raises(PaperlistError, match=r"cannot write .*history: Permission denied"):
        apply(tmp_path, "b", None, b"1")
    assert not (tmp_path / "b").exists()


def cut_short(root: Path, monkeypatch: pytest.MonkeyPatch, changeset: Changeset, done: int) -> None:
    """Leave the journal of a change of which so many files are in their places."""
    rename, left = os.rename, done

    def die(old: str, new: str, **folders: int) -> None:
        nonlocal left
        if left == 0:
            raise KeyboardInterrupt
        left -= 1
        rename(old, new, **folders)

    with monkeypatch.context() as patch:
        patch.setattr(os, "rename", die)
        with pytest.raises(KeyboardInterrupt), writing(root) as writer:
            writer.apply(changeset)


THREE = Changeset("three", {f"data/{n}": Change(None, b"new") for n in range(3)})


def damaged(root: Path) -> None:
    (history_folder(root) / "journal.json").write_bytes(b"{")


def a_link(root: Path) -> None:
    (root / "data").rename(root / "other")
    (root / "data").symlink_to(root.parent)


@pytest.mark.parametrize("harm", [damaged, a_link])
def test_a_journal_that_cannot_be_carried_out_blocks_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harm: Callable[[Path], None]
) -> None:
    """It is set aside with one warning; reading and writing go on."""
    root = tmp_path / "papers"
    root.mkdir()
    cut_short(root, monkeypatch, THREE, 1)
    harm(root)
    said: list[str] = []
    recover(root, said.append)
    (warning,) = said
    assert "Its journal is kept in" in warning
    assert [*(history_folder(root) / "set-aside").rglob("journal.json")]
    recover(root, said.append)
    apply(root, "z", None, b"1")
    assert len(said) == 1
    assert not [*tmp_path.glob("[0-9]")]


def test_a_file_that_is_gone_takes_its_change_back(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The copy of an attachment was staged and is gone: nothing of the change stays."""
    said: list[str] = []
    library = Library(library.root, warn=said.append)
    library.add(Paper(title="A"), "2024-04")
    pdf = tmp_path / "x.pdf"
    pdf.write_bytes(b"pdf")
    rename = os.rename

    def die(old: str, new: str, **folders: int) -> None:
        if new == "x.pdf":
            raise KeyboardInterrupt
        rename(old, new, **folders)

    with monkeypatch.context() as patch:
        patch.setattr(os, "rename", die)
        with pytest.raises(KeyboardInterrupt):
            library.attach("a", [pdf])
    for staged in library.root.rglob(".paperlist-*"):
        staged.unlink()
    assert [entry.id for entry in library.papers()] == ["a"]
    assert "'attach x.pdf' was cut short, and cannot be carried to its end" in said[0]
    assert not (library.root / "data" / "2024-04" / "a").exists()
    library.attach("a", [pdf])
    assert len(said) == 1


def test_what_another_user_left_unfinished_is_named_and_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They have a journal of their own; here, somebody with another number comes by."""
    cut_short(tmp_path, monkeypatch, THREE, 1)
    mine = os.getuid()
    said: list[str] = []
    with monkeypatch.context() as other:
        other.setattr(os, "getuid", lambda: mine + 1)
        other.setenv("XDG_STATE_HOME", str(tmp_path / "other-state"))
        recover(tmp_path, said.append)
        apply(tmp_path, "z", None, b"1")
    assert len(said) == 1
    assert "left a change of this library unfinished" in said[0]
    recover(tmp_path, said.append)
    assert len(said) == 1
    assert sorted(path.name for path in (tmp_path / "data").iterdir()) == ["0", "1", "2"]


def test_a_clone_cannot_claim_that_another_user_is_at_work(tmp_path: Path) -> None:
    """The owner of the file decides, and of a clone's that is who cloned it."""
    (tmp_path / ".paperlist").mkdir()
    (tmp_path / ".paperlist" / f"unfinished-{os.getuid() + 1}").touch()
    said: list[str] = []
    recover(tmp_path, said.append)
    assert said == []


def test_nothing_that_lies_in_the_library_is_carried_out(tmp_path: Path) -> None:
    """A journal and a history that came with it are not even read."""
    journal = {
        "kind": "apply", "entry": "00000001.json", "token": "0" * 16, "time": 0, "summary": "x",
        "files": {"a": [None, "theirs"]},
    }  # fmt: skip
    for place in ("journal.json", "history/00000001.json", "undone/00000001.json"):
        path = tmp_path / ".paperlist" / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(journal))
    recover(tmp_path)
    assert not (tmp_path / "a").exists()
    for kind in ("undo", "redo"):
        with pytest.raises(NothingToUndoError):
            Writer(tmp_path).preview(kind)


@pytest.mark.parametrize("name", [".paperlist", ".paperlist/lock"])
def test_a_link_in_the_place_of_the_lock_is_refused_in_words(tmp_path: Path, name: str) -> None:
    root, victim = tmp_path / "papers", tmp_path / "victim"
    (root / ".paperlist").mkdir(parents=True)
    victim.mkdir()
    if name == ".paperlist":
        (root / name).rmdir()
    (root / name).symlink_to(victim)
    with pytest.raises(PrivateFolderError, match=f"{name} is not a f"):
        apply(root, "a", None, b"1")
    assert [*victim.iterdir()] == []
    recover(root)


def test_a_new_library_at_an_old_place_has_no_history(tmp_path: Path) -> None:
    """What could be undone in the one that was there has nothing to do with it."""
    root = tmp_path / "papers"
    Library.init(root).add(Paper(title="A"), "2024-04")
    for path in sorted(root.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    with pytest.raises(NothingToUndoError):
        Library.init(root).undo()


def test_the_state_is_the_user_s_alone(tmp_path: Path) -> None:
    """Nobody else may read what notes said before."""
    apply(tmp_path, "a", None, b"1")
    assert history_folder(tmp_path).stat().st_mode & 0o077 == 0
    assert history_folder(tmp_path).is_relative_to(state_folder())


def test_a_lock_that_another_user_made_says_how_to_get_it_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As one does that `sudo paperlist` made in a user's own library."""
    apply(tmp_path, "a", None, b"1")
    lock, real, mine = tmp_path / ".paperlist" / "lock", os.open, os.getuid()

    def refusing(path: str, *args: int, **named: int) -> int:
        if str(path) == str(lock):
            raise PermissionError(13, "Permission denied", str(lock))
        return real(path, *args, **named)

    monkeypatch.setattr(os, "open", refusing)
    with pytest.raises(WriteError, match="lock: Permission denied") as e:
        apply(tmp_path, "a", b"1", b"2")
    assert "chown" not in str(e.value)
    monkeypatch.setattr(os, "getuid", lambda: mine + 1)
    with pytest.raises(LockedOutError, match=r"lock, which belongs to .*: Permission denied") as e:
        apply(tmp_path, "a", b"1", b"2")
    assert f"sudo chown -R \"$(id -un)\" '{tmp_path / '.paperlist'}'" in str(e.value)
