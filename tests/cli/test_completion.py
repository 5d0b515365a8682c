"""What the program answers to the scripts of the shells, and how these are set up."""

import subprocess
import sys
from pathlib import Path

import pytest

from paperlist.cli.completion.command_line import Word, escaped, split
from tests.console import Console


def a_library(folder: Path) -> Console:
    """A console in a library with two papers."""
    console = Console(folder)
    console.run(
        "paperlist init; paperlist add --title 'Memory one' -c LLM -k 'Memory bank' -m 2024-04;"
        "paperlist add --title 'Video two' -c 'Video / Long' -k Flow -m 2024-05 -s read"
    )
    return console


@pytest.fixture
def console(tmp_path: Path) -> Console:
    """A library of one's own."""
    return a_library(tmp_path)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Console:
    """A library for tests that change nothing."""
    return a_library(tmp_path_factory.mktemp("shared"))


def completed(console: Console, line: str, shell: str = "zsh") -> list[str]:
    """The lines of the answer; the last word of `line` is at the cursor."""
    words, _, word = line.rpartition(" ")
    console.env |= {
        "_PAPERLIST_COMPLETE": f"complete_{shell}",
        "_PAPERLIST_LINE": line, "_PAPERLIST_WORDS": words.replace(" ", "\n"),
        "_PAPERLIST_WORD": word, "_TYPER_COMPLETE_ARGS": line,
        "_TYPER_COMPLETE_WORD_TO_COMPLETE": word,
    }  # fmt: skip
    try:
        return console.run("paperlist").splitlines()
    finally:
        del console.env["_PAPERLIST_COMPLETE"]


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("list -k m", ["Memory bank"]),
        ("list -s ", ["to-read", "reading", "read"]),
        ("list -m 2", ["2024-05", "2024-04"]),
        ("list --sort ", ["month", "added", "title", "category", "id"]),
        ("list --since 2024-05", ["2024-05"]),
        ("list --missing me", ["method", "metric"]),
        ("export --by ", ["month", "category", "keypoint"]),
        ("export --style ", ["notes", "list", "table"]),
        ("export -f b", ["bibtex", "biblatex"]),
        ("search --in me", ["method", "metric"]),
        ("search m", ["month:", "missing:", "method:", "metric:"]),
        ("search (status:to", ["(status:to-read"]),
        ("search year:2", ["year:2024"]),
        ("search has:au", ["has:authors"]),
        ("search status:r", ["status:reading", "status:read"]),
        ("search tag:f", ["tag:Flow"]),
        ("search until:2024-04", ["until:2024-04"]),
        ("search title:x", []),
        ("search http://x", []),
        ("search -k", ["-k", "-keypoint:"]),
        ("table --fields title,me", ["title,method", "title,metric"]),
        ("table --fields i", ["id"]),
        ("table -f m", ["markdown"]),
        ("schema ", ["note", "settings"]),
        ("months category:l", ["category:LLM"]),
        ("edit memory-one key", ["keypoints=", "keypoints+=", "keypoints-="]),
        ("edit memory-one m", ["month=", "method=", "metric="]),
        ("edit memory-one month=2024-05", ["month=2024-05"]),
        ("edit memory-one keypoints-=", ["keypoints-=Memory bank"]),
        ("keypoints ", ["rename", "merge", "remove", "variants"]),
        ("keypoints rename mem", ["Memory bank"]),
        ("keypoints merge 'Memory bank' --into x mem", ["Memory bank"]),
        ("categories remove ll", ["LLM"]),
        ("edit memory-one title=", []),
        ("edit none keypoints-=", []),
        ("--show-completion ", ["bash", "zsh", "fish", "powershell"]),
    ],
)  # fmt: skip
def test_what_is_completed(shared: Console, line: str, values: list[str]) -> None:
    """Options, query words and edits, in any case."""
    kind, *found = completed(shared, f"paperlist {line}")
    assert kind == "values"
    assert [each.partition("\t")[0] for each in found] == values


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("import ", "files"), ("add ", "files"), ("add --from-json x", "files"),
        ("export -o ", "files"), ("export --template=x", "files"),
        ("edit memory-one --attach ", "files"), ("init ", "folders"), ("--library ", "folders"),
        ("list --library=x", "folders"),
    ],
)  # fmt: skip
def test_files_are_left_to_the_shell(shared: Console, line: str, kind: str) -> None:
    """It knows how to complete them."""
    assert completed(shared, f"paperlist {line}") == [kind]


def test_a_value_that_is_called_files(console: Console) -> None:
    """It is a value like any other."""
    console.run("paperlist add --title X -c files")
    assert completed(console, "paperlist list -c f") == ["values", "files\t"]


def test_ids_come_with_titles_and_commands_with_what_they_do(console: Console) -> None:
    """zsh and fish show them; no control character is among them."""
    (console.here / "data" / "2024-04" / "zz.yaml").write_text('title: "A\\e[31m\\tb"\n')
    assert completed(console, "paperlist show z") == ["values", "zz\tA[31m b"]
    assert completed(console, "paperlist mon") == [
        "values", "months\tCount papers and missing fields by month.",
    ]  # fmt: skip


def test_powershell_gets_quotes(console: Console) -> None:
    """A quote within is doubled, as are those that PowerShell takes for one."""
    console.run('paperlist add --title X -c "Video ’n\' \\$(x)"')
    assert completed(console, "paperlist list -c V", "powershell") == [
        "'Video / Long'::: ", "'Video ’’n'' $(x)'::: ",
    ]  # fmt: skip
    assert completed(console, "paperlist show v", "pwsh") == ["video-two:::Video two"]
    assert completed(console, "paperlist import x", "powershell") == [""]


@pytest.mark.parametrize("line", ["show m", "list -k m", "search cat", "edit memory-one st", ""])
def test_nothing_heavy_is_imported(shared: Console, line: str) -> None:
    """A completion starts as fast as a search."""
    code = (
        "import sys; from paperlist.cli.app import main; main(); "
        "print(*{'pydantic', 'ruamel', 'rich', 'rapidfuzz'} & {*sys.modules}, file=sys.stderr)"
    )
    env = {
        **shared.env, "_PAPERLIST_COMPLETE": "complete_bash",
        "_PAPERLIST_LINE": f"paperlist {line}", "_PAPERLIST_WORD": line.rpartition(" ")[2],
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=shared.here, env=env, capture_output=True, check=True
    )
    assert done.stdout.count(b"\n") > 1
    assert done.stderr == b"\n"


def test_without_a_library_there_is_nothing(tmp_path: Path) -> None:
    """And no message, which would be written into the line."""
    assert completed(Console(tmp_path), "paperlist show x") == ["values"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("a b", [Word("a"), Word("b")]),
        ("a  b ", [Word("a"), Word("b"), Word("")]),
        ("", [Word("")]),
        ("a\\ b", [Word("a b")]),
        ("'a b'c", [Word("a bc")]),
        ("'' ", [Word(""), Word("")]),
        ("x:\"a 'b", [Word("x:a 'b", '"')]),
        ("'a\\", [Word("a\\", "'")]),
        ('"a\\"b\\c', [Word('a"b\\c', '"')]),
        ("a\\", [Word("a")]),
    ],
)
def test_words_of_a_line(line: str, words: list[Word]) -> None:
    """The last may be in quotes that are still open."""
    assert split(line) == words


@pytest.mark.parametrize("quote", ["", '"', "'"])
def test_what_is_escaped_is_read_as_it_was(quote: str) -> None:
    """By bash itself, for every character of ASCII that can be shown, and others."""
    text = "".join(map(chr, range(0x20, 0x7F))) + "图é"
    line = f"printf %s {quote}{escaped(text, quote)}{quote}"
    assert subprocess.check_output(["bash", "-c", line], text=True) == text
    assert split(line)[-1] == Word(text)


# Setting it up


@pytest.mark.parametrize("option", ["--install-completion", "--show-completion"])
def test_an_unknown_shell(console: Console, option: str) -> None:
    """The error says which there are."""
    assert console.run(f"paperlist {option} tcsh") == (
        "2> error: there is no completion for tcsh, only for bash, zsh, fish or powershell.\n[2]\n"
    )


def test_a_shell_that_cannot_be_found_out(console: Console) -> None:
    """The error says what to type; `$SHELL` is enough to go by."""
    code = (
        "import sys, shellingham\n"
        "def fail(): raise shellingham.ShellDetectionFailure\n"
        "shellingham.detect_shell = fail\n"
        "from paperlist.cli.app import main\n"
        "sys.argv = ['paperlist', '--show-completion']\n"
        "main()\n"
    )
    (console.home / "run.py").write_text(code)
    assert console.run(f"{sys.executable} ~/run.py") == (
        "2> error: cannot find out which shell this is; name it: "
        "paperlist --show-completion bash (zsh, fish or powershell).\n[2]\n"
    )
    console.env["SHELL"] = "/usr/bin/zsh"
    assert console.run(f"{sys.executable} ~/run.py").startswith("#compdef paperlist\n")


def test_setting_up_twice_leaves_the_rest_of_a_start_up_file(console: Console) -> None:
    """One line is appended, once."""
    (console.home / ".bashrc").write_bytes(b"alias x=y # \xff")
    console.run("paperlist --install-completion bash; paperlist --install-completion bash")
    assert (console.home / ".bashrc").read_bytes() == (
        f"alias x=y # \udcff\nsource '{console.home}/.bash_completions/paperlist.sh'\n".encode(
            errors="surrogateescape"
        )
    )


def test_a_completion_sets_up_nothing(console: Console) -> None:
    """Whatever the line says before the cursor."""
    assert completed(console, "paperlist --install-completion bash dup")[0] == "values"
    assert completed(console, "paperlist --show-completion bash dup")[0] == "values"
    assert [each.name for each in console.home.iterdir() if "bash" in each.name] == []


def test_powershell_is_set_up_by_hand(console: Console) -> None:
    """Its profile is where only PowerShell knows."""
    assert "--show-completion powershell >> $PROFILE" in console.run(
        "paperlist --install-completion powershell"
    )
    assert "Register-ArgumentCompleter" in console.run("paperlist --show-completion powershell")
