"""Converts TeX formulas to MathML, which browsers show without a script."""

import html
import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_ELEMENTS = frozenset(
    """
    math mrow mi mn mo ms mtext mspace msup msub msubsup munder mover munderover mfrac msqrt mroot
    mtable mtr mtd mlabeledtr mstyle mpadded mphantom menclose merror mmultiscripts mprescripts none
    """.split()
)
_ATTRIBUTES = frozenset(
    """
    display displaystyle scriptlevel mathvariant mathsize mathcolor mathbackground stretchy fence
    separator form accent accentunder movablelimits largeop symmetric lspace rspace minsize maxsize
    width height depth voffset linethickness columnalign rowalign columnlines rowlines columnspacing
    rowspacing align notation
    """.split()
)
# The values that attributes may have: a size, a colour or a keyword.
_VALUE = re.compile(r"[\w#.%+\- ]{0,80}")
# Formulas that define commands are not converted: they could expand without end.
_DEFINES = re.compile(r"\\(?:(?:re|provide)?newcommand|renew|[gex]?def|let|DeclareMathOperator)\b")
_LONGEST = 4000
# Environments that latex2mathml knows as `align*`, and those without effect in a displayed formula.
_ENVIRONMENT = re.compile(r"\\(begin|end)\{(?:aligned|gathered|gather\*?|eqnarray\*?)\}")
_DISPLAY = re.compile(r"\\(?:begin|end)\{(?:equation|displaymath|math)\*?\}")
# How many children these elements have to have.
_CHILDREN = {
    "mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "munder": 2, "mover": 2, "msubsup": 3,
    "munderover": 3,
}  # fmt: skip
_FUNCTION = re.compile(r"[a-zA-Z]{2,}")


@lru_cache(maxsize=4096)
def mathml(tex: str, *, block: bool = False) -> str | None:
    """Return the MathML for a TeX formula, or None if the formula cannot be converted.

    A formula cannot be converted if it is empty or too long, defines commands, or has unknown
    commands.

    Args:
        tex: the formula, without `$`.
        block: whether the formula stands on lines of its own.
    """
    from latex2mathml.converter import convert_to_element

    if len(tex) > _LONGEST or _DEFINES.search(tex) or not tex.strip():
        return None
    try:
        usual = _DISPLAY.sub("", _ENVIRONMENT.sub(r"\\\1{align*}", tex))
        element = convert_to_element(usual, display="block" if block else "inline")
        shown = "".join(_html_parts(element))
    except Exception:  # noqa: BLE001 (latex2mathml may raise anything)
        return None
    # latex2mathml leaves unknown commands unchanged, and also an & outside of a table.
    unknown = re.search(r">\\[a-zA-Z]", shown) or shown.count(">&amp;<") > tex.count("\\&")
    return None if unknown else shown


def _html_parts(element: "Element") -> "list[str]":
    r"""Return the HTML text of a MathML element, as a list of parts.

    latex2mathml has a function for the same purpose, but that function does not escape text in
    \text.

    Raises:
        ValueError: the element is not valid MathML.
    """
    tag, text = element.tag, element.text
    if tag not in _ELEMENTS or len(element) != _CHILDREN.get(tag, len(element)):
        raise ValueError(tag)
    if tag == "mi" and text == "~":
        # latex2mathml makes \sim a letter, which would have no space around it.
        tag, text = "mo", "\u223c"
    attributes = "".join(
        f' {name}="{html.escape(value)}"'
        for name, value in element.attrib.items()
        if name in _ATTRIBUTES and _VALUE.fullmatch(value)
    )
    parts = [f"<{tag}{attributes}>", _escape_text(text)]
    for child in element:
        parts += [*_html_parts(child), _escape_text(child.tail)]
    parts.append(f"</{tag}>")
    if tag == "mi" and _FUNCTION.fullmatch(text or ""):
        parts.append('<mspace width="0.17em"></mspace>')
    return parts


def _escape_text(text: str | None) -> str:
    # latex2mathml writes symbols as character references, so unescape these first.
    return html.escape(html.unescape(text or ""))
