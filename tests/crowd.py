"""Many at work on one library at once: `python -m tests.crowd --seconds 30`.

Processes add, edit, move, remove, search and export; two people write notes by hand, as editors
do: one writes a file, the other renames a new one over it. At the end every paper and
every word that nobody removed is there, the index is equal to one that is built from nothing, and
no process said anything of a locked database or with a traceback.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import NamedTuple

from paperlist import Library
from paperlist.index import Index

PAPERLIST = str(Path(sys.executable).with_name("paperlist"))
_NEVER_SAID = ("Traceback", "database is locked", "a defect", "working without it")


class Report(NamedTuple):
    """What a crowd did, and what is wrong thereafter."""

    commands: int
    by_hand: int
    papers: int
    wrong: list[str]


class Crowd:
    """Processes and people at work on the library in a folder, with a home of its own."""

    def __init__(self, folder: Path, seconds: float) -> None:
        self.root = folder / "papers"
        self._until = time.monotonic() + seconds
        self._environment = {
            "PATH": os.environ["PATH"], "HOME": str(folder / "home"), "LANG": "C.UTF-8",
        }  # fmt: skip
        self._lock = threading.Lock()
        self.commands = self.by_hand = 0
        self.wrong: list[str] = []
        self.titles: set[str] = set()
        self.words: dict[str, str] = {}
        self._run("init", str(self.root), folder=folder)
        for number in range(4):
            self._run("add", "--title", f"Shared {number}", "-m", "2024-01")

    def work(self, processes: int, people: int) -> None:
        """Let everybody work until the time is over."""
        tasks = [*[self._worker] * processes, *[self._person] * people]
        threads = [
            threading.Thread(target=task, args=[number]) for number, task in enumerate(tasks)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def check(self) -> Report:
        """Compare the library with what was done, and its index with a new one."""
        library = Library(self.root)
        there = {entry.title for entry in library.papers()}
        self.wrong += [f"lost: {title}" for title in sorted(self.titles - there)]
        self.wrong += [f"unreadable: {each.path}" for each in library.broken()]
        text = "".join(path.read_text() for path in (self.root / "data").rglob("*.yaml"))
        self.wrong += [f"lost by hand: {word}" for word in self.words.values() if word not in text]
        index = Index.in_memory(self.root)
        index.refresh()
        if index.select(sort="id") != library.papers(sort="id"):
            self.wrong.append("the index is not what it would be, built from nothing")
        hidden = [*self.root.rglob(".paperlist-*"), *self.root.rglob("unfinished-*")]
        self.wrong += [f"left over: {path.name}" for path in hidden]
        return Report(self.commands, self.by_hand, len(there), self.wrong)

    def _run(self, *arguments: str, folder: Path | None = None) -> int:
        done = subprocess.run(
            [PAPERLIST, *arguments], cwd=folder or self.root, env=self._environment,
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        with self._lock:
            self.commands += 1
            said = [line for line in done.stderr.splitlines() if any(map(line.count, _NEVER_SAID))]
            self.wrong += [f"{' '.join(arguments)}: {line}" for line in said]
        return done.returncode

    def _worker(self, number: int) -> None:
        chance, own = random.Random(number), 0
        while time.monotonic() < self._until:
            title = f"Worker {number} paper {own}"
            paper = f"worker-{number}-paper-{own}"
            if self._run("add", "--title", title, "-m", "2024-02") == 0:
                with self._lock:
                    self.titles.add(title)
            shared = f"shared-{chance.randrange(4)}"
            self._run("edit", shared, f"keypoints+=Of worker {number}")
            kind = chance.randrange(4)
            if kind == 0:
                self._run("edit", paper, "month=2024-03")
            elif kind == 1:
                self._run("search", "wroker")
            elif kind == 2:
                self._run("export")
            elif self._run("rm", paper) == 0:
                with self._lock:
                    self.titles.discard(title)
            own += 1

    def _person(self, number: int) -> None:
        turn = 0
        while time.monotonic() < self._until:
            word = f"by-hand-{number}-{turn}"
            note = self.root / "data" / "2024-04" / f"hand-{number}-{turn}.yaml"
            note.parent.mkdir(exist_ok=True)
            text = f"title: Hand {number} {turn}\nnotes: {word}\n"
            if number % 2:
                note.write_text(text)
            else:
                # As many editors save: beside it, and then over it.
                beside = note.with_name(f".{note.name}.swp")
                beside.write_text(text)
                beside.replace(note)
            with self._lock:
                self.by_hand += 1
                self.words[note.name] = word
            turn += 1
            time.sleep(0.05)


def crowded(folder: Path, seconds: float, processes: int = 8, people: int = 2) -> Report:
    """Let a crowd work on a new library in `folder`, and report."""
    crowd = Crowd(folder, seconds)
    crowd.work(processes, people)
    return crowd.check()


def main() -> None:
    """Run a crowd, and say what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=30)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["HOME"] = str(Path(folder) / "home")
        report = crowded(Path(folder), arguments.seconds)
    sys.stdout.write(
        f"{report.commands} commands, {report.by_hand} notes by hand, {report.papers} papers, "
        f"{len(report.wrong)} wrong\n"
    )
    sys.stdout.writelines(f"  {line}\n" for line in report.wrong)
    sys.exit(1 if report.wrong else 0)


if __name__ == "__main__":
    main()
