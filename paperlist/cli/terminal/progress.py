"""Progress bars on stderr for slow commands."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

WAIT_S = 1.0
STEP_S = 0.1
WIDTH = 30
# While the index is being refreshed: what ends the progress bar, and the function that draws it.
_indexing: list[ExitStack] = []
_steps: list[Callable[[int, int], None]] = []


@contextmanager
def bar(what: str) -> Iterator[Callable[[int, int], None]]:
    """Yield a function that draws a progress bar. Its arguments are the items done and all items.

    Nothing is drawn in the first second, or if stderr is not a terminal. The bar is erased at the
    end.
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
    """Draw a progress bar of the notes that are being indexed. The library calls this repeatedly.

    Args:
        done: the number of notes indexed so far.
        total: the number of notes to index.
    """
    if not _indexing:
        _indexing.append(ExitStack())
        _steps.append(_indexing[0].enter_context(bar("notes indexed")))
    _steps[0](done, total)
    if done >= total:
        _indexing.pop().close()
        _steps.clear()
