"""An edited page of the library, on which several papers have the same title."""

import pytest

from paperlist import Library, Paper
from paperlist.model.combine import OnDuplicate

TWO = ("2024-02", "2024-02"), ("2024-01", "2024-02")


def papers(library: Library) -> dict[str, tuple[str, dict[str, object]]]:
    return {
        entry.id: (entry.month, {k: v for k, v in entry.fields.items() if k != "added"})
        for entry in library.papers()
    }


@pytest.mark.parametrize("months", TWO)
@pytest.mark.parametrize("categories", [("LLM", "Video"), ("LLM", "LLM")])
def test_an_edit_reaches_its_own_note_only(
    library: Library, months: tuple[str, str], categories: tuple[str, str]
) -> None:
    """Whether the two papers of one title differ in their month, their category, or in nothing."""
    for number in 0, 1:
        paper = Paper(
            title="Survey", category=categories[number], keypoints=[f"k{number}"],
            objective=f"Objective {number}.", links={"paper": f"https://x.org/{number}"},
        )  # fmt: skip
        library.add(paper, months[number], OnDuplicate.ADD)
    library.add(Paper(title="Third", keypoints=["c"]), "2024-02")
    library.publish()
    page = library.root / "README.md"
    before = papers(library)
    page.write_text(page.read_text().replace("Objective 1.", "Objective one."))
    page.write_text(page.read_text().replace("`Keypoints:` c", "`Keypoints:` c; new"))
    (done,) = library.import_files([page], on_duplicate=OnDuplicate.UPDATE)
    before["survey-2"][1]["objective"] = "Objective one."
    before["third"][1]["keypoints"] = ["c", "new"]
    assert papers(library) == before
    assert done.not_on_it == []
    library.publish()


def test_a_paper_of_the_same_title_may_move(library: Library) -> None:
    """To another month or category of the page; the other one stays where it is."""
    library.add(Paper(title="Survey", category="LLM", objective="One."), "2024-01")
    library.add(Paper(title="Survey", category="LLM", objective="Two."), "2024-02", OnDuplicate.ADD)
    library.publish()
    page = library.root / "README.md"
    page.write_text(page.read_text().replace("## 202402", "## 202405"))
    library.import_files([page], on_duplicate=OnDuplicate.UPDATE)
    found = {
        name: (month, fields["objective"]) for name, (month, fields) in papers(library).items()
    }
    assert found == {"survey": ("2024-01", "One."), "survey-2": ("2024-05", "Two.")}


def test_a_paper_that_was_copied_on_the_page_is_a_new_one(library: Library) -> None:
    """Its words are nowhere else, and neither of the two replaces the other."""
    library.add(Paper(title="Survey", objective="One."), "2024-01")
    library.publish()
    page = library.root / "README.md"
    text = page.read_text()
    start = text.index("#### Survey")
    end = text.index("<!-- paperlist:hash")
    copy = text[start:end].replace("One.", "Another.")
    page.write_text(text[:end] + copy + text[end:])
    library.import_files([page], on_duplicate=OnDuplicate.UPDATE)
    objectives = {name: fields["objective"] for name, (_, fields) in papers(library).items()}
    assert objectives == {"survey": "One.", "survey-2": "Another."}


def test_a_paper_may_move_to_the_category_of_another_of_its_title(library: Library) -> None:
    """Each note keeps its words: what the papers say tells them apart, not only their place."""
    for number, category in enumerate(["LLM", "Video"]):
        paper = Paper(
            title="Survey", category=category, objective=f"Objective {number}.",
            links={"paper": f"https://x.org/{number}"},
        )  # fmt: skip
        library.add(paper, "2024-02", OnDuplicate.ADD)
    library.publish()
    page = library.root / "README.md"
    text = page.read_text().replace("### LLM\n", "### Video\n")
    page.write_text(text)
    library.import_files([page], on_duplicate=OnDuplicate.UPDATE)
    found = {name: fields for name, (_, fields) in papers(library).items()}
    assert {name: fields["objective"] for name, fields in found.items()} == {
        "survey": "Objective 0.", "survey-2": "Objective 1.",
    }  # fmt: skip
    assert {fields["category"] for fields in found.values()} == {"Video"}


@pytest.mark.parametrize("around", ["", "\nWords below the marks.\n"])
def test_papers_of_one_title_stay_apart_on_a_page_that_is_not_edited(
    library: Library, around: str
) -> None:
    """Nothing of one is filled into the other, and nothing is said to be missing."""
    library.add(Paper(title="Survey", category="LLM", objective="One."), "2024-01")
    two = Paper(title="Survey", category="LLM", method="Two.", links={"code": "https://x.org/2"})
    library.add(two, "2024-02", OnDuplicate.ADD)
    library.publish()
    page = library.root / "README.md"
    page.write_text(page.read_text() + around)
    before = papers(library)
    (skipped,) = library.import_files([page])
    assert skipped.unsaid == []
    library.import_files([page], on_duplicate=OnDuplicate.UPDATE)
    assert papers(library) == before
