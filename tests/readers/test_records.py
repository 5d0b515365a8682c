"""RIS, CSL-JSON and our own JSON -> papers."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlist import Library, Paper
from paperlist.errors import NothingToImportError, ReadError
from paperlist.model.combine import OnDuplicate
from paperlist.readers import bibtex, csl, ris
from paperlist.readers import json as papers
from paperlist.readers.draft import texts_of
from paperlist.readers.files import File, opened, read_source
from paperlist.readers.formats import Format
from paperlist.readers.markdown import page as markdown
from tests.strategies import papers as any_paper
from tests.strategies import texts

RIS = """\
TY  - CPAPER
ID  - sun2024
TI  - TriForce: Lossless
AU  - Sun, Hanshi
AU  - Chen, Zhuoming
PY  - 2024
DA  - 2024/04/18/
T2  - COLM 2024
DO  - 10.1000/xyz
UR  - https://arxiv.org/abs/2404.11912
KW  - KV cache
KW  - Speculative decoding
AB  - An abstract.
N1  - A note.
VL  - 3
ER  -

TY  - THES
TI  - No end, odd spaces
"""
CSL = [
    {
        "id": "sun2024",
        "type": "paper-conference",
        "title": "TriForce: <i>Lossless</i>",
        "author": [
            {"family": "Berg", "non-dropping-particle": "van den", "given": "Rianne"},
            {"literal": "The OPT Team"},
        ],
        "issued": {"date-parts": [[2024, 4, 18]]},
        "container-title": "COLM 2024",
        "DOI": "10.1000/xyz",
        "URL": "https://x.org/p",
        "keyword": "KV cache, Speculative decoding",
        "abstract": "<jats:p>An abstract.</jats:p>",
        "note": "A note.",
        "volume": "3",
        "editor": [{"family": "E"}],
    }
]


def test_ris_becomes_papers() -> None:
    """Every tag finds a place."""
    first, second = ris.read(RIS).drafts
    assert first.line == 1
    assert first.fields == {
        "title": "TriForce: Lossless",
        "authors": ["Hanshi Sun", "Zhuoming Chen"],
        "keypoints": ["KV cache", "Speculative decoding"],
        "sections": {"Abstract": "An abstract."},
        "notes": "A note.",
        "venue": "COLM 2024",
        "published": "2024-04-18",
        "doi": "10.1000/xyz",
        "arxiv": "2404.11912",
        "links": {"paper": "https://arxiv.org/abs/2404.11912"},
        "citekey": "sun2024",
        "volume": "3",
    }
    assert (second.line, second.fields["title"]) == (18, "No end, odd spaces")
    assert second.fields["type"] == "THES"


def test_a_ris_reference_without_a_title_is_named() -> None:
    """The others are read."""
    records = ris.read("TY  - JOUR\nAU  - A\nER  - \nTY  - JOUR\nTI  - T\nER  - \n")
    assert [draft.fields["title"] for draft in records.drafts] == ["T"]
    assert records.problems == [(1, "a reference without a title")]


def test_csl_becomes_papers() -> None:
    """Names, dates, and what the model has no field for."""
    (draft,) = csl.read(CSL).drafts
    assert {name: value for name, value in draft.fields.items() if value} == {
        "title": "TriForce: Lossless",
        "sections": {"Abstract": "An abstract."},
        "doi": "10.1000/xyz",
        "authors": ["Rianne van den Berg", "The OPT Team"],
        "venue": "COLM 2024",
        "published": "2024-04-18",
        "keypoints": ["KV cache", "Speculative decoding"],
        "notes": "A note.",
        "links": {"paper": "https://x.org/p"},
        "citekey": "sun2024",
        "volume": "3",
        "editor": [{"family": "E"}],
    }


@pytest.mark.parametrize(
    ("text", "reader"),
    [
        (json.dumps(CSL), "csl"),
        (json.dumps(CSL[0]), "csl"),
        (json.dumps({"items": CSL}), "csl"),
        ('[{"title": "T", "month": "2024-04"}]', "ours"),
        ('{"title": "T"}\n{"title": "U"}\n', "ours"),
    ],
)
def test_json_is_told_by_its_content(text: str, reader: str) -> None:
    """An array, an object, a line each, or what Zotero wraps around."""
    items = papers.items_of(text)
    assert csl.is_csl(items) == (reader == "csl")
    assert all(isinstance(item, dict) for item in items)


def test_items_that_are_no_papers_are_named() -> None:
    """By their numbers; the others are read."""
    items: list[Any] = [
        1,
        {"title": ""},
        {"title": "T", "status": "odd"},
        {"title": "T", "month": "x"},
    ]
    records = papers.read([*items, {"title": "Good"}])
    assert [draft.fields["title"] for draft in records.drafts] == ["Good"]
    assert [line for line, _ in records.problems] == [1, 2, 3, 4]


@given(any_paper)
def test_our_own_json_gives_back_the_paper(paper: Paper) -> None:
    """Every field, to the letter."""
    item = json.loads(json.dumps({"id": "an-id", "month": "2024-04", **paper.fields()}))
    (draft,) = papers.read([item]).drafts
    assert Paper.parse(draft.fields) == paper
    assert (draft.month, draft.id) == ("2024-04", "an-id")


def test_what_a_search_says_about_a_hit_is_no_field() -> None:
    """But a field of the user's own with one of these names is."""
    hit = {"score": 3.5, "matched": {}, "snippet": "A", "missing": ["x"], "attachments": ["a.pdf"]}
    (found,) = papers.read([{"id": "a", "title": "A", **hit}]).drafts
    (own,) = papers.read([{"title": "A", "score": 5, "missing": "page 3"}]).drafts
    assert found.fields == {"title": "A"}
    assert own.fields == {"title": "A", "score": 5, "missing": "page 3"}


@given(texts)
def test_any_ris_is_read(text: str) -> None:
    """Whatever it is, there is no exception."""
    ris.read(text)
    ris.read(f"TY  - JOUR\nTI  - T\n{text}\nER  - \n")


def test_a_library_goes_round_as_json(library: Library, tmp_path: Path) -> None:
    """Ids, months, order and every byte of the files."""
    for title in ("One: a", "One: b", "Two"):
        library.add(Paper(title=title, method="- x"), "2024-04")
    exported = tmp_path / "all.json"
    exported.write_text(json.dumps([entry.as_json() for entry in library.papers()]))
    other = Library.init(tmp_path / "other")
    other.import_files([exported])

    def files(library: Library) -> dict[str, bytes]:
        return {
            str(p.relative_to(library.root)): p.read_bytes() for p in library.root.glob("data/*/*")
        }

    assert files(other) == files(library)
    other.import_files([exported])
    assert files(other) == files(library)


def test_two_ids_of_one_file_are_two_papers(library: Library) -> None:
    """However alike; a second import of them changes nothing."""
    items = [{"id": f"x-{n}", "month": "2024-04", "title": "The same title"} for n in (1, 2)]
    file = File("list", json.dumps(items), Format.JSON)
    library.import_files([file])
    assert library.index().ids() == ["x-1", "x-2"]
    library.import_files([file])
    assert library.index().ids() == ["x-1", "x-2"]


def test_an_id_that_leads_out_of_the_library_is_none(library: Library) -> None:
    """The title gives another."""
    text = '{"title": "A title", "id": "../../evil", "month": "2024-04"}'
    library.import_files([File("x", text, Format.JSON)])
    assert library.index().ids() == ["a-title"]


@pytest.mark.parametrize(
    ("month", "expected"),
    [
        (None, [("2020-05", "date"), ("2021-01", "arXiv id")]),
        ("2024-04", [("2024-04", "--month"), ("2024-04", "--month")]),
    ],
)
def test_the_month_of_a_reference(month: str | None, expected: list[tuple[str, str]]) -> None:
    """The one that is named, else that of its date, else that of its arXiv id."""
    text = "@misc{a, title={One}, date={2020-05}}\n@misc{b, title={Two}, eprint={2101.00001}}"
    source = read_source(File("refs.bib", text, Format.BIBTEX), {}, month)
    assert [(each.month, each.month_from) for each in source.papers] == expected


def test_one_reference_in_three_formats_is_one_paper(library: Library, tmp_path: Path) -> None:
    """The DOI tells; an update fills what is empty and overwrites nothing."""
    (tmp_path / "a.ris").write_text(RIS)
    (tmp_path / "b.json").write_text(json.dumps(CSL))
    bib = "@inproceedings{k, title={TriForce}, doi={10.1000/XYZ}, pages={1--9}}"
    (tmp_path / "c.bib").write_text(bib)
    first = library.import_files([tmp_path / "a.ris"])
    assert [outcome.action for outcome in first[0].outcomes] == ["added", "added"]
    again = library.import_files(
        [tmp_path / "b.json", tmp_path / "c.bib"], None, OnDuplicate.UPDATE
    )
    assert [each.outcomes[0].action for each in again] == ["updated", "updated"]
    entry = library.get("10.1000/xyz")
    assert entry.title == "TriForce: Lossless"
    assert entry.fields["pages"] == "1–9"


@pytest.mark.parametrize(
    ("text", "file_format", "error"),
    [
        ("", Format.BIBTEX, NothingToImportError),
        ("words", Format.BIBTEX, NothingToImportError),
        ("words", Format.RIS, NothingToImportError),
        ("", Format.JSON, NothingToImportError),
        ("[]", Format.JSON, NothingToImportError),
        ("{", Format.JSON, ReadError),
        ('{"a": 1}\n{"b"', Format.JSON, ReadError),
    ],
)
def test_what_holds_no_paper_says_so(text: str, file_format: Format, error: type) -> None:
    """And what was looked for."""
    with pytest.raises(error):
        read_source(File("x", text, file_format), {})


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.bib", "bibtex"),
        ("a.RIS", "ris"),
        ("a.json", "json"),
        ("a.md", "markdown"),
        ("a", "markdown"),
    ],
)
def test_a_suffix_tells_the_format(tmp_path: Path, name: str, expected: str) -> None:
    """A file without one is a page."""
    (tmp_path / name).write_text("x")
    assert opened(tmp_path / name).format == expected


def test_words_of_papers_that_are_there_already_are_named(library: Library) -> None:
    """What an import leaves out is no secret; importing it again changes nothing."""
    page = "# One page\n\n## 2024-04\n\n### A paper: x\n- Metric: 3.4 slow\n"
    other = page.replace("One page", "Another page").replace("3.4 slow", "3.4 very slow")
    for text in (page, other, other):
        (library.root / "page.md").write_text(text)
        (imported,) = library.import_files([opened(library.root / "page.md")])
    assert imported.unsaid == [("a-paper", ["very"])]
    assert imported.as_json()["not_in_the_library"] == {"a-paper": ["very"]}
    settings = Library(library.root).settings
    assert (settings.title, settings.introduction.strip()) == ("One page", "Another page")


NAMES = st.sampled_from(
    "TI T1 AB N1 RN DO PY DA Y1 JO T2 AU A1 KW UR L1 SP EP VL IS PB CY SN M1 XX".split()
)
PLAIN = st.text("abcdef ", min_size=1, max_size=12).filter(str.strip)


def words_of(value: Any) -> set[str]:
    return {word for text in texts_of(value) for word in re.findall(r"\w+", text.lower())}


@given(st.lists(st.tuples(NAMES, PLAIN), max_size=8))
def test_no_tag_of_ris_loses_a_word(said: list[tuple[str, str]]) -> None:
    """Also one that stands twice where one is enough, or is none that we know."""
    rows = "\n".join(f"{tag}  - {text}" for tag, text in [("TI", "A title"), *said])
    (draft,) = ris.read(f"TY  - JOUR\n{rows}\nER  - \n").drafts
    for _, text in said:
        assert set(text.split()) <= words_of(draft.fields)


FIELDS_OF_BIB = st.sampled_from(
    "author title subtitle abstract keywords note year month day date doi eprint journal booktitle "
    "publisher url pages volume crossref series address howpublished own".split()
)


@given(st.lists(st.tuples(FIELDS_OF_BIB, PLAIN), max_size=8))
def test_no_field_of_bibtex_loses_a_word(said: list[tuple[str, str]]) -> None:
    rows = ",\n".join(f"{name} = {{{text}}}" for name, text in said if name != "crossref")
    (draft,) = bibtex.read(f"@article{{k,\ntitle = {{A title}},\n{rows}\n}}").drafts
    for name, text in said:
        if name != "crossref":
            assert set(text.split()) <= words_of(draft.fields)


MEMBERS = st.sampled_from(
    "author editor issued DOI URL note container-title archive abstract id language own".split()
)
INNER = st.recursive(
    PLAIN,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["family", "given", "literal", "raw", "season"]), inner, max_size=2
        ),
    ),
    max_leaves=4,
)


def leaves(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for inner in value.values() if isinstance(value, dict) else value:
        if not isinstance(value, str):
            yield from leaves(inner)


@given(st.dictionaries(MEMBERS, INNER, max_size=5))
def test_no_member_of_csl_loses_a_word(item: dict[str, Any]) -> None:
    (draft,) = csl.read([{"title": "A title", **item}]).drafts
    for text in leaves(item):
        assert set(text.split()) <= words_of(draft.fields)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "ssh://-oX=y/", "-x"])
def test_what_is_no_address_of_the_web_is_no_link(url: str) -> None:
    """A bibliography's or a page's word for it stays, in the notes."""
    records = [
        ris.read(f"TY  - JOUR\nTI  - One\nUR  - {url}\nER  - \n"),
        csl.read([{"title": "One", "issued": {}, "URL": url}]),
        bibtex.read(f"@misc{{a, title={{One}}, url={{{url}}}, pdf={{{url}}}, code={{{url}}}}}"),
    ]
    for found in records:
        (draft,) = found.drafts
        assert url not in draft.fields.get("links", {}).values()
        assert url in str({**draft.fields, "links": {}})


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://x.org/y", True), ("slides/one.pdf", True), ("a.pdf?x=b:c", True),
        ("mailto:a@x.org", True), ("JAVASCRIPT:alert(1)", False), ("data:text/html,x", False),
        ("vbscript:x", False), ("file:///etc/passwd", False), ("-oProxyCommand=x", False),
    ],
)  # fmt: skip
def test_links_of_a_page_lead_into_the_web_or_beside_it(url: str, *, kept: bool) -> None:
    """Anything else that a page calls a link is kept as words."""
    page = f"# List\n\n## 2024-04\n\n- **A Paper of Its Own** [code]({url})\n"
    (draft,) = markdown.read(page).drafts
    assert (url in draft.fields.get("links", {}).values()) is kept
    assert url in str(draft.fields)
