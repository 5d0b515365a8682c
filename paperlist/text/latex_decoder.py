r"""Decoding of the LaTeX in bibliographies as plain text.

Accents and symbols become characters (`{\"u}` is ü), braces that protect capitals are removed, and
formulas in `$` are kept. Unknown commands stay as they are written, so no word is lost.
"""

import re
from functools import cache, lru_cache
from typing import Any

_PLAIN = re.compile(r"[^\\{}$~%`'-]*")
_FORMULA = re.compile(r"(?<!\\)(\$\$.+?(?<!\\)\$\$|\$(?:[^$\\]|\\.)+\$)", re.S)
_PERCENT = re.compile(r"(?<!\\)%")
_ESCAPED = re.compile(r"\\([%&_#])")
_BRACE = re.compile(r"(?<!\\)[{}]")
_SYMBOLS = (("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"), ("~", " "))
# Commands that only change how their text looks.
_LOOKS = (
    "emph textbf textit textsc textsf texttt textrm textnormal textsl textup underline uppercase "
    "lowercase mbox hbox text mathrm mathbf mathit mathsf mathcal bm boldsymbol"
).split()
# Commands that pylatexenc would leave out or replace.
_KEPT = "cite citep citet citeauthor citeyear ref eqref label footnote href includegraphics".split()


# Each value is decoded twice: as a field, and when the words of a reference are counted.
@lru_cache(maxsize=64)
def decode(text: str) -> str:
    """Return `text` as plain text; lines and formulas are kept."""
    if _PLAIN.fullmatch(text):
        return text
    parts = _FORMULA.split(text)
    return "".join(part if i % 2 else _decoded(part) for i, part in enumerate(parts))


def _decoded(text: str) -> str:
    # Most texts have no other commands than these, and pylatexenc is slow.
    unescaped = _ESCAPED.sub(r"\1", text)
    if "\\" not in unescaped:
        text = unescaped
    if "\\" in text:
        text = _by_pylatexenc(text)
    else:
        # Symbols first, since the braces in `-{}-` keep two hyphens from becoming a dash.
        for written, symbol in _SYMBOLS:
            text = text.replace(written, symbol)
        text = _BRACE.sub("", text)
    return text.replace("\u00a0", " ")


def _by_pylatexenc(text: str) -> str:
    from pylatexenc.latex2text import LatexNodes2Text

    # An unescaped % in a bibliography is meant as a percent sign, not as a comment.
    text = _PERCENT.sub(r"\\%", text)
    try:
        decoder = LatexNodes2Text(
            latex_context=_known(), math_mode="verbatim", strict_latex_spaces=True
        )
        return str(decoder.latex_to_text(text, latex_context=_commands()))
    except Exception:  # noqa: BLE001 (if pylatexenc fails, the text stays as it came)
        return text


@cache
def _known() -> Any:
    """Return how each command is shown; unknown ones are shown as they are written."""
    from pylatexenc.latex2text import (
        EnvironmentTextSpec,
        MacroTextSpec,
        get_default_latex_context_db,
    )

    known = get_default_latex_context_db()
    known.add_context_category(
        "ours",
        prepend=True,
        macros=[
            *(MacroTextSpec(name, "%s") for name in [*_LOOKS, "url"]),
            *(MacroTextSpec(name, _verbatim) for name in _KEPT),
            MacroTextSpec("textasciicircum", "^"),
        ],
    )
    known.set_unknown_macro_spec(MacroTextSpec("", _verbatim))
    known.set_unknown_environment_spec(EnvironmentTextSpec("", _verbatim))
    return known


@cache
def _commands() -> Any:
    from pylatexenc.latexwalker import get_default_latex_context_db
    from pylatexenc.macrospec import MacroSpec

    known = get_default_latex_context_db()
    known.add_context_category(
        "looks", prepend=True, macros=[MacroSpec(name, "{") for name in _LOOKS]
    )
    return known


def _verbatim(node: Any) -> str:
    return str(node.latex_verbatim())
