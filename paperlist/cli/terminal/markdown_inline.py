"""Shows the Markdown of a paragraph on a terminal: emphasis, code, links, images, formulas."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from paperlist.cli.terminal.console import BOLD, CYAN, DIM, ITALIC, STRUCK, UNDERLINED
from paperlist.cli.terminal.styled_text import Span, StyledText

if TYPE_CHECKING:
    from markdown_it.token import Token

_STYLES = {"strong": BOLD, "em": ITALIC, "s": STRUCK, "link": UNDERLINED}


def inline_text(token: "Token", base: Sequence[str] = ()) -> StyledText:
    """Return a paragraph as text with styles.

    Args:
        token: the paragraph, from the Markdown parser.
        base: the styles of the whole paragraph.
    """
    paragraph = _Paragraph(base)
    for child in token.children or ():
        if child.nesting > 0:
            paragraph.open(child)
        elif child.nesting < 0:
            paragraph.close(child)
        else:
            paragraph.add(*_text_and_styles(child))
    return StyledText("".join(paragraph.parts), paragraph.spans, base)


def _text_and_styles(token: "Token") -> tuple[str, ...]:
    """Return the text of a token of the Markdown parser, followed by the styles of this text."""
    match token.type:
        case "softbreak" | "hardbreak":
            return ("\n",)
        case "code_inline":
            return token.content, CYAN
        case "math_inline":
            return (f"{token.markup}{token.content}{token.markup}",)
        case "image":
            source = str(token.attrs["src"])
            return (f"{token.content} ({source})" if token.content else source,)
        case _:
            return (token.content,)


class _Paragraph:
    """Collects the text of a paragraph and the styles of its parts, in order."""

    def __init__(self, base: Sequence[str]) -> None:
        self.parts: list[str] = []
        self.spans: list[Span] = []
        self._length = 0
        self._styles = [*base]
        # For each open link: its address, and the number of parts before its words.
        self._links: list[tuple[str, int]] = []

    def add(self, text: str, *styles: str) -> None:
        """Add `text` with `styles`, and with the styles of the open emphasis and links."""
        end = self._length + len(text)
        if self._styles or styles:
            self.spans.append((self._length, end, (*self._styles, *styles)))
        self.parts.append(text)
        self._length = end

    def open(self, token: "Token") -> None:
        """Begin an emphasis or a link."""
        name = token.type.removesuffix("_open")
        self._styles.append(_STYLES[name])
        if name == "link":
            self._links.append((str(token.attrs["href"]), len(self.parts)))

    def close(self, token: "Token") -> None:
        """End an emphasis or a link.

        The address of a link is added after the link's words, unless the words are the address.
        """
        name = token.type.removesuffix("_close")
        self._styles.remove(_STYLES[name])
        if name == "link":
            address, start = self._links.pop()
            words = "".join(self.parts[start:])
            if address not in {words, f"mailto:{words}"}:
                self.add(f" ({address})" if words else address, DIM)
