"""`paperlist git setup`: what it writes, and where."""

from pathlib import Path

import pytest

from paperlist import Library
from paperlist.errors import LeadsOutError, PaperlistError, ReadError
from paperlist.library.git_setup import make_repository, set_up
from tests.git import git, isolate


@pytest.fixture(autouse=True)
def _isolated(monkeypatch: pytest.MonkeyPatch) -> None:
    isolate(monkeypatch)


def test_what_is_written(library: Library) -> None:
    """A second time, nothing is."""
    assert make_repository(library.root)
    assert not make_repository(library.root)
    done = set_up(library.root)
    assert done.attributes == library.root / ".gitattributes"
    assert done.attributes.read_text().splitlines() == done.added
    configured = git(library.root, "config", "--local", "--get-regexp", r"^merge\.")
    assert [line.split()[0] for line in configured.splitlines()] == [
        f"merge.paperlist-{kind}.{key}"
        for kind in ("note", "page", "settings") for key in ("name", "driver")
    ] + ["merge.directoryrenames"]  # fmt: skip
    assert f"{done.command} git merge-note %O %A %B %P ||" in configured
    before = done.attributes.stat()
    assert set_up(library.root).added == []
    assert done.attributes.stat() == before
    assert git(library.root, "config", "--local", "--get-regexp", r"^merge\.") == configured


def test_a_library_below_the_repository(tmp_path: Path) -> None:
    """Its `.gitattributes` lies at its own top."""
    git(tmp_path, "init", "--quiet")
    library = Library.init(tmp_path / "papers")
    assert not make_repository(library.root)
    assert set_up(library.root).attributes == library.root / ".gitattributes"
    attribute = git(tmp_path, "check-attr", "merge", "papers/data/2024-04/one.yaml")
    assert attribute.endswith(": paperlist-note\n")


def test_without_a_repository_it_is_said_what_to_do(library: Library) -> None:
    with pytest.raises(PaperlistError, match=r"in no git repository; 'git init' or"):
        set_up(library.root)
    assert not (library.root / ".gitattributes").exists()


def test_a_link_out_of_the_library_is_left_alone(library: Library, tmp_path: Path) -> None:
    make_repository(library.root)
    outside = tmp_path / "outside"
    outside.write_text("mine\n")
    (library.root / ".gitattributes").symlink_to(outside)
    with pytest.raises(LeadsOutError):
        set_up(library.root)
    assert outside.read_text() == "mine\n"


def test_a_file_that_is_no_text_is_left_alone(library: Library) -> None:
    make_repository(library.root)
    (library.root / ".gitattributes").write_bytes(b"\xff\n")
    with pytest.raises(ReadError):
        set_up(library.root)
    assert "merge" not in git(library.root, "config", "--local", "--list")


def test_python_in_an_odd_folder(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """Blanks and percent signs, which mean something to the shell and to git."""
    make_repository(library.root)
    monkeypatch.setattr("shutil.which", lambda _: None)
    monkeypatch.setattr("sys.executable", "/my own/100%A/python")
    assert set_up(library.root).command == "'/my own/100%A/python' -I -m paperlist"
    driver = git(library.root, "config", "merge.paperlist-page.driver")
    assert driver.startswith("'/my own/100%%A/python' -I -m paperlist git merge-page %O %A %B %P")
