"""Merging the files of notes."""

import re
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from paperlist import Paper
from paperlist.errors import InvalidPaperError, UnreadableNoteError
from paperlist.model.three_way import merge_fields
from paperlist.model.versions import FIRST, LAST, NEXT, units
from paperlist.store import notes, yaml_comments
from paperlist.store.note_merge import merge_notes
from tests.edits import files
from tests.strategies import papers

OF_MARKS = set(re.findall(r"\w+", f"{FIRST}{NEXT}{LAST}undecided"))
NOTE = b"""\
# A note of my own
title: 'One: two'   # the title
mine: {a: 1}
keypoints:
- a   # first
- b
method: |-
  - x is good
  - y
# before the venue
venue: CVPR
status: to-read
"""

several = settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])


def merge(base: bytes | None, ours: bytes, theirs: bytes) -> bytes:
    """The merge, in both directions."""
    result = merge_notes(base, ours, theirs)
    assert result == merge_notes(base, theirs, ours)
    return result.content


def fields(content: bytes) -> dict[str, Any]:
    """The values in a note."""
    return notes.load(content, "note").fields()


def words(content: bytes) -> set[str]:
    """The words in the values of a note that nobody may lose."""
    kept = {
        name: value for name, value in fields(content).items() if name not in {"status", "added"}
    }
    return set(re.findall(r"\w+", repr(kept).replace("\\n", " ")))


def comments(content: bytes) -> Counter[str]:
    """The comments in a note."""
    text = content.decode().replace("\r\n", "\n")
    return Counter(comment.text for comment in yaml_comments.find_comments(text))


def as_sets(value: Any) -> Any:
    """The values with lists, lines and versions as sets."""
    if isinstance(value, str):
        return frozenset(tuple(unit.versions()) for unit in units(value))
    if isinstance(value, list):
        return frozenset(map(repr, value))
    if isinstance(value, dict):
        return {name: as_sets(item) for name, item in value.items()}
    return value


@several
@given(files())
def test_every_word_and_comment_that_a_side_wrote_is_kept(sides: tuple[bytes, ...]) -> None:
    """And the sides can be swapped, byte by byte."""
    base, ours, theirs = sides
    merged = merge(base, ours, theirs)
    for side in (ours, theirs):
        assert words(side) - words(base) <= words(merged)
        assert not (comments(side) - comments(base)) - comments(merged)


@several
@given(files())
def test_a_side_without_changes_has_no_effect(sides: tuple[bytes, ...]) -> None:
    """And to merge a note with itself has none either."""
    base, ours, theirs = sides
    merged = merge(base, ours, theirs)
    assert merge(base, ours, base) == ours
    assert merge(base, merged, merged) == merged
    assert merge(None, ours, ours) == ours


@several
@given(files())
def test_a_word_that_one_side_removed_is_gone(sides: tuple[bytes, ...]) -> None:
    """From fields and items that the other side left alone."""
    base, ours, theirs = map(fields, sides)
    merged = fields(merge(*sides))
    for name, value in base.items():
        if theirs.get(name) == value:
            assert merged.get(name) == ours.get(name)
        elif isinstance(value, list) and all(
            isinstance(each.get(name), list) for each in (ours, theirs)
        ):
            gone = set(value) - set(ours[name])
            there = {item.lower() for item in ours[name]}
            assert not {x for x in gone if x.lower() not in there} & set(merged.get(name, ()))


@several
@given(files())
def test_where_git_merges_well_the_bytes_are_those_of_git(sides: tuple[bytes, ...]) -> None:
    """So it makes no difference which of the two merged."""
    by_git = merged_by_git(*sides)
    if by_git is None:
        return
    try:
        values = fields(by_git)
    except UnreadableNoteError:
        return
    if values == merge_fields(*map(fields, sides)):
        assert merge(*sides) == by_git


def merged_by_git(*sides: bytes) -> bytes | None:
    """What `git merge-file` makes of base, ours and theirs; None if there is a conflict."""
    paths = [Path(name).absolute() for name in ("base", "ours", "theirs")]
    for path, content in zip(paths, sides, strict=True):
        path.write_bytes(content)
    base, ours, theirs = map(str, paths)
    done = subprocess.run(
        ["git", "merge-file", "-p", ours, base, theirs], capture_output=True, check=False
    )
    return done.stdout if done.returncode == 0 else None


@several
@given(files(3))
def test_three_clones_end_with_the_same_new_words(sides: tuple[bytes, ...]) -> None:
    """Whichever two of them meet first."""
    base, one, two, three = sides
    ends = [
        merge(base, merge(base, one, two), three),
        merge(base, one, merge(base, two, three)),
        merge(base, merge(base, one, three), two),
    ]
    assert len({frozenset(words(end) - words(base) - OF_MARKS) for end in ends}) == 1


@given(papers, papers, papers)
def test_any_three_notes_can_be_merged(base: Paper, ours: Paper, theirs: Paper) -> None:
    """Notes with every text that has made trouble, whatever they have to do with each other."""
    files = [notes.dump(paper) for paper in (base, ours, theirs)]
    merged = fields(merge(files[0], files[1], files[2]))
    expected = merge_fields(*(paper.fields() for paper in (base, ours, theirs)))
    assert merged == Paper.parse(expected).fields()
    assert merge(None, files[1], files[2])


def test_three_clones_end_with_the_same_values() -> None:
    """Lists, marked versions and undecided values are the same as sets."""
    one = NOTE.replace(b"CVPR", b"A").replace(b"- b", b"- c").replace(b"x is good", b"x is bad")
    two = NOTE.replace(b"CVPR", b"B").replace(b"- b", b"- b\n- d").replace(b"good", b"very good")
    three = NOTE.replace(b"CVPR", b"C").replace(b"- a", b"- e\n- a").replace(b"good", b"nice")
    left = fields(merge(NOTE, merge(NOTE, one, two), three))
    assert as_sets(left) == as_sets(fields(merge(NOTE, one, merge(NOTE, two, three))))
    assert left["undecided"] == {"venue": ["B", "C"]}


def test_comments_and_layout_of_both_sides_are_kept() -> None:
    """Only what both changed is written anew."""
    ours = NOTE.replace(b"- b\n", b"- b\n- ours # mine\n").replace(b"CVPR", b"CVPR 2024 # checked")
    theirs = NOTE.replace(b"- b\n", b"# look\n- theirs\n- b\n- c\n").replace(
        b"# before the venue\nvenue: CVPR", b"# I am sure\nvenue: CVPR 2025"
    )
    assert merge(NOTE, ours, theirs).decode() == (
        "# A note of my own\ntitle: 'One: two'   # the title\nmine: {a: 1}\n"
        "keypoints:\n- a   # first\n# look\n- theirs\n- b\n- c\n- ours # mine\n"
        "method: |-\n  - x is good\n  - y\n# I am sure\nvenue: CVPR 2024 # checked\n"
        "status: to-read\nundecided:\n  venue:\n  - CVPR 2025\n"
    )


def test_what_a_person_has_to_decide_is_named() -> None:
    """A value and a text with two versions."""
    ours = NOTE.replace(b"CVPR", b"ICML").replace(b"is good", b"is very good")
    theirs = NOTE.replace(b"CVPR", b"ICLR").replace(b"is good", b"is good enough")
    merged = merge_notes(NOTE, ours, theirs)
    assert merged.undecided == ("method", "venue")
    assert fields(merged.content)["method"] == (
        f"{FIRST}\n- x is good enough\n{NEXT}\n- x is very good\n{LAST}\n- y"
    )


def test_what_is_still_undecided_is_named_after_a_merge_without_conflict() -> None:
    """Since somebody still has to decide."""
    open_ = NOTE + b"undecided: {venue: [ICML]}\n"
    assert merge_notes(open_, open_, open_.replace(b"to-read", b"read")).undecided == ("venue",)


def test_a_note_that_both_added_is_united() -> None:
    """There is no base."""
    ours = b"title: T\nkeypoints: [a]\nvenue: CVPR\n"
    theirs = b"title: T\nkeypoints: [b]\ndoi: 10.1/x\n"
    assert fields(merge(None, ours, theirs)) == {
        "title": "T", "keypoints": ["a", "b"], "venue": "CVPR", "doi": "10.1/x",
    }  # fmt: skip


def test_line_ends_and_the_byte_order_mark_of_the_side_that_changed_them_win() -> None:
    """If neither changed them, they stay."""
    windows = NOTE.replace(b"\n", b"\r\n")
    assert merge(windows, windows.replace(b"CVPR", b"A"), windows + b"doi: 10.1/x\r\n") == (
        windows.replace(b"CVPR", b"A") + b"doi: 10.1/x\r\n"
    )
    changed = NOTE.replace(b"CVPR", b"A")
    assert merge(NOTE, windows, changed) == changed.replace(b"\n", b"\r\n")
    assert merge(NOTE, b"\xef\xbb\xbf" + NOTE, changed) == b"\xef\xbb\xbf" + changed
    assert merge(None, windows, changed).count(b"\r") == 0


@pytest.mark.parametrize(
    ("ours", "theirs", "values"),
    [
        (
            b"{title: t, keypoints: [a]}\n# x\n",
            b"{title: t, keypoints: [b]} # y\n",
            {"title": "t", "keypoints": ["a", "b"]},
        ),
        (
            b"title: t\nmine: &a [1, 2]\nyours: *a\n# x\n",
            b"# y\ntitle: t\nmine: &a [1, 3]\nyours: *a\n",
            {"title": "t", "mine": [1, 2, 3], "yours": [1, 2, 3]},
        ),
        (
            b"? title\n: t # x\n? venue\n: a\n",
            b"? title\n: t # y\n? doi\n: 10.1/x\n",
            {"title": "t", "venue": "a", "doi": "10.1/x"},
        ),
    ],
)
def test_unusual_files_are_merged_too(ours: bytes, theirs: bytes, values: dict[str, Any]) -> None:
    """They may be written anew, with all comments."""
    merged = merge(None, ours, theirs)
    assert fields(merged) == values
    assert {"# x", "# y"} <= {*comments(merged)}


def test_a_base_that_cannot_be_read_is_none() -> None:
    """Then both sides are united."""
    ours, theirs = b"title: T\nkeypoints: [a]\n", b"title: T\nkeypoints: [b]\n"
    for base in (b"\xff", b"<<<<<<< HEAD\n", b""):
        assert fields(merge(base, ours, theirs))["keypoints"] == ["a", "b"]


@pytest.mark.parametrize("wrong", [b"", b"\xff", b"venue: x\n", b"title: [\n"])
def test_a_side_that_cannot_be_read_is_left_to_a_person(wrong: bytes) -> None:
    """The error says which side it is."""
    with pytest.raises(UnreadableNoteError, match="ours"):
        merge_notes(NOTE, wrong, NOTE)
    with pytest.raises(UnreadableNoteError, match="theirs"):
        merge_notes(NOTE, NOTE, wrong)


def test_values_that_make_no_paper_are_left_to_a_person(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the rules of a paper are."""
    monkeypatch.setattr(
        "paperlist.store.note_merge.merge_fields", lambda *_: {"title": "T", "status": "lost"}
    )
    with pytest.raises(InvalidPaperError):
        merge_notes(NOTE, NOTE + b"doi: 10.1/x\n", NOTE.replace(b"CVPR", b"A"))
