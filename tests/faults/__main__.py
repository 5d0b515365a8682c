"""`python -m tests.faults`: make every file-system call of every command fail, one at a time.

Prints a line for each command and error, and below it what was wrong; ends with the number of all
faults, and status 1 where anything was wrong. All of them take about an hour of two cores; with
`--every 50` it is a sample.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from tests.faults.checks import Fault, Trial
from tests.faults.operations import OPERATIONS, Operation
from tests.faults.sandbox import Sandbox, sandboxes
from tests.faults.tracing import ERRORS, refusal


class Result(NamedTuple):
    """A fault, and what was wrong thereafter, in words."""

    fault: Fault
    wrong: tuple[str, ...]


class Share(NamedTuple):
    """Which faults one process injects: of every `every`-th from `offset`, its own part."""

    errors: Sequence[str]
    every: int
    offset: int
    part: int
    parts: int

    def results(self, sandbox: Sandbox, operation: Operation) -> list[Result]:
        """Inject these faults into `operation`."""
        trial = Trial(sandbox, operation)
        chosen = trial.faults(self.errors)[self.offset :: self.every][self.part :: self.parts]
        return [Result(fault, trial.wrong(fault)) for fault in chosen]


def main(arguments: Sequence[str] | None = None) -> int:
    """Inject the faults that the command line asks for; returns the exit status."""
    options = _options(arguments)
    if (reason := refusal()) is not None:
        sys.stderr.write(f"error: faults cannot be injected: {reason}.\n")
        return 2
    shares = [
        Share(options.error or ERRORS, options.every, options.offset, part, options.jobs)
        for part in range(options.jobs)
    ]
    everything: list[Result] = []
    with sandboxes(options.jobs) as places, ThreadPoolExecutor(options.jobs) as pool:
        for name in options.operation or OPERATIONS:
            operation = OPERATIONS[name]
            parts = pool.map(lambda share, at: share.results(at, operation), shares, places)  # noqa: B023 (used before the next turn)
            results = [result for part in parts for result in part]
            _report(name, results)
            everything += results
    wrong = [result for result in everything if result.wrong]
    _print(f"{len(everything)} faults, {len(wrong)} wrong")
    for kind, number in Counter(_kind(result) for result in wrong).most_common():
        _print(f"{number:6} {kind}")
    return int(bool(wrong))


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m tests.faults", description=__doc__)
    parser.add_argument("--operation", nargs="+", choices=[*OPERATIONS], metavar="NAME")
    parser.add_argument("--error", nargs="+", choices=ERRORS, metavar="ERROR")
    parser.add_argument("--every", type=int, default=1, help="inject every N-th fault alone")
    parser.add_argument("--offset", type=int, default=0, help="the first fault to inject")
    parser.add_argument("--jobs", type=int, default=2, help="how many run at the same time")
    return parser.parse_args(arguments)


def _report(operation: str, results: Sequence[Result]) -> None:
    for error in ERRORS:
        these = [result for result in results if result.fault.error == error]
        wrong = [result for result in these if result.wrong]
        if these:
            _print(f"{operation:12} {error:7} {len(these):5} faults, {len(wrong)} wrong")
        for (_, call), seen in wrong:
            _print(f"    {call.name} number {call.number}, {call.path}")
            for each in seen:
                _print(f"        {each}")


def _kind(result: Result) -> str:
    return result.wrong[0].split(":", 1)[0]


def _print(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
