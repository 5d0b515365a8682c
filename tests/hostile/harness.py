"""Runs commands over a library that attacks, and says what went wrong."""

import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from tests.hostile.attack import Attack
from tests.hostile.runner import MEGABYTES, SECONDS, Run, Runner, environment_of_a_completion
from tests.hostile.sandbox import SECRET, Sandbox, Seen, notices_reads

_LONGEST_ERROR = 60_000
_COMPLETE = "complete"


class Command(NamedTuple):
    """What a user does: paperlist's arguments, several times, and the notes that are then gone."""

    steps: tuple[tuple[str, ...], ...]
    gone: tuple[str, ...] = ()


def _command(*lines: str, gone: str = "") -> Command:
    """A command of lines; `{x}` and the like are filled in, and an underscore is a blank."""
    steps = tuple(tuple(word.replace("_", " ") for word in line.split()) for line in lines)
    return Command(steps, tuple(gone.split()))


_EDIT = "edit b status=read"
_NEW = ("add --title New_one -m 2024-04", "import {page}")
# What every library is put through.
EVERY: dict[str, Command] = {
    "list": _command("list", "list --ids", "list --json", "list --missing method"),
    "search": _command("search bee", "search bee --json", "search bea", "search category:LLM"),
    "show": _command("show a", "show b --json"),
    "related": _command("related a"),
    "months": _command("months", "months --json"),
    "stats": _command("stats", "stats --json"),
    "duplicates": _command("duplicates"),
    "keypoints": _command("keypoints", "categories"),
    "rename keypoint": _command("categories rename LLM New", "undo", "redo", "undo"),
    "check": _command("check", "check --fix", "log --patch", "undo 2", "log a"),
    "edit --where": _command("edit --where bee status=read --yes", "undo"),
    "next": _command("next"),
    "complete": _command("complete show_b", "complete list_-c_L", "complete search_be"),
    "export to standard output": _command("export -o -"),
    "export as BibTeX": _command("export -f bibtex", "export -f html", "export -f json"),
    "export": _command("export", "export", "undo"),
    "table": _command(
        "table", "table -f html", "table -o out.md", "table -o out.csv --force", "undo"
    ),
    "export --check": _command("export --check"),
    "export --force": _command("export --force", "undo", "redo"),
    "export --split": _command("export --split", "export --split", "undo"),
    "export --split --force": _command("export --split --force", "undo"),
    "export to a file": _command("export -o out.bib", "export -o out.bib --force", "undo"),
    "export to a page": _command("export -o out.md", "export -o out.md --force", "undo"),
    "template": _command("export --template page.md -o -"),
    "template to a file": _command("export --template page.md -o made.md"),
    "edit": _command(_EDIT, "undo", "redo", "undo", "edit a status=read"),
    "rename": _command("edit b id=c", "undo", "redo", gone="b"),
    "move": _command("edit b month=2024-06", "undo", "redo"),
    "move to 2024-05": _command("edit b month=2024-05", "undo", "redo"),
    "attach": _command("edit a --attach {pdf}", "show a", "undo", "redo"),
    "attach b": _command("edit b --attach {pdf}", "show b", "undo", "redo"),
    "attach --link": _command("edit a --attach {pdf} --link", "show a", "undo"),
    "attach big": _command("edit a --attach {big}", "undo"),
    "rm": _command("rm b", "undo", "redo", gone="b"),
    "rm a": _command("rm a", "undo", "redo", gone="a"),
    "undo rm": _command("rm a b", "undo"),
    "add": _command(_NEW[0], "undo", "redo"),
    "import": _command(_NEW[1], "undo", "redo", "undo"),
    "merge": _command("merge a b", "undo", "redo", gone="a b"),
    "undo": _command("undo", "undo --dry-run", "redo", "redo --dry-run", "undo"),
    "redo": _command("redo", "redo", "undo"),
    "open": _command("open a --print", "open a"),
    "editor": _command("edit b"),
    "init": _command("init --github"),
    "update": _command("update --help"),
}
# What is done to the note of an attack.
OF_A_NOTE: dict[str, Command] = {
    "show x": _command("show {x}", "show {x} --json"),
    "related x": _command("related {x}"),
    "edit x": _command("edit {x} status=read", "undo"),
    "editor x": _command("edit {x}"),
    "move x": _command("edit {x} month=2024-06", "edit {x} id=y", "undo", "undo"),
    "attach x": _command("edit {x} --attach {pdf}", "undo"),
    "merge x": _command("merge a {x}", "undo", gone="a"),
    "rm x": _command("rm {x}", "undo", "redo"),
    "open x": _command("open {x}", "open {x} --print"),
    "open code of x": _command("open {x} code"),
    "show of it": _command("show -- {x}"),
    "editor of it": _command("edit -- {x}"),
    "rm of it": _command("rm -- {x}"),
    "rm outside": _command("rm outside"),
    "rm b": _command("rm b", "undo", "redo", gone="b"),
    "edit outside": _command("edit outside status=read", "undo"),
    "search a": _command("search @a"),
}
# What has to succeed: it is checked beyond doing no harm.
SPECIAL: dict[str, Command] = {
    "export works": _command("export", "export --check"),
    "publish nowhere": _command("export", "export --force", "undo"),
}
# What each library is put through where time is short: reading, writing and taking back.
QUICK = {"quick": _command("search bee", _EDIT, "undo", "export -o -")}
COMMANDS = EVERY | OF_A_NOTE | SPECIAL | QUICK


class Harness:
    """Runs commands over attacks, each in a home of its own below `folder`."""

    def __init__(self, folder: Path, runner: Runner) -> None:
        self._folder = folder
        self._runner = runner
        self._notices_reads = notices_reads(folder)

    def quick(self, attack: Attack) -> list[str]:
        """The faults that the commands show which this attack is meant for, or a few of any."""
        faults: list[str] = []
        names = list(attack.commands)
        if attack.bad or not names:
            names = ["quick", *names]
        for name in names:
            faults += self._faults(attack, name, COMMANDS[name])
            if faults:
                # One fault fails the test, and a command that hangs takes its time.
                break
        return faults

    def thorough(self, attack: Attack) -> list[str]:
        """The faults that any command shows."""
        of_a_note = OF_A_NOTE if _id(attack) else ()
        names = dict.fromkeys(["quick", *EVERY, *of_a_note, *attack.commands])
        return [fault for name in names for fault in self._faults(attack, name, COMMANDS[name])]

    def _faults(self, attack: Attack, name: str, command: Command) -> list[str]:
        folder = self._folder / "sandbox"
        folder.mkdir()
        try:
            box = Sandbox(folder)
            attack.lay(box)
            session = _Session(attack, box, self._runner, reads=self._notices_reads)
            faults = session.run(name, command)
        finally:
            shutil.rmtree(folder)
        return [f"{name}: {fault}" for fault in dict.fromkeys(faults)]


class _Session:
    """One command over one attack."""

    def __init__(self, attack: Attack, box: Sandbox, runner: Runner, *, reads: bool) -> None:
        self._attack = attack
        self._box = box
        self._runner = runner
        self._reads = reads
        box.rest()
        self._before = box.protected()
        self._files = box.library_files()

    def run(self, name: str, command: Command) -> list[str]:
        self._box.rest()
        runs: list[Run] = []
        faults = [*self._listed()]
        for step in command.steps:
            run = self._call(step)
            runs.append(run)
            faults += self._outcome(step, run)
            if run.late:
                break
        else:
            faults += self._demands(name, runs)
            if name == "quick" and self._attack.bad:
                faults += self._removed()
            faults += self._still_there(command.gone)
        return faults + list(self._harm())

    def _call(self, step: tuple[str, ...]) -> Run:
        environment = self._box.environment
        given = self._box.given
        values = {
            "{x}": _id(self._attack), "{page}": str(given / "page.md"),
            "{pdf}": str(given / "x.pdf"), "{big}": str(given / "big.pdf"),
        }  # fmt: skip
        arguments = [values.get(word, word) for word in step]
        if arguments[0] == _COMPLETE:
            environment |= environment_of_a_completion(f"paperlist {arguments[1]}")
            arguments = []
        return self._runner.run(arguments, self._box.library, environment)

    def _outcome(self, step: Iterable[str], run: Run) -> Iterator[str]:
        """What is wrong with how a command ended, whatever it did."""
        said = f"'{' '.join(step)}'"
        if run.late:
            yield f"{said} took more than {SECONDS} s"
        elif run.status not in {0, 1, 2}:
            yield f"{said} ended with {run.status}: {_end(run.errors)}"
        if b"Traceback (most recent" in run.errors:
            yield f"{said} ended in a traceback: {_end(run.errors)}"
        if run.megabytes > MEGABYTES:
            yield f"{said} took {run.megabytes:.0f} MB"
        if _has_secret(run.output) or _has_secret(run.errors):
            yield f"{said} showed the secret"
        if b"\x1b" in run.errors or (b"\x1b" in run.output and "export" not in step):
            yield f"{said} let an escape through"
        if run.status == 1 and not run.late and not (run.errors.strip() or run.output.strip()):
            yield f"{said} failed without a word"
        if len(run.errors) > _LONGEST_ERROR:
            yield f"{said} wrote {len(run.errors)} bytes of errors"

    def _refused(self, run: Run) -> bool:
        """Whether the whole library was refused, and in the right words."""
        words = run.errors.decode(errors="replace")
        return self._attack.refused and run.status == 1 and all(
            each in words for each in self._attack.named
        )  # fmt: skip

    def _listed(self) -> Iterator[str]:
        """What is wrong with the list: a good note is missing, a bad one is not named."""
        step = ("list", "--ids")
        run = self._call(step)
        yield from self._outcome(step, run)
        words = run.errors.decode(errors="replace")
        for name in self._attack.named:
            if name not in words:
                yield f"'list' does not name {name}: {_end(run.errors) or 'nothing said'}"
        if self._refused(run) or run.late:
            return
        if run.status:
            yield f"'list' ended with {run.status}: {_end(run.errors)}"
        yield from self._strange(run.output, words)

    def _strange(self, output: bytes, words: str) -> Iterator[str]:
        """What is wrong with the ids that were listed while `words` were said."""
        left = output.decode(errors="surrogateescape").split("\n")[:-1]
        for each in ("a", "b", *self._attack.finds):
            name = each.removeprefix("?")
            if name in left:
                left.remove(name)
            elif each == name and not self._attack.refused:
                yield f"'list' does not find {name}"
            elif each != name and name.isalnum() and name.isascii() and name not in words:
                yield f"'list' neither finds nor names {name}"
        if left:
            yield f"'list' finds {left[:3]}"

    def _demands(self, name: str, runs: list[Run]) -> Iterator[str]:
        """What is wrong with a command that had to succeed, or to say something."""
        attack = self._attack
        if name == "quick" and not (attack.read_only or attack.refused):
            searched, edited, undone, published = runs
            if searched.status or not searched.output.startswith(b"b\t"):
                yield f"'search bee' does not find b: {_end(searched.errors)}"
            if edited.status:
                yield f"writing does not go on: {_end(edited.errors)}"
            elif undone.status:
                yield f"what was just done is not undone: {_end(undone.errors)}"
            if b"Bee paper" not in published.output:
                yield f"the page lacks a good note: {_end(published.errors)}"
        if name == "export works" and any(run.status for run in runs):
            yield f"the page is not published: {_end(runs[0].errors)}"
        if name == "publish nowhere" and not (runs[0].status and runs[1].status):
            yield "the page is published where it must not be"
        for command, word in attack.says:
            if command == name and word.encode() not in runs[0].errors:
                yield f"{word} is not named: {_end(runs[0].errors) or 'nothing said'}"

    def _still_there(self, gone: Iterable[str]) -> Iterator[str]:
        step = ("list", "--ids")
        run = self._call(step)
        yield from self._outcome(step, run)
        if self._attack.refused or run.late:
            return
        if run.status:
            yield f"'list' afterwards ended with {run.status}: {_end(run.errors)}"
        for each in {"a", "b"}.difference(gone):
            if each.encode() not in run.output.split(b"\n"):
                yield f"{each} is gone"

    def _removed(self) -> Iterator[str]:
        run = self._call(("rm", self._attack.bad))
        yield from self._outcome(("rm", self._attack.bad), run)
        if run.status or any(self._box.library.glob(f"data/*/{self._attack.bad}.yaml")):
            yield f"'rm {self._attack.bad}' does not remove it: {_end(run.errors)}"
        yield from self._outcome(("undo",), self._call(("undo",)))

    def _harm(self) -> Iterator[str]:
        """What was done to anything outside the library."""
        box = self._box
        if self._reads and (read := box.read()):
            yield f"read {', '.join(sorted(read))}"
        yield from _differences(self._before, box.protected())
        if box.mark.exists():
            yield f"ran a program: {box.mark.read_text().strip()}"
        if any((folder / "owned").exists() for folder in (box.library, box.home, box.folder)):
            yield "ran a command"
        after = box.library_files()
        new = [path for path, status in after.items() if self._files.get(path) != status]
        for path in (*new, *box.ours()):
            if _holds_secret(path):
                yield f"wrote the secret into {path.relative_to(box.home)}"
        known = {path.name for path in self._files}
        for path in new:
            where = path.relative_to(box.library)
            hidden = where.name.startswith(".") and where.parts[0] not in {".paperlist", ".github"}
            if hidden and where.name not in known:
                yield f"left {where} behind"
        yield from _misdirected(box)


def _id(attack: Attack) -> str:
    """The id of the note that an attack is about; empty where it is about none."""
    return attack.bad or next((each.removeprefix("?") for each in attack.finds), "")


def _differences(before: Mapping[str, Seen], after: Mapping[str, Seen]) -> Iterator[str]:
    if new := sorted(after.keys() - before.keys()):
        yield f"made {', '.join(new[:4])}"
    if gone := sorted(before.keys() - after.keys()):
        yield f"removed {', '.join(gone[:4])}"
    changed = sorted(name for name in before.keys() & after if before[name] != after[name])
    if changed:
        yield f"changed {', '.join(changed[:4])}"


def _misdirected(box: Sandbox) -> Iterator[str]:
    """Arguments of the browser and the editor that are more than an address, or a draft."""
    for argument in _recorded(box.browsed):
        if not _may_be_opened(argument, box):
            yield f"the browser was given {argument[:80]!r}"
    for argument in _recorded(box.edited):
        if not argument.startswith(f"{box.home}/.local/state/paperlist/"):
            yield f"the editor was given {argument[:80]!r}"


def _may_be_opened(argument: str, box: Sandbox) -> bool:
    if not argument.isprintable():
        return False
    if argument.startswith("file:///"):
        inside = Path(unquote(urlsplit(argument).path)).resolve().relative_to
        try:
            where = inside(box.library.resolve())
        except ValueError:
            return False
        return not any(part.startswith(".") for part in where.parts)
    return argument.startswith(("http://", "https://", "mailto:"))


def _recorded(record: Path) -> list[str]:
    if not record.exists():
        return []
    return record.read_bytes().decode(errors="surrogateescape").split("\0")[:-1]


def _has_secret(content: bytes) -> bool:
    return SECRET.encode() in content.lower()


def _holds_secret(path: Path) -> bool:
    if path.is_symlink():
        return False
    if SECRET in path.name:
        return True
    return path.is_file() and path.stat().st_size < 50_000_000 and _has_secret(path.read_bytes())


def _end(errors: bytes) -> str:
    """The last line of what was said, not too long."""
    lines = errors.decode(errors="replace").strip().splitlines()
    return lines[-1][:160] if lines else ""
