"""What was measured, as a table: absolute, as a ratio to the floor, and against a bound."""

from collections.abc import Sequence
from statistics import median
from typing import NamedTuple


class Row(NamedTuple):
    """One command's runs.

    Attributes:
        name: what was done.
        seconds: of each run.
        megabytes: memory at the peak.
        bounds: what it is compared with: a name, the seconds that are 1, and the most.
    """

    name: str
    seconds: Sequence[float]
    megabytes: float = 0
    bounds: Sequence[tuple[str, float, float]] = ()


def verdict(seconds: float, bound: tuple[str, float, float]) -> str:
    """`1.9 x the floor, bound 2.2: pass`."""
    name, unit, most = bound
    ratio = seconds / unit
    return f"{ratio:.2f} x {name}, bound {most:g}: {'pass' if ratio <= most else 'FAIL'}"


def lines(rows: Sequence[Row], floor: float, *, markdown: bool) -> list[str]:
    """The table, a line a row."""
    head = ("what", "ms", "x floor", "MB", "bounds")
    cells = [
        (
            row.name,
            f"{median(row.seconds) * 1000:.0f}",
            f"{median(row.seconds) / floor:.2f}",
            f"{row.megabytes:.0f}" if row.megabytes else "",
            "; ".join(verdict(median(row.seconds), bound) for bound in row.bounds),
        )
        for row in rows
    ]
    if markdown:
        return [
            f"| {' | '.join(head)} |",
            "| --- | ---: | ---: | ---: | --- |",
            *(f"| {' | '.join(cell)} |" for cell in cells),
        ]
    wide = max(len(row.name) for row in rows)
    return [
        f"{name:{wide}} {ms:>8} {ratio:>8} {memory:>6}  {bounds}".rstrip()
        for name, ms, ratio, memory, bounds in (head, *cells)
    ]
