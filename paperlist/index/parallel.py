"""Division of work among several processes, if there is enough work."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from marshal import dumps, loads
from typing import Any, TypeVar

MOST_PROCESSES = 8
FOR_A_PROCESS = 1000  # values; for fewer, another process is not worth its start

_In = TypeVar("_In")
_Out = TypeVar("_Out")


def may_fork() -> bool:
    """Return whether this process may fork, and has several cores for the child to use.

    A process with threads must not fork. A lock that another thread holds would stay locked forever
    in the child.
    """
    threading = sys.modules.get("threading")
    alone = threading is None or threading.active_count() == 1
    return alone and sys.platform == "linux" and cores() > 1


def cores() -> int:
    """Return the number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1


def each(work: Callable[[_In], _Out], values: Sequence[_In]) -> Iterator[_Out]:
    """Yield `work(value)` for each value, in order; many values are shared among processes."""
    processes = min(cores(), MOST_PROCESSES, len(values) // FOR_A_PROCESS + 1)
    if processes == 1 or not may_fork():
        yield from map(work, values)
        return
    from multiprocessing import get_context

    with get_context("fork").Pool(processes) as pool:
        yield from pool.imap(work, values, chunksize=200)


def halves(work: Callable[[Sequence[_In]], list[Any]], values: Sequence[_In]) -> list[Any]:
    """Return `work(values)`; a child process does the work for half of the values.

    The child starts faster than the processes of `each`, so `halves` suits work of about 0.1 s. The
    results have to be plain values that `marshal` can write. If the child fails, this process does
    the child's half too.
    """
    middle = len(values) // 2
    if not may_fork():
        return work(values)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.close(reading)
            with open(writing, "wb") as pipe:
                pipe.write(dumps(work(values[middle:])))
            status = 0
        finally:
            # No clean-up: the child must not write the parent's buffers or run its exit handlers.
            os._exit(status)
    os.close(writing)
    try:
        first = work(values[:middle])
    finally:
        with open(reading, "rb") as pipe:
            content = pipe.read()
        _, status = os.waitpid(child, 0)
    return first + (work(values[middle:]) if status else loads(content))  # noqa: S302 (our own bytes)
