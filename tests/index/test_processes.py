"""Several processes at once: reading notes, and searching while another writes."""

import os
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

import pytest

from paperlist import Library
from paperlist.index import Index
from paperlist.index.parallel import together
from paperlist.search.query import parse
from paperlist.search.related import related
from paperlist.search.search import search
from tests.conftest import WriteNote
from tests.index.helpers import everything


def test_processes_that_index_at_once_do_not_collide(library: Library, write: WriteNote) -> None:
    """From nothing, and when all of it has changed: each sees everything."""
    script = (
        "import sys; from paperlist import Library;"
        f"print(Library.find({str(library.root)!r}).search(sys.argv[1]).total)"
    )
    for word in ("first", "second"):
        for number in range(300):
            write(f"2024-04/n{number}", f"title: Paper {number}\nmethod: {word} w{number}\n")
        processes = [
            subprocess.Popen(
                [sys.executable, "-c", script, word],
                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            )
            for _ in range(6)
        ]  # fmt: skip
        assert [process.communicate() for process in processes] == [("300\n", "")] * 6


@pytest.mark.parametrize("question", ["match", "texts", "keys", "with_keypoint"])
def test_a_search_sees_one_state_of_the_index(
    library: Library, write: WriteNote, monkeypatch: pytest.MonkeyPatch, question: str
) -> None:
    """Though another process brings it up to date between two of its questions."""
    for name in ("one", "two"):
        write(f"2024-04/{name}", f"title: Memory {name}\nkeypoints: [Memory]\n")
    index = library.index()
    ask = getattr(index.matching, question)
    times: list[int] = []

    def asked(*args: Any, **named: Any) -> Any:
        answer = ask(*args, **named)
        if not times:
            times.append(1)
            write("2024-04/one", "title: Memory of another kind\nkeypoints: [Memory]\n")
            Library(library.root).search("memory")
        return answer

    monkeypatch.setattr(index.matching, question, asked)
    assert [hit.entry.id for hit in search(index, parse("memory")).hits] == ["one", "two"]
    (entry,) = index.with_id("two")
    times.clear()
    assert [hit.entry.id for hit in related(index, entry)] == ["one"]


def test_searches_and_an_add_at_once(library: Library, write: WriteNote) -> None:
    """Nobody fails, and all see all that was there when they began."""
    for number in range(200):
        write(f"2024-04/n{number}", f"title: Paper {number}\nmethod: common w{number}\n")
    search_it = (
        "import sys; from paperlist import Library; "
        f"library = Library.find({str(library.root)!r});"
        "print(min(library.search('common').total for _ in range(20)))"
    )
    add_to_it = (
        "import sys; from paperlist import Library, Paper; "
        f"library = Library.find({str(library.root)!r});"
        "[library.add(Paper(title=f'A {word} of its own')) "
        " for word in ('zebra', 'walrus', 'heron', 'lemur')]; print('added')"
    )
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", script],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for script in (search_it, add_to_it, search_it)
    ]  # fmt: skip
    assert [process.communicate() for process in processes] == [
        ("200\n", ""), ("added\n", ""), ("200\n", ""),
    ]  # fmt: skip
    assert library.search("own").total == 4


def test_many_files_are_read_by_several_processes_as_by_one(
    library: Library, write: WriteNote, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same index, broken files named; whoever waits is told how far it is."""
    for number in range(1200):
        write(f"2024-{number % 12 + 1:02}/n{number}", f"title: Paper w{number % 70} {number}\n")
    write("2024-04/broken", "title: [\n")
    told: list[tuple[int, int]] = []
    by_many = Library(library.root, progress=lambda *how: told.append(how)).index()
    assert told[-1] == (1201, 1201)
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    monkeypatch.setattr("paperlist.index.parallel.may_fork", lambda: False)
    by_one = Index.in_memory(library.root)
    by_one.refresh()
    assert everything(by_many) == everything(by_one)


@pytest.mark.parametrize("left", [50, 1300])
def test_many_files_whose_reading_is_broken_off(
    library: Library, write: WriteNote, left: int
) -> None:
    """The next command goes on, and has all words in its list, whatever became of the notes."""
    write("2024-01/first", "title: Paper w1 here\n")
    library.index()
    paths = [
        write(
            f"2024-{number % 12 + 1:02}/n{number}", f"title: Paper w{number % 70} 记忆 {number}\n"
        )
        for number in range(1400)
    ]

    def breaks_off(*_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Library(library.root, progress=breaks_off).index()
    for path in paths[left:]:
        path.unlink()
    for path in paths[:20]:
        path.write_text("title: Other words\n")
    anew = Index.in_memory(library.root)
    anew.refresh()
    assert library.index().matching.document_frequency("paper") == left + 1 - 20
    assert everything(library.index()) == everything(anew)
    for path in paths[10:30]:
        path.unlink()
    anew = Index.in_memory(library.root)
    anew.refresh()
    assert everything(library.index()) == everything(anew)


@pytest.mark.parametrize("many", [0, 1, 10, 1000])
def test_a_look_shared_with_another_process(monkeypatch: pytest.MonkeyPatch, many: int) -> None:
    """Each value is looked at once; if the other process fails, its part is done here."""
    here = os.getpid()
    values = list(range(many))
    doubled = [value * 2 for value in values]

    def double(part: Sequence[int]) -> list[int]:
        return [value * 2 for value in part]

    def fail_elsewhere(part: Sequence[int]) -> list[object]:
        return [*double(part)] if os.getpid() == here else [object()]

    for forks in (True, False):
        monkeypatch.setattr("paperlist.index.parallel.may_fork", lambda forks=forks: forks)
        assert sorted(together(double, values)) == doubled
        assert sorted(together(fail_elsewhere, values)) == doubled


def test_a_look_that_fails_here_leaves_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """The error is raised, and the other process has ended."""
    monkeypatch.setattr("paperlist.index.parallel.may_fork", lambda: True)
    children: list[int] = []
    fork = os.fork

    def recorded() -> int:
        children.append(fork())
        return children[-1]

    monkeypatch.setattr(os, "fork", recorded)

    def fail(part: Sequence[int]) -> list[int]:
        raise OSError(5, f"no answer for {len(part)}")

    with pytest.raises(OSError, match="no answer"):
        together(fail, list(range(10)))
    (child,) = children
    with pytest.raises(ChildProcessError):
        os.waitpid(child, os.WNOHANG)
