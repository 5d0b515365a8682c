"""What looks like notes and is not read is found, and looking for it costs next to nothing."""

import os
from pathlib import Path

import pytest

from paperlist import Library
from paperlist.index import files
from paperlist.index.strays import MOST_NAMES, strays
from tests.conftest import WriteNote


def found(library: Library) -> list[str]:
    library.papers()
    return [each.path for each in library.broken() if not each.is_note]


@pytest.mark.parametrize("many", [False, True])
def test_names_that_are_no_notes_are_seen_in_unchanged_folders(
    library: Library, write: WriteNote, *, many: bool
) -> None:
    """By one process and by two; the folders themselves are as they were."""
    write("2024-04/a", "title: A\n")
    write("2024-05/b", "title: B\n")
    write("2024-05/more/c", "title: C\n")
    (library.root / "data" / "notes.YML").touch()
    first = files.look(library.root, {})
    fingerprints = {each.month: each.fingerprint or b"" for each in first.changed}
    look = files.look(library.root, fingerprints, many=many)
    assert look.changed == []
    assert look.odd == {"2024-05": ["more"], "": ["notes.YML"]}


def test_a_folder_behind_a_link_is_not_looked_into(
    library: Library, write: WriteNote, tmp_path: Path
) -> None:
    """It may lead out of the library."""
    write("2024-04/a", "title: A\n")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "x.yaml").touch()
    (library.root / "data" / "april").symlink_to(tmp_path / "elsewhere")
    (library.root / "data" / "2024-04" / "more").symlink_to(tmp_path / "elsewhere")
    assert found(library) == []


def test_a_folder_that_may_not_be_opened_stops_nothing(
    library: Library, write: WriteNote, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is passed over, as if it had no notes."""
    write("april/a", "title: A\n")
    assert found(library) == ["data/april"]

    def refused(path: str) -> None:
        raise PermissionError(path)

    monkeypatch.setattr(os, "scandir", refused)
    assert found(library) == []


def test_a_folder_of_a_thousand_other_files_is_not_looked_through(
    library: Library, write: WriteNote, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So many names are looked at, and no more, on each search."""
    write("2024-04/a", "title: A\n")
    names = [f"figure-{number}.png" for number in range(1000)]
    opened: list[str] = []

    def noted(path: str) -> None:
        opened.append(path)
        raise NotADirectoryError(path)

    monkeypatch.setattr(os, "scandir", noted)
    assert strays(str(library.root / "data"), {"2024-04": names}) == []
    assert len(opened) == MOST_NAMES
