"""What has to hold after a fault: before or after, never between, and everything goes on."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tests.faults import operations
from tests.faults.operations import ANCHOR, Operation
from tests.faults.outcome import TIMED_OUT, TIMEOUT_S, Done
from tests.faults.sandbox import Library, Sandbox
from tests.faults.tracing import Call

_LONGEST_HISTORY = 20
_ATTEMPTS = 3  # where the machine is slow, the index may look at a file once more
_REASONS = {
    "ENOSPC": ("No space left on device", "is full"),
    "EIO": ("Input/output error", "I/O error"),
    "EACCES": ("Permission denied", "unable to open", "readonly"),
}
_NAME = re.compile(r"/|\w\.\w")
_UNCHANGED = re.compile(
    r"nothing (?:was |is |has been )?"
    r"(?:changed|saved|written|undone|done again|added|imported|merged|removed)",
    re.I,
)
_CHANGED = re.compile(r"the change is (?:saved|undone|done again)", re.I)


class Aftermath(NamedTuple):
    """What the commands after an operation said, and what they left.

    Attributes:
        listed, searched, edited, undone: how these commands ended.
        shown: what the library shows after the first of them.
        own: what paperlist keeps for itself then.
        again: what the library shows after an edit and its undo.
        oldest: what it shows when all changes of its history are taken back.
        changes: how many these are.
    """

    listed: Done
    searched: Done
    edited: Done
    undone: Done
    shown: Library
    own: Counter[str]
    again: Library
    oldest: Library
    changes: int

    @classmethod
    def of(cls, sandbox: Sandbox) -> "Aftermath":
        """Go on in the sandbox as a user would."""
        listed = sandbox.run("list")
        shown, own = sandbox.shown(), sandbox.own()
        searched = sandbox.run("search", "memory")
        edited = sandbox.run("edit", ANCHOR, "status=read")
        undone = sandbox.run("undo")
        again = sandbox.shown()
        changes = 0
        while changes < _LONGEST_HISTORY and not sandbox.run("undo").status:
            changes += 1
        return cls(listed, searched, edited, undone, shown, own, again, sandbox.shown(), changes)


class Fault(NamedTuple):
    """An error, or KILL, at one call of a command."""

    error: str
    call: Call


class Trial:
    """An operation in a sandbox: its calls, and what becomes of the library when one fails."""

    def __init__(self, sandbox: Sandbox, operation: Operation) -> None:
        self._sandbox = sandbox
        self._operation = operation
        operations.begin(sandbox)
        operation.prepare(sandbox)
        sandbox.keep(operation.name)
        self._command = sandbox.command(operation.command)
        sandbox.put_back(operation.name)
        self.calls = self._command.calls()
        sandbox.put_back(operation.name)
        self._before = Aftermath.of(sandbox)
        sandbox.put_back(operation.name)
        self._clean = sandbox.run(*operation.command)
        self._after = Aftermath.of(sandbox)

    def faults(self, errors: Sequence[str]) -> list[Fault]:
        """Every fault that can be injected, error by error."""
        return [
            Fault(error, call)
            for error in errors
            for call in self.calls
            if call.can_fail_with(error)
        ]

    def wrong(self, fault: Fault) -> tuple[str, ...]:
        """Inject `fault`; what is wrong thereafter, in words."""
        for _ in range(_ATTEMPTS):
            self.put_back()
            done, met = self._command.failing(fault.call, fault.error)
            if met is not None:
                return self.judged(done, fault)
        return ("the call was not met: the command makes other calls than when it was traced",)

    def put_back(self) -> None:
        """Make the sandbox as the operation finds it."""
        self._sandbox.put_back(self._operation.name)

    def judged(self, done: Done, fault: Fault) -> tuple[str, ...]:
        """What is wrong in the sandbox when the operation, with `fault`, ended so."""
        found = Aftermath.of(self._sandbox)
        return (*self._of_command(done, fault.error), *self._of_library(done, fault, found))

    def _of_command(self, done: Done, error: str) -> Iterator[str]:
        if error == "KILL":
            if done.status != -9:
                yield f"status {done.status} of a killed command"
            return
        if done.status == TIMED_OUT:
            yield f"it did not end: it was killed after {TIMEOUT_S} seconds"
            return
        if "Traceback" in done.stderr:
            yield f"a traceback: {done.stderr.splitlines()[-1]}"
            return
        if done.status not in {0, 1}:
            yield f"status {done.status}: {done.stderr!r}"
        elif done.status:
            yield from self._of_message(done.stderr, error)
        elif done.stdout != self._clean.stdout and not re.search(r"^\w+: ", done.stderr, re.M):
            yield f"status 0, no warning, but other results: {done.stdout!r}"

    def _of_message(self, said: str, error: str) -> Iterator[str]:
        lines = [line for line in said.splitlines() if not line.startswith("warning: ")]
        if "cannot write the output" in said:
            yield f"blames the output: {said!r}"
            return
        reasons = [reason for reason in _REASONS[error] if reason in said]
        if not reasons:
            yield f"does not say why it failed: {said!r}"
        elif not _NAME.search(said.replace(reasons[0], "")):
            yield f"does not say what failed: {said!r}"
        if len(lines) > 2:
            yield f"says it in {len(lines)} lines: {said!r}"

    def _of_library(self, done: Done, fault: Fault, found: Aftermath) -> Iterator[str]:
        expected = self._expected(found)
        if expected is None:
            yield f"neither before nor after: {self._differences(found)}"
            return
        changing = self._before.shown.files != self._after.shown.files
        if changing and fault.error != "KILL":
            yield from self._of_claim(done, after=expected is self._after)
        if fault.error == "KILL" or fault.call.name != "rmdir":
            # An empty folder that the system refuses to remove may stay.
            yield from _left_over(found, expected)
        yield from _going_on(found, expected)

    def _expected(self, found: Aftermath) -> Aftermath | None:
        for each in (self._after, self._before):
            if each.shown.files == found.shown.files:
                return each
        return None

    def _of_claim(self, done: Done, *, after: bool) -> Iterator[str]:
        if not done.status and not after:
            yield "status 0, but nothing was changed"
        elif _UNCHANGED.search(done.stderr) and after:
            yield f"says that nothing was changed, but it was: {done.stderr!r}"
        elif _CHANGED.search(done.stderr) and not after:
            yield f"says that it was changed, but it was not: {done.stderr!r}"

    def _differences(self, found: Aftermath) -> str:
        return "; ".join(
            f"from {name}: {', '.join(_differing(found.shown, each.shown))}"
            for name, each in (("before", self._before), ("after", self._after))
        )


def _differing(one: Library, other: Library) -> list[str]:
    every = {*one.files, *other.files}
    return sorted(name for name in every if one.files.get(name) != other.files.get(name))


def _left_over(found: Aftermath, expected: Aftermath) -> Iterator[str]:
    if found.shown.staged:
        yield f"left over: {', '.join(found.shown.staged)}"
    if folders := found.shown.folders ^ expected.shown.folders:
        yield f"folders left over or missing: {', '.join(sorted(folders))}"
    # Of what can be made again, less is no fault.
    if files := found.own - expected.own:
        yield f"left over of paperlist's own: {', '.join(sorted(files))}"


def _going_on(found: Aftermath, expected: Aftermath) -> Iterator[str]:
    for name in ("listed", "searched", "edited", "undone"):
        done, clean = getattr(found, name), getattr(expected, name)
        if done.status or "Traceback" in done.stderr:
            yield f"the paper cannot be {name}: status {done.status}, {done.stderr!r}"
        elif done.stdout != clean.stdout:
            yield f"when {name}, says {done.stdout!r} instead of {clean.stdout!r}"
        elif name != "listed" and done.stderr != clean.stderr:
            yield f"when {name}, still says {done.stderr!r}"
    if found.again.files != found.shown.files:
        yield f"an edit and its undo leave a change: {_differing(found.again, found.shown)}"
    elif found.changes != expected.changes:
        yield f"{found.changes} changes can be undone instead of {expected.changes}"
    elif found.oldest.files != expected.oldest.files:
        yield f"undo leads elsewhere: {_differing(found.oldest, expected.oldest)}"
