"""The GitHub Actions workflow: that it is one, and that its steps do what they say."""

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.console import Console


@pytest.fixture
def console(tmp_path: Path) -> Console:
    """A console in a git repository with a library, and a remote to push to."""
    console = Console(tmp_path)
    console.run(
        "git config --global init.defaultBranch main; git config --global user.name me; "
        "git config --global user.email me@x.y; git init -q --bare ../remote.git; git init -q; "
        "git remote add origin ../remote.git; paperlist init papers --github; "
        "cd papers; paperlist add --title One -m 2024-04; git add -A; git commit -qm one; "
        "git push -q -u origin main"
    )
    return console


def workflow(console: Console) -> dict[str, Any]:
    path = console.here / ".github" / "workflows" / "paperlist.yml"
    loaded: dict[str, Any] = YAML(typ="safe", pure=True).load(path)
    return loaded


def steps(console: Console, job: str) -> list[str]:
    return [step["run"] for step in workflow(console)["jobs"][job]["steps"] if "run" in step]


def test_it_is_a_workflow(console: Console) -> None:
    """On pull requests and on main; each step runs or uses something, with no more rights."""
    loaded = workflow(console)
    assert set(loaded) == {"name", "on", "permissions", "defaults", "jobs"}
    assert set(loaded["on"]) == {"pull_request", "push"}
    assert loaded["on"]["push"]["branches"] == ["main", "master"]
    assert loaded["permissions"] == {"contents": "read"}
    assert loaded["defaults"]["run"]["working-directory"] == "papers"
    for job in loaded["jobs"].values():
        assert job["runs-on"] == "ubuntu-latest"
        assert all(("run" in step) != ("uses" in step) for step in job["steps"])


def test_the_publishing_steps_publish(console: Console) -> None:
    """The page is committed and pushed; a second time there is nothing to commit."""
    _, *run = steps(console, "publish")
    script = "\n".join(run)
    for times in (2, 2):
        output = console.run(f"set -e; cd papers; {script}")
        assert "[" not in output.splitlines()[-1] or "]" not in output.splitlines()[-1][-2:]
        assert console.run("git -C ../remote.git log --oneline main | wc -l").strip() == str(times)
    shown = console.run("git -C ../remote.git show main:papers/README.md")
    assert "#### One" in shown


def test_the_checking_steps_check(console: Console) -> None:
    """A good request passes the first; a broken note or an edited page fails it."""
    _, readable, current = steps(console, "check")
    assert "[1]" not in console.run(f"cd papers; {readable}")
    assert console.run(f"cd papers; {current}").endswith("[1]\n")
    console.run("cd papers; paperlist export")
    assert console.run(f"cd papers; {current}") == ""
    console.run("cd papers; sed -i s/One/Uno/ README.md")
    assert console.run(f"cd papers; {readable}").endswith("[1]\n")
    console.run("cd papers; paperlist export --force; echo 'title: [' > data/2024-04/bad.yaml")
    assert console.run(f"cd papers; {readable}").endswith("[1]\n")


def test_a_workflow_that_is_there_stays(console: Console) -> None:
    """And `init --github` says so; in a library that is there it writes that and nothing else."""
    output = console.run("paperlist init papers --github")
    assert output == (
        "2> error: /here/.github/workflows/paperlist.yml is there already; nothing was written.\n"
        "[1]\n"
    )
    console.run("rm -r .github")
    assert console.run("paperlist init papers --github") == (
        "/here/.github/workflows/paperlist.yml\n"
    )
    assert console.run("git status --porcelain") == ""
