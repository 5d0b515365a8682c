"""Tables on a terminal: titles have room, ids and categories give way, and no line is too wide."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from paperlist.cli.terminal.styled_text import StyledText
from paperlist.cli.terminal.tables import CATEGORY, ID, KEYPOINTS, MONTH, TITLE, Column, grid, table

LONG = (
    "a-long-id-of-some-thirty-letters", "2024-04", "Video / Long Videos / Understanding",
    "MA-LMM: Memory-Augmented Large Multimodal Model for Long-Term Video Understanding",
    "Memory bank; Long-term video understanding",
)  # fmt: skip
CHINESE = (
    "ji-yi",
    "2024-04",
    "视频理解",
    "长视频理解中的记忆库：一种新的多模态大模型方法",
    "记忆库",
)
COLUMNS = (ID, MONTH, CATEGORY, TITLE, KEYPOINTS)
CELLS = st.text(st.sampled_from("abcd  -，《记忆é"), max_size=80)


@pytest.mark.parametrize(
    ("width", "lines"),
    [
        (60, [
            "a-long-id-of-some-thirty-letters  2024-04  Video / Long",
            "  Videos / Understanding",
            "  MA-LMM: Memory-Augmented Large Multimodal Model for",
            "  Long-Term Video Understanding",
            "ji-yi  2024-04  视频理解",
            "  长视频理解中的记忆库：一种新的多模态大模型方法",
        ]),
        (80, [
            "id                  month    category      title",
            "a-long-id-of-some…  2024-04  Video…anding  MA-LMM: Memory-Augmented Large",
            "                                           Multimodal Model for Long-Term Video",
            "                                           Understanding",
            "ji-yi               2024-04  视频理解      长视频理解中的记忆库：一种新的多模态",
            "                                           大模型方法",
        ]),
    ],
)  # fmt: skip
def test_what_gives_way(
    width: int,
    lines: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """On a narrow terminal nothing is cut, and each paper has lines of its own."""
    monkeypatch.setenv("COLUMNS", str(width))
    table(COLUMNS, [LONG, CHINESE])
    assert capsys.readouterr().out.splitlines() == lines


def test_a_wide_terminal_shows_keypoints(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And ids and categories whole."""
    shown = {}
    for width in (100, 160):
        monkeypatch.setenv("COLUMNS", str(width))
        table(COLUMNS, [LONG, CHINESE])
        shown[width] = capsys.readouterr().out
    assert "记忆库" not in shown[100].replace(CHINESE[3], "")
    assert LONG[0] in shown[160]
    assert "Memory bank; Long-term" in shown[160]


def test_what_is_empty_is_not_drawn(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither a table without rows, nor a column without cells."""
    monkeypatch.setenv("COLUMNS", "80")
    table(COLUMNS, [])
    assert capsys.readouterr().out == ""
    table(COLUMNS, [("a", "2024-04", "", "A", "")])
    assert capsys.readouterr().out == "id  month    title\na   2024-04  A\n"


def test_a_table_that_fits_a_narrow_terminal_stays_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Such as that of the months, whose cells say little without their header."""
    monkeypatch.setenv("COLUMNS", "50")
    table((MONTH, Column("papers"), Column("without", wraps=True)), [("2024-04", "3", "method 1")])
    assert capsys.readouterr().out.splitlines() == [
        "month    papers  without", "2024-04  3       method 1",
    ]  # fmt: skip


@given(rows=st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1), room=st.integers(40, 140))
def test_no_line_is_too_wide(rows: list[tuple[str, str, str]], room: int) -> None:
    """Whatever the cells hold, each text has all its words, and only the others are cut."""
    columns = (Column("a", least=8), Column("b", wraps=True), Column("c", wraps=True))
    texts = [[StyledText(" ".join(cell.split())) for cell in row] for row in rows]
    lines = list(grid(columns, texts, room))
    shown = "".join("".join(lines).split())
    for line in lines:
        assert cell_len(line) <= room
    for _, *others in rows:
        for word in " ".join(others).split():
            assert set(word) <= set(shown)


def test_short_cells_are_not_cut_without_need() -> None:
    """Nor is a text wrapped that has room."""
    row = [StyledText("a-long-id-of-some-thirty-letters"), StyledText("A title")]
    assert list(grid((ID, TITLE), [row], 41)) == [
        "id                                title",
        "a-long-id-of-some-thirty-letters  A title",
    ]
