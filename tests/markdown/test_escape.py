"""Plain words, and a note's own Markdown, inside a page; and back again."""

import re

import cmarkgfm
import pytest
from cmarkgfm.cmark import Options
from hypothesis import example, given
from hypothesis import strategies as st

from paperlist.markdown.escape import (
    disarm,
    escape_address,
    escape_line,
    first_block,
    parser,
    plain,
    restore,
    without_code,
)
from tests.strategies import lines, pieces, texts

# Signs close together, which the shared texts seldom are.
_signs = [*"<>-!`~$#&;x3C0 \n\\*=|", "&#x", "<!--", "-->", "```", "<b>", "</b>", "</details>"]
dense = st.lists(st.sampled_from(_signs), max_size=16).map("".join)
anything = st.one_of(texts, dense, st.text())


def html(text: str) -> str:
    """What GitHub's parser makes of `text`."""
    return str(cmarkgfm.github_flavored_markdown_to_html(text, Options.CMARK_OPT_UNSAFE))


def shown(line: str) -> str:
    return plain(parser().parseInline(line)[0])


# disarm and restore


@given(anything)
@example("&#x0023;")
@example("&#x0026;#x0023;")
@example("&#x003C;!-- paperlist:end -->")
def test_what_is_disarmed_is_restored(text: str) -> None:
    """To the letter, also where the text holds what disarming writes, and twice over."""
    assert restore(disarm(text)) == text
    assert restore(restore(disarm(disarm(text)))) == text


@pytest.mark.parametrize(
    "text",
    [
        "", "plain words", "a # b", "a\n\nb", "- a\n  - b", "1. one", "> quoted", "**bold**",
        "`<details>`", "`# x`", "```\n# x\n<b>\n```", "~~~ python\n</details>\n~~~",
        "$x < y$", "$$\nx^2\n$$", "| a | b |\n|---|---|", "a<br>b", "<img src='x'>", "<b>x</b>",
        "<details><summary>s</summary>\n\nx\n\n</details>", "a < b", "1 <2", "<!-- aside -->",
        "[a](b)", "![i](j)", "http://x.y", "&amp; &lt; &#35; &#x23;", "#hashtag", "a --- b",
        "图像：方法", "C:\\x", "<http://x.y>", "\\# x", "* * *",
    ],
)  # fmt: skip
def test_harmless_markdown_is_left_alone(text: str) -> None:
    """Notes are Markdown, and are to look like it on the page."""
    assert disarm(text) == text


@pytest.mark.parametrize(
    ("text", "disarmed"),
    [
        ("# x", "&#x0023; x"),
        ("a\n## b", "a\n&#x0023;# b"),
        ("- # x", "- &#x0023; x"),
        ("> # x", "> &#x0023; x"),
        ("a\n===", "a\n&#x003D;=="),
        ("a\n---", "a\n&#x002D;--"),
        ("```", "&#x0060;``"),
        ("```\n# x", "&#x0060;``\n&#x0023; x"),
        ("~~~ python\nx", "&#x007E;~~ python\nx"),
        ("$$", "&#x0024;$"),
        ("$$\nx", "&#x0024;$\nx"),
        ("$$\n# x\n$$", "$$\n&#x0023; x\n$$"),
        ("<b>", "&#x003C;b>"),
        ("</b>", "&#x003C;/b>"),
        ("<b><i></b></i>", "&#x003C;b><i>&#x003C;/b></i>"),
        ("<details>", "&#x003C;details>"),
        ("x </details>", "x &#x003C;/details>"),
        ("<!-- x", "&#x003C;!-- x"),
        ("<?php", "&#x003C;?php"),
        ("<div", "&#x003C;div"),
        ("<!-- paperlist:end -->", "&#x003C;!-- paperlist:end -->"),
        ("`<!-- paperlist:end -->`", "`&#x003C;!-- paperlist:end -->`"),
        ("```\n<!--paperlist : x-->\n```", "```\n&#x003C;!--paperlist : x-->\n```"),
        ("&#x0023;", "&#x0026;#x0023;"),
    ],
)
def test_what_would_leak_is_an_entity(text: str, disarmed: str) -> None:
    """Headings, what is left open, tags that do not balance, marks of the page."""
    assert disarm(text) == disarmed
    assert restore(disarmed) == text


@given(anything)
@example("0|\n--")
@example("> 0|\n> --")
@example("0<!--`<b`-->")
@example("<B></b>")
@example("`\n`<B>`")
@example("<B></B:>")
def test_nothing_of_a_disarmed_text_reaches_beyond_its_item(text: str) -> None:
    """No heading, no open tag or fence: what follows the item is what it would be without it."""
    body = "\n".join(f"  {line}" if line else "" for line in disarm(text).split("\n"))
    page = html(f"- item\n\n{body}\n\n#### After\n\nthe end\n")
    assert page.endswith("<h4>After</h4>\n<p>the end</p>\n")
    assert len(re.findall(r"^<h\d>", page, re.M)) == 1
    tags = re.sub(r"<!--.*?-->", "", page, flags=re.S)  # a comment's are none
    for tag in ("details", "summary", "div", "b", "ul"):
        assert len(re.findall(rf"(?i)<{tag}\b", tags)) == len(re.findall(rf"(?i)</{tag}\s*>", tags))


# Lines


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


# Blocks


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


@given(lines)
def test_a_line_shows_just_its_signs(line: str) -> None:
    """Escaped, Markdown shows the line itself."""
    written = " ".join(line.split())
    inline = parser().parseInline(escape_line(written))
    assert " ".join(plain(inline[0]).split()) == written
