"""Runs paperlist many times from one small process, bounded and measured.

A process begins with the peak memory of the one that started it, so a small one starts it. Where
it is warm, it has imported what commands import, and each run is a fork of it: a tenth of the time.
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, Self

SECONDS = 10
MEGABYTES = 500
PROGRAM = str(Path(sys.executable).with_name("paperlist"))

_SERVER = r"""
import importlib, json, os, resource, signal, sys, time
warm, seconds = sys.argv[1] == "warm", int(sys.argv[2])
if warm:
    from paperlist.cli.app import app
    from paperlist.cli.table import COMMANDS
    for command in COMMANDS.values():
        importlib.import_module("paperlist.cli.commands." + command.module)
    for name in ("library.library", "library.editing", "library.importing", "library.publishing",
                 "library.settings", "library.merging", "library.assignments", "store.notes",
                 "store.transaction", "index", "model.paper", "search.search"):
        importlib.import_module("paperlist." + name)
    import filelock, pydantic, rapidfuzz, ruamel.yaml, sqlite3, tomllib, yaml_rs
    from paperlist.__main__ import main

def child(task):
    os.setsid()
    nothing = os.open(os.devnull, os.O_RDONLY)
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    os.dup2(nothing, 0)
    for number in (1, 2):
        os.dup2(os.open(task["outputs"][number - 1], flags, 0o600), number)
    os.closerange(3, 64)
    os.chdir(task["folder"])
    # A run that goes wrong is not to take the machine with it.
    resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 29, 1 << 29))
    if not warm:
        os.execve(task["command"][0], task["command"], task["environment"])
    os.environ.clear()
    os.environ.update(task["environment"])
    sys.argv = task["command"]
    sys.stdin, sys.stdout, sys.stderr = (open(n, "w" if n else "r") for n in (0, 1, 2))
    main()

def ended(process, until):
    while time.monotonic() < until:
        found, status, usage = os.wait4(process, os.WNOHANG)
        if found:
            return status, usage
        time.sleep(0.003)

for line in sys.stdin:
    task = json.loads(line)
    process = os.fork()
    if not process:
        status = 70
        try:
            child(task)
            status = 0
        except SystemExit as error:
            status = error.code if isinstance(error.code, int) else int(error.code is not None)
        except BaseException:
            import traceback
            traceback.print_exc()
        finally:
            try:
                sys.stdout.flush()
                sys.stderr.flush()
            except OSError:
                status = 120
            os._exit(status)
    found = ended(process, time.monotonic() + seconds)
    late = found is None
    try:
        os.killpg(process, signal.SIGKILL)
    except OSError:
        pass
    if late:
        _, status, usage = os.wait4(process, 0)
    else:
        status, usage = found
    print(json.dumps([os.waitstatus_to_exitcode(status), usage.ru_maxrss, late]), flush=True)
"""


class Run(NamedTuple):
    """What came of a command: status, outputs, peak memory in MB, whether it had to be ended."""

    status: int
    output: bytes
    errors: bytes
    megabytes: float
    late: bool


class Runner:
    """Runs paperlist; to be closed, or used with `with`."""

    def __init__(self, folder: Path, *, warm: bool) -> None:
        self._outputs = [str(folder / "stdout"), str(folder / "stderr")]
        self._server = subprocess.Popen(
            [sys.executable, "-c", _SERVER, "warm" if warm else "cold", str(SECONDS)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=folder,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process that runs the others."""
        assert self._server.stdin
        assert self._server.stdout
        self._server.stdin.close()
        self._server.stdout.close()
        self._server.wait()

    def run(self, arguments: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Run:
        """Run `paperlist` with these arguments in `folder`."""
        assert self._server.stdin
        assert self._server.stdout
        task = {
            "command": [PROGRAM, *arguments], "folder": str(folder),
            "environment": dict(environment), "outputs": self._outputs,
        }  # fmt: skip
        print(json.dumps(task), file=self._server.stdin, flush=True)
        status, kilobytes, late = json.loads(self._server.stdout.readline())
        output, errors = (Path(each).read_bytes() for each in self._outputs)
        return Run(status, output, errors, kilobytes / 1024, late)


def environment_of_a_completion(line: str) -> dict[str, str]:
    """What bash sets to ask how `line` goes on."""
    return {
        "_PAPERLIST_COMPLETE": "complete_bash",
        "_PAPERLIST_LINE": line,
        "_PAPERLIST_WORD": line.rpartition(" ")[2],
    }


def is_root() -> bool:
    """Whether we could harm the machine itself."""
    return os.geteuid() == 0
