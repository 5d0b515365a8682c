"""Which calls a command makes on certain files, and a run of it in which one of these fails.

strace counts calls from the process's first, so a call is known by its name and its number among
all of that name. Its filter in the kernel stops the process at no other call.
"""

import os
import re
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.faults.outcome import TIMED_OUT, TIMEOUT_S, Done

PAPERLIST = str(Path(sys.executable).with_name("paperlist"))
ERRORS = ("KILL", "ENOSPC", "EIO", "EACCES")
_BY_PATH = (
    "open openat openat2 creat mkdir mkdirat rename renameat renameat2 link linkat symlink "
    "symlinkat unlink unlinkat rmdir stat lstat newfstatat statx access faccessat faccessat2 "
    "readlink readlinkat truncate chmod fchmodat chown fchownat utimensat chdir statfs "
    "mknod mknodat"
).split()
_BY_DESCRIPTOR = (
    "fstat getdents64 read pread64 readv preadv write pwrite64 writev pwritev fsync fdatasync "
    "syncfs ftruncate fallocate copy_file_range sendfile fchmod fchown close flock fcntl fstatfs"
).split()
_EVERYWHERE = ["sync"]
_SYNCING = frozenset({"close", "fsync", "fdatasync", "syncfs"})
_CHANGING = _SYNCING | frozenset(
    "creat mkdir mkdirat rename renameat renameat2 link linkat symlink symlinkat write pwrite64 "
    "writev pwritev ftruncate fallocate copy_file_range sendfile chmod fchmod fchmodat "
    "unlink unlinkat rmdir".split()
)
_LINE = re.compile(r"(?P<process>\d+) +(?P<name>\w+)\((?P<arguments>.*)")
_NAMED = re.compile(r'(?:(?:AT_FDCWD|\d+)<(?P<folder>[^>]*)>, )?"(?P<path>(?:[^"\\]|\\.)*)"')
_DESCRIPTOR = re.compile(r"\d+<(?P<path>[^>]*)>")


class Call(NamedTuple):
    """A call on a file: the `number`-th of its name, and the file's path below the folder."""

    name: str
    number: int
    path: str
    changes: bool = False

    def can_fail_with(self, error: str) -> bool:
        """Whether a file system, one on the network included, can answer with `error`."""
        if error == "KILL":
            # Killed before a call that changes nothing, it leaves what the call before it left.
            return self.changes and self.name not in _SYNCING
        if error == "ENOSPC":
            return self.changes
        return error != "EACCES" or self.name in _BY_PATH or self.name in {"flock", "fcntl"}


class Failed(NamedTuple):
    """A run in which a call failed: how it ended, and which call that was, None if none did."""

    done: Done
    call: Call | None


class Command(NamedTuple):
    """A paperlist command, where it runs, and the folder whose files matter."""

    arguments: Sequence[str]
    environment: Mapping[str, str]
    library: Path
    folder: Path
    log: Path

    def calls(self) -> list[Call]:
        """The calls on files below the folder, in their order."""
        everything = ",".join(f"?{name}" for name in (*_BY_PATH, *_BY_DESCRIPTOR, *_EVERYWHERE))
        self._traced("--seccomp-bpf", "-e", f"trace={everything}")
        return [call for _, call in self._logged()]

    def failing(self, call: Call, error: str) -> Failed:
        """Run it with `error` at `call`; KILL ends the process just before the call."""
        # The filter in the kernel makes a run twice as fast, but lets no signal be injected.
        fault = ["signal=SIGKILL"] if error == "KILL" else [f"error={error}", "--seccomp-bpf"]
        done = self._traced(
            "-e", f"trace={call.name}",
            "-e", f"inject={call.name}:{fault[0]}:when={call.number}", *fault[1:],
        )  # fmt: skip
        for line, logged in self._logged():
            if logged.number == call.number and (error == "KILL" or line.endswith("(INJECTED)")):
                return Failed(done, logged)
        return Failed(done, None)

    def _traced(self, *options: str) -> Done:
        process = subprocess.Popen(
            ["strace", "-f", "-qq", "-y", "-o", str(self.log), *options,
             PAPERLIST, *self.arguments],
            cwd=self.library, env=self.environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip
        try:
            output, said = process.communicate(timeout=TIMEOUT_S)
            status = process.returncode
        except subprocess.TimeoutExpired:
            # strace alone would leave the command running.
            os.killpg(process.pid, signal.SIGKILL)
            output, said = process.communicate()
            status = TIMED_OUT
        return Done(status, output.decode(errors="replace"), said.decode(errors="replace"))

    def _logged(self) -> Iterator[tuple[str, Call]]:
        numbers: Counter[str] = Counter()
        first = None
        for line in self.log.read_text(errors="replace").splitlines():
            if not (match := _LINE.match(line)):
                continue
            name, arguments = match["name"], match["arguments"]
            first = first or match["process"]
            # A child's calls are counted for themselves.
            if match["process"] != first:
                continue
            numbers[name] += 1
            if (path := self._path(name, arguments)) is not None:
                changes = name in _CHANGING or "O_CREAT" in arguments
                yield line, Call(name, numbers[name], path, changes)

    def _path(self, name: str, arguments: str) -> str | None:
        """The first of a call's paths that lies below the folder."""
        if name in _EVERYWHERE:
            return "."
        if name in _BY_PATH:
            found = [
                Path(match["folder"] or self.library, match["path"])
                for match in _NAMED.finditer(arguments)
            ]
            if name.startswith("readlink"):
                # The second is what the link says.
                del found[1:]
        else:
            found = [Path(match["path"]) for match in _DESCRIPTOR.finditer(arguments)][:1]
        inside = (path for path in found if path.is_relative_to(self.folder))
        return next((path.relative_to(self.folder).as_posix() for path in inside), None)


def refusal() -> str | None:
    """Why faults cannot be injected on this machine; None where they can."""
    try:
        tried = subprocess.run(
            ["strace", "-f", "--seccomp-bpf", "-qq", "-o", "/dev/null", "-e", "trace=close",
             "-e", "inject=close:error=EIO:when=9999", "true"],
            capture_output=True, text=True, check=False, timeout=TIMEOUT_S,
        )  # fmt: skip
    except FileNotFoundError:
        return "strace is not installed"
    if tried.returncode:
        return f"strace cannot trace a process here: {tried.stderr.strip()}"
    return None
