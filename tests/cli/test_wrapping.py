"""Lines on a terminal: broken between words, as wide as they are shown, whole when joined."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from paperlist.cli.terminal.wrapping import breaks

TEXTS = st.text(st.sampled_from("abcd  -，。《》记忆かなé\u0301"), max_size=60)


@pytest.mark.parametrize(
    ("text", "first", "rest", "lines"),
    [
        ("a long title of words", 12, 12, ["a long title", "of words"]),
        ("a long title", 6, 12, ["a long", "title"]),
        ("a long title", 5, 12, ["a", "long title"]),
        ("see https://arxiv.org/abs/2404.05726 now", 10, 10,
         ["see", "https://arxiv.org/abs/2404.05726", "now"]),
        ("长视频的记忆库", 6, 6, ["长视频", "的记忆", "库"]),
        ("用记忆库，理解《视频》", 8, 8, ["用记忆", "库，理解", "《视频》"]),
        ("LLM的记忆", 5, 5, ["LLM的", "记忆"]),
        ("  two blanks", 20, 20, ["  two blanks"]),
        ("", 20, 20, [""]),
    ],
)  # fmt: skip
def test_where_a_line_breaks(text: str, first: int, rest: int, lines: list[str]) -> None:
    """Chinese has no blanks and is two columns wide; a stop does not begin a line."""
    assert [text[start:end] for start, end in breaks(text, first, rest)] == lines


@given(text=TEXTS, room=st.integers(4, 20))
def test_a_broken_line_is_whole(text: str, room: int) -> None:
    """Only blanks go where it breaks, and no line that has two words is too wide."""
    lines = [text[start:end] for start, end in breaks(text, room)]
    assert "".join("".join(lines).split()) == "".join(text.split())
    for line in lines:
        assert cell_len(line) <= room or len(list(breaks(line, 1))) == 1
