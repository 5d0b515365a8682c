"""A note that is older than an alias is found by each spelling, and published under the new one."""

import pytest

from paperlist.library.library import Library
from paperlist.search.fields import condition
from paperlist.search.query import Query
from tests.conftest import WriteNote

ALIASES = """[aliases]
FAM = "Feedback Attention Memory"
"feedback memory" = "Feedback Attention Memory"
"""


@pytest.fixture
def filled(library: Library, write: WriteNote) -> Library:
    (library.root / "paperlist.toml").write_text(ALIASES)
    write("2024-04/old", "title: Old\nkeypoints: [FAM, Video]\n")
    write("2024-04/new", "title: New\nkeypoints: [Feedback Attention Memory]\n")
    write("2024-04/text", "title: A FAM of texts\n")
    write("2024-04/other", "title: Other\nkeypoints: [Memory]\n")
    return library


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("fam", {"old", "new", "text"}),
        ('"feedback memory"', {"old", "new"}),
        ('keypoint:"feedback attention memory"', {"old", "new"}),
        ("keypoint:FAM", {"old", "new"}),
        ("-fam", {"other"}),
        ("keypoint:fam -keypoint:video", {"new"}),
        ("(fam OR other)", {"old", "new", "text", "other"}),
        ("title:fam", {"text"}),
        ("memory", {"new", "other"}),
    ],
)
def test_a_query_for_one_spelling_means_all(
    filled: Library, query: str, expected: set[str]
) -> None:
    assert {hit.entry.id for hit in filled.search(query).hits} == expected


def test_the_filter_knows_all_spellings(filled: Library) -> None:
    """Of a paper that has to have the keypoint, and of one that must not have it."""
    met = Query(conditions=(condition("keypoint", "fam"),))
    assert {hit.entry.id for hit in filled.search(met).hits} == {"old", "new"}
    unmet = Query(conditions=(condition("keypoint", "feedback memory", negated=True),))
    assert {hit.entry.id for hit in filled.search(unmet).hits} == {"text", "other"}


def test_a_page_has_the_chosen_spelling(filled: Library) -> None:
    """Each keypoint once, in the notes' order; the note itself stays as it is."""
    assert "`Keypoints:` Feedback Attention Memory; Video\n" in filled.page()
    assert "FAM;" not in filled.page()
    assert filled.get("old").keypoints == ["FAM", "Video"]
    assert "Feedback Attention Memory" in "".join(filled.exported(filled.papers(), "bibtex"))
