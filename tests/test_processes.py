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
from tests.crowd import crowded

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


HOSTILE = r"""
title: "A \e[31mred\e[0m title \e[1;33m\x9b31m"
category: "\e[31mLLM"
keypoints: ["\e[32mgreen", "\e[31mred"]
objective: "\e[4mfound\e[0m \e[8m"
sections: {"S\e[31m": "\e[7mtext"}
links: {"l\e[31m": "https://example.org/\e[31m"}
"own\e[31m": "\e[31mvalue\e[38;5;9m\e[m"
"""
COMMANDS = [
    "list", "list --ids", "search found", "show evil", "show evil --json", "related evil",
    "edit --dry-run evil objective=x", "export --dry-run", "months", "stats", "duplicates",
    "next", "list --template '{title} {objective}'", "rm --dry-run evil", "list --json",
    "open --print evil",
]  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_no_colour_but_our_own_reaches_the_terminal(console: Console, command: str) -> None:
    """A note's own codes have no effect, also where colours are forced."""
    folder = console.here / "data" / "2024-04"
    folder.mkdir(parents=True)
    (folder / "evil.yaml").write_text(HOSTILE)
    (folder / "other.yaml").write_text(HOSTILE.replace('title: "A', 'title: "B'))
    console.env["FORCE_COLOR"] = "1"
    output = console.run(f"paperlist {command}")
    ours = "0|1|2|31|32|33|36|1;33"
    assert not re.search("[\x9b\x1b](?!\\[)", output)
    assert not re.search(r"\x1b\[(?!(?:" + ours + r")m)", output)
    # Whatever is coloured is closed again, so every second code is the end of one.
    codes = re.findall(r"\x1b\[[\d;]*m", output)
    assert codes[1::2] == ["\x1b[0m"] * (len(codes) // 2)
    assert "\x1b[0m" not in codes[::2]
    # What the codes of the notes leave behind is text.
    plain = re.sub(r"\x1b\[[\d;]*m", "", output)
    assert "[31m" in plain or "red" not in plain or "json" in command


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", ">&- 2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize("command", ["list", "search nothing", "add", "add --edit"])
def test_closed_streams_end_in_no_traceback(console: Console, closed: str, command: str) -> None:
    """What nobody wants to see goes nowhere, and into no file that is opened meanwhile."""
    console.run("paperlist add --title A -m 2024-04")
    console.env["EDITOR"] = "true"
    expected = console.run(f"paperlist {command} </dev/null")
    output = console.run(f"paperlist {command} {closed}")
    assert "Traceback" not in output
    failed = [bool(re.search(r"\[\d\]\n\Z", each)) for each in (output, expected)]
    assert failed[0] == failed[1]
    assert set(output.splitlines()) <= set(expected.splitlines())
    assert "A" in console.run("paperlist list")


def test_a_folder_that_is_gone_and_a_home_of_nobody_are_said(console: Console) -> None:
    """In two lines, as any other missing library; one that is named is found all the same."""
    gone = "mkdir gone; cd gone; rmdir ../gone; paperlist"
    for command in (
        f"{gone} list", f"{gone} add --title x", "PAPERLIST_LIBRARY='~nobody-here/x' paperlist list"
    ):  # fmt: skip
        output = console.run(command)
        assert output.startswith("2> error: no library: ")
        assert output.count("\n") == 3
        assert output.endswith("[1]\n")
    output = console.run(f"{gone} list --library {console.here}")
    assert output == "2> no papers yet; 'paperlist add' adds one.\n"


@pytest.mark.parametrize("name", ["a\nb", "a\tb", "a\x1b[31mb", "a\x7fb", "a\u2028b", "a\u202eb"])
def test_a_file_whose_name_holds_a_line_end_is_no_note(console: Console, name: str) -> None:
    """It is named in one line, and the others are found."""
    folder = console.here / "data" / "2024-04"
    folder.mkdir(parents=True)
    (folder / f"{name}.yaml").write_text("title: Odd\n")
    (folder / "good.yaml").write_text("title: Good\n")
    lines = console.run("paperlist list --ids").splitlines()
    assert len(lines) == 2
    assert lines[0] == "good"
    assert "rename it (left out)" in lines[1]
    assert lines[1].isprintable()


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


def test_a_crowd_loses_nothing(tmp_path: Path, home: Path) -> None:
    """Eight processes and two people with editors for a few seconds; `tests.crowd` takes longer."""
    (tmp_path / "home").symlink_to(home)
    report = crowded(tmp_path, 4)
    assert report.wrong == []
    assert report.papers > report.by_hand > 10
