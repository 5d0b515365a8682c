"""A user's folders, all below one, that are put back as they were before each fault."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple, Self

from tests.faults.outcome import TIMEOUT_S, Done
from tests.faults.tracing import Command

LIBRARY = "library"
PRIVATE = ".paperlist"
_USERS_OWN = ("home", "cache", "state", "config", "data")
_MOMENT = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_RANDOM = re.compile(r"[0-9a-f]{6,}|\d+|(?<=[-.])[a-z0-9_]{8}(?=$|[-.])")
_LONG_AGO = 1_700_000_000


class Library(NamedTuple):
    """What a library shows: its files, and its folders, without what is paperlist's own.

    Attributes:
        files: each file's mode and content, moments left out.
        folders: the folders, empty ones too.
        staged: hidden files of paperlist's, which belong to a change under way.
    """

    files: Mapping[str, tuple[int, bytes]]
    folders: frozenset[str]
    staged: tuple[str, ...]


class Sandbox:
    """A library with a home, a cache and a state folder of its own, in a folder of its own.

    The paths stay the same whatever is put back, since a cache knows a library by its path.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self.here = self.folder / "here"
        self.library = self.here / LIBRARY
        self.given = self.here / "given"
        self._kept = self.folder / "kept"
        self.environment = {
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "LANG": "C.UTF-8",
            "TZ": "UTC",
            "HOME": str(self.here / "home"),
            **{f"XDG_{name.upper()}_HOME": str(self.here / name) for name in _USERS_OWN[1:]},
            "GIT_CONFIG_NOSYSTEM": "1",
            # The same calls in the same order each time.
            "PYTHONHASHSEED": "0",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        self._server = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.server"],
            cwd=Path(__file__).parents[2],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.empty()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._server.communicate(timeout=TIMEOUT_S)

    def empty(self) -> None:
        """Begin anew, with empty folders."""
        shutil.rmtree(self.here, ignore_errors=True)
        for folder in (self.library, self.given, *(self.here / name for name in _USERS_OWN)):
            folder.mkdir(parents=True)

    def command(self, arguments: Sequence[str]) -> Command:
        """A paperlist command whose calls can be traced, and made to fail."""
        return Command(arguments, self.environment, self.library, self.here, self.folder / "strace")

    def keep(self, name: str) -> None:
        """Keep everything as it is now, under `name`."""
        shutil.rmtree(self._kept / name, ignore_errors=True)
        shutil.copytree(self.here, self._kept / name, symlinks=True)
        for file in (self._kept / name / LIBRARY).rglob("*.*"):
            # The index looks twice at what is younger than two seconds: now, but not later.
            os.utime(file, (_LONG_AGO, _LONG_AGO))

    def put_back(self, name: str) -> None:
        """Make everything as it was when it was kept as `name`."""
        shutil.rmtree(self.here)
        shutil.copytree(self._kept / name, self.here, symlinks=True)

    def run(self, *arguments: str) -> Done:
        """Run a paperlist command in the library."""
        out, err = self.folder / "stdout", self.folder / "stderr"
        request = {
            "arguments": arguments, "environment": self.environment, "folder": str(self.library),
            "stdout": str(out), "stderr": str(err),
        }  # fmt: skip
        assert self._server.stdin
        assert self._server.stdout
        print(json.dumps(request), file=self._server.stdin, flush=True)
        status = int(self._server.stdout.readline())
        return Done(status, _text(out.read_bytes()), _text(err.read_bytes()))

    def shown(self) -> Library:
        """What the library shows now."""
        files, folders, staged = {}, set(), []
        for path in sorted(self.library.rglob("*")):
            name = path.relative_to(self.library).as_posix()
            if name.split("/")[0] == PRIVATE:
                continue
            if path.name.startswith(".") and "paperlist" in path.name:
                staged.append(name)
            elif path.is_symlink():
                files[name] = (0, str(path.readlink()).encode())
            elif path.is_dir():
                folders.add(name)
            else:
                files[name] = (path.stat().st_mode & 0o777, _MOMENT.sub(b"NOW", path.read_bytes()))
        return Library(files, frozenset(folders), tuple(staged))

    def own(self) -> Counter[str]:
        """The files that paperlist keeps for itself, by name, numbers and checksums left out.

        Locks are left out: one that nobody holds is nothing.
        """
        places = [self.library / PRIVATE, *(self.here / name for name in _USERS_OWN)]
        names = (
            path.relative_to(self.here).as_posix()
            for place in places
            for path in place.rglob("*")
            if (path.is_symlink() or not path.is_dir()) and "lock" not in path.name
        )
        return Counter(_RANDOM.sub("#", name) for name in names)


@contextmanager
def sandboxes(number: int) -> Iterator[list[Sandbox]]:
    """So many sandboxes, in memory where the system has a folder for that."""
    memory = Path("/dev/shm")
    where = memory if os.access(memory, os.W_OK) else None
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="faults-", dir=where)))
        yield [stack.enter_context(Sandbox(folder / str(each))) for each in range(number)]


def _text(output: bytes) -> str:
    return _MOMENT.sub(b"NOW", output).decode(errors="replace")
