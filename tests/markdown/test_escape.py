"""Plain words inside a page, and back again."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from paperlist.markdown.escape import escape_address, escape_line, restore
from paperlist.markdown.parser import parser, plain
from tests.strategies import dense, lines


def shown(line: str) -> str:
    return plain(parser().parseInline(line)[0])


@given(st.one_of(lines, dense.map(lambda text: " ".join(text.split())), st.text()))
@example("2^10 - 1) a")
@example("- a")
@example("3. a")
@example("$a$ b$c$")
@example("$\\$")
@example("$\\:$\\")
@example("a_b_c *d* ~~e~~ me@x.y")
def test_an_escaped_line_shows_itself(line: str) -> None:
    """Each sign of it, and nothing as markup."""
    written = " ".join(line.replace("\x00", "").split())
    assert " ".join(shown(escape_line(written)).split()) == written


@pytest.mark.parametrize(
    ("line", "escaped"),
    [
        ("A Title: Sub", "A Title: Sub"),
        ("A [ours] *x* <b>", r"A \[ours\] \*x\* \<b\>"),
        ("The $x^2_i$ method", "The $x^2_i$ method"),
        ("$5 and $6", r"\$5 and \$6"),
        ("- a", r"\- a"),
        ("-a", "-a"),
        ("1. one", r"1\. one"),
        ("1.5 one", "1.5 one"),
        ("C# | D", r"C\# \| D"),
    ],
)
def test_only_signs_are_escaped(line: str, escaped: str) -> None:
    """Formulas stay formulas, and a plain title stays plain."""
    assert escape_line(line) == escaped
    assert shown(escaped) == line


@given(st.one_of(lines, dense).map(lambda text: re.sub(r"[<>]|\s*\n\s*", "", text).strip()))
@example("a b(c)\\`d`")
@example("&#x0020;")
def test_an_address_goes_round_and_stays_one(url: str) -> None:
    """In a link it ends where it ends, whatever signs are in it."""
    escaped = escape_address(url)
    assert restore(escaped) == url
    assert not re.search(r"[\s()<>]", escaped)
    if url:
        (paragraph,) = (each for each in parser().parse(f"[x]({escaped})") if each.children)
        assert next(each.type for each in paragraph.children or ()) == "link_open"
        assert shown(f"[x]({escaped}) y") == "x y"


@given(lines)
def test_a_line_shows_just_its_signs(line: str) -> None:
    """Escaped, Markdown shows the line itself."""
    written = " ".join(line.split())
    inline = parser().parseInline(escape_line(written))
    assert " ".join(plain(inline[0]).split()) == written
