r"""Decoding of LaTeX as plain text.

Accents and symbols become characters (`{\"u}` is ü). Unknown commands stay as they are written, so
no word is lost.

`decode` is for a bibliography, whose text is LaTeX: `~` is a space, `--` a dash, braces that
protect capitals are removed, and formulas in `$` are kept. `decode_title` is for a title from a
service, which is plain text with perhaps some LaTeX in it: `~`, `%` and a single `$` mean
themselves, and a formula becomes text that can be searched.
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
# By the rule of pandoc, a formula has no space just inside the dollars and no digit after them.
_FORMULA_IN_TITLE = re.compile(r"(?<!\\)\$(?=\S)(?:[^$\\]|\\.)*?(?<=\S)\$(?!\d)")
_COMMAND = re.compile(r"\\(?:[a-zA-Z]+|[\"'`^~=.&%$#_{}-])")
_FUNCTION = re.compile(
    r"(?P<before>(?<=[\w)}]))?(?P<name>\\(?:arg|cos|det|dim|exp|inf|lim|ln|log|max|min|sin|sup|tan))"
    r"(?![a-zA-Z])(?P<after>\s+(?=\w))?"
)
# Characters that are special in LaTeX, but mean themselves in a title from a service.
_NOT_MEANT = re.compile(r"(?<!\\)[%#&~]")
_LONGEST_TITLE = 2000
# Commands that only change how their text looks.
_LOOKS = (
    "emph textbf textit textsc textsf texttt textrm textnormal textsl textup underline uppercase "
    "lowercase mbox hbox text mathrm mathbf mathit mathsf mathcal bm boldsymbol textsuperscript "
    "textsubscript"
).split()
# Commands that change how the rest of their group looks: `{\bf x}`.
_SWITCHES = "em bf it sc tt rm sl sf".split()
# Commands that are kept as written, since pylatexenc would leave them out or replace them.
_KEPT = "cite citep citet citeauthor citeyear ref eqref label footnote href includegraphics".split()


# The BibTeX reader decodes each value twice: for its field, and to see whether a word was lost.
@lru_cache(maxsize=64)
def decode(text: str) -> str:
    """Return LaTeX as plain text; line ends, and formulas in `$`, stay as they are."""
    if _PLAIN.fullmatch(text):
        return text
    parts = _FORMULA.split(text)
    return "".join(part if i % 2 else _decoded(part) for i, part in enumerate(parts))


def _decoded(text: str) -> str:
    # Most texts have no other commands than escaped characters, and pylatexenc is slow.
    unescaped = _ESCAPED.sub(r"\1", text)
    if "\\" not in unescaped:
        text = unescaped
    if "\\" in text:
        # An unescaped % in a bibliography is meant as a percent sign, not as a comment.
        decoded = _by_pylatexenc(_PERCENT.sub(r"\\%", text), math_mode="verbatim")
        text = text if decoded is None else decoded
    else:
        # Braces are removed last, since those in `-{}-` keep two hyphens from becoming a dash.
        for written, symbol in _SYMBOLS:
            text = text.replace(written, symbol)
        text = _BRACE.sub("", text)
    return text.replace("\u00a0", " ")


def decode_title(title: str) -> str:
    """Return a title as plain text: its LaTeX is decoded, and all other text stays unchanged."""
    if len(title) > _LONGEST_TITLE:
        return title
    if not (_COMMAND.search(title) or _FORMULA_IN_TITLE.search(title)):
        return title
    escaped = _NOT_MEANT.sub(r"\\\g<0>", title).replace(r"\~", r"\textasciitilde{}")
    escaped = re.sub(r"(?<!\\)\$", "\0", escaped)
    escaped = re.sub("\0((?:[^\0])*)\0", _formula, escaped).replace("\0", r"\$")
    plain = _by_pylatexenc(escaped, math_mode="text")
    return plain if plain is not None and plain.strip() else title


def _formula(match: re.Match[str]) -> str:
    inner = match[1]
    is_formula = inner and not inner[0].isspace() and not inner[-1].isspace()
    after = match.string[match.end() : match.end() + 1]
    if is_formula and not after.isdigit():
        return f"${_FUNCTION.sub(_put_spaces, inner)}$"
    return rf"\${inner}\$"


def _put_spaces(function: re.Match[str]) -> str:
    r"""Put the spaces around a function that TeX sets: `n\log n` becomes `n\ \log\ n`."""
    before = r"\ " if function["before"] is not None else ""
    return before + function["name"] + (r"\ " if function["after"] else "")


def _by_pylatexenc(text: str, math_mode: str) -> str | None:
    """Return `text` decoded by pylatexenc, or None if pylatexenc fails."""
    from pylatexenc.latex2text import LatexNodes2Text

    decoder = LatexNodes2Text(
        latex_context=_texts_of_commands(), math_mode=math_mode, strict_latex_spaces=True
    )
    try:
        return str(decoder.latex_to_text(text, latex_context=_arguments_of_commands()))
    except Exception:  # noqa: BLE001 (pylatexenc may raise any error)
        return None


@cache
def _texts_of_commands() -> Any:
    """Return pylatexenc's table of the text that each command gives.

    A command that is not in the table stays as it is written.
    """
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
            *(MacroTextSpec(name, "") for name in _SWITCHES),
            *(MacroTextSpec(name, _verbatim) for name in _KEPT),
            MacroTextSpec("textasciicircum", "^"),
        ],
    )
    known.set_unknown_macro_spec(MacroTextSpec("", _as_written))
    known.set_unknown_environment_spec(EnvironmentTextSpec("", _verbatim))
    return known


@cache
def _arguments_of_commands() -> Any:
    """Return pylatexenc's table of how many groups `{...}` each command takes as arguments.

    An unknown command takes all groups that directly follow it.
    """
    from pylatexenc.latexwalker import get_default_latex_context_db
    from pylatexenc.macrospec import MacroSpec, MacroStandardArgsParser, ParsedMacroArgs

    class Groups(MacroStandardArgsParser):  # type: ignore[misc] # pylatexenc has no types
        def parse_args(self, w: Any, pos: int, parsing_state: Any = None) -> tuple[Any, int, int]:
            groups, end = [], pos
            while w.s.startswith("{", end):
                group, _, length = w.get_latex_braced_group(end, parsing_state=parsing_state)
                groups.append(group)
                end += length
            return ParsedMacroArgs(groups, "{" * len(groups)), pos, end - pos

    known = get_default_latex_context_db()
    known.add_context_category(
        "looks", prepend=True, macros=[MacroSpec(name, "{") for name in _LOOKS]
    )
    # This category is appended, so it only applies to commands that no other category has.
    shown = (spec.macroname for spec in _texts_of_commands().iter_macro_specs())
    known.add_context_category(
        "without groups", macros=[MacroSpec(name, "") for name in shown if name not in _KEPT]
    )
    known.set_unknown_macro_spec(MacroSpec("", args_parser=Groups()))
    return known


def _verbatim(node: Any) -> str:
    return str(node.latex_verbatim())


def _as_written(node: Any, l2tobj: Any) -> str:
    """Return an unknown command as it is written, with the text in its groups decoded."""
    from pylatexenc.latexwalker import LatexGroupNode

    groups = node.nodeargd.argnlist if node.nodeargd else []
    if not groups or not all(isinstance(group, LatexGroupNode) for group in groups):
        return _verbatim(node)
    texts = (l2tobj.nodelist_to_text(group.nodelist) for group in groups)
    return f"\\{node.macroname}" + "".join(f"{{{text}}}" for text in texts)
