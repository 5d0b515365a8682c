"""Notes on a terminal: their Markdown rendered, wrapped, and nothing left out."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlist.cli.terminal.display import Colours, display
from paperlist.cli.terminal.markdown import markdown_lines

ROOM = 40
TEXTS = st.text(st.sampled_from("ab *_#>-1.)[]($\\!<\n  记忆，"), max_size=80)


def shown(text: str, room: int = ROOM) -> list[str]:
    return list(markdown_lines(text, "", room))


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("**Bold**, *slanted* and `code`.", ["Bold, slanted and code."]),
        ("one\ntwo", ["one", "two"]),
        ("one\n\n\ntwo", ["one", "", "two"]),
        ("# Head\ntext", ["Head", "text"]),
        ("[code](https://a.org/x)", ["code (https://a.org/x)"]),
        ("<https://a.org>, https://b.org", ["https://a.org, https://b.org"]),
        ("[](https://a.org) [b](文/a%20b)", ["https://a.org b (文/a%20b)"]),
        ("![Figure 1](one.png) ![](two.png)", ["Figure 1 (one.png) two.png"]),
        ("[1]: https://a.org", ["[1]: https://a.org"]),
        ("$a_i * b_i * c$ is *it*", ["$a_i * b_i * c$ is it"]),
        ("$$\nE = mc^2\n$$", ["$$", "E = mc^2", "$$"]),
        ("<b>HTML</b> and List<int> x_1 * y_2", ["<b>HTML</b> and List<int> x_1 * y_2"]),
        (
            "- a text that is longer than a line of the terminal\n  - below\n\n- last",
            ["- a text that is longer than a line of", "  the terminal", "  - below", "", "- last"],
        ),
        ("9. nine\n10. ten\n    1) one", ["9. nine", "10. ten", "    1) one"]),
        ("-\n- x", ["-", "- x"]),
        ("```python\ndef f():\n    return 1\n```\nx", ["    def f():", "        return 1", "x"]),
        ("> a quotation\n> of two lines\n>\n> - an item", [
            "│ a quotation", "│ of two lines", "│", "│ - an item",
        ]),
        ("| a | b |\n|---|---|\n| one | **two** |", ["a    b", "one  two"]),
        ("| a | b |\n|---|---|", ["a  b"]),
        ("a\n\n---\n\nb", ["a", "", "─" * 20, "", "b"]),
        ("使用 Transformer 的记忆机制来压缩长视频的表示，效果很好。", [
            "使用 Transformer 的记忆机制来压缩长视频", "的表示，效果很好。",
        ]),
        ("see https://a.org/an/address/that/is/longer/than/a/line", [
            "see", "https://a.org/an/address/that/is/longer/than/a/line",
        ]),
        ("", []),
    ],
)  # fmt: skip
def test_what_a_terminal_shows(text: str, lines: list[str]) -> None:
    """Marks become styles, addresses stay, and what is no Markdown is as it was typed."""
    assert shown(text) == lines


def test_colours_show_what_marks_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Emphasis within emphasis has both styles, and a line that goes on keeps them."""
    monkeypatch.setattr(display, "colours", Colours.always)
    (line,) = shown("**a *b* c** `d`")
    assert [part.partition("m")[0] for part in line.split("[")[1:]] == [
        "1", "0", "1;3", "0", "1", "0", "36", "0",
    ]  # fmt: skip
    first, second = shown("**bold words**", 5)[0], shown(f"**{'bold words ' * 3}x**", 20)[1]
    assert "[1m" in first
    assert "[1m" in second


@given(TEXTS)
def test_no_word_is_lost(text: str) -> None:
    """Each letter of the text is shown, in its order."""
    found = iter("".join(shown(text)))
    assert all(letter in found for letter in text if letter in "ab记忆")


@pytest.mark.parametrize("text", ["**a** ", "[", "> ", "- a\n", "*a", "`" * 3 + "\n", "| a ", "$"])
def test_a_long_note_takes_as_long_as_its_length(text: str) -> None:
    """Nothing is slower than the length of the text lets expect."""
    begun = time.process_time()
    shown(text * 20_000)
    assert time.process_time() - begun < 10
