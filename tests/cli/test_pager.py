"""The pager: for what is longer than the terminal; the one that the user chose."""

from pathlib import Path

import pytest

from tests.console import Console, without_colours

PAPERS = 30


@pytest.fixture(scope="module")
def console(tmp_path_factory: pytest.TempPathFactory) -> Console:
    """A library that is longer than a terminal, and a pager that says that it ran."""
    console = Console(tmp_path_factory.mktemp("paged"))
    console.run("paperlist init")
    for number in range(PAPERS):
        path = console.here / f"data/2024-04/p{number}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"title: Paper {number}\n")
    return console


def program(console: Console, name: str, text: str) -> str:
    path = console.home / name
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return str(path)


@pytest.fixture
def pager(console: Console) -> str:
    return program(console, "pager", 'echo "paged by $1"; cat')


@pytest.mark.parametrize(
    ("command", "rows", "is_paged"),
    [
        ("list", 20, True),
        ("list", PAPERS + 3, False),
        ("list -n 5", 20, False),
        ("list --no-pager", 20, False),
        ("--no-pager list", 20, False),
        ("list | cat", 20, False),
        ("list --ids", 20, True),
        ("list --json", 20, True),
        ("search paper -n 0", 20, True),
        ("search paper -n 0 --ids", 20, True),
        ("show p1 p2 p3 p4 p5 p6 p7 p8 p9", 20, True),
        ("show p1", 20, False),
        ("related p1 -n 0", 20, True),
        ("duplicates", 20, False),
    ],
)
def test_what_is_longer_than_the_terminal_is_paged(
    console: Console, pager: str, command: str, rows: int, *, is_paged: bool
) -> None:
    """On a terminal, unless that is not wanted."""
    shown = console.on_terminal(
        f"paperlist {command}", rows, env={"PAPERLIST_PAGER": f"{pager} 'a b'"}
    )
    assert shown.count("paged by a b") == is_paged


def test_counts_come_after_the_pager(console: Console, pager: str) -> None:
    """Never within it; the colours are kept in it."""
    shown = console.on_terminal("paperlist list", 20, env={"PAGER": pager})
    lines = without_colours(shown).splitlines()
    assert lines[0] == "paged by "
    assert lines[1].split() == ["id", "month", "title"]
    assert lines[-1] == f"{PAPERS} papers"
    assert "\x1b[36mp0\x1b[0m" in shown


@pytest.mark.parametrize(
    ("environment", "ran"),
    [
        ({"PAPERLIST_PAGER": "{first} x", "PAGER": "{second}"}, "first x"),
        ({"PAGER": "{second}"}, "second"),
        ({}, "less -FRX"),
        ({"PAGER": "less -i"}, "less -R -i"),
        ({"PAPERLIST_PAGER": "", "PAGER": "{second}"}, None),
        ({"PAGER": "no-such-program --at-all"}, None),
        ({"PAGER": "'"}, None),
        ({"PAGER": "{first}", "TERM": "dumb"}, None),
    ],
)
def test_which_pager_runs(
    console: Console, tmp_path: Path, environment: dict[str, str], ran: str | None
) -> None:
    """$PAPERLIST_PAGER, $PAGER, else less; what cannot be run is none."""
    names = {
        name: program(console, name, f'echo {name} "$@" > {tmp_path}/ran; cat')
        for name in ("first", "second", "less")
    }
    given = {key: value.format(**names) for key, value in environment.items()}
    path = f"{console.home}:{console.env['PATH']}"
    shown = console.on_terminal("paperlist list", 20, env={"PATH": path, **given})
    assert without_colours(shown).count("Paper ") == PAPERS
    file = tmp_path / "ran"
    assert (file.read_text().strip() if file.exists() else None) == ran


def test_quitting_the_pager_is_no_error(console: Console) -> None:
    """However much is left to read."""
    big = console.here / "data/2024-04/big.yaml"
    big.write_text(f"title: Big\nnotes: |-\n{'  a line of a long note' * 20_000}\n")
    pager = program(console, "head", "head -n 2")
    shown = without_colours(console.on_terminal("paperlist show big", 20, env={"PAGER": pager}))
    big.unlink()
    assert shown == "big  2024-04\n  Big\n"


def test_an_interrupt_is_for_the_pager(console: Console) -> None:
    """As in less, which then stops its search."""
    pager = program(
        console, "slow", "trap 'echo caught' INT; kill -INT 0; cat > /dev/null; echo end"
    )
    shown = console.on_terminal("set -m; paperlist list; echo status $?", 20, env={"PAGER": pager})
    assert shown.splitlines() == ["caught", "end", f"{PAPERS} papers", "status 0"]
