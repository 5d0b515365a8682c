"""Papers side by side on a terminal: no line is too wide, and all words are shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from paperlist.cli.terminal.comparison import compared, print_comparison
from paperlist.model.columns import Column
from paperlist.model.entry import Entry

COLUMNS = [Column(name) for name in ("title", "objective", "method", "sections.Results")]
NOTES = [
    Entry(
        "ma-lmm",
        "2024-04",
        {
            "title": "MA-LMM: Memory-Augmented Model",
            "objective": "Follow a long video as it plays.",
            "method": "- Frames go through the model one by one.\n\n"
            "- 记忆库中最相似的相邻帧被合并。",
        },
    ),
    Entry("rho-1", "2024-04", {"title": "RHO-1", "method": "A\x1b[31m loss"}),
]
texts = st.text(st.sampled_from("abcd  -，《记忆é\n"), max_size=120)


def test_a_table() -> None:
    """Long texts get more room, list items are indented, and control characters are removed."""
    assert compared(NOTES, COLUMNS, 72)[0] == [
        "title               objective           method",
        "MA-LMM:             Follow a long       - Frames go through the model",
        "Memory-Augmented    video as it plays.    one by one.",
        "Model                                   - 记忆库中最相似的相邻帧被合并。",
        "",
        "RHO-1                                   A[31m loss",
    ]


def test_a_narrow_terminal() -> None:
    """Each paper has lines of its own, in which nothing is cut."""
    assert compared(NOTES, COLUMNS, 49)[0] == [
        "MA-LMM: Memory-Augmented Model",
        "  objective: Follow a long video as it plays.",
        "  method:",
        "    - Frames go through the model one by one.",
        "    - 记忆库中最相似的相邻帧被合并。",
        "",
        "RHO-1",
        "  method: A[31m loss",
    ]


def test_an_id_is_never_broken() -> None:
    """Where it has no room in a table, there is no table."""
    note = Entry("a-long-id-of-some-thirty-letters", "2024-04", {"title": "A long title of words"})
    columns = [Column("title"), Column("id")]
    assert compared([note], columns, 52)[0] == [
        "title               id",
        "A long title of     a-long-id-of-some-thirty-letters",
        "words",
    ]
    assert compared([note], columns, 49)[0] == [
        "A long title of words",
        "  id: a-long-id-of-some-thirty-letters",
    ]


def test_short_rows_have_no_blank_lines_between_them() -> None:
    assert compared(NOTES, [Column("id"), Column("month")], 60)[0] == [
        "id      month", "ma-lmm  2024-04", "rho-1   2024-04",
    ]  # fmt: skip


def test_columns_that_are_empty_are_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    """Their names are returned, so that the user can be told."""
    assert compared(NOTES, COLUMNS, 80)[1] == ["Results"]
    assert print_comparison(NOTES[1:], [Column("title"), Column("metric")]) == ["metric"]
    assert capsys.readouterr().out == "title\nRHO-1\n"


@given(
    rows=st.lists(st.tuples(texts, texts, texts), min_size=1, max_size=5),
    room=st.integers(20, 200),
)
def test_no_line_is_too_wide(rows: list[tuple[str, str, str]], room: int) -> None:
    """Only a word that is wider than the terminal is on a line of its own; nothing is lost."""
    columns = [Column("a"), Column("b"), Column("c")]
    notes = [Entry("a", "2024-04", dict(zip(("a", "b", "c"), row, strict=True))) for row in rows]
    lines, _ = compared(notes, columns, room)
    for line in lines:
        assert cell_len(line) <= room or " " not in line.strip().removeprefix("- ")
    letters = "".join(lines)
    for row in rows:
        for character in "abcdé记忆":
            assert letters.count(character) >= "".join(row).count(character)
