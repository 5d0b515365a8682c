"""The command `stats`: what it prints in a pipe and on a terminal, and what it imports."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.console import Console, without_colours

HEADINGS = [
    "Papers by month", "Papers by category", "Papers by status", "Most common keypoints",
    "Papers with each field",
]  # fmt: skip


@pytest.mark.parametrize("columns", [60, 80, 200])
def test_a_terminal_gets_charts_as_wide_as_it_is(tmp_path: Path, columns: int) -> None:
    """With a heading each, and the number of papers at the end."""
    console = Console(tmp_path)
    console.run("paperlist init; paperlist add --title One -m 2024-04 -k 'x; y; z'")
    shown = console.on_terminal("paperlist stats -n 2", columns=columns)
    lines = [line.rstrip() for line in without_colours(shown).splitlines()]
    assert [line for line in lines[:-1] if line and line[0] != " "] == HEADINGS
    assert max(map(len, lines)) == columns - 1
    assert "  1 more keypoint; --limit 0 shows all." in lines
    assert lines[-1] == "1 month, 1 paper"


def test_without_colours_there_are_still_bars(tmp_path: Path) -> None:
    """And nothing but text reaches the terminal."""
    console = Console(tmp_path)
    console.run("paperlist init; paperlist add --title One -m 2024-04")
    for command, environment in (
        ("paperlist stats --color never", {}),
        ("paperlist stats", {"NO_COLOR": "1"}),
        ("paperlist stats", {"TERM": "dumb"}),
    ):
        shown = console.on_terminal(command, columns=80, env=environment)
        assert "\x1b" not in shown
        assert "█" * 20 in shown
        assert max(len(line) for line in shown.splitlines()) == 79


def test_long_output_is_paged(tmp_path: Path) -> None:
    """On a terminal with few rows."""
    console = Console(tmp_path)
    console.run("paperlist init; paperlist add --title One -m 2024-04")
    pager = {"PAPERLIST_PAGER": "sed s/^/paged:/"}
    assert "paged:" in console.on_terminal("paperlist stats", rows=10, env=pager)
    assert "paged:" not in console.on_terminal("paperlist stats", rows=60, env=pager)


def test_a_note_that_cannot_be_read_is_not_counted(tmp_path: Path) -> None:
    """It is warned of, and the others are counted."""
    console = Console(tmp_path)
    console.run("paperlist init; paperlist add --title One -m 2024-04")
    (console.here / "data/2024-04/broken.yaml").write_text("title: [\n")
    output = console.run("paperlist stats")
    assert output.startswith("month\t2024-04\t1\n")
    assert "2> warning: data/2024-04/broken.yaml" in output
    assert "[1]" not in output


def test_json_has_stable_keys(tmp_path: Path) -> None:
    """An empty library has the same keys as a full one."""
    console = Console(tmp_path)
    console.run("paperlist init")
    empty = json.loads(console.run("paperlist stats --json 2>/dev/null"))
    console.run("paperlist add --title One -c LLM -k x -m 2024-04 -s read")
    full = json.loads(console.run("paperlist stats --json"))
    assert list(empty) == list(full) == [
        "papers", "months", "categories", "statuses", "keypoints", "rising_since", "rising",
        "fields",
    ]  # fmt: skip
    assert full["papers"] == 1
    assert full["categories"] == [{"name": "LLM", "papers": 1}]
    assert full["statuses"] == [{"name": "read", "papers": 1}]
    assert full["rising_since"] is None


def test_settings_of_matplotlib_in_a_library_are_not_read(tmp_path: Path) -> None:
    """Matplotlib takes a `matplotlibrc` in the current folder, which others may have written."""
    console = Console(tmp_path)
    console.run("paperlist init; paperlist add --title One -m 2024-04")
    (console.here / "matplotlibrc").write_bytes(b"\xff")
    assert "[1]" in console.run("python -c 'import matplotlib'")
    assert console.run("paperlist stats --plot a.svg") == "a.svg\n"


def test_only_a_picture_loads_matplotlib_and_only_a_terminal_rich(tmp_path: Path) -> None:
    """Nor are the notes parsed again."""
    console = Console(tmp_path)
    console.run("paperlist init; paperlist add --title One -m 2024-04 -k x; paperlist list")
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "paperlist", "stats"],
        cwd=console.here, env=console.env, capture_output=True, text=True, check=True,
    )  # fmt: skip
    loaded = {line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.split("\n")}
    assert re.search(r"^keypoint\tx\t1$", done.stdout, re.M)
    assert not loaded & {"matplotlib", "numpy", "rich", "pydantic", "ruamel", "yaml_rs"}
