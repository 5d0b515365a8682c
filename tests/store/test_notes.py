"""YAML text <-> Paper."""

import pytest
from hypothesis import given

from paperlist import Paper
from paperlist.errors import UnreadableNoteError
from paperlist.store import notes, yaml_reader, yaml_scalars, yaml_writer
from tests.strategies import papers

NOTE = b"""\
# A note of my own
title: 'One: two'   # the title
mine: {a: 1}
keypoints:
- a   # first
- b
method: |-
  - x
  - y
# before the venue
venue: CVPR
"""


@given(papers)
def test_what_is_written_is_read_back(paper: Paper) -> None:
    """Any paper goes round."""
    assert notes.load(notes.dump(paper), "f") == paper


@given(papers)
def test_both_parsers_read_what_is_written_to_the_same_value(paper: Paper) -> None:
    """yaml-rs and ruamel.yaml agree on every file that the tool writes."""
    text = notes.dump(paper).decode()
    assert yaml_reader.parse_fast(text) == yaml_reader.parse_slowly(text, "f")


@given(papers)
def test_the_quick_writer_writes_what_ruamel_writes(paper: Paper) -> None:
    """Byte by byte, wherever it takes the value at all."""
    for name, value in paper.fields().items():
        written = yaml_scalars.dump(name, value)
        assert written is None or written == yaml_writer.dump_slowly({name: value})


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("A title", "A title"),
        ("T: x", "'T: x'"),
        ("it's: x", '"it\'s: x"'),
        ("a#b c:d", "a#b c:d"),
        ("2404.10000", "'2404.10000'"),
        ("2024-04-09T10:00:00Z", "2024-04-09T10:00:00Z"),
        ("a\n\nb", "|-\n  a\n\n  b"),
        ("图像", "图像"),
        ("yes", None),
        ("- x", "'- x'"),
        ("-x", None),
        ("a \n  b", "|-\n  a \n    b"),
        ("a\n \nb", None),
        ("a\x85b", None),
        (" a\nb", None),
        ("a\n", None),
    ],
)
def test_the_quick_writer_takes_what_is_plain(value: str, written: str | None) -> None:
    """And leaves the rest to ruamel.yaml."""
    assert yaml_scalars.dump("key", value) == (written and f"key: {written}\n")


@given(papers, papers)
def test_an_edited_file_holds_the_new_paper(old: Paper, new: Paper) -> None:
    """Whatever the fields were, an edit ends with the new ones."""
    edited = notes.edit(notes.dump(old), new, "f")
    assert notes.load(edited, "f").fields() == new.fields()


@given(papers)
def test_an_edit_that_changes_nothing_changes_no_byte(paper: Paper) -> None:
    """Saving what is there leaves the file alone."""
    content = notes.dump(paper)
    assert notes.edit(content, paper, "f") == content


def test_fields_are_in_order_and_nothing_is_folded() -> None:
    """Keys as the design has them, multi-line text as blocks, long lines whole."""
    paper = Paper(
        title="T: t", method="a\nb", objective="x " * 200, keypoints=["k"], arxiv="2404.10000"
    )
    lines = notes.dump(paper).decode().splitlines()
    assert [line.split(":")[0] for line in lines if line[0] not in " -"] == [
        "title", "keypoints", "objective", "method", "arxiv",
    ]  # fmt: skip
    assert "method: |-" in lines
    assert "arxiv: '2404.10000'" in lines
    assert max(map(len, lines)) > 390


@pytest.mark.parametrize(
    "value", ["2404.10000", "1e3", "no", "null", "0x10", "2024-04", "~", "1_0"]
)
def test_words_that_look_like_something_else_come_back(value: str) -> None:
    """A venue called `no` stays a word; an arXiv id stays its digits."""
    assert notes.load(notes.dump(Paper(title=value, arxiv=value)), "f").arxiv == value


def test_a_number_written_by_hand_is_text() -> None:
    """`arxiv: 2404.10000` keeps its last zero."""
    assert notes.load(b"title: 7\narxiv: 2404.10000\n", "f").arxiv == "2404.10000"


def test_an_edit_keeps_comments_order_and_unknown_fields() -> None:
    """Only the lines of the fields that changed are written anew."""
    paper = notes.load(NOTE, "f").changed(venue="ICCV", keypoints=["a", "c"], status="read")
    edited = notes.edit(NOTE, paper, "f").decode()
    assert edited.splitlines() == [
        "# A note of my own", "title: 'One: two'   # the title", "mine: {a: 1}", "keypoints:",
        "- a   # first", "- c", "method: |-", "  - x", "  - y", "# before the venue", "venue: ICCV",
        "status: read",
    ]  # fmt: skip


def test_an_edit_keeps_windows_line_ends() -> None:
    """A file with CRLF stays one."""
    content = NOTE.replace(b"\n", b"\r\n")
    edited = notes.edit(content, notes.load(content, "f").changed(venue="ICCV"), "f")
    assert edited.count(b"\r\n") == edited.count(b"\n") == NOTE.count(b"\n")


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        (b"title: \xff", 1, "UTF-8"),
        (b"a: 1\ntitle: [a\n", 2, "] is missing at the end"),
        (b"title: x\ntitle: y\n", 2, "duplicate"),
        (b"", None, "title is missing"),
        (b"- a\n", 1, "field: value"),
        (b"objective: x\n", None, "title is missing"),
        (b"title: x\n\nkeypoints: {a: b}\n", 3, "keypoints has to be a list"),
        (b"title: x\nstatus: odd\n", 2, "to-read, reading, read"),
        (b'title: x\nmine: "\\ud800"\n', 2, "surrogate"),
        (b"title: x\nadded: tomorrow\n", 2, "added is not a time"),
        (b"title: x\n<<<<<<< HEAD\nvenue: a\n", 2, "git merge conflict"),
    ],
)
def test_what_is_no_note_says_where_and_why(content: bytes, line: int | None, reason: str) -> None:
    """File, line and reason, in words."""
    with pytest.raises(UnreadableNoteError) as caught:
        notes.load(content, "data/2024-04/x.yaml")
    assert reason in str(caught.value)
    assert caught.value.line == line or reason == "expected"
    assert str(caught.value).startswith("data/2024-04/x.yaml")


def test_numbers_keep_their_digits() -> None:
    """What is written otherwise than the number that it is, is text; an edit changes none."""
    lines = (
        "isbn: 0262035618", "version: 1.10", "hex: 0x1F", "thousand: 1_000", "seen: 2024-04-01",
        "size: 1e3", "rating: 5", "stars: 4.5  # of 5", "runs: {a: [1.10, 2], b: 007}",
    )  # fmt: skip
    text = "\n".join(["title: A", *lines, ""])
    paper = notes.load(text.encode(), "a")
    assert paper.fields() == {
        "title": "A", "isbn": "0262035618", "version": "1.10", "hex": "0x1F", "thousand": "1_000",
        "seen": "2024-04-01", "size": "1e3", "rating": 5, "stars": 4.5,
        "runs": {"a": ["1.10", 2], "b": "007"},
    }  # fmt: skip
    assert (
        notes.edit(text.encode(), paper.changed(status="read"), "a").decode()
        == text + "status: read\n"
    )
    assert notes.load(notes.dump(paper), "a").fields() == paper.fields()


def test_authors_may_stand_in_one_line() -> None:
    """As keypoints may."""
    assert notes.load(b"title: A\nauthors: Doe, Jane; John Roe\n", "a").authors == [
        "Doe, Jane",
        "John Roe",
    ]
