"""Options that say how output is shown: colours, counts and hints; before or after the command."""

import json

import pytest

from tests.console import Console, without_colours


@pytest.fixture(scope="module")
def console(tmp_path_factory: pytest.TempPathFactory) -> Console:
    """A library of three papers."""
    console = Console(tmp_path_factory.mktemp("shown"))
    console.run("paperlist init")
    for name in ("one", "two", "three"):
        console.run(f"paperlist add --title 'Memory {name}' -m 2024-04 -k '{name}; in {len(name)}'")
    return console


@pytest.mark.parametrize(
    ("command", "environment", "is_coloured"),
    [
        ("list", {}, True),
        ("list", {"NO_COLOR": "1"}, False),
        ("list", {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        ("list", {"NO_COLOR": ""}, True),
        ("list", {"TERM": "dumb"}, False),
        ("list --color never", {"FORCE_COLOR": "1"}, False),
        ("--color never list", {}, False),
        ("--color never list --color always", {}, True),
        ("list --color always", {"NO_COLOR": "1"}, True),
        ("list --color auto", {}, True),
        ("show one | cat", {}, False),
        ("show one | cat", {"FORCE_COLOR": "1"}, True),
        ("show one --color always | cat", {}, True),
    ],
)
def test_when_output_is_coloured(
    console: Console, command: str, environment: dict[str, str], *, is_coloured: bool
) -> None:
    """The option decides, then the environment, then whether it is a terminal."""
    shown = console.on_terminal(f"paperlist {command}", env=environment)
    assert ("\x1b[" in shown) == is_coloured


def test_a_wrong_colour_is_wrong_usage(console: Console) -> None:
    """And the right words are named."""
    output = console.run("paperlist list --color blue")
    assert "'auto', 'always', 'never'" in output
    assert output.endswith("[2]\n")


@pytest.mark.parametrize(
    ("command", "last"),
    [
        ("list", "3 papers"),
        ("list -n 2", "2 of 3 papers"),
        ("list -k one", "1 of 3 papers"),
        ("list --month 2024-04 -n 2", "2 of 3 papers"),
        ("list --missing venue -k 'in 3' -n 1", "1 of 2 matching papers"),
        ("search memory", "3 papers"),
        ("search one", "1 of 3 papers"),
        ("search -k 'in 3' -n 1", "1 of 2 matching papers"),
        ("related one", "2 papers"),
        ("months", "1 month, 3 papers"),
        ("stats", "1 month, 3 papers"),
        ("table -n 2", "2 of 3 papers"),
        ("table one --fields id", "1 of 3 papers"),
    ],
)
def test_counts_are_for_people(console: Console, command: str, last: str) -> None:
    """On a terminal the last line; nothing in a pipe, nor with --quiet."""
    shown = without_colours(console.on_terminal(f"paperlist {command}"))
    assert shown.splitlines()[-1] == last
    assert last not in console.on_terminal(f"paperlist {command} | cat")
    assert last not in console.run(f"paperlist {command}")
    for quiet in (f"-q {command}", f"{command} --quiet"):
        assert last not in console.on_terminal(f"paperlist {quiet}")


def test_nothing_found_draws_no_table(console: Console) -> None:
    """It is said why, and how to add the first."""
    assert console.on_terminal("paperlist list -k zebra --color never") == (
        "no paper matches.\n"
        "there is no keypoint 'zebra'; there are 'in 3', 'in 5', 'one', 'three', 'two'.\n[1]\n"
    )
    assert console.on_terminal("mkdir new; cd new; paperlist init -q; paperlist list") == (
        f"{console.here}/new\nno papers yet; 'paperlist add' adds one.\n"
    )


def test_quiet_leaves_results_warnings_and_errors(console: Console) -> None:
    """What was corrected is a hint; a note that cannot be read is not."""
    assert console.run("paperlist search memry one --ids -q") == "memory-one\n"
    assert console.run("paperlist search zebra -q") == "[1]\n"
    assert console.run("paperlist show zebra -q").startswith("2> error:")
    assert console.run("paperlist undo --quiet; paperlist -q redo") == ""
    broken = console.here / "data/2024-04/broken.yaml"
    broken.write_text("title: [\n")
    assert "2> warning: data/2024-04/broken.yaml" in console.run("paperlist list -q")
    broken.unlink()


@pytest.mark.parametrize(
    "command",
    [
        "list",
        "search memry",
        "show memory-one",
        "related memory-one",
        "months",
        "stats",
        "table",
        "table zebra",
        "duplicates",
        "next",
    ],
)
def test_json_is_all_there_is_on_stdout(console: Console, command: str) -> None:
    """In a pipe as well as on a terminal, whatever is to be said."""
    json.loads(console.run(f"paperlist {command} --json 2>/dev/null").removesuffix("[1]\n"))
    shown = console.on_terminal(f"paperlist {command} --json --no-pager 2>/dev/null")
    json.loads(shown.removesuffix("[1]\n"))
