"""Interactive shells in which completion is tried: a line is typed, and then the tab key."""

import subprocess
import time
from contextlib import suppress
from types import TracebackType
from typing import Self

import pexpect

from tests.console import Console

SHELLS = ("bash", "zsh", "fish")
_SECONDS = 30
# What each shell is told first: a prompt that shows it is ready, and a key that saves the line.
_START = {
    "bash": 'PS1=\'READY\'; bind -x \'"\\C-g": printf %s "$READLINE_LINE" >"$TYPED"\'',
    "zsh": (
        "PS1='READY'; RPS1=; write-line() { print -rn -- \"$BUFFER\" >$TYPED }; zle -N write-line; "
        "bindkey '^G' write-line; unsetopt prompt_sp"
    ),
    "fish": (
        "function fish_prompt; echo -n READY; end; function fish_greeting; end; "
        'bind \\cg "commandline | string join \\n | string collect >$TYPED"'
    ),
}


class Terminal:
    """An interactive shell of its own on a terminal, with the home and folder of a console."""

    def __init__(self, console: Console, shell: str, start: str = "") -> None:
        self._typed = console.home / "typed"
        self._here = console.here
        self._env = {
            **console.env, "TERM": "xterm", "TYPED": str(self._typed), "SHELL": f"/bin/{shell}",
        }  # fmt: skip
        self._shell = shell
        # Without this folder, fish reads all manual pages when it is first started in a home.
        generated = console.home / ".local" / "share" / "fish" / "generated_completions"
        generated.mkdir(parents=True, exist_ok=True)
        self._child = pexpect.spawn(
            shell, ["-i"], cwd=str(console.here), env=self._env, encoding="utf-8",
            dimensions=(60, 120), timeout=_SECONDS,
        )  # fmt: skip
        self._child.sendline(f"{_START[shell]}; {start or 'true'}")
        self._child.expect("READY")
        time.sleep(0.3)
        self._child.sendline("echo be'gin'")
        self._child.expect("begin")
        self._child.expect("READY")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        place: TracebackType | None,
    ) -> None:  # fmt: skip
        self._child.close(force=True)

    def complete(self, line: str) -> str:
        """Return the line after `line` and the tab key were typed, and clear it."""
        self._type(f"{line}\t")
        return self._typed.read_text().removesuffix("\n")

    def listed(self, line: str) -> str:
        """Return what the terminal is sent when `line` and the tab key twice are typed."""
        return self._type(f"{line}\t\t")

    def _type(self, keys: str) -> str:
        """Type keys, wait until the line is saved, clear it, and return the output."""
        self._typed.unlink(missing_ok=True)
        self._child.send(f"{keys}\x07")
        deadline, output = time.monotonic() + _SECONDS, ""
        while not (self._typed.exists() and self._typed.read_text()):
            assert time.monotonic() < deadline, f"no answer: {output}"
            output += self._output(0.02)
        output += self._output(0.1)
        # The first closes a menu.
        self._child.send("\x03\x03")
        return output + self._output(0.1)

    def _output(self, seconds: float) -> str:
        """Return the output until nothing comes for so long."""
        output = ""
        with suppress(pexpect.TIMEOUT):
            while True:
                output += self._child.read_nonblocking(65536, timeout=seconds)
        return output

    def has(self, name: str) -> bool:
        """Whether its folder has a file of this name."""
        return (self._here / name).exists()

    def words(self, line: str) -> list[str]:
        """Return the arguments of `line` after the tab key, as the shell passes them on."""
        return self.parsed(self.complete(line))

    def parsed(self, line: str) -> list[str]:
        """Return the words of a line behind its first one."""
        _, _, arguments = line.partition(" ")
        done = subprocess.run(
            [self._shell, "-c", f"printf '%s\\0' {arguments}"],
            cwd=self._here, env=self._env, capture_output=True, check=True,
        )  # fmt: skip
        return done.stdout.decode().split("\0")[:-1]
