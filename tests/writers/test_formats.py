"""Every format is read back by a program for it, whatever the notes hold."""

import csv
import io
import json
from pathlib import PurePath
from typing import Any
from unicodedata import normalize

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware
from hypothesis import given, settings

from paperlist import Library
from paperlist.errors import UsageError
from paperlist.model.entry import FIELDS, Entry
from paperlist.text.words import printable
from paperlist.writers.bibliography.citekeys import citekeys
from paperlist.writers.format_names import NAMES
from paperlist.writers.formats import FORMATS, format_of, with_citekeys
from tests.formats import written
from tests.nasty import entries

SAMPLE = Entry(
    "dit",
    "2024-05",
    {
        "title": "Scalable Diffusion Models with Transformers",
        "category": "Diffusion Transformer",
        "keypoints": ["Diffusion", "Transformer"],
        "objective": "Replace the U-Net of a latent diffusion model by a transformer.",
        "sections": {"Abstract": "We explore a new class of models.", "Results": "2.27 FID"},
        "links": {"paper": "https://arxiv.org/abs/2212.09748", "code": "https://x.y/DiT"},
        "arxiv": "2212.09748",
        "doi": "10.1109/ICCV51070.2023.00387",
        "authors": ["William Peebles", "Saining Xie"],
        "venue": "ICCV 2023",
        "published": "2022-12-19",
        "added": "2024-05-02T10:00:00Z",
        "stars": 5,
    },
)


def plain(text: str) -> str:
    """`text` with all space as one blank, and without what no terminal may see."""
    return " ".join(printable(text).split())


@given(entries)
def test_no_format_refuses_a_paper(notes: list[Entry]) -> None:
    for name, each in FORMATS.items():
        text = written(name, notes)
        assert text.endswith("\n")
        assert text == written(name, notes)
        assert each.wrote(text.encode())


@pytest.mark.parametrize("name", FORMATS)
def test_an_empty_list_can_be_written_and_written_over(name: str) -> None:
    text = written(name, [])
    assert FORMATS[name].wrote(text.encode())
    assert not FORMATS[name].wrote(b"Words of somebody else's.\n")


@pytest.mark.parametrize("number", [499, 500, 501, 1001])
def test_long_lists_are_written_as_if_in_one(number: int) -> None:
    """The writers go a few hundred papers at a time."""
    notes = [Entry(f"p{i:04}", "2024-04", {"title": f"Title {i}"}) for i in range(number)]
    assert len(parse_string(written("bibtex", notes)).entries) == number
    assert [each["title"] for each in rispy.loads(written("ris", notes))] == [
        entry.title for entry in notes
    ]
    assert written("bibtex", notes).count("\n\n@") == number
    assert written("ris", notes).count("\n\nTY") == number - 1


def test_the_command_line_knows_all_formats() -> None:
    """It has a list of its own, to start faster."""
    assert list(NAMES) == list(FORMATS)


def test_a_format_that_there_is_not_is_an_error(library: Library) -> None:
    with pytest.raises(UsageError, match="no format 'word'; there are markdown, html, bibtex"):
        library.exported([], "word")


@given(entries)
def test_json_holds_every_field(notes: list[Entry]) -> None:
    everything = [entry.as_json() for entry in notes]
    assert json.loads(written("json", notes)) == everything
    # Each line is a line to every program: for Python, U+2028 ends one, too.
    assert [json.loads(line) for line in written("jsonl", notes).splitlines()] == everything


@given(entries)
def test_csv_has_a_row_a_paper_and_no_formula(notes: list[Entry]) -> None:
    rows = list(csv.DictReader(io.StringIO(written("csv", notes), newline="")))
    assert [row["id"] for row in rows] == [entry.id for entry in notes]
    for row, entry in zip(rows, notes, strict=True):
        for name in ("title", "objective", "venue"):
            assert row[name].removeprefix("'") == entry.fields.get(name, "").removeprefix("'")
        assert not any(cell.startswith(tuple("=+-@\t\r\n＝＋－＠")) for cell in row.values())


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "＝"])
def test_a_cell_that_begins_like_a_formula_is_disarmed(sign: str) -> None:
    """Headers, too: a field of one's own may have any name."""
    cell = f'{sign}HYPERLINK("http://x","y")'
    text = written("csv", [Entry("a", "2024-04", {"title": cell, cell: 1})])
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert rows[0][-1] == f"'{cell}"
    assert rows[1][2] == f"'{cell}"


def test_csv_joins_what_is_more_than_one() -> None:
    header, row = csv.reader(io.StringIO(written("csv", [SAMPLE])))
    cells = dict(zip(header, row, strict=True))
    assert header == ["id", "month", *FIELDS, "stars"]
    assert cells["keypoints"] == "Diffusion; Transformer"
    assert cells["authors"] == "William Peebles; Saining Xie"
    assert cells["links"] == "paper: https://arxiv.org/abs/2212.09748; code: https://x.y/DiT"
    assert cells["stars"] == "5"


def decoded(text: str) -> dict[str, dict[str, str]]:
    """Key -> fields of a .bib, as bibtexparser reads it and pylatexenc decodes it."""
    library = parse_string(text, append_middleware=[LatexDecodingMiddleware()])
    assert not library.failed_blocks
    return {
        block.key: {field.key: field.value for field in block.fields} for block in library.entries
    }


@given(entries)
@settings(max_examples=25)  # pylatexenc takes its time
def test_bibtex_reads_back(notes: list[Entry]) -> None:
    """bibtexparser finds each paper under its key, with its fields, in both dialects."""
    keys = citekeys(notes)
    for name, annotation in (("bibtex", "annote"), ("biblatex", "annotation")):
        found = decoded(written(name, notes))
        assert list(found) == [keys[entry.id] for entry in notes]
        for entry in notes:
            fields = found[keys[entry.id]]
            for field in ("title", "objective", "method", "category"):
                assert like(fields.get(field, ""), entry.fields.get(field, ""))
            assert like(fields.get(annotation, ""), entry.fields.get("notes", ""))


def like(found: str, text: str) -> bool:
    """Whether `found` says what `text` does; pylatexenc has its own sign for a circumflex."""
    return letters(found) == letters(text)


def letters(text: str) -> str:
    return "".join(normalize("NFC", plain(text)).replace("ˆ", "^").split())


@given(entries)
def test_ris_reads_back(notes: list[Entry]) -> None:
    references = rispy.loads(written("ris", notes))
    assert [each.get("title", "") for each in references] == [plain(entry.title) for entry in notes]
    assert [each["id"] for each in references] == list(citekeys(notes).values()) or len(notes) > 1
    for each, entry in zip(references, notes, strict=True):
        assert each.get("keywords", []) == [plain(word) for word in entry.keypoints]


# What the schema of CSL 1.0.2 asks of the properties that we use.
CSL_TEXT = {
    "citation-key", "title", "container-title", "publisher", "archive", "number", "DOI", "URL",
    "keyword", "abstract", "annote", "volume", "issue", "page", "publisher-place",
}  # fmt: skip
CSL_TYPES = {"article", "article-journal", "paper-conference", "document", "thesis"}
CSL_NAME = {"family", "given", "non-dropping-particle", "dropping-particle", "suffix", "literal"}


def assert_is_csl(items: Any) -> None:
    assert isinstance(items, list)
    assert len({item["id"] for item in items}) == len(items)
    for item in items:
        assert set(item) <= CSL_TEXT | {"id", "type", "author", "issued"}
        assert item["type"] in CSL_TYPES
        assert all(isinstance(item[name], str) and item[name] for name in CSL_TEXT & set(item))
        for name in item.get("author", []):
            assert set(name) <= CSL_NAME
            assert all(isinstance(part, str) and part for part in name.values())
            assert "literal" in name or "family" in name
        if "issued" in item:
            assert set(item["issued"]) == {"date-parts"}
            (parts,) = item["issued"]["date-parts"]
            assert 1 <= len(parts) <= 3
            assert all(type(part) is int for part in parts)


@given(entries)
def test_csl_json_is_what_the_schema_asks_for(notes: list[Entry]) -> None:
    assert_is_csl(json.loads(written("csl-json", notes)))


def test_csl_json_of_a_paper() -> None:
    (item,) = json.loads(written("csl-json", [SAMPLE]))
    assert item["id"] == item["citation-key"] == "peebles2022scalable"
    assert item["type"] == "paper-conference"
    assert item["author"][0] == {"family": "Peebles", "given": "William"}
    assert item["issued"] == {"date-parts": [[2022, 12, 19]]}
    assert item["container-title"] == "ICCV 2023"
    assert item["DOI"] == "10.1109/ICCV51070.2023.00387"
    assert item["number"] == "arXiv:2212.09748"
    assert item["keyword"] == "Diffusion, Transformer"
    assert item["abstract"] == "We explore a new class of models."


OWN = SAMPLE._replace(
    fields={
        **SAMPLE.fields, "type": "phdthesis", "volume": 7, "number": "3", "pages": "10–19",
        "address": "Paris",
    }
)  # fmt: skip


def test_fields_of_ones_own_that_a_format_knows_go_there() -> None:
    """Volume, issue, pages: what a bibliography prints, whichever format they came from."""
    items = json.loads(written("csl-json", [OWN]))
    assert_is_csl(items)
    assert items[0]["type"] == "thesis"
    assert (items[0]["volume"], items[0]["issue"], items[0]["page"]) == ("7", "3", "10–19")
    (reference,) = rispy.loads(written("ris", [OWN]))
    assert (reference["volume"], reference["number"]) == ("7", "3")
    assert (reference["start_page"], reference["end_page"]) == ("10", "19")
    text = written("bibtex", [OWN])
    assert "@phdthesis{peebles2022scalable," in text
    assert "pages = {10--19}" in text
    assert "type = " not in text


def test_ris_of_a_paper() -> None:
    (reference,) = rispy.loads(written("ris", [SAMPLE]))
    assert reference["type_of_reference"] == "CPAPER"
    assert reference["authors"] == ["Peebles, William", "Xie, Saining"]
    assert reference["year"] == "2022"
    assert reference["date"] == "2022/12/19/"
    assert reference["doi"] == "10.1109/ICCV51070.2023.00387"
    assert reference["urls"] == ["https://arxiv.org/abs/2212.09748"]
    assert reference["keywords"] == ["Diffusion", "Transformer"]
    old = Entry("a", "2024-04", {"title": "A", "published": "0987-05"})
    assert rispy.loads(written("ris", [old]))[0]["date"] == "0987/05//"


@pytest.mark.parametrize("text", ["TY  - JOUR", "a\nER  - \nTY  - BOOK", "a\u2028TI  - b"])
def test_no_note_begins_a_reference_of_its_own(text: str) -> None:
    """A line of a note that looks like RIS stays within its field."""
    entry = Entry("a", "2024-04", {"title": "A", "notes": text, "keypoints": [text]})
    (reference,) = rispy.loads(written("ris", [entry]))
    assert reference["notes"] == [plain(text)]
    assert len(written("ris", [entry]).splitlines()) == written("ris", [entry]).count("\n")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("list.bib", "bibtex"), ("page.html", "html"), ("PAGE.HTM", "html"), ("a.b.md", "markdown"),
        ("list.csl.json", "csl-json"), ("list.json", "json"), ("list.jsonl", "jsonl"),
        ("list.csv", "csv"), ("list.ris", "ris"), ("list.txt", None), ("README", None),
    ],
)  # fmt: skip
def test_a_suffix_implies_a_format(name: str, expected: str | None) -> None:
    assert format_of(PurePath(name)) == expected


def test_a_part_of_a_library_keeps_the_keys_of_the_whole() -> None:
    """A key does not depend on what else is exported."""
    fields = {"title": "Deep nets", "authors": ["A. Li"], "published": "2024"}
    both = [Entry("one", "2024-04", fields), Entry("two", "2024-05", fields)]
    assert list(decoded(written("bibtex", both))) == ["li2024deep", "li2024deepa"]
    assert list(decoded(written("bibtex", with_citekeys(both[1:], both)))) == ["li2024deepa"]


def test_et_al_is_no_author() -> None:
    """RIS and CSL-JSON have no word for further authors; BibTeX has `others`."""
    fields = {"title": "A", "authors": ["Cheng Chi", "Yilun Du et al."]}
    entry = Entry("a", "2024-04", fields)
    (reference,) = rispy.loads(written("ris", [entry]))
    assert reference["authors"] == ["Chi, Cheng", "Du, Yilun"]
    (item,) = json.loads(written("csl-json", [entry]))
    assert [name["family"] for name in item["author"]] == ["Chi", "Du"]
    assert "Cheng Chi and Yilun Du and others" in written("bibtex", [entry])
