"""The commands that meet the faults, and the small library that each of them finds."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from tests.faults.sandbox import Sandbox

ANCHOR = "anchor"
"""A paper that no operation removes: what is done after a fault is done to it."""

_PAGE = """# Papers

## 2024-02

- **Sparse retrieval for long documents** [[paper](https://example.org/sparse)]
  - Keypoints: Retrieval
  - Objective: Find one passage among many.
- **Dense maps of small rooms** [[paper](https://example.org/dense)]
  - Keypoints: Mapping

## 2024-06

- **A third paper of this page** [[paper](https://example.org/third)]
"""

_GIVEN = {
    "figure.txt": "The bank, as drawn on a napkin.\n",
    "table.txt": "1 2 3\n",
    "page.md": _PAGE,
    "many.bib": "".join(f"@misc{{k{n}, title={{Paper number {n} of all}}}}\n" for n in range(17)),
}
_NOTES = {
    "2024-03/anchor": "title: 'Anchor: what stays'\ncategory: LLM\nadded: 2024-03-01T10:00:00Z\n",
    "2024-04/memory-bank": """title: 'Memory bank: seen and kept'
category: LLM
keypoints:
- Memory bank
links:
  paper: https://example.org/bank
added: 2024-04-01T10:00:00Z
""",
    "2024-05/banks-of-memory": """title: Banks of memory
keypoints:
- Banks
added: 2024-05-01T10:00:00Z
""",
}


def _nothing(sandbox: Sandbox) -> None:
    pass


class Operation(NamedTuple):
    """A command, and what is done to the sample library before it."""

    name: str
    command: Sequence[str]
    prepare: Callable[[Sandbox], None] = _nothing


def begin(sandbox: Sandbox) -> None:
    """Make the sample library: three papers, one with an attachment, and a published page."""
    sandbox.empty()
    for name, text in _GIVEN.items():
        (sandbox.given / name).write_text(text)
    _expect(sandbox, "init")
    for place, text in _NOTES.items():
        note = sandbox.library / "data" / f"{place}.yaml"
        note.parent.mkdir(parents=True, exist_ok=True)
        note.write_text(text)
    _expect(sandbox, "edit", "memory-bank", "--attach", str(sandbox.given / "figure.txt"))
    _expect(sandbox, "export")


def _expect(sandbox: Sandbox, *arguments: str) -> None:
    done = sandbox.run(*arguments)
    if done.status:
        raise RuntimeError(f"paperlist {' '.join(arguments)}: {done.stderr}")


def _after(*commands: Sequence[str]) -> Callable[[Sandbox], None]:
    def prepare(sandbox: Sandbox) -> None:
        for command in commands:
            _expect(sandbox, *command)

    return prepare


def _by_hand(sandbox: Sandbox) -> None:
    note = sandbox.library / "data" / "2024-04" / "memory-bank.yaml"
    note.write_text(f"{note.read_text()}objective: Written by hand, seen by the index.\n")
    (note.parent.parent / "2024-07").mkdir()
    (note.parent.parent / "2024-07" / "new.yaml").write_text("title: A new note\n")


def _attached_to_both(sandbox: Sandbox) -> None:
    _expect(sandbox, "edit", "banks-of-memory", "--attach", str(sandbox.given / "table.txt"))


def _cut_short(sandbox: Sandbox) -> None:
    """Leave a change half done: kill it where the library shows neither before nor after."""
    command = sandbox.command(_MOVE)
    sandbox.keep("whole")
    before = sandbox.shown().files
    renames = [call for call in command.calls() if call.name.startswith("rename")]
    after = sandbox.shown().files
    for call in renames:
        sandbox.put_back("whole")
        command.failing(call, "KILL")
        if sandbox.shown().files not in (before, after):
            return
    raise RuntimeError("no rename of a change of month leaves it half done")


_MOVE = ("edit", "memory-bank", "month=2024-06")
OPERATIONS = {
    operation.name: operation
    for operation in (
        Operation("add", ("add", "--title", "A new paper", "-m", "2024-01", "-k", "Memory bank")),
        Operation("edit", ("edit", "memory-bank", "status=reading", "keypoints+=Video")),
        Operation("month", _MOVE),
        Operation("rm", ("rm", "memory-bank")),
        Operation("import", ("import", "../given/page.md")),
        Operation("import-many", ("import", "../given/many.bib", "-m", "2024-08")),
        Operation("merge", ("merge", "memory-bank", "banks-of-memory"), _attached_to_both),
        Operation("export", ("export",), _after(("edit", "anchor", "keypoints+=Published"))),
        Operation("split", ("export", "--split"), _after(("edit", "anchor", "keypoints+=New"))),
        Operation("undo", ("undo",), _after(_MOVE)),
        Operation("undo-rm", ("undo",), _after(("rm", "memory-bank"))),
        Operation("redo", ("redo",), _after(_MOVE, ("undo",))),
        Operation("attach", ("edit", "memory-bank", "--attach", "../given/table.txt")),
        Operation("recover", ("list",), _cut_short),
        Operation("list", ("list",), _by_hand),
        Operation("search", ("search", "memroy"), _by_hand),
    )
}
