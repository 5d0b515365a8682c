"""Both cores, where there is work enough for them."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from marshal import dumps, loads
from typing import Any, TypeVar

MOST_PROCESSES = 8
FOR_A_PROCESS = 1000

_In = TypeVar("_In")
_Out = TypeVar("_Out")


def may_fork() -> bool:
    """Whether this process may be doubled and is on a machine where that is quick.

    One with threads may not: one of them may hold a lock that is never let go in the double.
    """
    threading = sys.modules.get("threading")
    alone = threading is None or threading.active_count() == 1
    return alone and sys.platform == "linux" and cores() > 1


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1


def each(work: Callable[[_In], _Out], values: Sequence[_In]) -> Iterator[_Out]:
    """`work` done for each of many values, in their order."""
    processes = min(cores(), MOST_PROCESSES, len(values) // FOR_A_PROCESS + 1)
    if processes == 1 or not may_fork():
        yield from map(work, values)
        return
    from multiprocessing import get_context

    with get_context("fork").Pool(processes) as pool:
        yield from pool.imap(work, values, chunksize=200)


def halves(work: Callable[[Sequence[_In]], list[Any]], values: Sequence[_In]) -> list[Any]:
    """What `work` gives for all values, half of them in another process.

    Cheaper to begin than `each`, for work of a tenth of a second. What comes back has to be made
    of plain values. Where the other process fails, its half is done here, and fails here.
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
            # Nothing that this process is in the middle of is to be ended twice.
            os._exit(status)
    os.close(writing)
    try:
        first = work(values[:middle])
    finally:
        with open(reading, "rb") as pipe:
            content = pipe.read()
        _, status = os.waitpid(child, 0)
    return first + (work(values[middle:]) if status else loads(content))  # noqa: S302 (our own bytes)
