"""Which words changed, as a pipe and a terminal show it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlist.cli.terminal.word_diff import MOST_LINES, word_diff
from tests.strategies import lines


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("a b c", "a x c", ["a [-b-]{+x+} c"]),
        ("a b", "a b c", ["a b{+ c+}"]),
        ("", "a\nb", ["{+a+}", "{+b+}"]),
        ("a\nb", "", ["[-a-]", "[-b-]"]),
        ("a\nb\nc\nd\ne", "a\nb\nX\nd\ne", ["b", "[-c-]{+X+}", "d"]),
        ("a", "a", []),
        ("关键 词", "关键 字", ["关键 [-词-]{+字+}"]),
    ],
)
def test_words(before: str, after: str, shown: list[str]) -> None:
    """With one line before and after the lines that changed."""
    assert list(word_diff(before, after)) == shown


def test_large_texts_are_not_compared(capsys: pytest.CaptureFixture[str]) -> None:
    """It would take minutes."""
    before = "a\n" * MOST_LINES
    assert list(word_diff(before, before + "b\n")) == ["2,000 lines become 2,001"]
    long = " ".join(map(str, range(5_000)))
    assert list(word_diff(f"x {long}", f"y {long}")) == [f"[-x {long}-]", f"{{+y {long}+}}"]


LINES = st.text("abc ", min_size=1, max_size=30)


@given(LINES, LINES)
def test_both_lines_can_be_read_off(before: str, after: str) -> None:
    """Without the added words the old line remains, without the removed ones the new line."""
    shown = "\n".join(word_diff(before, after))
    if before == after:
        assert shown == ""
        return
    old = re.sub(r"\{\+.*?\+\}", "", shown).replace("[-", "").replace("-]", "")
    new = re.sub(r"\[-.*?-\]", "", shown).replace("{+", "").replace("+}", "")
    assert (old, new) == (before, after)


@given(lines, lines)
def test_any_text_at_all(before: str, after: str) -> None:
    """Never an error, and no line end within a line."""
    assert not any("\n" in line for line in word_diff(before, after))
