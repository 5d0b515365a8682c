"""git in tests: real, and without the settings of whoever runs them."""

import subprocess
from pathlib import Path

import pytest


def isolate(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let git read no settings of the machine, and commit as A."""
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for name, value in (("NAME", "A"), ("EMAIL", "a@example.org")):
        monkeypatch.setenv(f"GIT_AUTHOR_{name}", value)
        monkeypatch.setenv(f"GIT_COMMITTER_{name}", value)


def git(root: Path, *arguments: str, status: int = 0) -> str:
    """What git prints, on both streams."""
    done = subprocess.run(
        ["git", "-C", str(root), *arguments], capture_output=True, text=True, check=False
    )
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout + done.stderr


def commit(root: Path, message: str = "change") -> None:
    """Commit all files."""
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "-m", message)
