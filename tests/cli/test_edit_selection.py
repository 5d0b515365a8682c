"""The question before an edit of all papers that match a query."""

from pathlib import Path

import pexpect
import pytest

from tests.console import Console


@pytest.fixture
def console(tmp_path: Path) -> Console:
    """A console in a library of twelve papers on flows."""
    console = Console(tmp_path)
    console.run("paperlist init; mkdir -p data/2024-04")
    for number in range(12):
        note = console.here / f"data/2024-04/flow-{number}.yaml"
        note.write_text(f"title: 'Flow {number}: {'long title ' * 12}'\n")
    return console


def asked(console: Console, answer: str) -> tuple[str, int]:
    """What is shown around the question, and the status of the command."""
    terminal: pexpect.spawn[str] = pexpect.spawn(
        "paperlist", ["edit", "--where", "flow", "status=read"], cwd=str(console.here),
        env={**console.env, "TERM": "xterm"}, encoding="utf-8", timeout=30, dimensions=(40, 80),
    )  # fmt: skip
    terminal.expect_exact("Edit 12 papers? [y/N] ")
    before = terminal.before or ""
    terminal.send(answer)
    shown = before + terminal.read()
    terminal.close()
    assert terminal.exitstatus is not None
    return shown.replace("\r\n", "\n"), terminal.exitstatus


def test_ten_papers_are_shown_each_on_one_line(console: Console) -> None:
    """Long titles are cut; the others are counted."""
    shown, _ = asked(console, "n\n")
    lines = shown.splitlines()
    assert len([line for line in lines if line.startswith("  flow-")]) == 10
    assert "  ... and 2 more" in lines
    assert max(map(len, lines)) <= 80


@pytest.mark.parametrize("answer", ["n\n", "\n", "no\n", "\x04", "what\n"])
def test_everything_but_yes_changes_nothing(console: Console, answer: str) -> None:
    """Status 1, since nothing was done; Ctrl-D is no answer either."""
    shown, status = asked(console, answer)
    assert "Nothing changed." in shown
    assert status == 1
    assert console.run("paperlist list --ids -s read").startswith("2> no paper matches.\n")


@pytest.mark.parametrize("answer", ["y\n", "Yes\n"])
def test_yes_changes_all_of_them_in_one_step(console: Console, answer: str) -> None:
    """One undo takes it back."""
    shown, status = asked(console, answer)
    assert "Changed 12 papers; 'paperlist undo' takes it back." in shown
    assert status == 0
    assert len(console.run("paperlist list --ids -s read").splitlines()) == 12
    console.run("paperlist undo")
    assert console.run("paperlist list --ids -s read").startswith("2> no paper matches.\n")


def test_ctrl_c_at_the_question_ends_the_line(console: Console) -> None:
    """The next prompt of the shell stands on a line of its own; nothing is changed."""
    shown, status = asked(console, "\x03")
    assert shown.endswith("\n")
    assert status == 130
    assert console.run("paperlist list --ids -s read").startswith("2> no paper matches.\n")
