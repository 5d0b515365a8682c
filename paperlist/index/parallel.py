"""Division of work among several processes, if there is enough work."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from marshal import dumps, loads
from typing import Any, TypeVar

MOST_PROCESSES = 8
FOR_A_PROCESS = 1000  # values; for fewer, another process is not worth its start
PARTS = 16  # at most 255, since the number of a part is a byte

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


def together(work: Callable[[Sequence[_In]], list[Any]], values: Sequence[_In]) -> list[Any]:
    """Return the results of `work` for all values, in no order; a child process does a part.

    The values are divided into parts. Each of the two processes takes the next part when it has
    finished one, so a process on a slower core does fewer parts. The child starts faster than the
    processes of `each`, so `together` suits work of about 0.1 s. The results have to be plain
    values that `marshal` can write. If the child fails, this process does the child's parts too.
    """
    size = max(1, -(-len(values) // PARTS))
    parts = [values[start : start + size] for start in range(0, len(values), size)]
    if len(parts) <= 1 or not may_fork():
        return work(values)
    taking, giving = os.pipe()
    # Each byte is the number of a part. The process that reads the byte does the part.
    os.write(giving, bytes(range(len(parts))))
    os.close(giving)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.close(reading)
            with open(writing, "wb") as pipe:
                pipe.write(dumps([each for part in _taken(taking) for each in work(parts[part])]))
            status = 0
        finally:
            # No clean-up: the child must not write the parent's buffers or run its exit handlers.
            os._exit(status)
    os.close(writing)
    done: list[int] = []
    results: list[Any] = []
    try:
        for part in _taken(taking):
            results += work(parts[part])
            done.append(part)
    finally:
        os.close(taking)
        with open(reading, "rb") as pipe:
            content = pipe.read()
        _, status = os.waitpid(child, 0)
    if status:
        undone = (values for part, values in enumerate(parts) if part not in done)
        return results + [each for values in undone for each in work(values)]
    return results + list(loads(content))  # noqa: S302 (our own bytes)


def _taken(parts: int) -> Iterator[int]:
    """Yield the numbers of parts from the pipe `parts`, until no number is left."""
    while number := os.read(parts, 1):
        yield number[0]
