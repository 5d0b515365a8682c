"""Completion in bash, zsh and fish, as their users have it: by the tab key."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.console import Console
from tests.shells import SHELLS, Terminal

# What a shell would obey, in the fields of a note.
EVIL = r"""title: "$(touch hit) `touch hit` \e[31m"
category: "E $(touch hit) `touch hit`; touch hit"
keypoints: ["Q $(touch hit)`touch hit`", "W \"a\" 'b' \\ $HOME ~ * # [x] {a,b} & | > <",
  "X\e[31mred", "~root"]
links: {"$(touch hit)": "https://example.org"}
"""


@pytest.fixture(scope="module", params=SHELLS)
def terminal(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Terminal]:
    """A shell in a library, with completion set up by the program itself."""
    console = Console(tmp_path_factory.mktemp("shell"))
    console.run(
        "paperlist init; paperlist init ../other; mkdir 'a folder'; touch 'a file.pdf';"
        "paperlist add --title 'Memory one' -c LLM -k 'Memory bank; Diffusion' -m 2024-04"
        "  --url code=https://example.org/a;"
        "paperlist add --title 'Video two' -c 'Video / Long' -k 'Flow' -m 2024-05;"
        "paperlist add --library ../other --title Elsewhere -m 2024-01;"
        f"paperlist --install-completion {request.param}"
    )
    (console.here / "paperlist.toml").write_text('[searches]\nclips = "keypoint:video"\n')
    write_evil(console)
    with Terminal(console, request.param) as terminal:
        yield terminal


def write_evil(console: Console) -> None:
    note = console.here / "data" / "2024-06" / "evil.yaml"
    note.parent.mkdir()
    note.write_text(EVIL)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("sea", ["search"]),
        ("show MEM", ["show", "memory-one"]),
        ("show zzz", ["show", "zzz"]),
        # Values with blanks are one word, in whatever quotes they were begun and in any case.
        ("list -k mem", ["list", "-k", "Memory bank"]),
        ("list -k 'mem", ["list", "-k", "Memory bank"]),
        ('list -k "Memory b', ["list", "-k", "Memory bank"]),
        ("list -k Memory\\ b", ["list", "-k", "Memory bank"]),
        ("list --keypoint=mem", ["list", "--keypoint=Memory bank"]),
        ('list -k "Flow; mem', ["list", "-k", "Flow; Memory bank"]),
        # Queries.
        ("search cat", ["search", "category:"]),
        ("search category:l", ["search", "category:LLM"]),
        ("search category:v", ["search", 'category:"video / Long"']),
        ("search keypoint:mem", ["search", 'keypoint:"memory bank"']),
        ('search keypoint:"mem', ["search", 'keypoint:"memory bank"']),
        ("search 'flow keypoint:mem", ["search", 'flow keypoint:"memory bank"']),
        ("search -stat", ["search", "-status:"]),
        ("search -status:to", ["search", "-status:to-read"]),
        ("export month:2024-05", ["export", "month:2024-05"]),
        ("search @c", ["search", "@clips"]),
        # Edits.
        ("edit memory-one stat", ["edit", "memory-one", "status="]),
        ("edit memory-one status=to", ["edit", "memory-one", "status=to-read"]),
        ("edit memory-one category=v", ["edit", "memory-one", "category=Video / Long"]),
        ("edit memory-one keypoints+=mem", ["edit", "memory-one", "keypoints+=Memory bank"]),
        ("open memory-one c", ["open", "memory-one", "code"]),
        # The library that is named, before the command or behind it.
        ("--library ../other show e", ["--library", "../other", "show", "elsewhere"]),
        ("show --library ../other e", ["show", "--library", "../other", "elsewhere"]),
        # Files and folders.
        ("import a\\ fi", ["import", "a file.pdf"]),
        ("export --output=a\\ fi", ["export", "--output=a file.pdf"]),
        ("--library ../ot", ["--library", "../other/"]),
        ("init a", ["init", "a folder/"]),
        # Nothing of a library is obeyed.
        ("list -c e", ["list", "-c", "E $(touch hit) `touch hit`; touch hit"]),
        ("list -c 'e", ["list", "-c", "E $(touch hit) `touch hit`; touch hit"]),
        ('list -c "e', ["list", "-c", "E $(touch hit) `touch hit`; touch hit"]),
        ("list -k q", ["list", "-k", "Q $(touch hit)`touch hit`"]),
        ("list -k w", ["list", "-k", "W \"a\" 'b' \\ $HOME ~ * # [x] {a,b} & | > <"]),
        ("list -k 'w", ["list", "-k", "W \"a\" 'b' \\ $HOME ~ * # [x] {a,b} & | > <"]),
        ('list -k "w', ["list", "-k", "W \"a\" 'b' \\ $HOME ~ * # [x] {a,b} & | > <"]),
        ('search category:"e', ["search", 'category:"e $(touch hit) `touch hit`; touch hit"']),
        ("open evil ", ["open", "evil", "$(touch hit)"]),
        ("list -k x", ["list", "-k", "x"]),
    ],
)  # fmt: skip
def test_a_tab_completes_what_was_begun(terminal: Terminal, typed: str, words: list[str]) -> None:
    """The command gets the whole value, as one word; where nothing fits, the line stays."""
    assert terminal.words(f"paperlist {typed}") == words
    assert not terminal.has("hit")


@pytest.mark.parametrize("typed", ["show ", "list -k ", "list -c ", "edit evil keypoints-="])
def test_a_list_of_completions_obeys_nothing(terminal: Terminal, typed: str) -> None:
    """No escape of a note reaches the terminal, and no command of one is run."""
    assert "\x1b[31m" not in terminal.listed(f"paperlist {typed}")
    assert not terminal.has("hit")


@pytest.mark.parametrize("shell", SHELLS)
def test_the_library_of_the_environment(tmp_path: Path, shell: str) -> None:
    """Its ids are completed in any folder."""
    console = Console(tmp_path)
    console.run(
        "paperlist init ../papers; paperlist add --library ../papers --title Elsewhere;"
        f"paperlist --install-completion {shell}"
    )
    console.env["PAPERLIST_LIBRARY"] = str(tmp_path / "papers")
    with Terminal(console, shell) as terminal:
        assert terminal.complete("paperlist show el") == "paperlist show elsewhere "


@pytest.mark.parametrize("shell", SHELLS)
def test_completion_from_the_script_that_is_shown(tmp_path: Path, shell: str) -> None:
    """As `--show-completion` prints it, it can be read by a start-up file of one's own."""
    console = Console(tmp_path)
    start = {"zsh": "autoload -Uz compinit; compinit; "}.get(shell, "")
    read = "paperlist --show-completion {} | source" if shell == "fish" else (
        'eval "$(paperlist --show-completion {})"'
    )  # fmt: skip
    (console.home / ".zshrc").touch()
    with Terminal(console, shell, start + read.format(shell)) as terminal:
        assert terminal.complete("paperlist dup") == "paperlist duplicates "


def test_bash_keeps_what_was_typed_where_cases_differ(tmp_path: Path) -> None:
    """It would replace it by what the values have in common."""
    console = Console(tmp_path)
    console.run(
        "paperlist init; paperlist add --title A -c MEMORY; paperlist add --title B -c Memo;"
        "paperlist --install-completion bash"
    )
    with Terminal(console, "bash") as terminal:
        assert terminal.complete("paperlist list -c mem") == "paperlist list -c mem"
        assert terminal.complete("paperlist list -c memor") == "paperlist list -c MEMORY "
