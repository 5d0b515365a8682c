"""Cleaning of titles, names and abstracts: removes the markup that services add to them."""

import html
import re

# JATS, MathML and HTML; anything else in angle brackets belongs to the title.
_TAG = re.compile(
    r"</?(?:(?:jats|mml|m):[\w-]+|i|b|u|em|strong|sub|sup|scp|sc|tt|small|span|font|p|br|div|"
    r"italic|bold|roman|monospace|title|sec|list|list-item|inline-formula|tex-math|math|mi|mo|mn|"
    r"mrow|msub|msup|mtext|mstyle|semantics|annotation)(?:\s[^<>]*)?/?>",
    re.I,
)
_PARAGRAPH = re.compile(r"</?(?:jats:)?(?:p|sec|title|list-item|div|br)(?:\s[^<>]*)?/?>", re.I)
# By the rule of pandoc, a formula has no space just inside the dollars and no digit after them.
_FORMULA = re.compile(r"(?<!\\)\$(?=\S)(?:[^$\\]|\\.)*?(?<=\S)\$(?!\d)")
_COMMAND = re.compile(r"\\(?:[a-zA-Z]+|[\"'`^~=.&%$#_{}-])")
_FUNCTION = re.compile(r"(\\(?:arg|cos|det|dim|exp|inf|lim|ln|log|max|min|sin|sup|tan))\s+(?=\w)")
# Characters that are special in LaTeX, but not in a title that has only some formula or accent.
_NOT_MEANT = re.compile(r"(?<!\\)[%#&~]")
_LONGEST_TITLE = 2000
_GROUP_HEADING = re.compile(r"\A(?:Abstract|Summary)\b\s*[:.—-]?\s*(?=\S)", re.I)


def title_of(text: str) -> str:
    """Return a title as one line of plain text, with accents and Greek letters as characters."""
    return " ".join(_without_latex(_without_tags(text)).split())


def name_of(text: str) -> str:
    """Return an author's name with the given name first: `Ludwig van Beethoven`."""
    name = title_of(text)
    family, comma, given = name.partition(",")
    if not comma or not family.strip() or not given.strip():
        return name.strip(" ,")
    given, comma, suffix = given.partition(",")
    if comma and re.fullmatch(r"\s*(?:jr|sr|[ivx]+)\.?\s*", given, re.I):
        # Both `King, Jr., Martin Luther` and `King, Martin Luther, Jr.` occur.
        given, suffix = suffix, given
    return " ".join(f"{given} {family} {suffix}".split())


def abstract_of(text: str) -> str:
    """Return an abstract as Markdown: one line per paragraph, formulas unchanged."""
    text = _PARAGRAPH.sub("\n\n", _entities(text))
    text = _TAG.sub("", text)
    paragraphs = [" ".join(part.split()) for part in re.split(r"\n[^\S\n]*\n", text)]
    if len(paragraphs := [part for part in paragraphs if part]) > 1:
        # In JATS the heading is a separate paragraph.
        paragraphs = paragraphs[re.fullmatch("abstract|summary", paragraphs[0], re.I) is not None :]
    return _GROUP_HEADING.sub("", "\n\n".join(paragraphs))


def _without_tags(text: str) -> str:
    return _TAG.sub("", _entities(_TAG.sub("", text)))


def _entities(text: str) -> str:
    # Crossref passes on text that publishers escaped twice.
    return html.unescape(html.unescape(text)) if "&" in text else text


def _without_latex(text: str) -> str:
    if len(text) > _LONGEST_TITLE or not (_COMMAND.search(text) or _FORMULA.search(text)):
        return text
    from pylatexenc.latex2text import (
        LatexNodes2Text,
        MacroTextSpec,
        get_default_latex_context_db,
    )

    known = get_default_latex_context_db()
    known.set_unknown_macro_spec(
        MacroTextSpec("", simplify_repl=lambda node: node.latex_verbatim())
    )
    escaped = _NOT_MEANT.sub(r"\\\g<0>", text).replace(r"\~", r"\textasciitilde{}")
    escaped = re.sub(r"(?<!\\)\$", "\0", escaped)
    escaped = re.sub("\0((?:[^\0])*)\0", _formula, escaped).replace("\0", r"\$")
    try:
        plain = LatexNodes2Text(known, math_mode="text", strict_latex_spaces=True).latex_to_text(
            _FUNCTION.sub(r"\1\\ ", escaped)
        )
    except Exception:  # noqa: BLE001 (if pylatexenc fails, the title stays as it came)
        return text
    return str(plain) if plain.strip() else text


def _formula(match: re.Match[str]) -> str:
    inner = match[1]
    is_formula = inner and not inner[0].isspace() and not inner[-1].isspace()
    after = match.string[match.end() : match.end() + 1]
    if is_formula and not after.isdigit():
        return f"${inner}$"
    return rf"\${inner}\$"
