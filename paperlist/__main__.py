"""The start of the program, for `python -m paperlist` and for the command `paperlist`."""

import atexit
import gc
import os
import sys
from contextlib import suppress

__all__ = ["main"]


def main() -> None:
    """Run the command line, and end the process."""
    # The objects that a command makes live until it ends, so early garbage collection only costs
    # time.
    gc.set_threshold(100_000, 20, 100)
    if sys.argv[1:2] == ["git"] and (name := "".join(sys.argv[2:3])).startswith("merge-"):
        # git waits for this at each file, so the other commands are not imported.
        from paperlist.cli.merge_drivers import run as merge

        _end(merge(name, sys.argv[3:]))
    from paperlist.cli.app import main as run

    status: object = None
    try:
        run()
    except SystemExit as end:
        status = end.code
    if status is None or isinstance(status, int):
        _end(status or 0)
    sys.exit(str(status))


def _end(status: int) -> None:
    """End the process with a status, but do not free its memory object by object.

    That would take an eighth of the time of a search. What else Python does at its end is done
    here: the exit handlers are run, and the output is written.
    """
    threading = sys.modules.get("threading")
    if threading is not None and threading.active_count() > 1:
        sys.exit(status)  # Python waits for the other threads
    atexit._run_exitfuncs()  # noqa: SLF001 (there is no public way to run them now)
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(status)


if __name__ == "__main__":
    main()
