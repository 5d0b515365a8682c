"""The words of titles, names and abstracts, out of the markup that services wrap them in."""

import html
import re

# JATS, MathML and HTML; what else stands in angle brackets is the title's own.
_TAG = re.compile(
    r"</?(?:(?:jats|mml|m):[\w-]+|i|b|u|em|strong|sub|sup|scp|sc|tt|small|span|font|p|br|div|"
    r"italic|bold|roman|monospace|title|sec|list|list-item|inline-formula|tex-math|math|mi|mo|mn|"
    r"mrow|msub|msup|mtext|mstyle|semantics|annotation)(?:\s[^<>]*)?/?>",
    re.I,
)
_PARAGRAPH = re.compile(r"</?(?:jats:)?(?:p|sec|title|list-item|div|br)(?:\s[^<>]*)?/?>", re.I)
# As pandoc decides what is a formula: no space inside the dollars, no digit behind them.
_FORMULA = re.compile(r"(?<!\\)\$(?=\S)(?:[^$\\]|\\.)*?(?<=\S)\$(?!\d)")
_COMMAND = re.compile(r"\\(?:[a-zA-Z]+|[\"'`^~=.&%$#_{}-])")
_FUNCTION = re.compile(r"(\\(?:arg|cos|det|dim|exp|inf|lim|ln|log|max|min|sin|sup|tan))\s+(?=\w)")
# What means something else in LaTeX than in a title that has only a formula or an accent of it.
_NOT_MEANT = re.compile(r"(?<!\\)[%#&~]")
_LONGEST_TITLE = 2000
_GROUP_HEADING = re.compile(r"\A(?:Abstract|Summary)\b\s*[:.—-]?\s*(?=\S)", re.I)


def title_of(text: str) -> str:
    """A title as it is read: one line, no markup, accents and Greek letters as themselves."""
    return " ".join(_without_latex(_without_tags(text)).split())


def name_of(text: str) -> str:
    """An author's name in the order in which it is said: `Ludwig van Beethoven`."""
    name = title_of(text)
    family, comma, given = name.partition(",")
    if not comma or not family.strip() or not given.strip():
        return name.strip(" ,")
    given, comma, suffix = given.partition(",")
    if comma and re.fullmatch(r"\s*(?:jr|sr|[ivx]+)\.?\s*", given, re.I):
        # `King, Jr., Martin Luther` as well as `King, Martin Luther, Jr.`
        given, suffix = suffix, given
    return " ".join(f"{given} {family} {suffix}".split())


def abstract_of(text: str) -> str:
    """An abstract as Markdown: a line a paragraph, its formulas as they are."""
    text = _PARAGRAPH.sub("\n\n", _entities(text))
    text = _TAG.sub("", text)
    paragraphs = [" ".join(part.split()) for part in re.split(r"\n[^\S\n]*\n", text)]
    if len(paragraphs := [part for part in paragraphs if part]) > 1:
        # JATS has the heading as a paragraph of its own.
        paragraphs = paragraphs[re.fullmatch("abstract|summary", paragraphs[0], re.I) is not None :]
    return _GROUP_HEADING.sub("", "\n\n".join(paragraphs))


def _without_tags(text: str) -> str:
    return _TAG.sub("", _entities(_TAG.sub("", text)))


def _entities(text: str) -> str:
    # Crossref hands on what publishers escaped twice.
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
    except Exception:  # noqa: BLE001 (whatever it trips over, the title as it came is right)
        return text
    return str(plain) if plain.strip() else text


def _formula(match: re.Match[str]) -> str:
    inner = match[1]
    is_formula = inner and not inner[0].isspace() and not inner[-1].isspace()
    after = match.string[match.end() : match.end() + 1]
    if is_formula and not after.isdigit():
        return f"${inner}$"
    return rf"\${inner}\$"
