"""The derived index: never stale, never fatal."""

import contextlib
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from paperlist import Library, Paper
from paperlist.errors import PaperlistError, ReadError
from paperlist.index import Clause, Index
from paperlist.index.database import SCHEMA
from paperlist.index.parallel import halves
from paperlist.library.assignments import parse as assignment
from paperlist.model.combine import OnDuplicate
from paperlist.model.titles import Title
from paperlist.search.query import Query, condition, parse
from paperlist.search.related import related
from paperlist.search.search import search
from tests.conftest import WriteNote

PAGE = 4096


def cache(home: Path) -> Path:
    (file,) = (home / ".cache" / "paperlist").glob("*.sqlite")
    return file


def ids(library: Library) -> list[str]:
    return [entry.id for entry in library.papers(sort="id")]


def settle(path: Path) -> None:
    """Date `path` back, so that the index takes it for settled."""
    os.utime(path, ns=(10**18, 10**18))


# What changes by hand is seen


def test_a_hand_edit_is_seen_at_once(library: Library, write: WriteNote) -> None:
    """Also one of the same length, within the same tick of the clock."""
    path = write("2024-04/a", "title: Aaaa\n")
    assert library.get("a").title == "Aaaa"
    stamp = path.stat()
    for title in ("Bbbb", "Cccc", "Dddd"):
        path.write_text(f"title: {title}\n")
        os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
        assert library.get("a").title == title
        assert Library(library.root).search(title).total == 1
        assert library.search("aaaa").total == 0


@pytest.mark.parametrize("how", ["longer", "touched", "older", "swapped", "set back"])
def test_an_edit_of_a_settled_file_is_seen(library: Library, write: WriteNote, how: str) -> None:
    """By its length, its time (an earlier one, too), or its being another file.

    Where a copy sets the time back, as `rsync --inplace --times` does, by the time of its entry.
    """
    path = write("2024-04/a", "title: Aaaa\n")
    settle(path)
    assert library.get("a").title == "Aaaa"
    other = path.with_name("new")
    other.write_text("title: Bbbb b\n" if how == "longer" else "title: Bbbb\n")
    settle(other)
    if how == "swapped":
        other.replace(path)
    else:
        path.write_bytes(other.read_bytes())
        other.unlink()
    if how in {"longer", "set back"}:
        settle(path)
    if how == "older":
        os.utime(path, ns=(10**17, 10**17))
    assert library.get("a").title.startswith("Bbbb")


def test_files_that_come_go_and_move_are_seen(library: Library, write: WriteNote) -> None:
    """By hand, by git, by any other program."""
    path = write("2024-04/a", "title: A\n")
    write("2024-04/b", "title: B\n")
    assert ids(library) == ["a", "b"]
    path.rename(write("2024-05/c", "title: C\n").with_name("a.yaml"))
    (library.root / "data" / "2024-05" / "c.yaml").unlink()
    assert [(entry.id, entry.month) for entry in library.papers(sort="id")] == [
        ("a", "2024-05"), ("b", "2024-04"),
    ]  # fmt: skip
    shutil.rmtree(library.root / "data")
    assert ids(library) == []
    assert library.search("a").total == 0


def test_words_that_no_note_holds_any_more_are_forgotten(
    library: Library, write: WriteNote
) -> None:
    """So that a typo is not bent to them; those of another note stay."""
    path = write("2024-04/a", "title: Zebra memory\nkeypoints: [Stripes]\n")
    write("2024-04/b", "title: Memory\n")
    assert library.search("zebar").total == 1
    path.write_text("title: Other\n")
    assert library.search("zebar").total == 0
    assert sorted(library.index().matching.words(1, 99)) == ["a", "b", "memory", "other"]
    assert library.values("keypoint") == {}


class Edits(RuleBasedStateMachine):
    """After any series of changes the index equals one built from nothing."""

    names = st.sampled_from(["a", "b", "memory"])
    months = st.sampled_from(["2024-04", "2024-05"])
    # Some of one length; some of one key, so that the tool meets duplicates.
    titles = st.sampled_from(
        ["Memory bank", "Memory", "MEMORY", "Bank of words", "图像", "[broken"]
    )

    @initialize()
    def start(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.library = Library.init(self.folder / "papers")

    def path(self, month: str, name: str) -> Path:
        path = self.library.root / "data" / month / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    @rule(name=names, month=months, title=titles)
    def write(self, name: str, month: str, title: str) -> None:
        self.path(month, name).write_text(f"title: {title}\nkeypoints: [{name}]\n")

    @rule(name=names, month=months, title=titles)
    def write_in_the_same_tick(self, name: str, month: str, title: str) -> None:
        path = self.path(month, name)
        if path.exists():
            stamp = path.stat()
            path.write_text(f"title: {title}\nkeypoints: [{name}]\n")
            os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))

    @rule(name=names, month=months)
    def delete(self, name: str, month: str) -> None:
        self.path(month, name).unlink(missing_ok=True)

    @rule(name=names)
    def move(self, name: str) -> None:
        here = self.path("2024-04", name)
        if here.exists():
            here.replace(self.path("2024-05", name))

    @rule(title=titles, action=st.sampled_from(OnDuplicate))
    def add(self, title: str, action: OnDuplicate) -> None:
        self.library.add(Paper(title=title, method="m"), "2024-04", action)

    @rule(name=names, edit=st.sampled_from(["month=2024-06", "id=b", "keypoints=x; y", "title=B"]))
    def edit(self, name: str, edit: str) -> None:
        self.by_tool(lambda: self.library.assign([name], [assignment(edit)]))

    @rule(name=names)
    def remove(self, name: str) -> None:
        self.by_tool(lambda: self.library.remove([name]))

    @rule()
    def undo(self) -> None:
        self.by_tool(self.library.undo)

    def by_tool(self, change: Any) -> None:
        # A refusal (no such paper, its file changed by hand) is as good as a change.
        with contextlib.suppress(PaperlistError):
            change()

    @rule()
    def another_process(self) -> None:
        self.library = Library(self.library.root)

    @invariant()
    def equals_one_built_from_nothing(self) -> None:
        if hasattr(self, "library"):
            fresh = Index.in_memory(self.library.root)
            fresh.refresh()
            assert self.everything(self.library.index()) == self.everything(fresh)

    @staticmethod
    def everything(index: Index) -> tuple[Any, ...]:
        """What an index answers to every kind of question."""
        asked = index.matching
        words = sorted(asked.words(1, 99))
        queries = [*words, "图", "memroy"]
        return (
            index.select(sort="id"), index.broken(), words, sorted(index.ids()),
            [sorted(index.near(Title(each))) for each in ("A memory bank of frames", "MA-LMM")],
            [index.counts(what) for what in ("keypoint", "month", "category")],
            [[hit.entry[:2] for hit in search(index, parse(each)).hits] for each in queries],
            index.select([condition("keypoint", "memory")], sort="id"),
            [
                (word, asked.document_frequency(word), asked.has_beginning(word[:2]))
                for word in words
            ],
        )  # fmt: skip

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            shutil.rmtree(self.folder)


TestEdits = Edits.TestCase
TestEdits.settings = settings(max_examples=25, stateful_step_count=12, deadline=None)


# An index that cannot be used


@pytest.mark.parametrize("damage", ["cut", "text", "foreign", "version", "namesake", "gone"])
@pytest.mark.parametrize("in_use", [False, True])
def test_a_damaged_index_is_made_again(
    library: Library, write: WriteNote, home: Path, damage: str, *, in_use: bool
) -> None:
    """Silently: it is derived; also while another process has the old one open."""
    write("2024-04/a", "title: Memory\n")
    assert ids(library) == ["a"]
    file = cache(home)
    if not in_use:
        library.index().close()
    if damage == "cut":
        file.write_bytes(file.read_bytes()[:3000])
    elif damage == "text":
        file.write_text("no database at all, but long enough to be looked at " * 100)
    elif damage == "gone":
        file.unlink()
    else:
        file.unlink()
        with sqlite3.connect(file) as db:
            db.execute("CREATE TABLE papers (x)")
            versions = {"version": 999, "namesake": SCHEMA}
            db.execute(f"PRAGMA user_version = {versions.get(damage, 0)}")
        db.close()
    warnings: list[str] = []
    again = Library(library.root, warn=warnings.append)
    assert ids(again) == ["a"]
    assert again.search("memroy").total == 1
    assert warnings == []
    assert cache(home).stat().st_size > 0


@pytest.mark.parametrize("damage", ["zeros", "noise", "cut"])
def test_an_index_damaged_anywhere_within_is_made_again(
    library: Library, write: WriteNote, home: Path, damage: str
) -> None:
    """Every page in turn, as a power cut leaves it: what is read stays right."""
    for number in range(30):
        write(f"2024-04/n{number}", f"title: Memory {number}\nkeypoints: [k{number}]\n")
    expected = ids(library)
    library.index().close()
    file = cache(home)
    whole = file.read_bytes()
    noise = random.Random(0)
    places = range(0, len(whole), PAGE)
    assert len(places) > 10
    for place in places:
        if place == 0 and damage == "noise":
            # The names of the tables, in letters that are none.
            at = whole.index(b"CREATE TABLE notes")
            file.write_bytes(whole[: at + 13] + b"\xff(" + whole[at + 15 :])
            assert Library(library.root).search("memory").total == 30
        junk = {"zeros": bytes(PAGE), "noise": noise.randbytes(PAGE), "cut": b""}[damage]
        rest = b"" if damage == "cut" else whole[place + PAGE :]
        file.write_bytes(whole[:place] + junk + rest)
        again = Library(library.root)
        assert again.search("memory").total == 30
        assert again.search("memroy k7").hits[0].entry.id == "n7"
        assert again.get("n7").title == "Memory 7"
        assert again.get("Memory 8").id == "n8"
        assert ids(again) == expected
        assert len(again.values("keypoint")) == 30
        assert again.broken() == []
        again.index().close()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (b'{"title": "Memory 7', b'x"title": "Memory 7'),
        (b'"Memory 7"', b'"Memor\xff 7"'),
        (b"memory 7", b"memor\xff 7"),
    ],
)
def test_an_index_with_a_damaged_letter_is_made_again(
    library: Library, write: WriteNote, home: Path, written: bytes, read: bytes
) -> None:
    """SQLite finds nothing wrong with it: only who reads the letter does."""
    for number in range(9):
        write(f"2024-04/n{number}", f"title: Memory {number}\nkeypoints: [k{number}]\n")
    expected = library.search("memory").hits
    library.index().close()
    file = cache(home)
    assert written in file.read_bytes()
    file.write_bytes(file.read_bytes().replace(written, read))
    again = Library(library.root)
    assert again.search("memory").hits == expected
    assert again.get("n7").title == "Memory 7"
    assert len(again.papers()) == 9


def test_an_index_damaged_while_in_use_and_nowhere_to_make_it_again(
    library: Library, write: WriteNote, home: Path
) -> None:
    """It goes on in memory."""
    for number in range(30):
        write(f"2024-04/n{number}", f"title: Memory {number}\n")
    assert len(ids(library)) == 30
    library.index().close()
    again = Library(library.root)
    assert again.broken() == []
    file = cache(home)
    with file.open("r+b") as pages:
        pages.seek(PAGE)
        pages.write(bytes(file.stat().st_size - PAGE))
    file.parent.rename(home / "elsewhere")
    (home / ".cache" / "paperlist").write_text("a file where the folder was")
    assert again.search("memroy").total == 30
    assert ids(again) == ids(Library(library.root))


@pytest.mark.parametrize("place", [".cache", ".cache/paperlist", ".cache/paperlist/NAME"])
def test_without_a_cache_folder_it_works_in_memory(
    library: Library, write: WriteNote, home: Path, place: str
) -> None:
    """With one warning, however often it is asked."""
    write("2024-04/a", "title: A\n")
    if place.endswith("NAME"):
        assert ids(library) == ["a"]
        library.index().close()
        file = cache(home)
        shutil.rmtree(file.parent)
        (file / "a folder where the file should be").mkdir(parents=True)
    else:
        (home / place).parent.mkdir(exist_ok=True)
        (home / place).write_text("a file where the folder should be")
    warnings: list[str] = []
    again = Library(library.root, warn=warnings.append)
    assert ids(again) == ["a"]
    write("2024-04/b", "title: B\n")
    assert ids(again) == ["a", "b"]
    assert again.search("b").total == 1
    (warning,) = warnings
    assert str(home / ".cache" / "paperlist") in warning
    assert "\n" not in warning


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
    assert Edits.everything(by_many) == Edits.everything(by_one)


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
    assert Edits.everything(library.index()) == Edits.everything(anew)
    for path in paths[10:30]:
        path.unlink()
    anew = Index.in_memory(library.root)
    anew.refresh()
    assert Edits.everything(library.index()) == Edits.everything(anew)


def test_half_of_a_look_in_another_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """In order; where the other process fails, its half is done, or fails, here."""
    here = os.getpid()
    values = list(range(10))
    for forks in (True, False):
        monkeypatch.setattr("paperlist.index.parallel.may_fork", lambda forks=forks: forks)
        assert halves(lambda half: [value * 2 for value in half], values) == [
            value * 2 for value in values
        ]
        assert halves(lambda half: [*half] if os.getpid() == here else [object()], values) == values


def test_a_folder_with_the_same_fingerprint_is_not_read(library: Library, write: WriteNote) -> None:
    """A fingerprint is stored for settled files, goes with any change, and comes again."""
    paths = [write(f"2024-04/{name}", f"title: {name}\n") for name in "abc"]
    for path in paths:
        settle(path)

    def fingerprints() -> int:
        (count,) = library.index().db.execute("SELECT count(*) FROM folders").fetchone()
        return int(count)

    assert fingerprints() == 1
    paths[0].write_text("title: Other\n")
    assert fingerprints() == 0
    assert library.get("a").title == "Other"
    settle(paths[0])
    assert fingerprints() == 1
    paths[0].unlink()
    assert ids(library) == ["b", "c"]
    assert fingerprints() == 1


@pytest.mark.parametrize("pages", [0, 4])
def test_an_index_that_takes_nothing_more(library: Library, write: WriteNote, pages: int) -> None:
    """A full disk: what is new is found all the same, with one warning."""
    write("2024-04/a", "title: A\n")
    warnings: list[str] = []
    again = Library(library.root, warn=warnings.append)
    assert ids(again) == ["a"]
    (used,) = again.index().db.execute("PRAGMA page_count").fetchone()
    again.index().db.execute(f"PRAGMA max_page_count = {used + pages}")
    for number in range(100):
        write(f"2024-04/n{number}", f"title: Paper {number}\nmethod: {'words ' * 500}\n")
    for _ in range(2):
        assert len(ids(again)) == 101
        assert again.search("words").total == 100
    (warning,) = warnings
    assert "full" in warning


def test_an_index_that_another_holds_for_long(
    library: Library, write: WriteNote, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is not waited for until it lets go; a copy in memory serves."""
    monkeypatch.setattr("paperlist.index.database.BUSY_TIMEOUT_S", 0.1)
    write("2024-04/a", "title: A\n")
    assert ids(library) == ["a"]
    other = sqlite3.connect(cache(home), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    write("2024-04/b", "title: B\n")
    warnings: list[str] = []
    again = Library(library.root, warn=warnings.append)
    assert ids(again) == ["a", "b"]
    assert len(warnings) == 1
    other.close()
    assert ids(Library(library.root)) == ["a", "b"]


def test_more_papers_than_sqlite_takes_values(library: Library, write: WriteNote) -> None:
    """A query that matches everything in a large library is answered."""
    write("2024-04/a", "title: A\n")
    index = library.index()
    ((key, _),) = index.matching.match([Clause((("a",),))])
    assert len(index.entries([key] * 300_000)) == 300_000


# Files that cannot be read


def test_broken_notes_are_named_and_do_not_stop_the_others(
    library: Library, write: WriteNote
) -> None:
    """Path, line and reason; mended, they are notes again."""
    write("2024-04/a", "title: A\n")
    path = write("2024-04/b", "title: B\nkeypoints: [\n")
    write("2024-05/c", "title: C\nstatus: done\n")
    assert ids(library) == ["a"]
    assert library.search("a").total == 1
    first, second = library.broken()
    assert (first.path, first.line) == ("data/2024-04/b.yaml", 3)
    assert (second.path, second.line) == ("data/2024-05/c.yaml", 2)
    assert "to-read, reading, read" in second.reason
    path.write_text("title: B\n")
    assert ids(library) == ["a", "b"]
    assert [broken.path for broken in library.broken()] == ["data/2024-05/c.yaml"]


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("folder", "not a file"),
        ("pipe", "not a file"),
        ("link to nothing", "a link to no file"),
        ("link to itself", "symbolic links"),
    ],
)
def test_what_is_named_like_a_note_and_is_no_file(
    library: Library, write: WriteNote, kind: str, reason: str
) -> None:
    """Is named, is not waited for, and may become a note."""
    path = write("2024-04/a", "title: A\n").with_name("b.yaml")
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to("nowhere" if kind == "link to nothing" else path.name)
    assert ids(library) == ["a"]
    (broken,) = library.broken()
    assert broken.path == "data/2024-04/b.yaml"
    assert reason in broken.reason
    assert ids(library) == ["a"]
    if kind == "folder":
        path.rmdir()
    else:
        path.unlink()
    assert ids(library) == ["a"]
    assert library.broken() == []
    path.write_text("")
    assert ids(library) == ["a"]
    assert "empty" in library.broken()[0].reason


def test_a_file_whose_name_is_no_text_is_named(library: Library, write: WriteNote) -> None:
    """Bytes that are no UTF-8, as old archives leave them."""
    path = os.fsencode(write("2024-04/a", "title: A\n"))
    other = path.replace(b"a.yaml", b"caf\xe9.yaml")
    shutil.copy(path, other)
    for _ in range(2):
        assert ids(library) == ["a"]
        (broken,) = library.broken()
        assert broken.path == r"data/2024-04/caf\udce9.yaml"
        assert "name is not UTF-8" in broken.reason
    Path(os.fsdecode(other)).rename(library.root / "data" / "2024-04" / "b.yaml")
    assert ids(library) == ["a", "b"]
    assert library.broken() == []


def test_data_that_is_no_folder_is_an_error(library: Library) -> None:
    """In words, with its path."""
    (library.root / "data").rmdir()
    (library.root / "data").write_text("")
    with pytest.raises(ReadError, match="data: Not a directory"):
        library.papers()


def test_what_is_no_note_is_passed_over(library: Library, write: WriteNote) -> None:
    """Other files, other folders, hidden ones; folders with notes that are not read are named."""
    write("2024-04/a", "title: A\n")
    write("2024-13/b", "title: B\n")
    write("drafts/c", "title: C\n")
    write("2024-04/.d", "title: D\n")
    (library.root / "data" / "2024-04" / "e.txt").write_text("title: E\n")
    (library.root / "data" / "2024-05").write_text("title: F\n")
    assert ids(library) == ["a"]
    assert [each.path for each in library.broken()] == ["data/2024-13", "data/drafts"]


# Filters, orders and counts


NOTES = {
    "2024-04/a": "title: A\ncategory: Video\nkeypoints: [Diffusion models]\n",
    "2024-04/b": "title: B\ncategory: Videos\nkeypoints: [Diffusion, 100%]\nstatus: read\n",
    "2024-05/c": "title: C\ncategory: Video / Editing\nkeypoints: [长视频理解, a_b]\n",
    "2023-12/d": "title: D\ncategory: Éditing\nkeypoints: [Long-Context LLMs]\nstatus: to-read\n",
}


@pytest.fixture
def filled(library: Library, write: WriteNote) -> Library:
    for place, text in NOTES.items():
        write(place, text)
    return library


@pytest.mark.parametrize(
    ("field", "value", "found"),
    [
        ("keypoint", "diffusion model", "a"),
        ("keypoint", "Diffusion-Models", "a"),
        ("keypoint", "DIFFUSION", "ab"),
        ("keypoint", "models", "a"),
        ("keypoint", "fusion", ""),
        ("keypoint", "diff", ""),
        ("keypoint", "model diffusion", ""),
        ("keypoint", "100%", "b"),
        ("keypoint", "1%", ""),
        ("keypoint", "%", ""),
        ("keypoint", "_", ""),
        ("keypoint", "a b", "c"),
        ("keypoint", "long context LLM", "d"),
        ("keypoint", "long-context", "d"),
        ("keypoint", "长视频", "c"),
        ("keypoint", "视频", "c"),
        ("keypoint", "频", "c"),
        ("keypoint", "理解", "c"),
        ("keypoint", "长频", ""),
        ("keypoint", "", ""),
        ("category", "video", "ac"),
        ("category", "Video / Editing", "c"),
        ("category", "Vid", ""),
        ("category", "Vide_", ""),
        ("category", "editing", "d"),
        ("category", "%", ""),
        ("month", "2024-04", "ab"),
        ("month", "April 2024", "ab"),
        ("since", "2024-04", "abc"),
        ("since", "202405", "c"),
        ("until", "2024-04", "abd"),
        ("until", "2023-11", ""),
        ("status", "read", "b"),
        ("status", "reading", ""),
    ],
)
def test_filters(filled: Library, field: str, value: str, found: str) -> None:
    """Each filter, its opposite, and the same of a search, which forgives in keypoints."""
    chosen_by = (condition(field, value),)
    chosen = filled.papers(chosen_by, sort="id")
    others = filled.papers([condition(field, value, negated=True)], sort="id")
    assert "".join(entry.id for entry in chosen) == found
    assert "".join(entry.id for entry in others) == "".join(sorted({*"abcd"} - {*found}))
    searched = {"diff": "ab", "1%": "b"}.get(value, found)
    for letter in "abcd":
        hits = filled.search(Query(parse(f"title:{letter}").terms, chosen_by)).hits
        assert [hit.entry.id for hit in hits] == [letter] * (letter in searched)


def test_filters_combine(filled: Library) -> None:
    """All have to be met."""
    wanted = [condition("category", "Video"), condition("since", "2024-05")]
    assert [entry.id for entry in filled.papers(wanted)] == ["c"]
    wanted.append(condition("keypoint", "长视频", negated=True))
    assert filled.papers(wanted) == []


def test_a_filter_for_what_is_no_text_finds_nothing(filled: Library) -> None:
    """Bytes of the command line that are no UTF-8 are in no note."""
    for field in ("category", "keypoint"):
        assert filled.papers([condition(field, "\udcff")]) == []


@pytest.mark.parametrize(
    ("sort", "order"),
    [("month", "cbad"), ("added", "acbd"), ("title", "dbca"), ("category", "bacd"), ("id", "abcd")],
)
def test_orders(library: Library, write: WriteNote, sort: str, order: str) -> None:
    """Newest month first and the author's order within; the others as they are called."""
    write("2024-04/a", "title: Z\ncategory: A\nadded: 2024-01-04T00:00:00Z\n")
    write("2024-04/b", "title: K\ncategory: A\nadded: 2024-01-02T00:00:00Z\n")
    write("2024-05/c", "title: M\ncategory: B\nadded: 2024-01-03T00:00:00Z\n")
    write("2024-03/d", "title: B\ncategory: C\nadded: 2024-01-01T00:00:00Z\n")
    assert "".join(entry.id for entry in library.papers(sort=sort)) == order
    assert "".join(entry.id for entry in library.papers(sort=sort, limit=2)) == order[:2]


def test_counts_of_values(filled: Library, write: WriteNote) -> None:
    """Most first, then by name; a paper without a category has none."""
    write("2024-05/e", "title: E\nkeypoints: [Diffusion]\n")
    assert filled.values("month") == {"2024-04": 2, "2024-05": 2, "2023-12": 1}
    assert next(iter(filled.values("keypoint").items())) == ("Diffusion", 2)
    assert filled.values("category") == {
        "Video": 1, "Video / Editing": 1, "Videos": 1, "Éditing": 1,
    }  # fmt: skip
