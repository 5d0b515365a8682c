"""Filters, orders and counts."""

import pytest

from paperlist import Library
from paperlist.index import Clause
from paperlist.search.query import Query, condition, parse
from tests.conftest import WriteNote


def test_more_papers_than_sqlite_takes_values(library: Library, write: WriteNote) -> None:
    """A query that matches everything in a large library is answered."""
    write("2024-04/a", "title: A\n")
    index = library.index()
    ((key, _),) = index.matching.match([Clause((("a",),))])
    assert len(index.entries([key] * 300_000)) == 300_000


NOTES = {
    "2024-04/a": "title: A\ncategory: Video\nkeypoints: [Diffusion models]\n",
    "2024-04/b": "title: B\ncategory: Videos\nkeypoints: [Diffusion, 100%]\nstatus: read\n",
    "2024-05/c": "title: C\ncategory: Video / Editing\nkeypoints: [长视频理解, a_b]\n",
    "2023-12/d": "title: D\ncategory: Éditing\nkeypoints: [Long-Context LLMs]\nstatus: to-read\n",
}


@pytest.fixture
def filled(library: Library, write: WriteNote) -> Library:
    for place, text in NOTES.items():
        write(place, text)
    return library


@pytest.mark.parametrize(
    ("field", "value", "found"),
    [
        ("keypoint", "diffusion model", "a"),
        ("keypoint", "Diffusion-Models", "a"),
        ("keypoint", "DIFFUSION", "ab"),
        ("keypoint", "models", "a"),
        ("keypoint", "fusion", ""),
        ("keypoint", "diff", ""),
        ("keypoint", "model diffusion", ""),
        ("keypoint", "100%", "b"),
        ("keypoint", "1%", ""),
        ("keypoint", "%", ""),
        ("keypoint", "_", ""),
        ("keypoint", "a b", "c"),
        ("keypoint", "long context LLM", "d"),
        ("keypoint", "long-context", "d"),
        ("keypoint", "长视频", "c"),
        ("keypoint", "视频", "c"),
        ("keypoint", "频", "c"),
        ("keypoint", "理解", "c"),
        ("keypoint", "长频", ""),
        ("keypoint", "", ""),
        ("category", "video", "ac"),
        ("category", "Video / Editing", "c"),
        ("category", "Vid", ""),
        ("category", "Vide_", ""),
        ("category", "editing", "d"),
        ("category", "%", ""),
        ("month", "2024-04", "ab"),
        ("month", "April 2024", "ab"),
        ("since", "2024-04", "abc"),
        ("since", "202405", "c"),
        ("until", "2024-04", "abd"),
        ("until", "2023-11", ""),
        ("status", "read", "b"),
        ("status", "reading", ""),
    ],
)
def test_filters(filled: Library, field: str, value: str, found: str) -> None:
    """Each filter, its opposite, and the same of a search, which forgives in keypoints."""
    chosen_by = (condition(field, value),)
    chosen = filled.papers(chosen_by, sort="id")
    others = filled.papers([condition(field, value, negated=True)], sort="id")
    assert "".join(entry.id for entry in chosen) == found
    assert "".join(entry.id for entry in others) == "".join(sorted({*"abcd"} - {*found}))
    searched = {"diff": "ab", "1%": "b"}.get(value, found)
    for letter in "abcd":
        hits = filled.search(Query(parse(f"title:{letter}").terms, chosen_by)).hits
        assert [hit.entry.id for hit in hits] == [letter] * (letter in searched)


def test_filters_combine(filled: Library) -> None:
    """All have to be met."""
    wanted = [condition("category", "Video"), condition("since", "2024-05")]
    assert [entry.id for entry in filled.papers(wanted)] == ["c"]
    wanted.append(condition("keypoint", "长视频", negated=True))
    assert filled.papers(wanted) == []


def test_a_filter_for_what_is_no_text_finds_nothing(filled: Library) -> None:
    """Bytes of the command line that are no UTF-8 are in no note."""
    for field in ("category", "keypoint"):
        assert filled.papers([condition(field, "\udcff")]) == []


@pytest.mark.parametrize(
    ("sort", "order"),
    [("month", "cbad"), ("added", "acbd"), ("title", "dbca"), ("category", "bacd"), ("id", "abcd")],
)
def test_orders(library: Library, write: WriteNote, sort: str, order: str) -> None:
    """Newest month first and the author's order within; the others as they are called."""
    write("2024-04/a", "title: Z\ncategory: A\nadded: 2024-01-04T00:00:00Z\n")
    write("2024-04/b", "title: K\ncategory: A\nadded: 2024-01-02T00:00:00Z\n")
    write("2024-05/c", "title: M\ncategory: B\nadded: 2024-01-03T00:00:00Z\n")
    write("2024-03/d", "title: B\ncategory: C\nadded: 2024-01-01T00:00:00Z\n")
    assert "".join(entry.id for entry in library.papers(sort=sort)) == order
    assert "".join(entry.id for entry in library.papers(sort=sort, limit=2)) == order[:2]


def test_counts_of_values(filled: Library, write: WriteNote) -> None:
    """Most first, then by name; a paper without a category has none."""
    write("2024-05/e", "title: E\nkeypoints: [Diffusion]\n")
    assert filled.values("month") == {"2024-04": 2, "2024-05": 2, "2023-12": 1}
    assert next(iter(filled.values("keypoint").items())) == ("Diffusion", 2)
    assert filled.values("category") == {
        "Video": 1, "Video / Editing": 1, "Videos": 1, "Éditing": 1,
    }  # fmt: skip
