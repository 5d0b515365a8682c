"""Many processes, a terminal, an interrupt: what only real processes show."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pexpect
import pytest

from tests.console import Console

PROCESSES = 20
PAPERLIST = str(Path(sys.executable).with_name("paperlist"))


@pytest.fixture
def console(tmp_path: Path) -> Console:
    """A console in an empty library."""
    console = Console(tmp_path)
    console.run("paperlist init")
    return console


@pytest.mark.parametrize("title", ["Paper {number}", "One: paper {number}"])
def test_twenty_processes_add_twenty_papers(console: Console, title: str) -> None:
    """None is lost and no file is half-written, even where all ask for the same id."""
    running = [
        subprocess.Popen(
            [PAPERLIST, "add", "--title", title.format(number=number), "-m", "2024-04"],
            cwd=console.here, env=console.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )
        for number in range(PROCESSES)
    ]  # fmt: skip
    ids = {process.communicate()[0].decode().strip() for process in running}
    assert [process.returncode for process in running] == [0] * PROCESSES
    assert len(ids) == PROCESSES
    listed = console.run("paperlist list --ids 2>/dev/null").split()
    assert sorted(listed) == sorted(ids)
    assert not console.run(
        "grep -L ^added: data/2024-04/*; ls -A data/2024-04 | grep -v yaml$ || :"
    )


def test_one_title_added_by_twenty_processes_is_one_paper(console: Console) -> None:
    """The check for duplicates and the writing are one step."""
    running = [
        subprocess.Popen(
            [PAPERLIST, "add", "--title", "The same", "-m", "2024-04"],
            cwd=console.here, env=console.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )
        for _ in range(PROCESSES)
    ]  # fmt: skip
    for process in running:
        process.communicate()
    assert sorted(process.returncode for process in running) == [0] + [1] * (PROCESSES - 1)
    assert console.run("ls data/2024-04") == "the-same.yaml\n"


def on_a_terminal(console: Console, command: str) -> "pexpect.spawn[str]":
    return pexpect.spawn(
        "bash",
        ["-c", command],
        cwd=str(console.here),
        env={**console.env, "TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1"},
        encoding="utf-8",
        dimensions=(40, 100),
        timeout=30,
    )


def test_add_asks_field_by_field_on_a_terminal(console: Console) -> None:
    """Known keypoints are completed; what is left empty stays empty."""
    console.run("paperlist add --title Old -c LLM -k 'Memory bank; Video' -m 2024-04")
    terminal = on_a_terminal(console, "paperlist add")
    for prompt, answer in (
        ("Title:", "A new paper\r"),
        ("Category:", "LLM\r"),
        ("Keypoints", "Video; Mem"),
        ("ory bank", "\t"),
        ("ory bank", "\r"),
        ("Objective:", "See.\r"),
        ("Method:", "\r"),
        ("Metric:", "\r"),
        ("Limitation:", "\r"),
        ("Link:", "https://example.org/a\r"),
    ):
        terminal.expect_exact(prompt)
        time.sleep(0.2)  # prompt_toolkit drops what comes before it has drawn itself
        terminal.send(answer)
    terminal.expect_exact("Added 1 paper")
    terminal.expect(pexpect.EOF)
    (note,) = console.here.glob("data/*/a-new-paper.yaml")
    assert note.read_text().split("added:")[0] == (
        "title: A new paper\ncategory: LLM\nkeypoints:\n- Video\n- Memory bank\nobjective: See.\n"
        "links:\n  paper: https://example.org/a\n"
    )


def test_an_interrupt_ends_with_130_and_adds_nothing(console: Console) -> None:
    """Ctrl-C at a question."""
    terminal = on_a_terminal(console, "paperlist add; echo status $?")
    terminal.expect_exact("Title:")
    time.sleep(0.2)
    terminal.sendcontrol("c")
    terminal.expect_exact("status 130")
    assert not list(console.here.glob("data/*/*"))


def test_hostile_text_does_not_reach_the_terminal(console: Console) -> None:
    """Control characters of a note are dropped, and brackets are no markup."""
    folder = console.here / "data" / "2024-04"
    folder.mkdir(parents=True)
    (folder / "evil.yaml").write_text('title: "A [red]loud[/red] title\\e]0;owned\\a \\e[31m"\n')
    for command in ("list", "search loud", "show evil"):
        terminal = on_a_terminal(console, f"paperlist {command}")
        output = terminal.read()
        assert "[red]loud[/red] title]0;owned" in re.sub(r"\x1b\[(0|1|1;33)m", "", output)
        assert "\x1b]" not in output
        assert "\x07" not in output
        assert "\x1b[31m" not in output


def test_what_does_not_validate_goes_back_to_the_editor(console: Console, tmp_path: Path) -> None:
    """The reason stands on top; the second attempt is saved."""
    console.run("paperlist add --title Old -m 2024-04")
    editor = tmp_path / "editor"
    editor.write_text(
        "#!/bin/sh\n"
        'if grep -q "^#! .*title is missing" "$1"\n'
        "then sed -i 's/^title:.*/title: New/' \"$1\"\n"
        "else sed -i 's/^title:.*/title:/' \"$1\"; echo 'venue: ICRA' >> \"$1\"; fi\n"
    )
    editor.chmod(0o755)
    terminal = on_a_terminal(console, f"EDITOR={editor} paperlist edit old; echo status $?")
    terminal.expect_exact("status 0")
    note = (console.here / "data" / "2024-04" / "old.yaml").read_text()
    assert note.startswith("title: New\n")
    assert note.endswith("venue: ICRA\n")
    assert not list(console.home.rglob("drafts/*"))


def test_a_reader_that_leaves_early_is_no_error(console: Console) -> None:
    """`paperlist list | head -1` ends quietly."""
    for number in range(3):
        console.run(f"paperlist add --title 'Paper {number}' -m 2024-04")
    assert console.run("paperlist list --ids 2>/dev/null | head -1") == "paper-0\n"


def test_a_killed_command_leaves_the_library_whole(console: Console) -> None:
    """Killed at any moment of an add, the library holds all of the paper or nothing of it."""
    for number in range(12):
        process = subprocess.Popen(
            [PAPERLIST, "add", "--title", f"Paper {number}", "--method", "x" * 100_000],
            cwd=console.here, env=console.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(0.1 + 0.03 * number)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    assert "warning" not in console.run("paperlist list --ids")
    sizes = {len(path.read_bytes()) for path in console.here.glob("data/*/*.yaml")}
    assert all(size > 100_000 for size in sizes)


def test_an_import_killed_at_any_moment_is_whole_or_nothing(tmp_path: Path) -> None:
    """A real process, killed later and later, until one comes to its end."""
    papers = 200
    console = Console(tmp_path)
    console.run("paperlist init")
    bib = "\n".join(f"@misc{{k{n}, title={{Paper number {n} of all}}}}" for n in range(papers))
    (console.here / "refs.bib").write_text(bib)
    found = 0
    for number in range(20):
        process = subprocess.Popen(
            [sys.executable, "-m", "paperlist", "import", "refs.bib"],
            cwd=console.here, env=console.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        # Staging begins once the file is there that says what is staged.
        while process.poll() is None and not (console.here / ".paperlist/staging.json").exists():
            time.sleep(0.001)
        time.sleep(0.005 * 1.5**number)
        process.kill()
        process.wait()
        found = len(console.run("paperlist list --ids 2>/dev/null").split())
        assert found in {0, papers}
        if found:
            break
    assert found == papers
    assert not list(console.here.rglob("*.paperlist-new"))
