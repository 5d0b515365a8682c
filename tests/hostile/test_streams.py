"""Outputs that are no files, streams that are closed, folders that are not there."""

import os
import signal
import stat
import subprocess
import threading
from pathlib import Path

import pexpect
import pytest

from tests.hostile.runner import PROGRAM, SECONDS
from tests.hostile.sandbox import Sandbox


@pytest.fixture
def box(tmp_path: Path) -> Sandbox:
    """A good library in a home of its own."""
    return Sandbox(tmp_path)


def run(box: Sandbox, command: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run a line of bash in the library, `paperlist` being the program."""
    line = ["bash", "-c", f'paperlist() {{ "{PROGRAM}" "$@"; }}; {command}']
    with subprocess.Popen(
        line, cwd=box.library, env=box.environment | environment, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    ) as process:  # fmt: skip
        # Of a pipeline that hangs every part has to end.
        timer = threading.Timer(SECONDS, os.killpg, (process.pid, signal.SIGKILL))
        timer.start()
        output, errors = process.communicate()
        timer.cancel()
    return subprocess.CompletedProcess(line, process.returncode, output, errors)


def whole(page: bytes) -> bool:
    """Whether this is the published page from its beginning to its end."""
    return b"Bee paper" in page and b"A paper on ants" in page


def test_a_named_pipe_is_written_in_place(box: Sandbox) -> None:
    """It stays one, its reader gets the page, and undo knows nothing of it."""
    pipe = box.given / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()), daemon=True)
    reader.start()
    done = run(box, f"paperlist export -o {pipe}")
    reader.join(SECONDS)
    assert done.returncode == 0, done.stderr
    assert len(read) == 1
    assert whole(read[0])
    assert stat.S_ISFIFO(pipe.lstat().st_mode)
    assert run(box, "paperlist undo").returncode == 1


@pytest.mark.parametrize(
    "command",
    [
        "paperlist export -o /dev/stdout | cat",
        "paperlist export -o /dev/fd/1 | cat",
        "paperlist export -o /proc/self/fd/1 | cat",
        "paperlist export -o /dev/fd/3 3>&1 | cat",
        "paperlist export -o >(cat) | cat; wait $!",
        "paperlist export -o /dev/stderr 2>&1 >/dev/null | cat",
        "paperlist export -o out.fifo & cat out.fifo; wait",
    ],
)
def test_what_is_an_open_pipe_gets_the_page(box: Sandbox, command: str) -> None:
    """By whatever name it goes; nothing of that enters the history."""
    before = {each: Path(each).readlink() for each in ("/dev/stdout", "/dev/fd", "/dev/stderr")}
    if "out.fifo" in command:
        os.mkfifo(box.library / "out.fifo")
    done = run(box, f"set -o pipefail; {command}")
    assert whole(done.stdout), done.stderr
    assert b"Traceback" not in done.stderr
    assert {each: Path(each).readlink() for each in before} == before
    assert run(box, "paperlist undo").returncode == 1
    assert not (box.library / "out.fifo").is_file()


@pytest.mark.parametrize("form", ["markdown", "json"])
def test_an_open_pipe_gets_the_page_and_nothing_else(box: Sandbox, form: str) -> None:
    """A file's path is printed once it is written; a pipe's would be mixed with the page."""
    page = run(box, f"paperlist export -f {form} -o -").stdout
    assert whole(page)
    assert run(box, f"paperlist export -f {form} -o /dev/stdout | cat").stdout == page
    assert run(box, f"paperlist export -f {form} -o page.{form} --force").stdout.strip()


def test_a_terminal_gets_the_page(box: Sandbox) -> None:
    """`-o /dev/stdout` where that is a terminal."""
    terminal = pexpect.spawn(
        PROGRAM, ["export", "-o", "/dev/stdout"], cwd=str(box.library),
        env={**os.environ, **box.environment, "TERM": "xterm"}, timeout=SECONDS, encoding="utf-8",
    )  # fmt: skip
    shown = terminal.read()
    terminal.close()
    assert whole(shown.encode())
    assert terminal.exitstatus == 0


@pytest.mark.parametrize("streams", [">&-", "2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize("command", ["list", "edit b status=read", "export -o -", "show nobody"])
def test_closed_streams_are_no_traceback(box: Sandbox, command: str, streams: str) -> None:
    """The status is one of ours, and no file of the library takes what was to be printed."""
    done = run(box, f"paperlist {command} {streams}")
    assert done.returncode in {0, 1, 2}
    assert b"Traceback" not in done.stderr + done.stdout
    assert b"Exception ignored" not in done.stderr
    for name in ("a", "b"):
        assert (box.library / f"data/2024-04/{name}.yaml").read_text().startswith("title: ")
    assert run(box, "paperlist list --ids").stdout.split() == [b"a", b"b"]


@pytest.mark.parametrize("command", ["list", "edit b status=read", "init", "export -o x.md"])
def test_a_deleted_working_folder_is_an_error_in_words(box: Sandbox, command: str) -> None:
    """What was deleted has no library above it either."""
    done = run(box, f"mkdir gone; cd gone; rmdir ../gone; paperlist {command}")
    assert done.returncode in {1, 2}
    assert b"Traceback" not in done.stderr
    assert done.stderr.strip()


@pytest.mark.parametrize(
    "place", ["~nobody/x", "~no-such-user/x", "~", "", "/dev/null", "a" * 5000, "x\ny", "-x"]
)
@pytest.mark.parametrize("way", ["PAPERLIST_LIBRARY", "--library"])
def test_a_library_at_an_odd_place_is_an_error_in_words(box: Sandbox, place: str, way: str) -> None:
    """Named by the environment or by the option."""
    nowhere = "cd ..; "
    if way == "--library":
        done = run(box, f"{nowhere}paperlist list --library=$'{place}'".replace("\n", "\\n"))
    else:
        done = run(box, f"{nowhere}paperlist list", PAPERLIST_LIBRARY=place)
    assert done.returncode in {1, 2}
    assert b"Traceback" not in done.stderr
    assert done.stderr.strip()


@pytest.mark.parametrize("command", ["show x", "list", "search x", "edit x status=read", "export"])
def test_a_note_does_not_colour_the_terminal(box: Sandbox, command: str) -> None:
    """Of the codes that a terminal obeys, only those of paperlist's own come out."""
    box.note("x", 'objective: "\\e[8mx\\e[38;5;9m"\n', title='"x \\e[8m \\x9b8m"')
    done = run(box, f"paperlist {command}", FORCE_COLOR="1")
    assert done.returncode == 0, done.stderr
    for code in (b"\x1b[8m", b"\x1b[38;5;9m", b"\xc2\x9b"):
        assert code not in done.stdout + done.stderr


@pytest.mark.parametrize("variable", ["HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "TMPDIR"])
@pytest.mark.parametrize("value", ["/proc/nowhere", "relative", ""])
def test_odd_folders_of_the_user_are_no_traceback(box: Sandbox, variable: str, value: str) -> None:
    """They may be missing, read-only or named by half a path."""
    for command in ("list", "edit b status=read"):
        done = run(box, f"paperlist {command}", **{variable: value})
        assert done.returncode in {0, 1}
        assert b"Traceback" not in done.stderr
