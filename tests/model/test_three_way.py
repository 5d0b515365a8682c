"""Merging the fields of a note."""

from typing import Any

import pytest

from paperlist.model.three_way import merge_fields, undecided_fields
from paperlist.model.versions import FIRST, LAST, NEXT

BASE: dict[str, Any] = {"title": "T", "venue": "arXiv", "status": "to-read"}


def merged(
    base: dict[str, Any] | None, ours: dict[str, Any], theirs: dict[str, Any]
) -> dict[str, Any]:
    """The merge, in both directions."""
    result = merge_fields(base, ours, theirs)
    swapped = merge_fields(base, theirs, ours)
    assert result == swapped
    assert [*result] == [*swapped]
    return result


def test_fields_that_different_people_filled_are_all_there() -> None:
    """And a field that one person removed is gone."""
    ours = BASE | {"doi": "10.1/x", "keypoints": ["a"]}
    theirs = {"title": "T", "status": "to-read", "notes": "n"}
    assert merged(BASE, ours, theirs) == {
        "title": "T", "status": "to-read", "doi": "10.1/x", "keypoints": ["a"], "notes": "n",
    }  # fmt: skip


def test_the_side_that_changed_a_value_wins() -> None:
    """Also against a side that removed it."""
    assert merged(BASE, BASE | {"venue": "CVPR"}, BASE)["venue"] == "CVPR"
    assert merged(BASE, BASE | {"venue": "CVPR"}, {"title": "T"})["venue"] == "CVPR"


def test_two_different_values_are_both_kept() -> None:
    """The first stays in the field, the others wait for a person."""
    result = merged(BASE, BASE | {"venue": "ICML 2024"}, BASE | {"venue": "CVPR 2024"})
    assert result == BASE | {"venue": "CVPR 2024", "undecided": {"venue": ["ICML 2024"]}}
    assert undecided_fields(result) == ["venue"]


def test_a_decision_is_merged_like_any_change() -> None:
    """Nothing comes back if others did not touch the field."""
    open_ = BASE | {"venue": "A", "undecided": {"venue": ["B"]}}
    assert merged(open_, BASE | {"venue": "B"}, open_ | {"doi": "10.1/x"}) == BASE | {
        "venue": "B", "doi": "10.1/x",
    }  # fmt: skip


def test_two_different_decisions_are_open_again() -> None:
    """Nobody's choice is dropped."""
    open_ = BASE | {"venue": "A", "undecided": {"venue": ["B"]}}
    assert merged(open_, BASE | {"venue": "A"}, BASE | {"venue": "B"}) == open_


def test_three_values_are_the_same_whoever_meets_first() -> None:
    """They are a set."""
    one, two, three = (BASE | {"venue": name} for name in "ABC")
    left = merged(BASE, merged(BASE, one, two), three)
    assert left == merged(BASE, one, merged(BASE, two, three))
    assert left["undecided"] == {"venue": ["B", "C"]}


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "result"),
    [
        ("to-read", "reading", "read", "read"),
        ("to-read", "to-read", "reading", "reading"),
        ("read", "to-read", "read", "to-read"),
        (None, "reading", "to-read", "reading"),
    ],
)
def test_the_status_that_is_further_along_wins(
    base: str | None, ours: str, theirs: str, result: str
) -> None:
    """If both people changed it; one alone may also go back."""
    before = {"title": "T", "status": base} if base else {"title": "T"}
    sides = ({"title": "T", "status": status} for status in (ours, theirs))
    assert merged(before, *sides)["status"] == result


def test_a_paper_was_added_when_the_first_person_added_it() -> None:
    """Both added it, each at another time."""
    times = "2024-04-09T10:00:00Z", "2024-04-08T10:00:00Z"
    sides = ({"title": "T", "added": moment} for moment in times)
    assert merged(None, *sides)["added"] == times[1]


def test_links_and_own_mappings_are_merged_by_name() -> None:
    """An address that both changed is undecided by its path."""
    base = {"title": "T", "links": {"paper": "p", "code": "c"}, "mine": {"a": 1, "b": {"c": 2}}}
    ours = base | {"links": {"paper": "p1", "code": "c"}, "mine": {"a": 1, "b": {"c": 3}}}
    theirs = base | {"links": {"paper": "p2", "blog": "x"}, "mine": {"a": 4, "b": {"c": 2}}}
    result = merged(base, ours, theirs)
    assert result["links"] == {"paper": "p1", "blog": "x"}
    assert result["mine"] == {"a": 4, "b": {"c": 3}}
    assert result["undecided"] == {"links.paper": ["p2"]}


def test_sections_are_merged_as_texts() -> None:
    """And so are own fields of several lines."""
    base = {"title": "T", "sections": {"R": "- a"}, "mine": "x\ny"}
    ours = base | {"sections": {"R": "- a\n- b"}, "mine": "x\ny\nz"}
    theirs = base | {"sections": {"R": "- a\n- c", "D": "d"}, "mine": "w\nx\ny"}
    result = merged(base, ours, theirs)
    assert result["sections"] == {"R": "- a\n- b\n- c", "D": "d"}
    assert result["mine"] == "w\nx\ny\nz"


def test_keypoints_in_two_spellings_are_one() -> None:
    """As in the model."""
    result = merged(
        None, {"title": "T", "keypoints": ["bert"]}, {"title": "T", "keypoints": ["BERT"]}
    )
    assert result["keypoints"] == ["BERT"]


def test_lists_of_a_users_own_are_sets() -> None:
    """Whatever is in them."""
    base = {"title": "T", "files": ["a.pdf", {"x": 1}]}
    result = merged(
        base, base | {"files": ["a.pdf"]}, base | {"files": ["a.pdf", {"x": 1}, "b.pdf"]}
    )
    assert result["files"] == ["a.pdf", "b.pdf"]


def test_values_of_different_types_are_both_kept() -> None:
    """A list and a text cannot be one."""
    result = merged({"title": "T"}, {"title": "T", "mine": ["a"]}, {"title": "T", "mine": "b"})
    assert result["mine"] == "b"
    assert result["undecided"] == {"mine": [["a"]]}


def test_true_and_one_are_two_values() -> None:
    """And null is a value of an own field."""
    result = merged({"title": "T", "x": None}, {"title": "T", "x": True}, {"title": "T", "x": 1})
    assert (result["x"], result["undecided"]) == (1, {"x": [True]})
    assert merged({"title": "T"}, {"title": "T", "x": None}, {"title": "T"})["x"] is None


def test_a_field_undecided_of_a_users_own_is_kept() -> None:
    """Also if the merge needs one."""
    base = BASE | {"undecided": "about the venue"}
    result = merged(base, base | {"venue": "A"}, base | {"venue": "B"})
    assert result["undecided"] == {"venue": ["B"], "undecided": ["about the venue"]}
    assert merged(base, base | {"venue": "A"}, base | {"doi": "10.1/x"})["undecided"] == (
        "about the venue"
    )
    both = merged(base, base | {"undecided": "a"}, base | {"undecided": "b"})
    assert both["undecided"] == {"undecided": ["a", "b"]}


def test_texts_with_two_versions_are_undecided() -> None:
    """By their paths, such as that of a section."""
    both = f"{FIRST}\na\n{NEXT}\nb\n{LAST}"
    fields = {"title": "T", "method": both, "sections": {"R": both}, "notes": "x"}
    assert undecided_fields(fields) == ["method", "sections.R"]


def test_a_field_with_two_empty_values_is_kept() -> None:
    """An own field may be empty in several ways."""
    assert merged({"title": "T"}, {"title": "T", "x": {}}, {"title": "T", "x": []})["x"] == []
