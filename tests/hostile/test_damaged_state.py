"""What this user's own changes left behind, damaged: nothing is blocked by it."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.hostile.runner import Run, Runner
from tests.hostile.sandbox import Sandbox, Seen

_LISTED = b"a\nb\n"


@pytest.fixture
def box(tmp_path: Path) -> Sandbox:
    """A good library in a home of its own."""
    return Sandbox(tmp_path)


def cut(page: Path, _: Sandbox) -> None:
    page.write_bytes(page.read_bytes()[:-20])


def written(content: bytes) -> Callable[[Path, Sandbox], None]:
    def write(page: Path, _: Sandbox) -> None:
        page.write_bytes(content)

    return write


def folder(page: Path, _: Sandbox) -> None:
    page.unlink()
    page.mkdir()


def pipe(page: Path, _: Sandbox) -> None:
    page.unlink()
    os.mkfifo(page)


def linked(name: str) -> Callable[[Path, Sandbox], None]:
    def link(page: Path, box: Sandbox) -> None:
        page.unlink()
        page.symlink_to(box.victim / name)

    return link


def renamed(name: str) -> Callable[[Path, Sandbox], None]:
    def rename(page: Path, _: Sandbox) -> None:
        page.rename(page.with_name(name))

    return rename


def other(was: str, now: str) -> Callable[[Path, Sandbox], None]:
    def change(page: Path, _: Sandbox) -> None:
        page.write_text(page.read_text().replace(was, now))

    return change


def endless(page: Path, _: Sandbox) -> None:
    os.truncate(page, 1 << 40)


def removed(page: Path, _: Sandbox) -> None:
    page.unlink()


DAMAGES = {
    "cut off": cut, "empty": written(b""), "binary": written(bytes(range(256))),
    "no object": written(b"[]"), "an empty object": written(b"{}"),
    "deep": written(b"[" * 200_000), "long number": written(b"1" * 5000), "endless": endless,
    "folder": folder, "pipe": pipe, "removed": removed, "link": linked("keep"),
    "link to nowhere": linked("new"), "link to an endless file": linked("endless"),
    "no number": renamed("x.json"), "huge number": renamed("9" * 200 + ".json"),
    "number of another script": renamed("\u00b2\u00b3.json"),
    "other paths": other("data/2024-04/", "../victim/"), "other keys": other('"', '"x'),
}  # fmt: skip


def state_of(box: Sandbox) -> list[Path]:
    """The pages of the history, wherever it is kept."""
    places = (box.home / ".local/state", box.library / ".paperlist")
    return sorted(page for place in places for page in place.rglob("*.json"))


def outside(box: Sandbox) -> dict[str, Seen]:
    """What of the home is nobody's business; the state's folder is, being damaged."""
    return {name: seen for name, seen in box.protected().items() if "victim" in name}


@pytest.mark.parametrize("as_journal", [False, True])
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_history_blocks_nothing(
    box: Sandbox, runner: Runner, damage: str, *, as_journal: bool
) -> None:
    """Reading and writing go on, nothing outside is touched, the status is one of ours."""

    def call(*arguments: str) -> Run:
        run = runner.run(arguments, box.library, box.environment)
        assert not run.late, arguments
        assert run.status in {0, 1}, run.errors
        assert b"Traceback" not in run.errors
        return run

    call("edit", "b", "status=read")
    call("edit", "a", "status=reading")
    call("undo")
    pages = state_of(box)
    assert len(pages) == 2, "a change done and one undone"
    before = outside(box)
    if as_journal:
        # As a process that died left it, apart from the damage.
        journal = pages[0].parent.parent / "journal.json"
        journal.write_bytes(pages[0].read_bytes())
        pages = [journal]
    for page in pages:
        DAMAGES[damage](page, box)
    listed = call("list", "--ids")
    assert (listed.status, listed.output) == (0, _LISTED)
    call("undo")
    call("redo")
    assert call("edit", "b", "status=reading").status == 0
    assert call("undo").status == 0
    assert call("list", "--ids").output == _LISTED
    assert outside(box) == before
