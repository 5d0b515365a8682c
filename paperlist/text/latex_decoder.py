r"""LaTeX, as it stands in bibliographies, -> plain text.

Accents and signs become letters (`{\"u}` is ü), the braces that protect capitals go, formulas in
`$` stay as they are. What is not known stays as it was written: no word is lost.
"""

import re
from functools import cache, lru_cache
from typing import Any

_PLAIN = re.compile(r"[^\\{}$~%`'-]*")
_FORMULA = re.compile(r"(?<!\\)(\$\$.+?(?<!\\)\$\$|\$(?:[^$\\]|\\.)+\$)", re.S)
_PERCENT = re.compile(r"(?<!\\)%")
_ESCAPED = re.compile(r"\\([%&_#])")
_BRACE = re.compile(r"(?<!\\)[{}]")
_SIGNS = (("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"), ("~", " "))
# Commands that change how their text looks, and nothing else.
_LOOKS = (
    "emph textbf textit textsc textsf texttt textrm textnormal textsl textup underline uppercase "
    "lowercase mbox hbox text mathrm mathbf mathit mathsf mathcal bm boldsymbol"
).split()
# What pylatexenc would leave out, or make something else of.
_KEPT = "cite citep citet citeauthor citeyear ref eqref label footnote href includegraphics".split()


# A value is asked for as a field, and again where the words of a reference are counted.
@lru_cache(maxsize=64)
def decode(text: str) -> str:
    """`text` as it is read; its lines and formulas are kept."""
    if _PLAIN.fullmatch(text):
        return text
    parts = _FORMULA.split(text)
    return "".join(part if i % 2 else _decoded(part) for i, part in enumerate(parts))


def _decoded(text: str) -> str:
    # Most texts have no other command than these, and pylatexenc goes letter by letter.
    unescaped = _ESCAPED.sub(r"\1", text)
    if "\\" not in unescaped:
        text = unescaped
    if "\\" in text:
        text = _by_pylatexenc(text)
    else:
        # Signs first: `-{}-` is what keeps two hyphens from being a dash.
        for sign, meant in _SIGNS:
            text = text.replace(sign, meant)
        text = _BRACE.sub("", text)
    return text.replace("\u00a0", " ")


def _by_pylatexenc(text: str) -> str:
    from pylatexenc.latex2text import LatexNodes2Text

    # A comment sign in a bibliography is a per cent sign that somebody forgot to escape.
    text = _PERCENT.sub(r"\\%", text)
    try:
        decoder = LatexNodes2Text(
            latex_context=_known(), math_mode="verbatim", strict_latex_spaces=True
        )
        return str(decoder.latex_to_text(text, latex_context=_commands()))
    except Exception:  # noqa: BLE001 (whatever it trips over, the text as it came is right)
        return text


@cache
def _known() -> Any:
    """How each command is shown; one that is not known as it stands."""
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
            *(MacroTextSpec(name, _as_it_stands) for name in _KEPT),
            MacroTextSpec("textasciicircum", "^"),
        ],
    )
    known.set_unknown_macro_spec(MacroTextSpec("", _as_it_stands))
    known.set_unknown_environment_spec(EnvironmentTextSpec("", _as_it_stands))
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


def _as_it_stands(node: Any) -> str:
    return str(node.latex_verbatim())
