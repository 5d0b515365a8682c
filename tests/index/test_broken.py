"""Files that cannot be read as notes: they are named, and do not stop the others."""

import os
import shutil
from pathlib import Path

import pytest

from paperlist import Library
from paperlist.errors import ReadError
from tests.conftest import WriteNote
from tests.index.helpers import ids


def test_broken_notes_are_named_and_do_not_stop_the_others(
    library: Library, write: WriteNote
) -> None:
    """Path, line and reason; mended, they are notes again."""
    write("2024-04/a", "title: A\n")
    path = write("2024-04/b", "title: B\nkeypoints: [\n")
    write("2024-05/c", "title: C\nstatus: odd\n")
    assert ids(library) == ["a"]
    assert library.search("a").total == 1
    first, second = library.broken()
    assert (first.path, first.line) == ("data/2024-04/b.yaml", 2)
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
