"""Measures merges with git, by hand: `python tests/bench/merging.py [PAPERS]`.

A library of PAPERS papers (by default 1,000) gets 100 branches. Each adds one paper to the current
month, and publishes the page. They are merged one after the other: only the notes, which git does
alone; the notes and the page, with the programs of `paperlist git setup`; and the same with a
program that does nothing, which is what git itself needs for the page. Prints the seconds of each,
how many times those of the notes they are, and how many merges had a conflict.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

# The folder above is not on the path if this file is run.
sys.path.insert(0, str(Path(__file__).parents[2]))

from paperlist import Library, Paper
from paperlist.library.git_setup import make_repository, set_up
from tests.bench import generator

BRANCHES = 100
PAPERS = 1_000


def git(root: Path, *arguments: str) -> int:
    """The exit status of git."""
    return subprocess.run(
        ["git", *arguments], cwd=root, capture_output=True, check=False
    ).returncode


def make(root: Path, papers: int) -> None:
    """Make the library and its branches: `notes7` without the page, `page7` with it."""
    generator.write(root, generator.papers(papers))
    make_repository(root)
    set_up(root)
    Library(root).publish()
    git(root, "add", "--all")
    git(root, "commit", "-m", "base")
    git(root, "branch", "base")
    for number in range(BRANCHES):
        library = Library(root)
        git(root, "switch", "-c", f"page{number}", "base")
        library.add(Paper(title=f"Number {number} of the papers", method="New."), "2026-11")
        git(root, "add", "--all")
        git(root, "commit", "-m", f"add {number}")
        git(root, "branch", f"notes{number}")
        library.publish()
        git(root, "commit", "--all", "-m", f"publish {number}")


def merged(root: Path, kind: str) -> tuple[float, int]:
    """Seconds, and the number of conflicts, of merging all branches of a kind."""
    git(root, "switch", "--detach", "base")
    conflicts = 0
    started = time.perf_counter()
    for number in range(BRANCHES):
        if git(root, "merge", "--no-edit", "--no-ff", f"{kind}{number}"):
            conflicts += 1
            git(root, "merge", "--abort")
    return time.perf_counter() - started, conflicts


def main() -> None:
    """Measure and print."""
    papers = int(sys.argv[1]) if len(sys.argv) > 1 else PAPERS
    names = {f"GIT_{role}_{what}": "a@b.c" for role in ("AUTHOR", "COMMITTER")
             for what in ("NAME", "EMAIL")}  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update({"HOME": folder, "XDG_STATE_HOME": folder, "XDG_CACHE_HOME": folder})
        os.environ.update(names)
        root = Path(folder, "library")
        make(root, papers)
        alone, _ = merged(root, "notes")
        rows = [("with paperlist", *merged(root, "page"))]
        git(root, "config", "merge.paperlist-page.driver", "true")
        rows.append(("git by itself", *merged(root, "page")))
    sys.stdout.write(f"{BRANCHES} merges, {papers} papers: {alone:.2f} s for the notes\n")
    for name, seconds, conflicts in rows:
        times = f"{seconds / alone:.1f} times"
        sys.stdout.write(
            f"  and the page, {name}: {seconds:.2f} s, {times}, {conflicts} conflicts\n"
        )


if __name__ == "__main__":
    main()
