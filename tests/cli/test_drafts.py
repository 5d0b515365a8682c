"""Drafts of new papers: what was typed is kept until a note has all of it."""

from pathlib import Path

import pytest

from tests.cli.test_forms import FIELDS, an_editor, answer, drafts, on_a_terminal
from tests.console import Console

QUESTION = "or add it anyway? [S/u/a]"


@pytest.fixture
def library(tmp_path: Path) -> Console:
    """A console in a library with one paper."""
    console = Console(tmp_path)
    console.run("paperlist init && paperlist add -t Known -o 'To see.' -m 2024-04")
    return console


@pytest.mark.parametrize(
    ("choice", "objective", "is_kept"),
    [("\r", "To hear.", True), ("u\r", "To hear.", True), ("u\r", "", False), ("\r", "", False)],
)
def test_a_form_whose_words_no_note_has_is_kept(
    library: Console, tmp_path: Path, choice: str, objective: str, *, is_kept: bool
) -> None:
    """The library has the paper already, and the answer to the question leaves words out."""
    editor = an_editor(
        tmp_path,
        f"t = t.replace('title:', 'title: Known').replace('objective:', 'objective: {objective}')",
    )
    terminal = on_a_terminal(library, "paperlist add --edit", editor)
    answer(terminal, [(QUESTION, choice)])
    if is_kept:
        terminal.expect_exact("What you wrote is kept in")
    terminal.expect_exact("status 0")
    kept = [draft.read_text() for draft in drafts(library)]
    assert [objective in text for text in kept] == [True] * is_kept


def test_a_draft_stays_if_its_paper_is_skipped_once_more(library: Console, tmp_path: Path) -> None:
    """And it goes once the paper is added."""
    editor = an_editor(
        tmp_path, "t = t.replace('title:\\n', 'title: Known\\n').replace('method:', 'method: Look')"
    )
    for command in "paperlist add --edit", "paperlist add --resume":
        terminal = on_a_terminal(library, command, editor)
        answer(terminal, [(QUESTION, "\r")])
        terminal.expect_exact("What you wrote is kept in")
        terminal.expect_exact("status 0")
        assert len(drafts(library)) == 1
    terminal = on_a_terminal(library, "paperlist add --resume", editor)
    answer(terminal, [(QUESTION, "a\r")])
    terminal.expect_exact("status 0")
    assert not drafts(library)


def test_answers_to_questions_are_kept_as_well(library: Console) -> None:
    """The library has the paper without its title, so only the link, asked for last, tells it."""
    library.run("paperlist add 2404.05726 --offline --no-edit")
    terminal = on_a_terminal(library, "paperlist add")
    answer(terminal, [
        ("Title:", "Something else\r"), *((name, "word\r") for name in FIELDS[:-1]),
        ("Link:", "arxiv.org/abs/2404.05726\r"), (QUESTION, "\r"),
    ])  # fmt: skip
    terminal.expect_exact("What you wrote is kept in")
    terminal.expect_exact("status 0")
    assert "method: word\n" in drafts(library)[0].read_text()


def test_a_draft_knows_the_month_that_was_given(library: Console, tmp_path: Path) -> None:
    """Whether its answers were left, or its form was not saved."""
    terminal = on_a_terminal(library, "paperlist add 'D one' -m 'March 2025'")
    answer(terminal, [("Category:", "LLM\r"), ("Keypoints", "\x03")])
    terminal.expect_exact("is kept in")
    terminal.expect_exact("status 130")
    assert "\nmonth: 2025-03\n" in drafts(library)[0].read_text()
    editor = an_editor(tmp_path, "t += ''")
    terminal = on_a_terminal(library, "paperlist add --resume", editor)
    terminal.expect_exact("Added 1 paper in 2025-03.")
    terminal.expect_exact("status 0")
    terminal = on_a_terminal(library, "paperlist add --edit -t 'D two' -m 2025-04", "false")
    terminal.expect_exact("is kept in")
    terminal.expect_exact("status 1")
    terminal = on_a_terminal(library, "paperlist add --resume", editor)
    terminal.expect_exact("Added 1 paper in 2025-04.")


def test_the_month_in_a_form_files_the_paper(library: Console, tmp_path: Path) -> None:
    """It may be changed there; on the command line of --resume it may be changed again."""
    editor = an_editor(tmp_path, "t = t.replace('2025-04', '2025-05')")
    terminal = on_a_terminal(library, "paperlist add --edit -t Moss -m 2025-04", editor)
    terminal.expect_exact("Added 1 paper in 2025-05.")
    editor = an_editor(tmp_path, "t = t.replace('keypoints:', 'Month: Foo')")
    terminal = on_a_terminal(library, "paperlist add --edit -t Reed", editor)
    terminal.expect_exact("line 5: 'Foo' is not a month")
    terminal.expect_exact("status 1")
    editor = an_editor(tmp_path, "t = t.replace('Foo', '2025-06')")
    terminal = on_a_terminal(library, "paperlist add --resume -m 2025-07", editor)
    terminal.expect_exact("Added 1 paper in 2025-07.")
