"""How people name a paper."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from paperlist import Library
from paperlist.errors import (
    AmbiguousReferenceError,
    NoSuchPaperError,
    PaperlistError,
    UnreadableNoteError,
)
from tests.conftest import WriteNote
from tests.nasty import queries

NOTES = {
    "2024-04/ma-lmm": (
        "title: 'MA-LMM: Memory-Augmented Large Multimodal Model'\narxiv: 2404.05726v2\n"
    ),
    "2024-04/maxfusion": "title: 'MaxFusion: Plug & Play'\ndoi: 10.1000/X.y(1)2-3\n",
    "2024-05/rho-1": "title: 'Rho-1: Not All Tokens'\narxiv: '2404.07965'\n",
    "2024-05/rho-12": "title: A later one\n",
    "1999-12/old": "title: Old but gold\narxiv: hep-th/9901001v3\n",
    "2024-06/sheng-cheng": "title: 图像生成与扩散模型\n",
    "2024-06/paper": "title: 🎬\n",
}


@pytest.fixture
def filled(library: Library, write: WriteNote) -> Library:
    for place, text in NOTES.items():
        write(place, text)
    return library


@pytest.mark.parametrize(
    ("reference", "found"),
    [
        # Ids and places
        ("ma-lmm", "ma-lmm"), ("  ma-lmm\n", "ma-lmm"), ("rho-1", "rho-1"), ("ma-l", "ma-lmm"),
        ("MAX", "maxfusion"), ("maxf…", "maxfusion"),
        ("2024-05/rho-1", "rho-1"), ("2024-05/rho-12", "rho-12"),
        ("data/2024-05/rho-1.yaml", "rho-1"), ("./data/2024-05/rho-1.yaml", "rho-1"),
        ("/home/me/papers/data/2024-05/rho-1.yaml", "rho-1"), (r"2024-05\rho-1", "rho-1"),
        # arXiv, by https://info.arxiv.org/help/arxiv_identifier.html
        ("2404.05726", "ma-lmm"), ("2404.05726v1", "ma-lmm"), ("arXiv:2404.05726v9", "ma-lmm"),
        ("https://arxiv.org/abs/2404.05726", "ma-lmm"), ("arxiv:2404.07965", "rho-1"),
        ("http://www.arxiv.org/pdf/2404.05726v2.pdf", "ma-lmm"),
        ("https://export.arxiv.org/html/2404.05726", "ma-lmm"),
        ("https://doi.org/10.48550/arXiv.2404.05726", "ma-lmm"),
        ("hep-th/9901001", "old"), ("arXiv:hep-th/9901001v1", "old"),
        # DOI
        ("10.1000/x.Y(1)2-3", "maxfusion"), ("doi:10.1000/X.y(1)2-3", "maxfusion"),
        ("DOI: 10.1000/x.y(1)2-3", "maxfusion"),
        ("https://doi.org/10.1000/x.y(1)2-3", "maxfusion"),
        ("http://dx.doi.org/10.1000/x.y(1)2-3", "maxfusion"),
        # Titles
        ("MaxFusion: Plug & Play", "maxfusion"), ("maxfusion plug and play", None),
        ("plug play", "maxfusion"), ("play plug", "maxfusion"), ("NOT all tok", "rho-1"),
        ("old but gold", "old"), ("扩散", "sheng-cheng"), ("图", "sheng-cheng"), ("🎬", "paper"),
        ("memory-augmented", "ma-lmm"),
        # Nothing
        ("", None), ("  ", None), ("nothing", None), ("2404.0572", None), ("10.1000/x", None),
        ("2024-04/rho-1", None), ("2024-05/rho", None), ("???", None), ("-", None), ('"', None),
        ("散扩", None), ("tokens nothing", None), ("\udcff", None), ("%", None), ("*", None),
    ],
)  # fmt: skip
def test_what_a_reference_names(filled: Library, reference: str, found: str | None) -> None:
    """An id, its beginning, its place, an identifier in any form, words of the title; or none."""
    if found is None:
        with pytest.raises(NoSuchPaperError):
            filled.get(reference)
    else:
        assert filled.get(reference).id == found


@pytest.mark.parametrize(
    ("reference", "candidates"),
    [
        ("ma", ["ma-lmm", "maxfusion"]), ("M", ["ma-lmm", "maxfusion"]),
        ("rho", ["rho-1", "rho-12"]), ("a", ["ma-lmm", "rho-1", "rho-12"]),
    ],
)  # fmt: skip
def test_an_ambiguous_reference_lists_what_it_could_be(
    filled: Library, reference: str, candidates: list[str]
) -> None:
    """With the titles, and says which."""
    with pytest.raises(AmbiguousReferenceError, match=f"'{reference}' could be any") as caught:
        filled.get(reference)
    assert sorted(line.split()[0] for line in caught.value.candidates) == candidates
    for candidate in caught.value.candidates:
        assert filled.get(candidate.split()[0]).title in candidate
    assert caught.value.exit_status == 1


def test_many_candidates_are_cut_short(library: Library, write: WriteNote) -> None:
    """Eight of them, and how many more there are."""
    for number in range(11):
        write(f"2024-04/x{number:02}", f"title: Paper {number}\n")
    with pytest.raises(AmbiguousReferenceError) as caught:
        library.get("x")
    assert str(caught.value).count("\n") == 9
    assert str(caught.value).endswith("... 3 more")


def test_one_id_in_two_months_is_told_by_its_place(library: Library, write: WriteNote) -> None:
    """A hand's work, and no reason to fail."""
    write("2024-04/a", "title: One\n")
    write("2024-05/a", "title: Two\n")
    with pytest.raises(AmbiguousReferenceError) as caught:
        library.get("a")
    assert [line.split() for line in caught.value.candidates] == [
        ["2024-04/a", "One"], ["2024-05/a", "Two"],
    ]  # fmt: skip
    assert library.get("2024-05/a").title == "Two"
    assert library.get("two").month == "2024-05"


@pytest.mark.parametrize(
    ("reference", "nearest"),
    [("maxfuison", "'maxfusion'"), ("Ma-Lm", None), ("sheng-chen-x", "'sheng-cheng'")],
)
def test_the_nearest_ids_are_named(filled: Library, reference: str, nearest: str | None) -> None:
    """Where a reference is misspelled."""
    if nearest is None:
        assert filled.get(reference).id == "ma-lmm"
        return
    with pytest.raises(NoSuchPaperError, match=f"Did you mean {nearest}"):
        filled.get(reference)


@pytest.mark.parametrize(
    ("reference", "queries"),
    [("author:moss", 1), ("arxiv:2404.99999", 0), ("MA-XX: Zebra", 0)],
)
def test_what_looks_like_a_query_is_for_search(
    filled: Library, reference: str, queries: int
) -> None:
    """And what is an identifier or a title is not."""
    with pytest.raises(NoSuchPaperError) as caught:
        filled.get(reference)
    assert str(caught.value).count("paperlist search") == queries


@pytest.mark.parametrize(
    "reference", ["b", "2024-04/b", "data/2024-04/b.yaml", "/x/data/2024-04/b.yaml"]
)
def test_a_broken_note_is_never_taken_for_another(
    library: Library, write: WriteNote, reference: str
) -> None:
    """`rm b` removes the broken one, and not `bank` because `b` cannot be read."""
    write("2024-04/b", "title: B\nkeypoints: [\n")
    write("2024-04/bank", "title: B\n")
    with pytest.raises(UnreadableNoteError, match=r"data/2024-04/b\.yaml:2"):
        library.get(reference)
    assert [entry.id for entry in library.remove([reference])] == ["b"]
    assert [path.name for path in library.root.glob("data/*/*")] == ["bank.yaml"]
    assert library.get("ba").id == "bank"


def test_a_readable_note_is_found_beside_a_broken_one_of_its_name(
    library: Library, write: WriteNote
) -> None:
    """Each at its own place."""
    write("2024-04/b", "title: [\n")
    write("2024-05/b", "title: B\n")
    assert library.get("b").month == "2024-05"
    assert library.get("2024-05/b").month == "2024-05"
    with pytest.raises(UnreadableNoteError):
        library.get("2024-04/b")


def test_two_papers_with_one_identifier_are_both_named(library: Library, write: WriteNote) -> None:
    """And an identifier is no beginning of an id."""
    write("2024-04/a", "title: One\narxiv: 2404.05726v1\n")
    write("2024-04/b", "title: Two\narxiv: 2404.05726v2\n")
    with pytest.raises(AmbiguousReferenceError):
        library.get("arxiv:2404.05726")


@given(st.one_of(queries, st.text()))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_names_a_paper_or_is_a_clear_error(filled: Library, text: str) -> None:
    """Never another exception, and never two answers."""
    try:
        entry = filled.get(text)
    except PaperlistError:
        return
    assert filled.get(f" {text} ") == entry


@given(st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_paper_can_be_named_by_any_of_its_names(filled: Library, data: st.DataObject) -> None:
    """By place, by id, by its whole title in any case, by its identifiers."""
    entry = data.draw(st.sampled_from(filled.papers()))
    names = [f"{entry.month}/{entry.id}", entry.id, entry.title, entry.title.upper()]
    names += [entry.fields[kind] for kind in ("arxiv", "doi") if kind in entry.fields]
    assert filled.get(data.draw(st.sampled_from(names))) == entry
