"""A clone that lacks the merge programs."""

import os
from pathlib import Path

import pytest

from paperlist import Library
from paperlist.library.git_hint import lacks_setup, remember
from paperlist.library.git_setup import make_repository, set_up
from tests.git import commit, git, isolate


@pytest.fixture
def library(library: Library, monkeypatch: pytest.MonkeyPatch) -> Library:
    """A library in a repository with everything set up."""
    isolate(monkeypatch)
    make_repository(library.root)
    set_up(library.root)
    commit(library.root)
    return library


def test_a_clone_is_told_once(library: Library, tmp_path: Path) -> None:
    """Until it is set up, and each clone by itself."""
    assert not lacks_setup(library.root)
    for name in ("one", "two"):
        clone = tmp_path / name
        git(tmp_path, "clone", "--quiet", str(library.root), name)
        assert lacks_setup(clone)
        remember(clone)
        assert not lacks_setup(clone)
    git(tmp_path, "clone", "--quiet", str(library.root), "three")
    set_up(tmp_path / "three")
    assert not lacks_setup(tmp_path / "three")


def test_a_worktree_has_the_configuration_of_its_clone(library: Library, tmp_path: Path) -> None:
    git(library.root, "worktree", "add", "--quiet", str(tmp_path / "tree"))
    assert not lacks_setup(tmp_path / "tree")
    git(library.root, "config", "--remove-section", "merge.paperlist-note")
    assert lacks_setup(tmp_path / "tree")


def test_nothing_is_said_without_git_or_our_attributes(library: Library) -> None:
    git(library.root, "config", "--remove-section", "merge.paperlist-note")
    attributes = library.root / ".gitattributes"
    lines = attributes.read_text()
    attributes.write_text("*.pdf binary\n")
    assert not lacks_setup(library.root)
    attributes.unlink()
    assert not lacks_setup(library.root)
    os.mkfifo(attributes)
    assert not lacks_setup(library.root)
    attributes.unlink()
    attributes.write_text(lines)
    (library.root / ".git").rename(library.root / "git")
    assert not lacks_setup(library.root)
    (library.root / ".git").write_text("gitdir: \0nowhere\n")
    lacks_setup(library.root)  # raises nothing
