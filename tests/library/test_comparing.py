"""Tables of papers: which columns names mean, and which files they may be written to."""

from pathlib import Path

import pytest

from paperlist import Library, Paper
from paperlist.errors import EditedPageError, OverwriteError, UnmarkedPageError, UsageError
from paperlist.library.comparing import DEFAULT_FIELDS, columns
from paperlist.model.columns import Column
from paperlist.model.entry import Entry
from paperlist.writers.tables import Table

COLUMNS = [Column("title"), Column("metric")]


@pytest.fixture
def papers(library: Library) -> Library:
    """A library of two papers, with sections, links and fields of their own."""
    library.add_all(
        [
            (
                Paper.parse(
                    {
                        "title": "A", "metric": "5 | 6", "Rating": 5,
                        "sections": {"Results": "Good", "Pros, cons": "Both"},
                        "links": {"code": "https://x.y"},
                    }
                ),
                "2024-04",
            ),
            (Paper.parse({"title": "B", "sections": {"results": "Better"}}), "2024-05"),
        ]
    )  # fmt: skip
    return library


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        ([DEFAULT_FIELDS], ["title", "objective", "method", "metric", "limitation"]),
        (["title , METRIC"], ["title", "metric"]),
        (["title", "id,month"], ["title", "id", "month"]),
        (["title,title"], ["title"]),
        (["results"], ["sections.Results"]),
        (["Sections.Results,code,links.Code"], ["sections.Results", "links.code"]),
        (["rating,keypoint,links"], ["Rating", "keypoints", "links"]),
        (["Pros, cons"], ["sections.Pros, cons"]),
        (["title,", ",,"], ["title"]),
    ],
)
def test_names_of_columns(papers: Library, typed: list[str], fields: list[str]) -> None:
    assert [column.field for column in columns(typed, papers.fields())] == fields


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("titel", "there is no field 'titel'; did you mean 'title'?"),
        ("title,monht", "there is no field 'monht'; did you mean 'month'?"),
        ("resluts", "did you mean 'results'?"),
        ("pdf", "there is no field 'pdf'; there are title, "),
        (" , ", "--fields names no field"),
        ("", "--fields names no field"),
    ],
)
def test_a_field_that_there_is_not_is_an_error(papers: Library, typed: str, said: str) -> None:
    with pytest.raises(UsageError) as raised:
        columns([typed], papers.fields())
    assert said in str(raised.value)


def test_one_section_in_two_spellings_is_one_column() -> None:
    column = Column("sections.Results")
    values = [{"Results": "a", "results": "b"}, {"results": "b"}, {"other": "c"}]
    entries = [Entry("a", "2024-04", {"title": "A", "sections": each}) for each in values]
    assert [column.text(entry) for entry in entries] == ["a", "b", ""]
    odd = Entry("a", "2024-04", {"title": "A", "sections": {"!": "a"}})
    assert Column("sections.?").value(odd) is None


def test_words_around_a_table_stay(papers: Library, tmp_path: Path) -> None:
    """A survey has the table between two marks, and undo takes a new table back."""
    page = tmp_path / "survey.md"
    page.write_text("# Survey\n\n<!-- paperlist:begin -->\n<!-- paperlist:end -->\n\nThe end.\n")
    papers.export_to(page, papers.papers(), Table("markdown", COLUMNS[:1]))
    first = page.read_text()
    papers.export_to(page, papers.papers(), Table("markdown", COLUMNS))
    assert "| B |  |\n| A | 5 \\| 6 |\n\n<!-- paperlist:hash=" in page.read_text()
    assert page.read_text().endswith(" -->\n\n<!-- paperlist:end -->\n\nThe end.\n")
    assert page.read_text().startswith("# Survey\n\n<!-- paperlist:begin style=comparison -->")
    papers.undo()
    assert page.read_text() == first


def test_pages_of_others_are_not_overwritten(papers: Library, tmp_path: Path) -> None:
    """Neither the library's page, nor a page without marks, nor a table that somebody edited."""
    table = Table("markdown", COLUMNS)
    published, own, edited = papers.publish(), tmp_path / "own.md", tmp_path / "table.md"
    own.write_text("My words.\n")
    papers.export_to(edited, papers.papers(), table)
    edited.write_text(edited.read_text().replace("| B |", "| B! |"))
    for page, error in (
        (published, OverwriteError), (own, UnmarkedPageError), (edited, EditedPageError),
    ):  # fmt: skip
        before = page.read_bytes()
        with pytest.raises(error):
            papers.export_to(page, papers.papers(), table)
        assert page.read_bytes() == before
        papers.export_to(page, papers.papers(), table, force=True)
        assert "| B |  |" in page.read_text()


def test_a_file_with_other_columns_is_not_overwritten(papers: Library, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    for _ in range(2):
        papers.export_to(path, papers.papers(), Table("csv", COLUMNS))
    with pytest.raises(OverwriteError, match="is no table of paperlist with these columns"):
        papers.export_to(path, papers.papers(), Table("csv", COLUMNS[:1]))
    papers.export_to(path, papers.papers(), Table("csv", COLUMNS[:1]), force=True)
    assert path.read_text() == "title\nB\nA\n"


def test_a_note_is_no_place_for_a_table(papers: Library) -> None:
    note = papers.root / "data" / "2024-04" / "a.yaml"
    with pytest.raises(UsageError, match="is a part of the library"):
        papers.export_to(note, papers.papers(), Table("csv", COLUMNS), force=True)
