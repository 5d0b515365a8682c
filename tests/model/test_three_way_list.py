"""Merging lists that are sets in an order."""

from hypothesis import given
from hypothesis import strategies as st

from paperlist.model.three_way_list import merge_set, unite
from paperlist.text.words import fold

lists = st.lists(st.sampled_from("abcdefgh"), max_size=7, unique=True)


@given(lists, lists, lists)
def test_the_sides_can_be_swapped(base: list[str], ours: list[str], theirs: list[str]) -> None:
    """The order of the result included."""
    assert merge_set(base, ours, theirs) == merge_set(base, theirs, ours)


@given(lists, lists, lists)
def test_it_is_a_merge_of_sets(base: list[str], ours: list[str], theirs: list[str]) -> None:
    """An item is there if both have it or one side added it."""
    b, o, t = set(base), set(ours), set(theirs)
    merged = merge_set(base, ours, theirs)
    assert set(merged) == (o & t) | (o - b) | (t - b)
    assert len(merged) == len(set(merged))


@given(lists, lists)
def test_what_one_side_changed_is_taken(base: list[str], side: list[str]) -> None:
    """In its order."""
    assert merge_set(base, side, base) == side
    assert merge_set(base, side, side) == side


@given(lists, lists, lists, lists)
def test_three_clones_end_with_the_same_items(
    base: list[str], one: list[str], two: list[str], three: list[str]
) -> None:
    """Whichever two of them meet first."""
    left = merge_set(base, merge_set(base, one, two), three)
    right = merge_set(base, one, merge_set(base, two, three))
    assert set(left) == set(right)


def test_an_added_item_stays_below_the_item_that_it_was_added_to() -> None:
    """On both sides."""
    merged = merge_set(["a", "b"], ["a", "x", "b"], ["a", "b", "y"])
    assert merged == ["a", "x", "b", "y"]


def test_what_two_people_added_at_one_place_is_not_mixed() -> None:
    """The authors that one of them typed stay together."""
    assert merge_set([], ["B", "A"], ["D", "C"]) == ["B", "A", "D", "C"]


def test_the_side_that_moved_items_wins() -> None:
    """If the other one did not move any."""
    assert merge_set(["a", "b", "c"], ["c", "a", "b"], ["a", "b", "c", "d"]) == ["c", "d", "a", "b"]


def test_keypoints_that_differ_in_case_are_one() -> None:
    """And the spelling is that of the side that changed it."""
    assert merge_set(["bert"], ["BERT", "x"], ["bert", "y"], fold) == ["BERT", "x", "y"]
    assert merge_set(None, ["Bert"], ["BERT"], fold) == ["BERT"]


def test_items_may_be_there_twice() -> None:
    """In a list of a user's own."""
    assert merge_set([5, 5], [5, 5, 3], [5, 5, 4]) == [5, 5, 3, 4]


def test_one_and_true_are_two_items() -> None:
    """Though they are equal in Python."""
    assert merge_set([], [1], [True]) == [1, True]
    assert unite([1], [True, 1]) == [1, True]
