"""What `--help` says of each command."""

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from paperlist.cli.app import COMMANDS, app


def test_each_command_has_a_summary_that_is_not_cut_off() -> None:
    """On a terminal of 80 columns, each summary is one whole sentence on a line of its own."""
    text = CliRunner().invoke(app, ["--help"], env={"COLUMNS": "80", "TERMINAL_WIDTH": "80"}).output
    listed = [line.split(maxsplit=1) for line in text.partition("Commands:\n")[2].splitlines()]
    assert [name for name, _ in listed] == list(COMMANDS)
    assert [summary for _, summary in listed if not summary.endswith(".")] == []
    assert [summary for _, summary in listed if summary.endswith("...")] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_each_argument_and_option_has_a_sentence_of_help(name: str) -> None:
    """None is left unexplained, and each explanation ends with a full stop."""
    group = get_command(app)
    command = group.get_command(group.make_context("paperlist", [name]), name)  # type: ignore[attr-defined]
    texts = {each.name: each.help for each in command.params}
    assert {each: text for each, text in texts.items() if not (text or "").endswith(".")} == {}
