"""The workflows for GitHub and GitLab: that they are such, and their steps do what they say."""

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
    """A good request passes the first and last; a broken note or an edited page fails them."""
    _, readable, current, clean = steps(console, "check")
    assert console.run(f"set -e; cd papers; {clean}").endswith("2> Nothing found.\n")
    console.run("cd papers; git clean -q --force; echo 'categroy: x' >> data/2024-04/one.yaml")
    assert console.run(f"set -e; cd papers; {clean}").endswith("[1]\n")
    console.run("cd papers; git restore .; git clean -q --force")
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


@pytest.fixture
def gitlab(console: Console) -> dict[str, Any]:
    """The configuration for GitLab, which lies at the top of the repository."""
    assert console.run("paperlist init papers --gitlab") == "/here/.gitlab-ci.yml\n"
    loaded: dict[str, Any] = YAML(typ="safe", pure=True).load(console.here / ".gitlab-ci.yml")
    return loaded


def test_it_is_a_configuration_of_gitlab(gitlab: dict[str, Any]) -> None:
    """Merge requests are checked, and the default branch is published; all lines are commands."""
    assert set(gitlab) == {"image", "default", "check", "publish"}
    assert gitlab["default"]["before_script"][-1] == "cd papers"
    ((when,), (other,)) = (
        [rule["if"] for rule in gitlab[job]["rules"]] for job in ("check", "publish")
    )
    assert when == '$CI_PIPELINE_SOURCE == "merge_request_event"'
    assert "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH" in other
    lines = [*gitlab["default"]["before_script"], *gitlab["check"]["script"]]
    assert all(isinstance(line, str) for line in (*lines, *gitlab["publish"]["script"]))


def test_the_steps_for_gitlab(gitlab: dict[str, Any], console: Console) -> None:
    """They find what is wrong, and push the page; a second time there is nothing to push."""
    check, publish = ("\n".join(gitlab[job]["script"]) for job in ("check", "publish"))
    assert console.run(f"set -e; cd papers; {check}").endswith("2> Nothing found.\n")
    console.run("cd papers; git clean -q --force; echo 'title: [' > data/2024-04/bad.yaml")
    assert console.run(f"set -e; cd papers; {check}").endswith("[1]\n")
    console.run("rm papers/data/2024-04/bad.yaml; git add -A; git commit -qm ci; git push -q")
    # git takes the remote for the one that the job names.
    console.run(
        "git config url.../remote.git.insteadOf https://gitlab-ci-token:t@gitlab.example.org/a/b.git"
    )
    variables = (
        "export CI_SERVER_PROTOCOL=https CI_SERVER_FQDN=gitlab.example.org CI_SERVER_HOST=x "
        "CI_PROJECT_PATH=a/b CI_COMMIT_BRANCH=main CI_JOB_TOKEN=t"
    )
    console.run("git -C ../remote.git config receive.advertisePushOptions true")
    for times in (3, 3):
        said = console.run(f"set -e; {variables}; cd papers; {publish}")
        assert console.run("git -C ../remote.git log --oneline main | wc -l").strip() == str(
            times
        ), said
    assert "#### One" in console.run("git -C ../remote.git show main:papers/README.md")


def test_a_configuration_for_gitlab_that_is_there_stays(
    gitlab: dict[str, Any], console: Console
) -> None:
    assert console.run("paperlist init papers --gitlab") == (
        "2> error: /here/.gitlab-ci.yml is there already; nothing was written.\n[1]\n"
    )


def test_the_hooks_of_pre_commit_are_commands(console: Console) -> None:
    """Each entry runs in a library, and fails if something is wrong."""
    hooks = YAML(typ="safe", pure=True).load(Path(__file__).parents[2] / ".pre-commit-hooks.yaml")
    assert [hook["id"] for hook in hooks] == ["paperlist-check", "paperlist-export"]
    entries = " && ".join(hook["entry"] for hook in hooks)
    assert console.run(f"cd papers; {entries}").endswith("[1]\n")
    console.run("cd papers; paperlist export")
    assert console.run(f"cd papers; {entries}") == "2> Nothing found.\n"
