"""An edited page of the library, while its notes were changed too."""

from pathlib import Path
from shutil import rmtree

import pytest

from paperlist import Library, Paper
from paperlist.library.assignments import parse
from paperlist.model.combine import OnDuplicate
from paperlist.store.user_folders import history_folder

UPDATE = OnDuplicate.UPDATE


@pytest.fixture
def page(library: Library) -> Path:
    """The page of a library with papers of two months."""
    library.add(Paper(title="Moss", category="LLM", objective="See moss.", venue="CVPR"), "2024-01")
    library.add(Paper(title="Reed", objective="See reeds.", method="Look."), "2024-02")
    library.publish()
    return library.root / "README.md"


def edit(library: Library, paper: str, fields: dict[str, str]) -> None:
    library.edit(paper, lambda each: each.changed(**fields))


def replace(page: Path, old: str, new: str) -> None:
    text = page.read_text()
    assert old in text
    page.write_text(text.replace(old, new))


def test_words_that_the_note_got_meanwhile_stay(library: Library, page: Path) -> None:
    """Fields that only the note changed stay, and what only the page changed is taken from it."""
    edit(library, "reed", {"metric": "Ten reeds.", "method": "Look twice.", "status": "read"})
    replace(page, "See reeds.", "See all reeds.")
    (done,) = library.import_files([page], on_duplicate=UPDATE)
    fields = library.get("reed").fields
    assert fields["objective"] == "See all reeds."
    assert (fields["metric"], fields["method"]) == ("Ten reeds.", "Look twice.")
    assert fields["status"] == "read"
    assert (done.unsaid, done.outcomes[0].undecided) == ([], ())
    library.publish()
    assert "Ten reeds." in page.read_text()


def test_both_versions_of_a_field_are_kept(library: Library, page: Path) -> None:
    """Where page and note changed one field in two ways, nothing is lost, and it is said."""
    edit(library, "moss", {"venue": "ICML", "objective": "See wet moss."})
    replace(page, "CVPR", "ECCV")
    replace(page, "See moss.", "See dry moss.")
    (done,) = library.import_files([page], on_duplicate=UPDATE)
    said = str(library.get("moss").fields)
    assert all(word in said for word in ("ICML", "ECCV", "wet", "dry"))
    (outcome,) = [each for each in done.outcomes if each.entry.id == "moss"]
    assert set(outcome.undecided) == {"objective", "venue"}


def test_what_was_removed_on_the_page_is_removed(library: Library, page: Path) -> None:
    """Not so what the note has got since."""
    edit(library, "reed", {"metric": "Ten reeds."})
    replace(page, "- `Method:` Look.\n", "")
    library.import_files([page], on_duplicate=UPDATE)
    fields = library.get("reed").fields
    assert "method" not in fields
    assert fields["metric"] == "Ten reeds."


def test_a_note_that_moved_meanwhile_stays_there(library: Library, page: Path) -> None:
    """The page moves a note only if somebody moved it on the page."""
    library.assign(["reed"], [parse("month=2024-03")])
    replace(page, "See reeds.", "See all reeds.")
    replace(page, "## 202401", "## 202405")
    library.import_files([page], on_duplicate=UPDATE)
    assert library.get("reed").month == "2024-03"
    assert library.get("reed").fields["objective"] == "See all reeds."
    assert library.get("moss").month == "2024-05"


def test_a_second_edit_begins_from_the_page_that_was_taken_over(
    library: Library, page: Path
) -> None:
    """Without an export in between."""
    replace(page, "See reeds.", "See all reeds.")
    library.import_files([page], on_duplicate=UPDATE)
    edit(library, "reed", {"method": "Look twice."})
    replace(page, "See all reeds.", "See every reed.")
    library.import_files([page], on_duplicate=UPDATE)
    fields = library.get("reed").fields
    assert (fields["objective"], fields["method"]) == ("See every reed.", "Look twice.")


def test_without_a_history_unedited_months_change_nothing(library: Library, page: Path) -> None:
    """The library may be a fresh clone, with the page that another person edited."""
    rmtree(history_folder(library.root))
    edit(library, "moss", {"objective": "See wet moss."})
    rmtree(history_folder(library.root))
    replace(page, "See reeds.", "See all reeds.")
    library.import_files([page], on_duplicate=UPDATE)
    assert library.get("moss").fields["objective"] == "See wet moss."
    assert library.get("reed").fields["objective"] == "See all reeds."


def test_a_title_that_was_edited_on_the_page(library: Library, page: Path) -> None:
    """The paper is known by the rest of its words, so it is no new paper."""
    edit(library, "reed", {"metric": "Ten reeds."})
    replace(page, "#### Reed", "#### Reeds by the River")
    library.import_files([page], on_duplicate=UPDATE)
    assert sorted(entry.id for entry in library.papers()) == ["moss", "reed"]
    assert library.get("reed").title == "Reeds by the River"
    assert library.get("reed").fields["metric"] == "Ten reeds."
