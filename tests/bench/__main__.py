"""`python -m tests.bench`: how long each command takes, beside what else one would use.

Makes a library of each size, then runs every command in turn, several rounds, each as a process
of its own with a cache of its own. The floor is `python -c "import typer"`, measured in the same
rounds. Prints medians.
"""

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from paperlist.text import words
from tests.bench import generator
from tests.bench.table import Row, lines

PAPERLIST = (sys.executable, "-m", "paperlist")
MEASURE = """
import os, resource, sys
child = os.fork()
if not child:
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    os.execvp(sys.argv[1], sys.argv[1:])
os.waitpid(child, 0)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
SLOW_ROUNDS = 3  # of what takes seconds
GROWTH = (10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 800_000)


class Task(NamedTuple):
    """A command to measure, what to do before each run, and whether it is run but a few times."""

    name: str
    command: Sequence[str]
    before: Callable[[], None] = lambda: None
    slow: bool = False


class Place:
    """A folder with libraries of one size's papers, a home and a cache."""

    def __init__(self, folder: Path, rows: list[dict[str, Any]], a_month: int) -> None:
        self.folder, self.rows = folder, rows
        self.library = folder / "library"
        generator.write(self.library, rows, a_month)
        self.environment = {
            **{key: value for key, value in os.environ.items() if not key.startswith("XDG_")},
            "HOME": str(folder),
            "PYTHONPATH": str(Path.cwd()),
        }
        self.words = _words(rows)
        self.typos = [word[:2] + word[3] + word[2] + word[4:] for word in self.words]

    def forget(self) -> None:
        """Clear our cache."""
        shutil.rmtree(self.folder / ".cache" / "paperlist", ignore_errors=True)

    def run(self, command: Sequence[str]) -> float:
        """Seconds of a run."""
        started = time.perf_counter()
        done = subprocess.run(
            command,
            cwd=self.library,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            check=False,
        )
        seconds = time.perf_counter() - started
        if done.returncode:
            raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr.decode()}")
        return seconds

    def memory(self, command: Sequence[str]) -> float:
        """MB at the peak of a run.

        A process begins with the peak of the one that started it, so a small one starts it.
        """
        done = subprocess.run(
            [sys.executable, "-S", "-E", "-c", MEASURE, *command],
            cwd=self.library,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            check=True,
        )
        return int(done.stdout) / 1024

    def tasks(self, papis: str | None) -> list[Task]:
        """Everything to measure here; what is not installed is left out."""
        number = iter(range(1_000_000))
        page = str(self.folder / "page.md")
        identifier = next(self.library.glob("data/*/*.yaml")).stem
        keypoint = next(row["keypoints"][0] for row in self.rows if row["keypoints"])
        add = self.folder / "new.json"

        def another() -> None:
            new = next(generator.papers(1, seed=1_000_000 + next(number)))
            add.write_text(json.dumps({key: new[key] for key in ("title", "objective")}))

        def call(*arguments: str) -> list[str]:
            return [*PAPERLIST, *arguments]

        def warm() -> None:
            # What the round before has added is in the index then.
            self.run(call("search", self.words[0]))

        tasks = [
            Task("floor", [sys.executable, "-c", "import typer"]),
            Task("--version", call("--version")),
            Task("search, one word", call("search", self.words[0]), warm),
            Task("search, three words", call("search", *self.words)),
            Task("search, three misspelled words", call("search", *self.typos)),
            Task("list -k KEYPOINT", call("list", "-k", keypoint)),
            Task("show ID", call("show", identifier)),
            Task("add", call("add", "--from-json", str(add)), another),
            Task("search after add", call("search", self.words[0])),
            Task("export", call("export", "--force", "-o", page), slow=True),
            Task("first index", call("search", self.words[0]), self.forget, slow=True),
        ]
        if shutil.which("rg"):
            tasks.append(Task("ripgrep, one word", ["rg", "-i", self.words[0], "data"]))
            first, second, third = self.words
            piped = f"rg -il {first} data | xargs rg -il {second} | xargs rg -i {third}"
            tasks.append(Task("ripgrep, three words", ["sh", "-c", piped]))
        if papis:
            tasks += self._papis(papis)
        return tasks

    def _papis(self, papis: str) -> list[Task]:
        folder = self.folder / "papis"
        for index, row in enumerate(self.rows):
            home = folder / str(index)
            home.mkdir(parents=True)
            (home / "info.yaml").write_text(
                f"papis_id: {index:032x}\nref: p{index}\ntitle: {json.dumps(row['title'])}\n"
                f"abstract: {json.dumps(row['objective'] + ' ' + row['method'])}\n"
                f"tags: {json.dumps(row['keypoints'])}\n"
            )
        config = self.folder / ".config" / "papis" / "config"
        config.parent.mkdir(parents=True)
        config.write_text(f"[settings]\ndefault-library = bench\n[bench]\ndir = {folder}\n")
        query = [papis, "list", "--all", "--id", f"title:{words.words(self.rows[0]['title'])[0]}"]

        def forget() -> None:
            shutil.rmtree(self.folder / ".cache" / "papis", ignore_errors=True)

        return [
            Task("papis, one word", query),
            Task("papis, first index", query, forget, slow=True),
        ]


def _words(rows: Sequence[dict[str, Any]]) -> list[str]:
    """Three words that the middle paper's title has and few others: what a person would type."""
    counts = Counter(word for row in rows for word in set(words.words(row["title"])))
    for row in rows[len(rows) // 2 :]:
        rare = {
            word for word in words.words(row["title"])
            if len(word) > 5 and word.isascii() and word.isalpha() and word[2] != word[3]
        }  # fmt: skip
        if len(rare) >= 3:
            return sorted(rare, key=lambda word: (-counts[word], word))[:3]
    raise SystemExit("no title with three long words")


def measure(place: Place, rounds: int, papis: str | None) -> dict[str, Row]:
    """The rows of one size, every command in turn, `rounds` times."""
    tasks = place.tasks(papis)
    memory = {}
    for task in tasks:  # which warms the caches, of the disk, too
        task.before()
        memory[task.name] = place.memory(task.command)
    runs: dict[str, list[float]] = {task.name: [] for task in tasks}
    for turn in range(rounds):
        for task in tasks:
            if not task.slow or turn < SLOW_ROUNDS:
                task.before()
                runs[task.name].append(place.run(task.command))
    return {name: Row(name, seconds, memory[name]) for name, seconds in runs.items()}


def bounded(rows: dict[str, Row], size: int, at_100: float | None) -> list[Row]:
    """The rows with what each has to hold."""
    at = {name: median(row.seconds) for name, row in rows.items()}
    bounds: dict[str, list[tuple[str, float, float]]] = {name: [] for name in rows}

    def bound(name: str, beside: str, called: str, most: float) -> None:
        if beside in at:
            bounds[name].append((called, at[beside], most))

    bound("--version", "floor", "the floor", 1.4)
    for count in ("one word", "three words"):
        if size == 10_000:
            bound(f"search, {count}", "floor", "the floor", 2.2)
        if size >= 10_000:
            bound(f"search, {count}", f"ripgrep, {count}", "ripgrep", 1)
    if size == 10_000:
        bound("search, one word", "papis, one word", "papis", 0.333)
        bound("search, three misspelled words", "floor", "the floor", 2.5)
        bound("first index", "papis, first index", "papis", 0.7)
        bounds["export"].append(("2 s", 2.0, 1))
        if at_100:
            bounds["add"].append(("add at 100", at_100, 1.6))
    return [row._replace(bounds=bounds[row.name]) for row in rows.values()]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1_000, 10_000, 100_000])
    parser.add_argument("--a-month", type=int, default=100, help="how many papers a month has")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--corpus", type=Path, metavar="FILE", help="real papers, one JSON a line")
    parser.add_argument("--real", action="store_true", help="measure the corpus's papers")
    parser.add_argument("--papis", metavar="PROGRAM", help="papis, to measure beside it")
    parser.add_argument("--markdown", action="store_true", help="print Markdown")
    return parser.parse_args()


def machine() -> str:
    """What it was measured on, and when."""
    cpu = platform.processor() or platform.machine()
    information = Path("/proc/cpuinfo")
    if information.exists():
        for line in information.read_text().splitlines():
            if line.startswith("model name"):
                cpu = line.partition(":")[2].strip()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores of {cpu}, {memory:.0f} GB, "
        f"Python {platform.python_version()}, load {os.getloadavg()[0]:.1f} at the start."
    )


def _curves(corpus: Path, seed: int) -> list[str]:
    with corpus.open(encoding="utf-8") as file:
        real = generator.growth(generator.texts(generator.real_papers(file)), GROWTH)
    made = dict(
        generator.growth(([word] for word in islice(generator.words(seed), 800_000)), GROWTH)
    )
    return [
        "Different words after so many: in the corpus, and as generated.",
        *(f"{number:9,} {seen:8,} {made[number]:8,}" for number, seen in real),
        "",
    ]


def main() -> None:
    """Measure and print."""
    options = _options()
    out: list[str] = [machine(), ""]
    if options.corpus:
        out += _curves(options.corpus, options.seed)
    at_100 = None
    for size in options.sizes:
        if options.real and options.corpus:
            with options.corpus.open(encoding="utf-8") as file:
                rows = list(islice(generator.real_papers(file), size))
        else:
            rows = list(generator.papers(size, options.seed))
        with tempfile.TemporaryDirectory() as folder:
            measured = measure(
                Place(Path(folder), rows, options.a_month), options.rounds, options.papis
            )
        if size == 100:
            at_100 = median(measured["add"].seconds)
        floor = median(measured["floor"].seconds)
        heading = f"{len(rows):,} papers, {options.a_month} a month"
        out += [f"## {heading}" if options.markdown else heading, ""]
        out += [*lines(bounded(measured, size, at_100), floor, markdown=options.markdown), ""]
        sys.stdout.write("\n".join(out) + "\n")
        sys.stdout.flush()
        out = []


if __name__ == "__main__":
    main()
