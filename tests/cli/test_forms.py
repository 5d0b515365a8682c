"""Notes that are written on a terminal: questions, the editor, and the drafts that are left."""

import re
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pexpect
import pytest

from paperlist.cli.terminal.drafts import Draft
from paperlist.cli.terminal.editor import _command
from tests.console import Console

CTRL_C, CTRL_D = "\x03", "\x04"
FIELDS = ("Category:", "Keypoints", "Objective:", "Method:", "Metric:", "Limitation:", "Link:")


@pytest.fixture
def console(tmp_path: Path) -> Console:
    """A console in an empty library."""
    console = Console(tmp_path)
    console.run("paperlist init")
    return console


def on_a_terminal(console: Console, command: str, editor: str = "false") -> "pexpect.spawn[str]":
    return pexpect.spawn(
        "bash", ["-c", f"{command}; echo status $?"], cwd=str(console.here),
        env={
            **console.env, "TERM": "xterm", "EDITOR": editor, "PROMPT_TOOLKIT_NO_CPR": "1",
        },
        encoding="utf-8", timeout=30, dimensions=(40, 140),
    )  # fmt: skip


def answer(terminal: "pexpect.spawn[str]", answers: Sequence[tuple[str, str]]) -> None:
    for question, typed in answers:
        terminal.expect_exact(question)
        time.sleep(0.2)  # prompt_toolkit drops what comes before it has drawn itself
        terminal.send(typed)


def drafts(console: Console) -> list[Path]:
    found = console.home.glob(".local/state/paperlist/drafts/**/[!.]*")
    return sorted(path for path in found if path.is_file())


def notes(console: Console) -> list[str]:
    return sorted(path.stem for path in console.here.glob("data/*/*.yaml"))


def an_editor(folder: Path, code: str) -> str:
    """Write an editor that changes the text `t` of the file `p`, and return its command."""
    path = folder / "an-editor"
    path.write_text(
        f"#!{sys.executable}\nimport sys, pathlib\np = pathlib.Path(sys.argv[-1])\n"
        f"t = p.read_text()\n{code}\np.write_text(t)\n"
    )
    path.chmod(0o755)
    return str(path)


@pytest.mark.parametrize("key", [CTRL_C, CTRL_D])
def test_answers_are_kept_if_the_questions_are_left(
    console: Console, tmp_path: Path, key: str
) -> None:
    """Also the one that is half typed; the next `add` says so, and --resume opens them."""
    terminal = on_a_terminal(console, "paperlist add")
    answer(terminal, [
        ("Title:", "MA-LMM: Memory\r"), ("Category:", "LLM\r"), ("Keypoints", "a; b\r"),
        ("Objective:", "To see.\r"), ("Method:", "A ba" if key == CTRL_C else "A ba\r"),
        ("A ba" if key == CTRL_C else "Metric:", key),
    ])  # fmt: skip
    terminal.expect_exact("is kept in")
    terminal.expect_exact("'paperlist add --resume'")
    terminal.expect(r"status (130|1)\b")
    assert not notes(console)
    terminal = on_a_terminal(console, "paperlist add --title Another")
    terminal.expect(r"An unfinished note 'MA-LMM: Memory' from \d\d:\d\d is kept: ")
    terminal.expect_exact("'paperlist add --resume'")
    terminal.expect_exact("status 0")
    editor = an_editor(tmp_path, "t = t.replace('A ba', 'A bank')")
    terminal = on_a_terminal(console, "paperlist add --resume", editor)
    terminal.expect_exact("Added 1 paper")
    terminal.expect_exact("status 0")
    assert not drafts(console)
    (note,) = console.here.glob("data/*/ma-lmm.yaml")
    assert note.read_text().split("added:")[0] == (
        "title: 'MA-LMM: Memory'\ncategory: LLM\nkeypoints:\n- a\n- b\nobjective: To see.\n"
        "method: A bank\n"
    )


def test_nothing_is_kept_if_nothing_was_answered(console: Console) -> None:
    """Ctrl-C at the title."""
    terminal = on_a_terminal(console, "paperlist add")
    answer(terminal, [("Title:", CTRL_C)])
    terminal.expect_exact("status 130")
    assert not drafts(console)


def test_a_link_that_is_no_address_is_asked_for_again(console: Console) -> None:
    """The reason stands below the question, and no other answer is lost."""
    terminal = on_a_terminal(console, "paperlist add")
    answer(terminal, [
        ("Title:", "A title\r"), *((name, "x\r") for name in FIELDS[:-1]), ("Link:", "<a>\r"),
        ("'<a>' is no address", "\x15example.org/a\r"),
    ])  # fmt: skip
    terminal.expect_exact("Added 1 paper")
    (note,) = console.here.glob("data/*/a-title.yaml")
    assert "limitation: x\nlinks:\n  paper: https://example.org/a\n" in note.read_text()


@pytest.mark.parametrize(
    ("command", "asked"),
    [
        ("add 'Moss Nets'", FIELDS),
        ("add Moss nets are green", FIELDS),
        ("add -c LLM -k moss", ("Title:", *FIELDS[2:])),
        ("add 'Moss Nets' -c LLM -k moss", FIELDS[2:]),
        ("add 'Moss Nets' -c LLM --no-edit", ()),
        ("add -t 'Moss Nets' -c LLM", ()),
    ],
)
def test_only_what_was_not_given_is_asked(
    console: Console, command: str, asked: Sequence[str]
) -> None:
    """A title among the words, or options without a title."""
    terminal = on_a_terminal(console, f"paperlist {command}")
    answer(terminal, [(field, "Moss nets\r" if field == "Title:" else "\r") for field in asked])
    terminal.expect_exact("Added 1 paper")
    terminal.expect_exact("status 0")
    (note,) = console.here.glob("data/*/moss-nets*.yaml")
    assert ("category: LLM" in note.read_text()) == ("LLM" in command)


def test_each_question_completes_its_own_values(console: Console) -> None:
    """Whole categories and keypoints, however many words; no other question completes any."""
    console.run("paperlist add -t Old -c 'Video / Editing' -k 'Memory bank; Video' -m 2024-04")
    terminal = on_a_terminal(console, "paperlist add")
    answer(terminal, [
        ("Title:", "New\r"),
        ("Category:", "Video / Ed"), ("iting", "\t"), ("iting", "\r"),
        ("Keypoints", "Video; memory b"), ("ank", "\t"), ("ank", "\r"),
        ("Objective:", "memory"),
    ])  # fmt: skip
    time.sleep(0.7)
    terminal.send("\r")
    answer(terminal, [("Method:", "\r"), ("Metric:", "\r"), ("Limitation:", "\r"), ("Link:", "\r")])
    assert "bank" not in str(terminal.before)
    terminal.expect_exact("Added 1 paper")
    (note,) = console.here.glob("data/*/new.yaml")
    assert note.read_text().split("added:")[0] == (
        "title: New\ncategory: Video / Editing\nkeypoints:\n- Video\n- Memory bank\n"
        "objective: memory\n"
    )


def test_a_title_that_is_known_is_said_before_anything_else_is_asked(
    console: Console, tmp_path: Path
) -> None:
    """With the note that is there: it can be edited, or a new one be added, or neither."""
    console.run("paperlist add -t 'Rho-1: Not all' -k Pretraining -m 2024-04")
    editor = an_editor(tmp_path, "t += 'venue: NeurIPS\\n'")
    for choice in "s", "e", "g":
        terminal = on_a_terminal(console, "paperlist add", editor)
        answer(terminal, [("Title:", "rho 1: not all\r")])
        terminal.expect_exact("This paper is already in the library (the same title):")
        terminal.expect_exact("Pretraining")
        terminal.expect_exact("Edit it, go on with a new note, or stop? [E/g/s]")
        terminal.send(f"{choice}\r")
        if choice == "s":
            terminal.expect_exact("Nothing added.")
        elif choice == "e":
            terminal.expect_exact("Saved 2024-04/rho-1.")
        else:
            answer(terminal, [(name, "\r") for name in FIELDS])
            terminal.expect_exact("Added 1 paper")
        terminal.expect(pexpect.EOF)
    assert "venue: NeurIPS\n" in (console.here / "data/2024-04/rho-1.yaml").read_text()
    assert notes(console) == ["rho-1", "rho-1-not-all"] or len(notes(console)) == 2


def test_a_draft_is_told_by_its_time_or_its_day() -> None:
    """Of today, the time is enough."""
    assert re.fullmatch(r"\d\d:\d\d", Draft(Path("x"), "x", time.time()).when)
    assert Draft(Path("x"), "x", 1714478400.0).when.startswith("2024-04-30")


def test_several_drafts_are_said_in_one_line(console: Console) -> None:
    """A long title is cut."""
    for title in ("First", "x" * 50):
        console.run(f"EDITOR=false paperlist add --edit -t {title}")
    terminal = on_a_terminal(console, "paperlist add -t Another")
    terminal.expect_exact(f"An unfinished note '{'x' * 40}…' from ")
    terminal.expect_exact(" and 1 more are kept: 'paperlist add --resume'")
    terminal.expect_exact("status 0")


def test_a_form_that_is_not_understood_opens_again_at_the_line(
    console: Console, tmp_path: Path
) -> None:
    """The editor is told the line, the reason stands on top, and knows nothing of YAML."""
    editor = tmp_path / "vim"
    editor.write_text(
        f"#!{sys.executable}\nimport sys, pathlib\np = pathlib.Path(sys.argv[-1])\n"
        "t = p.read_text()\n"
        "if t.startswith('#! line '):\n"
        "    line = int(t.split()[2].rstrip(':'))\n"
        "    assert sys.argv[1] == f'+{line}', sys.argv\n"
        "    assert t.split('\\n')[line - 1] == 'status: odd', t\n"
        "    p.write_text(t.replace('status: odd', 'status: done'))\n"
        "else:\n"
        "    assert len(sys.argv) == 2, sys.argv\n"
        "    p.write_text(t.replace('title:', 'title: A: b') + 'status: odd\\n')\n"
    )
    editor.chmod(0o755)
    terminal = on_a_terminal(console, "paperlist add --edit", str(editor))
    terminal.expect_exact("Added 1 paper")
    terminal.expect_exact("status 0")
    (note,) = console.here.glob("data/*/a.yaml")
    assert "status: read\n" in note.read_text()
    assert not drafts(console)


def test_a_form_that_is_given_up_is_kept(console: Console, tmp_path: Path) -> None:
    """Whether it is closed the second time or saved as it was; the reason is said."""
    editor = an_editor(
        tmp_path, "t = t if t[:2] == '#!' else t.replace('category:', 'category: LLM')"
    )
    terminal = on_a_terminal(console, "paperlist add --edit", editor)
    terminal.expect_exact("not saved: line 3: title is missing")
    terminal.expect_exact("'paperlist add --resume'")
    terminal.expect_exact("status 1")
    assert "category: LLM\n" in drafts(console)[0].read_text()


def test_ctrl_c_at_the_question_about_a_duplicate_keeps_what_was_written(
    console: Console, tmp_path: Path
) -> None:
    """After the form was saved, the words are nowhere else."""
    console.run("paperlist add -t Known -m 2024-04")
    editor = an_editor(tmp_path, "t = t.replace('title:', 'title: Known')")
    terminal = on_a_terminal(console, "paperlist add --edit", editor)
    answer(terminal, [("or add it anyway? [S/u/a]", CTRL_C)])
    terminal.expect_exact("is kept in")
    terminal.expect_exact("status 130")
    assert "title: Known\n" in drafts(console)[0].read_text()


def test_a_draft_is_that_of_one_note_of_one_library(console: Console) -> None:
    """Notes of the same id, in another month or another library, are none of its business."""
    note = "title: Mine\n"
    places = (
        "here/data/2024-04/a",
        "here/data/2024-05/a",
        "here/data/2024-04/a.2",
        "other/data/2024-04/a",
    )
    for place in places:
        path = console.here.parent / f"{place}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(note)
    for folder in "here", "other":
        (console.here.parent / folder / "paperlist.toml").touch()
    console.env["EDITOR"] = "sed -i s/^title:.*/title:[/"
    for _ in 1, 2:
        assert console.run("paperlist edit 2024-04/a").endswith("[1]\n")
    console.env["EDITOR"] = "sed -i s/^title:.*/title:\\ Other/"
    none = "2> error: there is no unfinished edit of {}.\n[2]\n"
    for command in "edit 2024-05/a", "edit 2024-04/a.2", "--library ../other edit a":
        shown = console.run(f"paperlist {command} --resume")
        assert shown == none.format("a.2" if "a.2" in command else "a")
    assert len(drafts(console)) == 2
    # The second draft is no YAML, so it cannot be merged with what the first one changed.
    for said in "Saved 2024-04/a.", "a was changed after its draft ":
        assert said in console.run("paperlist edit 2024-04/a --resume")
    assert len(drafts(console)) == 1
    texts = [(console.here.parent / f"{place}.yaml").read_text() for place in places]
    assert texts == ["title: Other\n", note, note, note]


def test_a_note_that_cannot_be_read_is_opened_until_it_can(
    console: Console, tmp_path: Path
) -> None:
    """Each time with what is wrong now; undo takes it back, and giving up keeps what was typed."""
    broken = console.here / "data" / "2024-04" / "broken.yaml"
    broken.parent.mkdir(parents=True)
    before = "title: A\nstatus: [x\nvenue: y: z\n"
    broken.write_text(before)
    mend = "t = t.replace('y: z', 'y') if 'y: z' in t else t.replace('status: [x\\n', '')"
    terminal = on_a_terminal(console, "paperlist edit broken", an_editor(tmp_path, mend))
    terminal.expect_exact("data/2024-04/broken.yaml:")
    terminal.expect_exact("Saved 2024-04/broken.")
    terminal.expect_exact("status 0")
    assert broken.read_text() == "title: A\nvenue: y\n"
    console.run("paperlist undo")
    assert broken.read_text() == before
    give_up = an_editor(tmp_path, "t = t.replace('y: z', 'y')")
    terminal = on_a_terminal(console, "paperlist edit broken", give_up)
    terminal.expect_exact("is kept in")
    terminal.expect_exact("status 1")
    assert broken.read_text() == before
    assert "venue: y\n" in drafts(console)[0].read_text()


@pytest.mark.parametrize(
    ("editor", "command"),
    [
        (["vi"], ["vi", "+7", "f"]),
        (["/usr/bin/nvim", "-R"], ["/usr/bin/nvim", "-R", "+7", "f"]),
        (["nano"], ["nano", "+7", "f"]),
        (["emacs", "-nw"], ["emacs", "-nw", "+7", "f"]),
        (["micro"], ["micro", "+7", "f"]),
        (["hx"], ["hx", "f:7"]),
        (["code", "--wait"], ["code", "--wait", "--goto", "f:7"]),
        (["something"], ["something", "f"]),
    ],
)
def test_editors_that_take_a_line_are_told_it(editor: list[str], command: list[str]) -> None:
    """Each in its own way; others open the file."""
    assert _command(editor, Path("f"), 7) == command
    assert _command(editor, Path("f"), None) == [*editor, "f"]


def test_messages_are_wrapped_between_words(console: Console) -> None:
    """As wide as the terminal; in a pipe each is one line."""
    command = "add -t 'Moss' --url 'an address with many blanks within it'"
    terminal = on_a_terminal(console, f"stty cols 50; paperlist {command}")
    terminal.expect_exact("status 2")
    lines = [re.sub(r"\x1b\[[\d;]*m", "", line) for line in str(terminal.before).split("\r\n")]
    assert max(map(len, lines)) < 50
    said = console.run(f"paperlist {command}").removesuffix("[2]\n").replace("2> ", "")
    assert " ".join(lines).split() == said.split()
    assert len(said.splitlines()) == 1


def test_a_single_word_is_a_title_where_questions_follow(console: Console) -> None:
    """`paperlist add VoxPoser`; in a pipe, it may be a misspelled id."""
    terminal = on_a_terminal(console, "paperlist add VoxPoser")
    answer(terminal, [(field, "\r") for field in FIELDS])
    terminal.expect_exact("status 0")
    assert notes(console) == ["voxposer"]
    assert "a title goes behind --title" in console.run("paperlist add VoxPoser")
