"""Merging Markdown texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlist.model.three_way_text import merge_text
from paperlist.model.versions import FIRST, LAST, NEXT, has_versions, units
from tests.edits import text_edits, texts
from tests.strategies import texts as nasty_texts

MARKS = set(f"{FIRST} {NEXT} {LAST}".split())


@st.composite
def three_sides(draw: st.DrawFn) -> tuple[str, str, str, str]:
    """A text, and what three people made of it."""
    base = draw(texts)
    sides = []
    for _ in range(3):
        side = base
        for _ in range(draw(st.integers(1, 3))):
            side = draw(text_edits(side))
        sides.append(side)
    return base, sides[0], sides[1], sides[2]


def _two(first: str, second: str) -> str:
    return f"{FIRST}\n{first}\n{NEXT}\n{second}\n{LAST}"


def _new_words(text: str, base: str) -> set[str]:
    return set(text.split()) - set(base.split()) - MARKS


def _in_marks(text: str) -> set[str]:
    return {line for unit in units(text) if len(unit.versions()) > 1 for line in unit.text.split()}


@given(three_sides())
def test_every_new_word_is_kept_and_the_sides_can_be_swapped(
    sides: tuple[str, str, str, str],
) -> None:
    """Whatever both did to the text."""
    base, ours, theirs, _ = sides
    merged = merge_text(base, ours, theirs)
    assert merged == merge_text(base, theirs, ours)
    assert _new_words(merged, base) >= _new_words(ours, base) | _new_words(theirs, base)
    assert _new_words(merged, base) <= _new_words(ours, base) | _new_words(theirs, base)


@given(nasty_texts, nasty_texts, nasty_texts)
def test_any_three_texts_can_be_merged(base: str, ours: str, theirs: str) -> None:
    """Texts of every kind that has made trouble."""
    base, ours, theirs = (text.strip() for text in (base, ours, theirs))
    merged = merge_text(base, ours, theirs)
    assert merged == merge_text(base, theirs, ours)
    assert _new_words(merged, base) >= _new_words(ours, base) | _new_words(theirs, base)
    assert merge_text(base, merged, merged) == merged
    assert merge_text(base, ours, base) == ours


@given(three_sides())
def test_a_line_that_one_side_removed_is_gone(sides: tuple[str, str, str, str]) -> None:
    """Unless it is in a version that somebody has to choose, was moved, or has a new point."""
    base, ours, theirs, _ = sides
    before, mine, others = (text.split("\n") for text in (base, ours, theirs))
    places = [before.index(line) for line in others if line in before]
    if places != sorted(places) or any(line.startswith(" ") for line in (*mine, *others)):
        return
    merged = merge_text(base, ours, theirs)
    for line in before:
        if before.count(line) == 1 == others.count(line) and line.strip() and line not in mine:
            assert line not in merged.split("\n") or set(line.split()) <= _in_marks(merged)


@given(three_sides())
def test_three_clones_end_with_the_same_new_words(sides: tuple[str, str, str, str]) -> None:
    """Whichever two of them meet first."""
    base, one, two, three = sides
    ends = [
        merge_text(base, merge_text(base, one, two), three),
        merge_text(base, one, merge_text(base, two, three)),
        merge_text(base, merge_text(base, one, three), two),
    ]
    assert len({frozenset(_new_words(end, base)) for end in ends}) == 1


def test_three_versions_of_a_line_are_the_same_whoever_meets_first() -> None:
    """They are never nested."""
    left = merge_text("T", merge_text("T", "A", "B"), "C")
    assert left == merge_text("T", "A", merge_text("T", "B", "C"))
    assert left == f"{FIRST}\nA\n{NEXT}\nB\n{NEXT}\nC\n{LAST}"


def test_a_line_that_one_person_corrected_is_taken() -> None:
    """And so is the neighbouring line that another one corrected."""
    base = "- one line\n- another line\n- third"
    ours, theirs = base.replace("one", "1"), base.replace("another", "2")
    assert merge_text(base, ours, theirs) == "- 1 line\n- 2 line\n- third"


def test_two_points_added_to_a_list_are_both_kept() -> None:
    """Without marks, each with what is below it."""
    merged = merge_text("- a", "- a\n- x\n  - below", "- a\n- y\n  - below")
    assert merged == "- a\n- x\n  - below\n- y\n  - below"


def test_two_added_paragraphs_are_both_kept() -> None:
    """Apart from each other."""
    assert merge_text("Text.", "Text.\n\nOne.", "Text.\n\nTwo.") == "Text.\n\nOne.\n\nTwo."


def test_the_same_addition_is_there_once() -> None:
    """Also if one person added a remark to it."""
    assert merge_text("- a", "- a\n- x", "- a\n- x\n- y") == "- a\n- x\n- y"
    assert merge_text("- a", "- a\n- x\n  - why", "- a\n- x") == "- a\n- x\n  - why"


def test_a_line_that_two_people_changed_has_two_versions() -> None:
    """In marks that a page does not show; the rest of the text is merged."""
    base = "- a good point\n- b"
    merged = merge_text(base, "- a very good point\n- b", "- a bad point\n- b\n- c")
    assert merged == f"{_two('- a bad point', '- a very good point')}\n- b\n- c"
    assert has_versions(merged)


def test_marks_are_indented_like_the_line() -> None:
    """So a point below a point stays there."""
    merged = merge_text("- a\n  - b b b", "- a\n  - b b c", "- a\n  - b b d")
    versions = f"  {FIRST}\n  - b b c\n  {NEXT}\n  - b b d\n  {LAST}"
    assert merged == f"- a\n{versions}"


def test_a_choice_that_a_person_made_stands() -> None:
    """If the others left the versions alone."""
    both = _two("A", "B")
    assert merge_text(f"{both}\n- c", "A\n- c", f"{both}\n- c\n- d") == "A\n- c\n- d"


def test_two_different_choices_are_two_versions() -> None:
    """Nobody's choice is dropped."""
    both = _two("A", "B")
    assert merge_text(f"{both}\n- c", "A\n- c", "B\n- c\n- d") == f"{both}\n- c\n- d"


def test_a_version_more_and_a_version_less() -> None:
    """Are merged as in a set."""
    three = f"{FIRST}\nA\n{NEXT}\nB\n{NEXT}\nC\n{LAST}"
    assert merge_text(_two("A", "B"), three, "A") == _two("A", "C")


def test_what_was_changed_outlives_what_was_removed() -> None:
    """Only the changed line, without marks."""
    assert merge_text("one\ntwo", "", "one\ntwo and more") == "two and more"


def test_a_point_below_a_removed_point_keeps_its_parent() -> None:
    """It would be below another point otherwise."""
    merged = merge_text("- a\n- b\n- c", "- a\n- c", "- a\n- b\n  - new\n- c")
    assert merged == "- a\n- b\n  - new\n- c"


def test_a_fence_is_kept_whole() -> None:
    """Marks inside of it would be shown."""
    base = "```\na\nb\n```\nx"
    merged = merge_text(base, base.replace("a", "a1"), base.replace("b", "b1"))
    first, second = "```\na\nb1\n```", "```\na1\nb\n```"
    assert merged == f"{_two(first, second)}\nx"


@pytest.mark.parametrize(
    ("ours", "theirs", "merged"),
    [
        ("A text", "A text", "A text"),
        ("A text", "A text and more", "A text and more"),
        ("art", "start", "art\n\nstart"),
        ("- x", "- y", "- x\n- y"),
    ],
)
def test_two_texts_without_a_base_are_united(ours: str, theirs: str, merged: str) -> None:
    """One that holds the other is enough; of others both are kept."""
    assert merge_text("", ours, theirs) == merged


def test_a_text_that_was_rewritten_has_two_versions() -> None:
    """And a point that the other person added is below."""
    merged = merge_text("One.\nTwo.", "Something else.", "One.\n- new\nTwo.")
    assert merged == "Something else.\n- new"


def test_merging_again_changes_nothing() -> None:
    """If a side was merged before, by somebody else."""
    base, ours, theirs = "- a\n- b", "- a\n- x\n- b", "- y\n- z"
    merged = merge_text(base, ours, theirs)
    assert merge_text(base, merged, ours) == merged == merge_text(base, theirs, merged)


def test_a_line_that_both_wrote_below_a_conflict_is_there_once() -> None:
    """The blank lines above it do not depend on which side is which."""
    sides = "# x # x\n\n# y", "# z\n# y"
    assert merge_text("0", *sides) == merge_text("0", *sides[::-1])
    assert merge_text("0", *sides) == f"{_two('# x # x', '# z')}\n\n# y"


def test_blank_lines_are_merged_too() -> None:
    """They belong to the line below."""
    assert merge_text("a\nb\nc", "a\n\nb\nc", "a\nb\n\nc") == "a\n\nb\n\nc"


def test_marks_that_an_edit_left_alone_are_not_versions() -> None:
    """And never break the marks of others."""
    assert merge_text("T", f"A\n{NEXT}\nB", "C") == _two("A\nB", "C")
    assert merge_text("T", NEXT, LAST) == ""
