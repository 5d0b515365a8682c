"""A commit of each change: with real git, where the library asks for it and the user allows it."""

import subprocess
from pathlib import Path

import pytest

from paperlist import Library, Paper
from paperlist.errors import PaperlistError
from paperlist.library.assignments import parse


def git(root: Path, *arguments: str) -> str:
    """What git prints."""
    done = subprocess.run(
        ["git", "-C", str(root), "-c", "user.name=A", "-c", "user.email=a@example.org", *arguments],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout


def commits(root: Path) -> list[str]:
    """The messages of the commits, the newest first, each with the files."""
    said = git(root, "log", "--format=%x00%s", "--name-status")
    return [" ".join(commit.split()) for commit in said.split("\0")[1:]]


@pytest.fixture
def warnings() -> list[str]:
    """The warnings so far."""
    return []


@pytest.fixture
def repository(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch, warnings: list[str]
) -> Library:
    """A library in a git repository, whose changes are committed, with one paper."""
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for name, value in (("NAME", "A"), ("EMAIL", "a@example.org")):
        monkeypatch.setenv(f"GIT_AUTHOR_{name}", value)
        monkeypatch.setenv(f"GIT_COMMITTER_{name}", value)
    root = tmp_path / "papers"
    Library.init(root)
    git(root, "init", "--quiet", "--initial-branch=main")
    (root / "paperlist.toml").write_text("[git]\ncommit = true\n")
    git(root, "add", "paperlist.toml")
    git(root, "commit", "--quiet", "-m", "start")
    allow(home, root)
    library = Library(root, warn=warnings.append)
    library.add(Paper(title="One"), "2024-04")
    return library


def allow(home: Path, *roots: Path) -> None:
    config = home / ".config" / "paperlist" / "config.toml"
    config.parent.mkdir(parents=True, exist_ok=True)
    config.write_text(f"git_libraries = {[str(root) for root in roots]}\n")


def test_each_change_is_one_commit_that_says_what_was_done(
    repository: Library, warnings: list[str]
) -> None:
    """Several files, a move, a page and an undo too; only the files of the change are in it."""
    root = repository.root
    (root / "draft.txt").write_text("mine")
    repository.assign(["one"], [parse("month=2024-05"), parse("id=uno")])
    repository.publish()
    repository.remove(["uno"])
    repository.undo()
    repository.redo()
    assert commits(root) == [
        "redo: remove uno D data/2024-05/uno.yaml",
        "undo: remove uno A data/2024-05/uno.yaml",
        "remove uno D data/2024-05/uno.yaml",
        "export README.md A README.md",
        "edit one R100 data/2024-04/one.yaml data/2024-05/uno.yaml",
        "add one A data/2024-04/one.yaml",
        "start A paperlist.toml",
    ]
    assert git(root, "status", "--porcelain") == "?? draft.txt\n"
    assert warnings == []


def test_what_the_user_has_staged_is_left_to_them(repository: Library, warnings: list[str]) -> None:
    """A file of the change with staged lines stays staged as it is, and other files too."""
    root = repository.root
    repository.add(Paper(title="Two"), "2024-04")
    note = root / "data/2024-04/one.yaml"
    note.write_text(f"# mine\n{note.read_text()}")
    (root / "other.txt").write_text("x")
    git(root, "add", "data/2024-04/one.yaml", "other.txt")
    staged = git(root, "diff", "--cached")
    repository.assign(["one", "two"], [parse("status=read")])
    assert commits(root)[0] == "edit one, two M data/2024-04/two.yaml"
    assert git(root, "diff", "--cached") == staged
    (warning,) = warnings
    assert "you have staged changes there: data/2024-04/one.yaml" in warning


def test_a_library_below_the_repository(repository: Library, tmp_path: Path, home: Path) -> None:
    """Names are those in the library."""
    root = repository.root / "sub"
    Library.init(root)
    (root / "paperlist.toml").write_text("git.commit = true\n")
    allow(home, root)
    Library(root).add(Paper(title="Deep"), "2024-04")
    assert commits(root)[0] == "add deep A sub/data/2024-04/deep.yaml"


def test_an_ignored_page_is_not_committed(repository: Library, warnings: list[str]) -> None:
    (repository.root / ".gitignore").write_text("*.md\n")
    before = commits(repository.root)
    repository.publish()
    assert commits(repository.root) == before
    assert warnings == []


def test_the_change_is_made_if_git_refuses(repository: Library, warnings: list[str]) -> None:
    """A hook that fails, and a merge under way; nothing is left staged."""
    root = repository.root
    hook = root / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho not today >&2\nexit 1\n")
    hook.chmod(0o755)
    before = commits(root)
    repository.add(Paper(title="Two"), "2024-04")
    assert commits(root) == before
    assert git(root, "diff", "--cached", "--name-only") == ""
    hook.unlink()
    (root / ".git/MERGE_HEAD").write_text(git(root, "rev-parse", "HEAD"))
    repository.add(Paper(title="Three"), "2024-04")
    assert [entry.id for entry in repository.papers(sort="id")] == ["one", "three", "two"]
    assert warnings == [
        "the change is saved, but not committed: not today",
        (
            "the change is saved, but not committed: a merge or a rebase is under way; finish it, "
            "and commit the change with it"
        ),
    ]


def test_outside_of_a_repository_it_is_said(
    library: Library, home: Path, warnings: list[str]
) -> None:
    (library.root / "paperlist.toml").write_text("git.commit = true\n")
    allow(home, library.root)
    Library(library.root, warn=warnings.append).add(Paper(title="One"), "2024-04")
    assert warnings == [
        (
            "the change is saved, but not committed: not a git repository (or any of the parent "
            "directories): .git"
        )
    ]


def test_a_library_from_elsewhere_starts_no_program(
    repository: Library, home: Path, tmp_path: Path, warnings: list[str]
) -> None:
    """git would run what its configuration names; so the user has to allow it first."""
    root = repository.root
    allow(home, tmp_path / "another")
    owned = tmp_path / "owned"
    git(root, "config", "core.fsmonitor", f"touch {owned}")
    git(root, "config", "filter.x.clean", f"touch {owned}; cat")
    (root / ".gitattributes").write_text("* filter=x\n")
    repository.add(Paper(title="Two"), "2024-04")
    repository.undo()
    assert not owned.exists()
    assert len(warnings) == 2
    assert f'git_libraries = ["{root}"]' in warnings[0]


def test_an_undo_works_with_broken_settings(repository: Library, warnings: list[str]) -> None:
    """The commit is not made, and why is said."""
    again = Library(repository.root, warn=warnings.append)
    (again.root / "paperlist.toml").write_text("[git]\ncommit = maybe\n")
    again.undo()
    assert not (again.root / "data/2024-04/one.yaml").exists()
    assert "not committed: " in warnings[0]
    with pytest.raises(PaperlistError):
        _ = again.settings
