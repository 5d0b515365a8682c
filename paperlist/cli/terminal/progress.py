"""How far a long command has come, on standard error of a terminal."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

WAIT_S = 1.0
STEP_S = 0.1
WIDTH = 30
_indexing: list[ExitStack] = []
_steps: list[Callable[[int, int], None]] = []


@contextmanager
def bar(what: str) -> Iterator[Callable[[int, int], None]]:
    """A callable that is told how many of how many are done, and draws a bar.

    Nothing is drawn in the first second, nor where nobody watches; the bar goes when it is done.
    """
    begun = time.monotonic()
    drawn = begun + WAIT_S - STEP_S
    shown = False

    def step(done: int, total: int) -> None:
        nonlocal drawn, shown
        now = time.monotonic()
        if now - drawn >= STEP_S and total and sys.stderr.isatty():
            full = WIDTH * done // total
            sys.stderr.write(f"\r[{'=' * full:{WIDTH}}] {done:,} of {total:,} {what}\x1b[K")
            sys.stderr.flush()
            drawn, shown = now, True

    try:
        yield step
    finally:
        if shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def show_indexing(done: int, total: int) -> None:
    """The same of notes being indexed, of which a library tells as it goes."""
    if not _indexing:
        _indexing.append(ExitStack())
        _steps.append(_indexing[0].enter_context(bar("notes indexed")))
    _steps[0](done, total)
    if done >= total:
        _indexing.pop().close()
        _steps.clear()
