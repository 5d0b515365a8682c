"""A line of Markdown cut into pieces, and the text that it shows."""

import pytest

from paperlist.readers.markdown.line.tokens import parted_words, pieces, shown


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("", []),
        ("only words", [("text", "only words", "")]),
        ("[Title](https://x.org)", [("link", "Title", "https://x.org")]),
        (
            "**Title** `SD` [2024.11]",
            [
                ("bold", "Title", ""),
                ("text", " ", ""),
                ("code", "SD", ""),
                ("text", " ", ""),
                ("brackets", "2024.11", ""),
            ],
        ),
        ("*Ada Moss*", [("italic", "Ada Moss", "")]),
        ("**[Title](https://x.org)**", [("link", "Title", "https://x.org")]),
        ("[[pdf](https://x.org/a.pdf)]", [("link", "pdf", "https://x.org/a.pdf")]),
        ("[Title][a]", [("link", "Title", "https://a.org")]),
        (
            "[![code](https://b.org/c.svg)](https://g.org)",
            [("badge", "code", "https://g.org")],
        ),
        ("![A plot](plot.png)", [("image", "", "")]),
        ('<a href="https://x.org">Title</a>', [("link", "Title", "https://x.org")]),
        (
            "see https://x.org.",
            [("text", "see ", ""), ("address", "", "https://x.org")],
        ),
        ("**C**ontrastive", [("text", "**C**ontrastive", "")]),
        ("<b>Title</b>", [("bold", "Title", "")]),
        (r"\[pdf\]", [("brackets", "pdf", "")]),
    ],
)
def test_pieces(line: str, expected: list[tuple[str, str, str]]) -> None:
    """Each piece has a kind, the Markdown that it shows, and the address that it leads to."""
    found = pieces(line, {"a": "https://a.org"})
    assert [(piece.kind, piece.shown, piece.url) for piece in found] == expected


@pytest.mark.parametrize(
    "line",
    [
        "[Title](https://x.org) and **bold** words",
        "- not closed [bracket and `code",
        "1 * 2 * 3 = 6",
        "【ICLR】 Title",
        "a <br> b",
        "https://x.org.",
    ],
)
def test_no_source_is_lost(line: str) -> None:
    """The sources of all pieces, one behind the other, are the line."""
    assert "".join(piece.source for piece in pieces(line)) == line


@pytest.mark.parametrize(
    ("line", "tip"),
    [
        ('[Title](https://x.org "A remark")', "A remark"),
        ("[Title](https://x.org 'A remark')", "A remark"),
        ("[Title](<https://x.org>)", ""),
        ("[Title](https://x.org)", ""),
    ],
)
def test_a_tip_is_no_part_of_the_address(line: str, tip: str) -> None:
    """A link's address may be followed by what is shown when it is pointed at."""
    (piece,) = pieces(line)
    assert (piece.url, piece.tip) == ("https://x.org", tip)


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("", ""),
        ("  two   words ", "two words"),
        ("**bold** and *italic*", "bold and italic"),
        ("[Title](https://x.org)", "Title"),
        ("`x_1`", "x_1"),
        ("a &amp; b", "a & b"),
        (r"a \* b", "a * b"),
        ("H<sub>2</sub>O", "H2O"),
        ("<Title: its rest>", "<Title: its rest>"),
    ],
)
def test_shown(markdown: str, expected: str) -> None:
    """Signs and addresses go, and the words stay."""
    assert shown(markdown) == expected


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("H<sub>2</sub>O", ["H<sub>2</sub>O"]),
        ("**C**ontrastive learning", ["C**ontrastive"]),
        ("co**ntra**stive", ["co**ntra**stive"]),
        ("**two** words", []),
        ("plain", []),
        ("a`b`c and d~~e~~f", ["a`b`c", "d~~e~~f"]),
    ],
)
def test_parted_words(markdown: str, expected: list[str]) -> None:
    """Words that show as one, though a mark stands within them."""
    assert parted_words(markdown) == expected
