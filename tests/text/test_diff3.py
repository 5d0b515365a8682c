"""Three-way comparison of lines."""

from hypothesis import given
from hypothesis import strategies as st

from paperlist.text.diff3 import Change, changes, fine_changes, merge_lines, stretches

sequences = st.lists(st.sampled_from("abcdefgh"), max_size=9)


def _alike(one: str, other: str) -> float:
    return 100.0 if one.lower() == other.lower() else 0.0


def _replay(base: list[str], side: list[str], made: list[Change]) -> list[str]:
    result: list[str] = []
    done = 0
    for change in made:
        result += [*base[done : change.start], *side[change.first : change.last]]
        done = change.end
    return result + base[done:]


@given(sequences, sequences)
def test_the_changes_make_the_side_of_the_base(base: list[str], side: list[str]) -> None:
    """However finely they are cut."""
    assert _replay(base, side, changes(base, side)) == side
    assert _replay(base, side, fine_changes(base, side, _alike)) == side


def test_the_same_lines_by_the_thousand_are_compared_quickly() -> None:
    """They are one change, since it would take too long to look for the smallest."""
    many = ["same"] * 5000
    assert len(changes(["a", *many, "b"], ["c", *many[:-1], "d"])) <= 3


def test_a_rewritten_part_is_compared_line_by_line() -> None:
    """A line that changed and a line that was added below are two changes."""
    made = fine_changes(["a", "b"], ["A", "new", "B"], _alike)
    assert made == [Change(0, 1, 0, 1), Change(1, 1, 1, 2), Change(1, 2, 2, 3)]


def test_each_removed_line_is_a_change() -> None:
    """So the other side may keep one of them."""
    made = fine_changes(["a", "b", "c"], ["c"], _alike)
    assert made == [Change(0, 1, 0, 0), Change(1, 2, 0, 0)]


def test_changes_that_only_touch_are_apart() -> None:
    """Each of two neighbouring lines may be changed by one side."""
    found = stretches([Change(0, 1, 0, 1)], [Change(1, 2, 1, 2)])
    assert [(each.start, each.end) for each in found] == [(0, 1), (1, 2)]


@given(sequences, sequences)
def test_lines_that_one_side_changed_are_taken(base: list[str], side: list[str]) -> None:
    """Without any dispute."""
    assert merge_lines(base, side, base) == (side, True)
    assert merge_lines(base, base, side) == (side, True)
    assert merge_lines(base, side, side) == (side, True)


def test_lines_that_both_sides_changed_are_in_dispute() -> None:
    """And are taken from the first side."""
    assert merge_lines(["a", "b"], ["a1", "b"], ["a2", "b", "c"]) == (["a1", "b", "c"], False)
