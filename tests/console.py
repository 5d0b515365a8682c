"""Runs console sessions: commands and what has to come out of them."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pexpect

PAGES = Path(__file__).parent / "pages"
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_TIMEOUT_S = 60


class Step(NamedTuple):
    """A command, perhaps of several lines, and its expected output."""

    command: str
    output: str


class Console:
    """bash in an empty folder, with an empty home, and no terminal."""

    def __init__(self, folder: Path) -> None:
        self.here, self.home = folder / "here", folder / "home"
        self.here.mkdir()
        self.home.mkdir()
        programs = Path(sys.executable).parent
        self.env = {
            "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(self.home),
            "LANG": "C.UTF-8",
            "TZ": "UTC",
            "PAGES": str(PAGES),
            "GIT_CONFIG_NOSYSTEM": "1",
        }

    def run(self, command: str, mark: str = "2> ") -> str:
        """What `command` prints, standard error behind `mark`, then its status if not 0."""
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=self.here, env=self.env, stdin=subprocess.DEVNULL, capture_output=True,
            timeout=_TIMEOUT_S, check=False,
        )  # fmt: skip
        lines = done.stdout.decode().splitlines()
        lines += [f"{mark}{line}" for line in done.stderr.decode().splitlines()]
        if done.returncode:
            lines.append(f"[{done.returncode}]")
        return self.normal("".join(f"{line}\n" for line in lines))

    def on_terminal(
        self, command: str, rows: int = 40, columns: int = 100, env: Mapping[str, str] | None = None
    ) -> str:
        """What a terminal of this size gets to show, then the status of `command` if not 0."""
        terminal: pexpect.spawn[str] = pexpect.spawn(
            "bash", ["-c", command], cwd=str(self.here),
            env={**self.env, "TERM": "xterm", **(env or {})}, encoding="utf-8",
            dimensions=(rows, columns), timeout=_TIMEOUT_S,
        )  # fmt: skip
        shown = terminal.read().replace("\r\n", "\n")
        terminal.close()
        return shown + (f"[{terminal.exitstatus}]\n" if terminal.exitstatus else "")

    def normal(self, output: str) -> str:
        """`output` without what differs from run to run."""
        month = f"{datetime.now(UTC):%Y-%m}"
        for found, shown in (
            (str(self.here).replace("/", "%2F"), "%2Fhere"),
            (str(self.here), "/here"), (str(self.home), "/home"), (str(PAGES), "/pages"),
        ):  # fmt: skip
            output = output.replace(found, shown)
        return _MOMENT.sub("NOW", output).replace(month, "THIS-MONTH")


def without_colours(shown: str) -> str:
    """What a terminal shows, without the codes of colours."""
    return re.sub(r"\x1b\[[\d;]*m", "", shown)


def steps(session: str) -> Iterator[Step]:
    """The steps of a session; lines before the first command are comments."""
    for part in re.split(r"^\$ ", session, flags=re.M)[1:]:
        command, *output = part.splitlines(keepends=True)
        # A here-document goes on until its last word stands alone on a line.
        if match := re.search(r"<<'?(\w+)'?", command):
            end = output.index(f"{match[1]}\n") + 1
            command, output = "".join([command, *output[:end]]), output[end:]
        comments = 0
        for line in reversed(output):
            if line.strip() and not line.startswith("# "):
                break
            comments += 1
        yield Step(command, "".join(output[: len(output) - comments]))
