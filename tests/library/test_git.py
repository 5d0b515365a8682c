"""The one place that runs git."""

from pathlib import Path

import pytest

from paperlist.errors import GitError
from paperlist.library.git import Git, find_repository
from tests.git import isolate


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Git:
    """git in an empty repository."""
    isolate(monkeypatch)
    git = Git(tmp_path)
    git.run("init", "--quiet")
    return git


def test_paths_are_read_from_standard_input_and_are_no_patterns(repository: Git) -> None:
    for name in ("a*", "ab", "ü\n"):
        (repository.root / name).touch()
    from_input = ("--pathspec-from-file=-", "--pathspec-file-nul")
    repository.run("add", *from_input, paths=["a*", "ü\n"])
    assert repository.run("ls-files", "-z") == "a*\0ü\n\0"


def test_bytes_and_the_exit_status(repository: Git) -> None:
    name = repository.run_bytes("hash-object", "-w", "--stdin", given=b"\xff\r\n").decode().strip()
    assert repository.run_bytes("cat-file", "blob", name) == b"\xff\r\n"
    assert repository.status_of("cat-file", "-e", name) == 0
    assert repository.status_of("cat-file", "-e", "0" * 40) == 1
    assert repository.run("cat-file", "blob", "0" * 40, may_fail=True) == ""


def test_an_error_is_the_first_useful_line(repository: Git) -> None:
    with pytest.raises(
        GitError, match=r"^your current branch '\w+' does not have any commits yet$"
    ):
        repository.run("log")
    assert str(GitError("push", "hint: a\nwarning: b\nerror: c\nfatal: d")) == "c"
    assert str(GitError("commit", "\nnot today\n")) == "not today"
    assert str(GitError("push", "warning: b")) == "warning: b"
    assert str(GitError("push", "")) == "git push failed"


def test_git_that_is_missing_is_an_error(
    repository: Git, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GitError, match=r"^git cannot be run: .*No such file"):
        repository.run("status")


def test_the_repository_around_a_folder(
    repository: Git, tmp_path_factory: pytest.TempPathFactory
) -> None:
    below = repository.root / "a" / "b"
    below.mkdir(parents=True)
    assert find_repository(below) == repository.root == find_repository(repository.root)
    assert find_repository(tmp_path_factory.mktemp("none")) is None
