"""Converts a note's Markdown to safe HTML, which loads nothing and runs no script."""

import html
import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING

from paperlist.markdown.parser import linear_helpers, plain
from paperlist.text.formulas import split_formulas
from paperlist.text.words import printable
from paperlist.writers.html.formulas import mathml

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_SCHEME = re.compile(r"\s*([a-z][a-z0-9+.-]*):", re.I)
_SAFE_SCHEMES = frozenset(("http", "https", "mailto", "doi", "arxiv"))
_IMAGE_DATA = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=]+")
# A line without special characters of Markdown, and a paragraph or flat list of such lines.
_PLAIN = r"(?!\s|[-+#=]|\d+[.)])[^\\`*_\[\]<>&~|$\n]+(?<!\s)"
_PARAGRAPH = rf"{_PLAIN}(?:\n{_PLAIN})*"
_PARAGRAPHS = re.compile(rf"{_PARAGRAPH}(?:\n\n+{_PARAGRAPH})*")
_LIST = re.compile(rf"(?:({_PARAGRAPH})\n)?(- {_PLAIN}(?:\n- {_PLAIN})*)")


def is_safe(url: str) -> bool:
    """Return whether a page may link to `url`.

    Allowed are http, https and mailto addresses, `doi:10.1000/1`, `arxiv:2404.11912`, images as
    `data:`, and relative paths.
    """
    bare = re.sub(r"[\x00-\x20\x7f\u200b-\u200f\u2028-\u202e]", "", html.unescape(url))
    scheme = _SCHEME.match(bare)
    if scheme is None:
        return bool(bare)
    return scheme[1].lower() in _SAFE_SCHEMES or _IMAGE_DATA.fullmatch(bare) is not None


def line_html(line: str) -> str:
    """Return one line of plain text as HTML. A formula such as `$x^2$` becomes MathML."""
    return "".join(
        (_formula(part[1:-1]) if is_math else html.escape(part))
        for is_math, part in split_formulas(printable(line))
    )


def text_html(text: str) -> str:
    """Return the HTML for the Markdown of a note."""
    text = printable(text)
    # Most notes are plain text, for which this is twenty times faster than a Markdown parser.
    if _PARAGRAPHS.fullmatch(text):
        return "".join(f"<p>{part}</p>\n" for part in re.split(r"\n\n+", html.escape(text)))
    if simple := _LIST.fullmatch(text):
        before, items = simple.groups()
        above = f"<p>{html.escape(before)}</p>\n" if before else ""
        points = html.escape(items[2:]).replace("\n- ", "</li>\n<li>")
        return f"{above}<ul>\n<li>{points}</li>\n</ul>\n"
    return parsed_html(text)


def parsed_html(text: str) -> str:
    """Return the same HTML as `text_html`, but always use the Markdown parser, which is slower."""
    return str(_markdown().render(text))


@cache
def _markdown() -> "MarkdownIt":
    from markdown_it import MarkdownIt
    from mdit_py_plugins.dollarmath import dollarmath_plugin

    markdown = MarkdownIt("commonmark", {"html": False})
    markdown.enable(["table", "strikethrough"]).disable("code")
    markdown.use(dollarmath_plugin, allow_space=True, double_inline=False)
    # The documentation of markdown-it says to replace this method; mypy does not know that.
    markdown.validateLink = is_safe  # type: ignore[method-assign]
    markdown.helpers = linear_helpers()
    for name, rule in _RULES.items():
        markdown.add_render_rule(name, _by_token(rule))
    return markdown


def _by_token(shown: Callable[["Token"], str]) -> Callable[..., str]:
    def rule(_renderer: object, tokens: "Sequence[Token]", i: int, *_: object) -> str:
        return shown(tokens[i])

    return rule


def _image(token: "Token") -> str:
    source, words = html.escape(str(token.attrs["src"])), html.escape(plain(token))
    if _IMAGE_DATA.fullmatch(source):
        return f'<img src="{source}" alt="{words}">'
    if not source:
        return words
    # The page loads nothing, so a figure becomes a link to its file.
    return f'<a class="figure" href="{source}" rel="noreferrer">{words or source}</a>'


def _link(token: "Token") -> str:
    href = html.escape(str(token.attrs["href"]))
    # `[words]()` gets no href, since an empty one would lead to the page itself.
    return f'<a href="{href}" rel="noreferrer">' if href else "<a>"


def _heading(token: "Token") -> str:
    # The title of a paper is an h4, so headings within its notes are lower.
    tag = "h5" if token.tag in {"h1", "h2", "h3"} else "h6"
    return f"<{tag}>" if token.nesting > 0 else f"</{tag}>\n"


def _cell(token: "Token") -> str:
    # The policy of the page forbids inline styles.
    align = str(token.attrs.get("style", "")).partition(":")[2]
    return f'<{token.tag} class="{align}">' if align else f"<{token.tag}>"


def _math_block(token: "Token") -> str:
    tex = token.content.strip()
    shown = mathml(tex, block=True)
    return f"<p>{shown}</p>\n" if shown else f"<pre><code>{html.escape(tex)}</code></pre>\n"


def _formula(tex: str) -> str:
    return mathml(tex) or f"<code>{html.escape(tex)}</code>"


_RULES: dict[str, Callable[["Token"], str]] = {
    "image": _image,
    "link_open": _link,
    "heading_open": _heading,
    "heading_close": _heading,
    "th_open": _cell,
    "td_open": _cell,
    "math_inline": lambda token: _formula(token.content),
    "math_block": _math_block,
    "math_block_label": _math_block,
}
