"""What `--help` says of each command."""

import inspect
import shlex
import shutil
from importlib import import_module
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from paperlist.cli.app import app
from paperlist.cli.table import COMMANDS, GROUPS
from tests.console import Console

SAMPLE = Path(__file__).parents[1]
# These ask somebody on the network, or an editor or a browser.
ONLY_PARSED = ("add 2404.11912", "add 10.1145", "open triforce", "edit triforce ", "update")
# What has to be there before the examples of a command can be run.
BEFORE = {
    "sync": "git init -q; git config user.name A; git config user.email a@example.org",
    "resolve": "git init -q",
    "edit": "touch paper.pdf",
    "git": "git init -q",
    "import": "cp $PAGES/month.md page.md; echo '@misc{a, title={Some Title}}' > refs.bib",
    "log": "paperlist edit triforce venue=X",
    "merge": "paperlist add -t TriForce --arxiv 2404.11912 --on-duplicate add",
    "next": "paperlist edit triforce status=to-read",
    "redo": "paperlist rm triforce; paperlist undo",
    "undo": "for id in triforce rho-1 moviechat ma-lmm; do paperlist rm $id; done",
}


def help_of(*command: str) -> str:
    """What `--help` prints on a terminal of 80 columns."""
    sizes = {"COLUMNS": "80", "TERMINAL_WIDTH": "80"}
    return CliRunner().invoke(app, [*command, "--help"], env=sizes).output


def examples(name: str) -> list[str]:
    """The examples of a command, as its help prints them."""
    lines = help_of(name).partition("  Examples:\n")[2].partition("\n\n")[0].splitlines()
    return [line.strip() for line in lines]


def test_each_command_has_a_summary_that_is_not_cut_off() -> None:
    """On a terminal of 80 columns, each summary is one whole sentence on a line of its own."""
    text = help_of()
    assert max(map(len, text.splitlines())) <= 80
    groups = text[text.index(f"{next(iter(GROUPS))}:\n") :].split("\n\n")[: len(GROUPS)]
    assert [group.splitlines()[0] for group in groups] == [f"{heading}:" for heading in GROUPS]
    listed = [line.split(maxsplit=1) for group in groups for line in group.splitlines()[1:]]
    assert [name for name, _ in listed] == list(COMMANDS)
    assert [summary for _, summary in listed if not summary.endswith(".")] == []
    assert [summary for _, summary in listed if summary.endswith("...")] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_the_summary_in_the_list_is_the_one_of_the_command(name: str) -> None:
    """The list does not import the commands, so both have the sentence."""
    command = COMMANDS[name]
    module = import_module(f"paperlist.cli.commands.{command.module}")
    sentence = (inspect.getdoc(getattr(module, command.function)) or "").partition("\n\n")[0]
    assert " ".join(sentence.split()) == command.summary


@pytest.mark.parametrize("name", COMMANDS)
def test_each_argument_and_option_has_a_sentence_of_help(name: str) -> None:
    """None is left unexplained, and each explanation ends with a full stop."""
    group = get_command(app)
    command = group.get_command(group.make_context("paperlist", [name]), name)  # type: ignore[attr-defined]
    texts = {each.name: each.help for each in command.params}
    assert {each: text for each, text in texts.items() if not (text or "").endswith(".")} == {}


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_examples_that_it_understands(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two or three lines, parsed by the command itself; those that need nobody else are run."""
    console = Console(tmp_path)
    shutil.copy(SAMPLE / "paperlist.toml", console.here)
    shutil.copytree(SAMPLE / "data", console.here / "data")
    monkeypatch.chdir(console.here)
    assert len(examples(name)) in {2, 3}
    console.run(BEFORE.get(name, ""))
    group = get_command(app)
    for example in examples(name):
        program, *words = shlex.split(example, comments=True)
        context = group.make_context(program, words)
        _, command, arguments = group.resolve_command(context, words)  # type: ignore[attr-defined]
        assert command.make_context(name, arguments, parent=context)
        if not example.removeprefix("paperlist ").startswith(ONLY_PARSED):
            assert "error: " not in console.run(example), example


def test_the_help_of_a_command_names_the_other_words_for_it() -> None:
    """Below its options."""
    assert help_of("rm").endswith("\n  Also: delete, remove, del.\n")
    assert help_of("redo").endswith("Show this message and exit.\n")
