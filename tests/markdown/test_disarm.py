"""A note's own Markdown inside a page, and back again."""

import re

import cmarkgfm
import pytest
from cmarkgfm.cmark import Options
from hypothesis import example, given
from hypothesis import strategies as st

from paperlist.markdown.disarm import disarm
from paperlist.markdown.escape import restore
from tests.strategies import dense, texts

anything = st.one_of(texts, dense, st.text())


def html(text: str) -> str:
    """What GitHub's parser makes of `text`."""
    return str(cmarkgfm.github_flavored_markdown_to_html(text, Options.CMARK_OPT_UNSAFE))


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
