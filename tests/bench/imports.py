"""Measures imports, by hand: `python tests/bench/imports.py PAPERS.jsonl`.

PAPERS.jsonl has a paper a line: title, abstract, authors (parted by `;`), venue, year. From it a
BibTeX file of 10,000 entries and a Markdown page of 5 MB are made; each is imported into an empty
library by a process of its own. Prints the medians of seconds and of peak memory.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path
from typing import Any

RUNS = 3
ENTRIES = 10_000
PAGE_BYTES = 5_000_000


def bibtex(papers: list[dict[str, Any]]) -> str:
    """A BibTeX file of `ENTRIES` entries."""
    entries = []
    for number, paper in enumerate(islice(cycle(papers), ENTRIES)):
        again = f" again {number}" if number >= len(papers) else ""
        authors = " and ".join(str(paper["authors"]).split(";"))
        entries.append(
            f"@inproceedings{{key{number},\n  title = {{{{{paper['title']}{again}}}}},\n"
            f"  author = {{{authors}}},\n  abstract = {{{paper['abstract']}}},\n"
            f"  booktitle = {{{paper['venue']}}},\n  year = {{{paper['year']}}}\n}}\n"
        )
    return "\n".join(entries)


def page(papers: list[dict[str, Any]]) -> str:
    """A Markdown page of `PAGE_BYTES`, a month every 500 papers."""
    parts, size = ["# Papers\n"], 0
    for number, paper in enumerate(cycle(papers)):
        month = f"\n## 2024{number // 500 % 12 + 1:02}\n" if number % 500 == 0 else ""
        again = f" again {number}" if number >= len(papers) else ""
        parts.append(
            f"{month}\n#### {paper['title']}{again}\n\n- `Objective:` {paper['abstract'][:200]}\n"
            f"- <details>\n  <summary>Details</summary>\n\n  - `Method:` {paper['abstract']}\n\n"
            "  </details>\n"
        )
        size += len(parts[-1].encode())
        if size > PAGE_BYTES:
            return "".join(parts)
    return "".join(parts)


def measured(file: Path) -> tuple[float, float]:
    """Seconds, and MB at the peak, of an import into an empty library."""
    program = [sys.executable, "-m", "paperlist"]
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "HOME": folder, "XDG_CACHE_HOME": folder}
        null = subprocess.DEVNULL
        subprocess.run(
            [*program, "init"], cwd=folder, env=environment, stdout=null, stderr=null, check=True
        )
        started = time.perf_counter()
        running = subprocess.Popen(
            [*program, "import", str(file)], cwd=folder, env=environment, stdout=null, stderr=null
        )
        _, _, used = os.wait4(running.pid, 0)
        return time.perf_counter() - started, used.ru_maxrss / 1000


def main() -> None:
    """Measure and print a table."""
    rows = Path(sys.argv[1]).read_text(encoding="utf-8").strip().split("\n")
    papers = [json.loads(row) for row in rows]
    with tempfile.TemporaryDirectory() as folder:
        for name, text in (("refs.bib", bibtex(papers)), ("page.md", page(papers))):
            file = Path(folder, name)
            file.write_text(text, encoding="utf-8")
            runs = [measured(file) for _ in range(RUNS)]
            seconds, memory = (statistics.median(column) for column in zip(*runs, strict=True))
            size = file.stat().st_size / 1e6
            sys.stdout.write(f"{name:10} {size:5.1f} MB {seconds:7.1f} s {memory:7.0f} MB peak\n")


if __name__ == "__main__":
    main()
