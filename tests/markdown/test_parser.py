"""Questions about Markdown: what it shows, what its first block is, where its code is."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from paperlist.markdown.parser import first_block, parser, plain, without_code
from tests.strategies import dense, lines, pieces


def shown(line: str) -> str:
    return plain(parser().parseInline(line)[0])


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("a **b** `c` [d](e)", "a b c d"),
        ("a\nb  \nc", "a b c"),
        ("<b>a</b> ![image *x*](y)", "a image x"),
        ("$x$ &amp; \\*", "$x$ & *"),
    ],
)
def test_plain_is_what_is_shown(markdown: str, text: str) -> None:
    """Tags left out, line ends as spaces, formulas as they are written."""
    assert shown(markdown) == text


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", ""), ("words", "paragraph"), ("- a", "bullet_list"), ("1. a", "ordered_list"),
        ("```\nx\n```", "fence"), ("| a |\n|---|", "table"), ("$$\nx\n$$", "math_block"),
        ("> a", "blockquote"), ("# a", "heading"), ("***", "hr"), ("<div>\n</div>", "html_block"),
        ("     far in", "paragraph"),
    ],
)  # fmt: skip
def test_the_first_block(text: str, kind: str) -> None:
    """Its kind; what is indented is no code here."""
    assert first_block(text) == kind


@given(st.one_of(lines, pieces, dense.map(lambda text: text.replace("\n", ""))))
@example("a `<b>` ``c ` d`` e")
def test_blanking_code_moves_nothing(line: str) -> None:
    """Each sign is where it was, or is blank."""
    blanked = without_code(line)
    assert len(blanked) == len(line)
    assert all(new in {old, " "} for old, new in zip(line, blanked, strict=True))


@pytest.mark.parametrize(
    ("line", "blanked"),
    [("a `<b>` c", "a       c"), ("``a ` b`` c", "          c"), ("a ` b", "a ` b"),
     ("``a` b", "``a` b"), ("a", "a")],
)  # fmt: skip
def test_code_is_blanked(line: str, blanked: str) -> None:
    """Between as many backticks as began it."""
    assert without_code(line) == blanked


@pytest.mark.parametrize(
    ("definition", "words"),
    [
        ("[x]: https://e.org", "text"),
        (f"[x]: https://e.org/{'y' * 1900}", "text"),
        (f"[x]: https://e.org/{'y' * 2100}", "[text][x]"),
        (f"[x]:\nhttps://e.org/{'y' * 2100}", "[text][x]"),
        (f"[x]: https://e.org '{'y' * 2100}'", "[text][x]"),
    ],
)
def test_a_very_long_definition_is_text(definition: str, words: str) -> None:
    """Each link would repeat it; a page of 1 MB could need gigabytes."""
    page = parser().parse(f"[text][x]\n\n{definition}\n")
    assert plain(page[1]) == words
    kept = [token.content for token in page if token.type == "inline"][1:]
    assert kept == ([] if words == "text" else [definition])
