"""An index that is damaged, locked or cannot be kept is made again, or done without."""

import random
import shutil
import sqlite3
from pathlib import Path

import pytest

from paperlist import Library
from paperlist.index.database import SCHEMA
from tests.conftest import WriteNote
from tests.index.helpers import cache, ids

PAGE = 4096


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
