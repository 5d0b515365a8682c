"""A bibliography that we wrote, imported again, gives the same papers."""

from typing import Any

import pytest
from hypothesis import example, given, settings

from paperlist import Library, Paper
from paperlist.model.entry import TEXT_FIELDS, Entry
from paperlist.readers import bibtex, csl, json, ris
from paperlist.text.words import printable
from tests.formats import written
from tests.nasty import entries

WHOLE = {
    "title": "MA-LMM & Gödel: 100% of {it} in $\\alpha_{i}$ <b> ~ ^ \\ -- #1",
    "category": "Video / Editing",
    "keypoints": ["Memory bank", "a, b", "C#"],
    "objective": "Keep 5% of x_i.",
    "method": "- one\n  - two\n\nThen $x^2$.",
    "metric": "| a | b |\n|---|---|\n| 1 | 2 |",
    "limitation": "None -- yet.",
    "sections": {"Abstract": 'We show that "it" works.'},
    "notes": "Read `twice`.\n\n> quote",
    "links": {"paper": "https://x.y/a_b%20c?d=1&e=~f#g"},
    "arxiv": "2404.05726",
    "doi": "10.1002/(sici)1097-4571(199806)49:8<693::aid-asi4>3.0.co;2-o",
    "authors": ["Aäron van den Oord", "Thị Nguyễn", "Smith and Sons", "张三", "OpenAI"],
    "venue": "CVPR 2024",
    "published": "2024-06-17",
    "status": "reading",
    "citekey": "Oord:2024",
    "pages": "1–9",
    "volume": "12",
}  # fmt: skip
OF_BIBLIOGRAPHIES = (
    "title", "keypoints", "sections", "links", "arxiv", "doi", "authors", "venue", "published",
    "citekey",
)  # fmt: skip


def read(name: str, text: str) -> list[dict[str, Any]]:
    """The fields of the papers in `text`, of the format of this name."""
    records = {
        "bibtex": lambda: bibtex.read(text),
        "ris": lambda: ris.read(text),
        "csl-json": lambda: csl.read(json.items_of(text)),
    }[name]()
    assert not records.problems
    return [Paper.parse(draft.fields).fields() for draft in records.drafts]


@pytest.mark.parametrize("name", ["bibtex", "biblatex"])
def test_bibtex_brings_back_the_same_paper(name: str) -> None:
    """Every field of it, notes included."""
    (fields,) = read("bibtex", written(name, [Entry("a", "2024-04", WHOLE)]))
    assert fields == Paper.parse(WHOLE).fields()


@pytest.mark.parametrize(("name", "reader"), [("csl-json", "csl-json"), ("ris", "ris")])
def test_other_bibliographies_bring_back_what_they_have_fields_for(name: str, reader: str) -> None:
    simple = WHOLE | {"keypoints": ["Memory bank", "C#"], "title": "MA-LMM & Gödel: 100%"}
    (fields,) = read(reader, written(name, [Entry("a", "2024-04", simple)]))
    assert {field: fields.get(field) for field in OF_BIBLIOGRAPHIES} == {
        field: simple[field] for field in OF_BIBLIOGRAPHIES
    }


@given(entries)
@example([Entry("a", "2024-03", {"title": "T", "objective": "# one\n@ \xa0 # two\n$a\n@b{$"})])
@example([Entry("a", "2024-03", {"title": "T", "objective": "\uf900 \U0001d5a0"})])
@settings(max_examples=40)
def test_words_come_back_from_bibtex_whatever_they_are(notes: list[Entry]) -> None:
    found = read("bibtex", written("bibtex", [entry for entry in notes if plain(entry.title)]))
    for fields, entry in zip(found, (each for each in notes if plain(each.title)), strict=True):
        for field in ("title", "category", *TEXT_FIELDS):
            assert plain(fields.get(field, "")) == plain(entry.fields.get(field, ""))


def plain(text: str) -> str:
    return " ".join(printable(text).split())


def test_a_library_exported_and_imported_is_the_same(library: Library, tmp_path: Any) -> None:
    """As JSON: ids and months, too."""
    library.add(Paper.parse(WHOLE), "2024-04")
    library.add(Paper(title="Another"), "2023-12")
    library.export_to(tmp_path / "all.json", library.papers(), "json")
    other = Library.init(tmp_path / "other")
    other.import_files([tmp_path / "all.json"])
    assert [entry.as_json() for entry in other.papers()] == [
        entry.as_json() for entry in library.papers()
    ]
