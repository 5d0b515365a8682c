"""Only `add ID` and `update` ask anybody; asserted where every look-up and connection is noted."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import paperlist
from paperlist.cli.table import COMMANDS
from tests.console import Console
from tests.modules import missing
from tests.services import CITATION, page

# Loaded by Python itself at its start, before anything of paperlist.
WATCH = """
import os, socket

def refuse(what):
    def refused(*args, **named):
        with open(os.environ["WATCHED"], "a") as log:
            log.write(f"{what} {args[1:] if what == 'connect' else args}\\n")
        raise OSError("no network here")
    return refused

socket.getaddrinfo = refuse("getaddrinfo")
socket.socket.connect = refuse("connect")
socket.socket.connect_ex = refuse("connect")
"""
HEAVY = (
    "requests", "urllib3", "arxiv", "lxml", "idutils", "isbnlib", "pypdf", "pylatexenc",
    "paperlist.sources.fetch", "paperlist.sources.http",
)  # fmt: skip


@pytest.fixture
def console(tmp_path: Path) -> Console:
    """A library of two papers, in which every attempt to reach anybody is noted."""
    console = Console(tmp_path)
    (tmp_path / "watch").mkdir()
    (tmp_path / "watch" / "sitecustomize.py").write_text(WATCH)
    console.env |= {"PYTHONPATH": str(tmp_path / "watch"), "WATCHED": str(tmp_path / "watched")}
    console.run("paperlist init")
    console.run(
        "paperlist add -t 'A paper' --arxiv 2404.05726 --doi 10.1000/x -m 2024-04 "
        "--url https://openreview.net/forum?id=x"
    )
    console.run("paperlist add -t 'Another paper' -m 2024-04 --status to-read")
    return console


def watched(console: Console) -> str:
    log = Path(console.env["WATCHED"])
    return log.read_text() if log.exists() else ""


QUIET = {
    "init": ["paperlist init other", "paperlist init third --git"],
    "git": ["git init -q; paperlist git setup"],
    # git itself asks the remote of a clone; here there is none.
    "sync": [
        "git init -q; git config user.name A; git config user.email a@example.org; paperlist sync"
    ],
    "resolve": ["paperlist resolve"],
    "add": [
        "paperlist add -t Third --arxiv https://arxiv.org/abs/2404.00001",
        "echo '{\"title\": \"Fourth\", \"doi\": \"10.1000/y\"}' | paperlist add --from-json -",
        "EDITOR='sed -i s/title:/title:\\ Fifth/' paperlist add --edit",
        "paperlist add --offline 2404.22222 10.1000/zz https://example.org/p",
        "paperlist add 2404.05726 --on-duplicate skip",
    ],
    "search": ["paperlist search paper", "paperlist search title:paper --json"],
    "list": ["paperlist list", "paperlist list --json"],
    "related": ["paperlist related a-paper"],
    "open": ["paperlist open a-paper", "paperlist open a-paper --print"],
    "next": ["paperlist next"],
    "duplicates": ["paperlist duplicates"],
    "keypoints": ["paperlist keypoints"],
    "categories": ["paperlist categories"],
    "check": ["paperlist check duplicate"],
    "merge": ["paperlist merge third fourth"],
    "table": ["paperlist table", "paperlist table -f html", "paperlist table -o table.md"],
    "months": ["paperlist months"],
    "stats": ["paperlist stats", "paperlist stats --plot stats.svg"],
    "show": ["paperlist show 2404.05726", "paperlist show https://doi.org/10.1000/x"],
    "edit": [
        "paperlist edit a-paper arxiv=https://arxiv.org/abs/2404.05726",
        "EDITOR=true paperlist edit a-paper",
    ],
    "import": [
        "echo '- [Sixth](https://arxiv.org/abs/2404.33333)' > p.md; paperlist import p.md",
    ],
    "export": ["paperlist export"],
    "update": ["paperlist update --help"],
    "rm": ["paperlist rm fifth"],
    "schema": ["paperlist schema", "paperlist schema settings"],
    "undo": ["paperlist undo"],
    "log": ["paperlist log"],
    "redo": ["paperlist redo"],
}  # fmt: skip
REFUSED = [
    "paperlist add https://arxiv.org/abs/2404.05726v9", "paperlist add 10.1000/X",
    "paperlist add https://openreview.net/pdf?id=x", "paperlist add nonsense",
    "paperlist update another-paper",
]  # fmt: skip


def test_no_other_command_makes_a_request(console: Console) -> None:
    """Each command there is, also with what names a paper to fetch but is here already."""
    assert QUIET.keys() == COMMANDS.keys()
    for name in COMMANDS:
        for command in QUIET[name]:
            output = console.run(command)
            assert not re.search(r"^\[\d+\]$", output, re.M), output
            assert "cannot be reached" not in output
    for command in REFUSED:
        output = console.run(command)
        assert re.search(r"^2> error: .*^\[[12]\]$", output, re.M | re.S), output
        assert "cannot be reached" not in output
    assert not watched(console)


def test_the_watch_sees_what_add_asks(console: Console) -> None:
    """Else the above would show nothing."""
    console.run("paperlist add 2404.44444 10.1000/q https://example.org/page")
    log = watched(console)
    for host in ("export.arxiv.org", "doi.org", "example.org"):
        assert f"'{host}'" in log


def test_reading_commands_load_none_of_what_fetching_needs(console: Console) -> None:
    """Nor does adding by hand."""
    assert missing(HEAVY) == []
    for command in (
        ["search", "paper"], ["list"], ["show", "2404.05726"], ["export"],
        ["add", "-t", "New", "--arxiv", "arXiv:2404.00009"],
    ):  # fmt: skip
        done = subprocess.run(
            [sys.executable, "-X", "importtime", "-m", "paperlist", *command],
            cwd=console.here, env=console.env, capture_output=True, text=True, check=True,
        )  # fmt: skip
        loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
        assert not loaded & set(HEAVY)


def test_importing_the_package_asks_nobody(console: Console) -> None:
    """Every module of it."""
    script = """
import importlib, pkgutil, paperlist
names = [each.name for each in pkgutil.walk_packages(paperlist.__path__, "paperlist.")]
for name in names:
    importlib.import_module(name)
print(len(names))
"""
    output = console.run(f"python -c '{script}'")
    package = Path(paperlist.__file__).parent
    assert output == f"{len([*package.rglob('*.py')]) - 1}\n"
    assert not watched(console)


def test_a_page_that_is_saved_is_no_address(console: Console) -> None:
    """A file is read, and nobody is asked about it."""
    (console.here / "page.html").write_text(page(CITATION))
    assert "it is not a PDF" in console.run("paperlist add page.html")
    assert not watched(console)
