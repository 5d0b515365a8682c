"""A sample of the faults, which `python -m tests.faults` injects all, and what the checks see."""

from collections.abc import Iterator

import pytest

from tests.faults.checks import Fault, Trial
from tests.faults.operations import OPERATIONS
from tests.faults.outcome import Done
from tests.faults.sandbox import Sandbox, sandboxes
from tests.faults.tracing import ERRORS, Call, refusal

# Primes: no regular order of calls hides from them. An import of many files makes many calls.
EVERY, EVERY_OF_MANY = 331, 1009
REFUSAL = refusal()
CALL = Call("openat", 1, "library/data")
FAILED, KILLED = Fault("EIO", CALL), Fault("KILL", CALL)

pytestmark = pytest.mark.skipif(REFUSAL is not None, reason=f"no faults: {REFUSAL}")


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """One for all tests here: its start takes longer than a fault."""
    with sandboxes(1) as (sandbox,):
        yield sandbox


@pytest.fixture(scope="module")
def month(sandbox: Sandbox) -> Trial:
    """A change of month, which moves a note and its attachment."""
    return Trial(sandbox, OPERATIONS["month"])


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_fault_leaves_the_library_as_before_or_as_after(sandbox: Sandbox, operation: str) -> None:
    """And a worded error, nothing left over, and commands that go on."""
    trial = Trial(sandbox, OPERATIONS[operation])
    every = EVERY_OF_MANY if operation == "import-many" else EVERY
    faults = trial.faults(ERRORS)[len(operation) :: every]
    assert faults
    wrong = {fault: seen for fault in faults if (seen := trial.wrong(fault))}
    assert not wrong


@pytest.mark.parametrize("error", ["EACCES", "ENOSPC"])
@pytest.mark.parametrize("operation", ["export", "split"])
def test_no_page_loses_the_paper_of_a_note_that_the_system_refuses(
    sandbox: Sandbox, operation: str, error: str
) -> None:
    """The page stays as it is, since nobody removed that paper."""
    trial = Trial(sandbox, OPERATIONS[operation])
    notes = [
        fault
        for fault in trial.faults([error])
        if fault.call.path.endswith(".yaml") and fault.call.name in {"openat", "close"}
    ]
    assert notes
    wrong = {fault: seen for fault in notes[-3:] if (seen := trial.wrong(fault))}
    assert not wrong


@pytest.mark.parametrize(
    ("operation", "error", "name", "path"),
    [
        ("undo", "EIO", "newfstatat", "data/2024-06/memory-bank.yaml"),
        ("redo", "EACCES", "newfstatat", "data/2024-04/memory-bank.yaml"),
        ("undo", "ENOSPC", "close", "history/00000003.json"),
        ("redo", "ENOSPC", "close", "undone/00000003.json"),
        ("recover", "ENOSPC", "close", "journal.json"),
    ],
)
def test_what_the_system_does_not_tell_is_not_guessed(
    sandbox: Sandbox, operation: str, error: str, name: str, path: str
) -> None:
    """A file that cannot be looked at is not gone; a history that cannot be read is not damaged."""
    trial = Trial(sandbox, OPERATIONS[operation])
    faults = [
        fault
        for fault in trial.faults([error])
        if fault.call.name == name and fault.call.path.endswith(path)
    ]
    assert faults
    wrong = {fault: seen for fault in faults if (seen := trial.wrong(fault))}
    assert not wrong


def test_every_kind_of_call_is_found(month: Trial) -> None:
    """Each call with its own number, and only those on the user's files."""
    calls = month.calls
    assert len({(call.name, call.number) for call in calls}) == len(calls) > 300
    named = {call.name.removesuffix("at") for call in calls}
    assert {"open", "mkdir", "rename", "read", "write", "fsync", "close", "getdents64"} <= named
    assert {"library", "cache"} <= {call.path.split("/")[0] for call in calls}


@pytest.mark.parametrize(
    ("done", "seen"),
    [
        (Done(1, "", "error: cannot write /x: Input/output error. Nothing was changed.\n"), ""),
        (Done(1, "", "error: cannot read paperlist.toml: Input/output error.\n"), ""),
        (Done(0, "", ""), "status 0, but nothing was changed"),
        (Done(-11, "", ""), "status -11"),
        (Done(1, "", "error: cannot write the output: Input/output error.\n"), "blames the output"),
        (Done(1, "", "error: /x: it failed.\n"), "does not say why"),
        (Done(1, "", "error: Input/output error.\n"), "does not say what"),
        (Done(1, "", "error: /x: Input/output error.\na\nb\n"), "says it in 3 lines"),
        (Done(1, "", "Traceback\nOSError: [Errno 5] Input/output error\n"), "a traceback: OSErr"),
        (Done(1, "", "/x: Input/output error; the change is saved.\n"), "says that it was changed"),
    ],
)
def test_what_a_failed_command_says_is_checked(month: Trial, done: Done, seen: str) -> None:
    """Here the library is as it was before."""
    month.put_back()
    said = month.judged(done, FAILED)
    assert [each[: len(seen)] for each in said] == ([seen] if seen else [])


def test_what_is_left_is_checked(sandbox: Sandbox, month: Trial) -> None:
    """A staged file, a folder, a journal: all are named."""
    month.put_back()
    (sandbox.library / "data" / "2024-09").mkdir()
    (sandbox.library / "data" / ".a.yaml.paperlist-x7").touch()
    (sandbox.here / "state" / "journal").touch()
    seen = " ".join(month.judged(Done(-9, "", ""), KILLED))
    assert "left over: data/.a.yaml.paperlist-x7" in seen
    assert "folders left over or missing: data/2024-09" in seen
    assert "left over of paperlist's own: state/journal" in seen


def test_what_is_half_done_is_checked(sandbox: Sandbox, month: Trial) -> None:
    """A note without its attachment is neither before nor after."""
    month.put_back()
    (sandbox.library / "data" / "2024-04" / "memory-bank" / "figure.txt").unlink()
    (seen,) = month.judged(Done(-9, "", ""), KILLED)
    assert seen.startswith("neither before nor after: from before: data/2024-04/memory-bank/figure")


def test_a_lost_history_is_checked(sandbox: Sandbox, month: Trial) -> None:
    """The library is as it was, but no change of it can be undone."""
    month.put_back()
    for page in sandbox.here.rglob("history/*"):
        page.unlink()
    (seen,) = month.judged(Done(-9, "", ""), KILLED)
    assert seen == "0 changes can be undone instead of 2"
