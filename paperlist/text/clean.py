"""Cleaning of titles, names and abstracts: removes the markup that services add to them."""

import html
import re

from paperlist.text.latex_decoder import decode_title
from paperlist.text.names import is_suffix

# Tags of JATS, MathML and HTML. Other words in angle brackets belong to the title.
_TAG = re.compile(
    r"</?(?:(?:jats|mml|m):[\w-]+|i|b|u|em|strong|sub|sup|scp|sc|tt|small|span|font|p|br|div|"
    r"italic|bold|roman|monospace|title|sec|list|list-item|inline-formula|tex-math|math|mi|mo|mn|"
    r"mrow|msub|msup|mtext|mstyle|semantics|annotation)(?:\s[^<>]*)?/?>",
    re.I,
)
_PARAGRAPH = re.compile(r"</?(?:jats:)?(?:p|sec|title|list-item|div|br)(?:\s[^<>]*)?/?>", re.I)
_GROUP_HEADING = re.compile(r"\A(?:Abstract|Summary)\b\s*[:.—-]?\s*(?=\S)", re.I)


def title_of(text: str) -> str:
    """Return a service's title as one line of plain text, without tags and LaTeX commands."""
    return " ".join(decode_title(_without_tags(text)).split())


def name_of(text: str) -> str:
    """Return an author's name with the given name first: `Moss, Ada` becomes `Ada Moss`."""
    name = title_of(text)
    family, comma, given = name.partition(",")
    if not comma or not family.strip() or not given.strip():
        return name.strip(" ,")
    given, _, suffix = given.partition(",")
    if is_suffix(given):
        # `King, Jr., Martin`, `King, Martin, Jr.` and `Martin King, Jr.` all occur.
        given, suffix = suffix, given
    return " ".join(f"{given} {family} {suffix}".split())


def abstract_of(text: str) -> str:
    """Return an abstract as Markdown: one line per paragraph, formulas unchanged."""
    text = _PARAGRAPH.sub("\n\n", _entities(text))
    text = _TAG.sub("", text)
    paragraphs = [" ".join(part.split()) for part in re.split(r"\n[^\S\n]*\n", text)]
    if len(paragraphs := [part for part in paragraphs if part]) > 1:
        # In JATS the heading `Abstract` is a paragraph of its own; it is left out.
        paragraphs = paragraphs[re.fullmatch("abstract|summary", paragraphs[0], re.I) is not None :]
    return _GROUP_HEADING.sub("", "\n\n".join(paragraphs))


def _without_tags(text: str) -> str:
    return _TAG.sub("", _entities(_TAG.sub("", text)))


def _entities(text: str) -> str:
    # Crossref passes on text that publishers escaped twice.
    return html.unescape(html.unescape(text)) if "&" in text else text
