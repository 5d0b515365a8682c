"""A home with a library in it, and beside it what an attack would like to reach."""

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

SECRET = "ploverxyzzy"
"""A word of every file outside the library; it may never show anywhere else."""

_LONG_AGO = 1_000_000_000
_PROGRAM = '#!/bin/sh\necho "$0 $*" >> "{mark}"\n'
_RECORDER = '#!/bin/sh\nfor each; do printf \'%s\\0\' "$each"; done >> "{record}"\n'
# What paperlist may make or change outside the library.
_OURS = (".cache/paperlist", ".local/state/paperlist")


class Seen(NamedTuple):
    """What something outside the library was: kind and mode, content, time of change."""

    mode: int
    content: bytes
    changed: int


class Sandbox:
    """A fresh home below `folder`.

    Attributes:
        home: the user's home; its .cache and .local are there and empty.
        library: a library with two good notes, `a` and `b`.
        victim: a folder beside the library that is nobody's business.
        given: files that the user gives to commands.
        browsed: what the browser was called with, every argument ended by a NUL.
        edited: the same of the editor.
        mark: the file that appears when a program of the attacker's runs.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home = folder / "home"
        self.library = self.home / "papers"
        self.victim = self.home / "victim"
        self.given = self.home / "given"
        self.browsed = folder / "browsed"
        self.edited = folder / "edited"
        self.mark = folder / "mark"
        self._resting: list[Path] = []
        self._make_home()
        self._make_victim()
        self._make_given()
        self.file("paperlist.toml", "")
        self.note("a", "category: LLM\nlinks:\n  paper: https://example.org/a\n", "A paper on ants")
        self.note("b", "category: LLM\n", "Bee paper")

    @property
    def environment(self) -> dict[str, str]:
        """What commands see; nothing of the real user's."""
        programs = self.folder / "programs"
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.home),
            "XDG_CACHE_HOME": str(self.home / ".cache"),
            "XDG_STATE_HOME": str(self.home / ".local/state"),
            "XDG_DATA_HOME": str(self.home / ".local/share"),
            "XDG_CONFIG_HOME": str(self.home / ".config"),
            "TMPDIR": str(self.folder / "temporary"),
            "BROWSER": str(programs / "browser"),
            "EDITOR": str(programs / "editor"),
            "LANG": "C.UTF-8",
            "TZ": "UTC",
            "GIT_CONFIG_NOSYSTEM": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
        }

    def file(self, place: str, content: str | bytes, mode: int = 0o644) -> Path:
        """Write a file of the library."""
        path = self.library / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        path.chmod(mode)
        return path

    def note(self, name: str, rest: str | bytes = "", title: str | None = "Bad paper") -> Path:
        """Write a note of April 2024; without a title `rest` is all of it."""
        rest = rest.encode() if isinstance(rest, str) else rest
        head = f"title: {title}\n".encode() if title else b""
        return self.file(f"data/2024-04/{name}.yaml", head + rest)

    def link(self, place: str, target: Path | str) -> Path:
        """Put a link into the library, where something may be already."""
        path = self.clear(place)
        path.symlink_to(target)
        return path

    def pipe(self, place: str) -> Path:
        """Put a named pipe into the library, where something may be already."""
        path = self.clear(place)
        os.mkfifo(path)
        return path

    def sparse(self, place: str, size: int) -> Path:
        """Put a file of zeros into the library that takes no room on the disk."""
        path = self.clear(place)
        path.touch()
        os.truncate(path, size)
        return path

    def clear(self, place: str) -> Path:
        """Remove what is at `place` of the library, and make the folder that it is in."""
        path = self.library / place
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        path.unlink(missing_ok=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def git(self, config: str = "") -> None:
        """Make the library a git repository that is configured so."""
        self.file(".git/HEAD", "ref: refs/heads/main\n")
        self.file(".git/config", f"[core]\n\trepositoryformatversion = 0\n{config}")
        self.file(".git/hooks/post-commit.sample", "#!/bin/sh\n", 0o755)
        for name in ("objects", "refs"):
            (self.library / ".git" / name).mkdir()

    def protected(self) -> dict[str, Seen]:
        """Everything outside the library, and its .git folder, by path."""
        return {str(path.relative_to(self.folder)): _seen(path) for path in self._outside()}

    def rest(self) -> None:
        """Make the times of last access so old that any later read shows in them."""
        # Folders come after what is in them: to set a time within does not change theirs.
        self._resting = [*sorted(_walk(self.victim, ()), reverse=True), self.victim]
        for path in self._resting:
            os.utime(path, (_LONG_AGO, _LONG_AGO + 1), follow_symlinks=False)

    def read(self) -> list[str]:
        """The names of what was read in the victim folder since `rest`."""
        return [
            str(path.relative_to(self.home))
            for path in self._resting
            if os.path.lexists(path) and path.lstat().st_atime != _LONG_AGO
        ]

    def library_files(self) -> dict[Path, tuple[int, int, int]]:
        """Every file, link and folder of the library, .git apart, and what would tell a change."""
        return {
            path: (status.st_ino, status.st_size, status.st_mtime_ns)
            for path in _walk(self.library, (self.library / ".git",))
            for status in (path.lstat(),)
        }

    def ours(self) -> Iterator[Path]:
        """The files in our own folders of the home."""
        for place in _OURS:
            yield from _walk(self.home / place, ())

    def _make_home(self) -> None:
        for place in (".cache", ".local/state", ".local/share", ".config", "given"):
            (self.home / place).mkdir(parents=True)
        (self.home / ".bashrc").write_text(f"# {SECRET}\n")
        (self.folder / "temporary").mkdir()
        programs = self.folder / "programs"
        programs.mkdir()
        for name, record in (("browser", self.browsed), ("editor", self.edited)):
            _program(programs / name, _RECORDER.format(record=record))

    def _make_victim(self) -> None:
        notes = self.victim / "notes" / "2024-05"
        notes.mkdir(parents=True)
        (notes / "outside.yaml").write_text(f"title: Outside {SECRET}\n")
        for name in (".bashrc", "id_rsa", "secret.md", "keep", ".keep.paperlist-new"):
            (self.victim / name).write_text(f"# {SECRET} {name}\n")
        (self.victim / "paperlist.toml").write_text(f'title = "{SECRET}"\n')
        (self.victim / "note.yaml").write_text(f"title: Outside {SECRET}\n")
        (self.victim / "id_rsa").chmod(0o600)
        (self.victim / "empty").touch()
        folder = self.victim / "folder"
        folder.mkdir()
        (folder / "file.txt").write_text(f"{SECRET}\n")
        (folder / "paper.pdf").write_text(f"%PDF {SECRET}\n")
        _program(self.victim / "program", _PROGRAM.format(mark=self.mark))
        os.mkfifo(self.victim / "pipe")
        (self.victim / "endless").touch()
        os.truncate(self.victim / "endless", 1 << 40)

    def _make_given(self) -> None:
        (self.given / "page.md").write_text(
            "# Words\n\nAn introduction.\n\n## 202401\n\n### LLM\n\n- **[Ice](http://x.org/z)**\n"
        )
        (self.given / "x.pdf").write_bytes(b"%PDF-1.4 x\n")
        (self.given / "big.pdf").touch()
        os.truncate(self.given / "big.pdf", 11_000_000)

    def _outside(self) -> Iterator[Path]:
        yield self.folder
        ours = tuple(self.home / place for place in _OURS)
        records = (self.browsed, self.edited, self.mark)
        yield from _walk(self.folder, (self.library, *ours, *records))
        yield from _walk(self.library / ".git", ())


def _program(path: Path, text: str) -> None:
    path.write_text(text)
    path.chmod(0o755)


def _walk(folder: Path, skipped: tuple[Path, ...]) -> Iterator[Path]:
    """All that is below `folder`, no link followed; paths of any bytes."""
    if not folder.is_dir() or folder.is_symlink():
        return
    for name in os.listdir(folder):  # noqa: PTH208 (a Path for each is made here anyway)
        path = folder / name
        if path in skipped:
            continue
        yield path
        if stat.S_ISDIR(path.lstat().st_mode):
            yield from _walk(path, skipped)


def _seen(path: Path) -> Seen:
    status = path.lstat()
    content = b""
    if stat.S_ISLNK(status.st_mode):
        content = os.fsencode(path.readlink())
    elif stat.S_ISREG(status.st_mode):
        # Of the file of a terabyte the size has to do.
        small = status.st_size < 1_000_000
        content = path.read_bytes() if small else str(status.st_size).encode()
    # A folder's own time changes where our folders are made in it; names tell all the same.
    is_ours = stat.S_ISDIR(status.st_mode) and "victim" not in path.parts
    return Seen(status.st_mode, content, 0 if is_ours else status.st_mtime_ns)


def notices_reads(folder: Path) -> bool:
    """Whether the file system of `folder` notes when a file was read last."""
    probe = folder / "probe"
    probe.write_text("probe")
    os.utime(probe, (_LONG_AGO, _LONG_AGO + 1))
    probe.read_text()
    read = probe.stat().st_atime != _LONG_AGO
    probe.unlink()
    return read
