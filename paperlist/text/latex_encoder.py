"""Encoding of plain text as LaTeX."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from paperlist.text.formulas import split_formulas
from paperlist.text.mathematics import is_safe

_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\ensuremath{<}",
    ">": r"\ensuremath{>}",
    "|": r"\ensuremath{|}",
} | {character: f"\\{character}" for character in "&%$#_"}
_COMBINED = re.compile(r"[^\W\d_][\u0300-\u036f]+")
# Characters that LaTeX fonts join: -- is a dash, `` and '' are quotation marks.
_LIGATURE = re.compile(r"-(?=-)|'(?=')|`(?=`)|[?!](?=`)")
_NOT_PLAIN = re.compile(r"[^ -~\n\t]|[\\{}~^<>|&%$#_]")
# A program that skips a broken entry takes an @ at the start of a line for the next entry.
_NEW_ENTRY = re.compile(r"(?<=\n)@")
_BRACE = re.compile(r"[{}]")
_WORD = re.compile(r"\s+|[^\s]+")
_CORE = re.compile(r"(\W*+)((?>(?:.*\w)?))(\W*+)", re.DOTALL)
_PART = re.compile(r"([-‐‑/–—])")
_DOT_BELOW = "\u0323"
_ACCENTS = {
    "\u0300": "`", "\u0301": "'", "\u0302": "^", "\u0303": "~", "\u0304": "=", "\u0306": "u",
    "\u0307": ".", "\u0308": '"', "\u030a": "r", "\u030b": "H", "\u030c": "v", "\u0323": "d",
    "\u0327": "c", "\u0328": "k", "\u0331": "b",
}  # fmt: skip
_SENTENCE_CASE = 0.5


def encode(text: str, *, accents: bool = True) -> str:
    r"""Return plain text as LaTeX, with special characters escaped: `50%` becomes `50\%`.

    Formulas in `$` are kept if they are safe (see `is_safe`).

    Args:
        text: plain text.
        accents: whether to write non-ASCII letters as commands (`{\'e}`), as old BibTeX needs.
    """
    parts = list(_parts(text))
    done = "".join(part if is_math else _plain(part, accents=accents) for is_math, part in parts)
    return (
        done
        if _is_balanced(done)
        else "".join(
            part if is_math else _without_braces(_plain(part, accents=accents))
            for is_math, part in parts
        )
    )


def protect(title: str, *, accents: bool = True) -> str:
    """Return a title as LaTeX, with names in braces: `BERT` becomes `{BERT}`.

    Without the braces, BibTeX may write the names in lower case.
    """
    words = [part for is_math, part in _parts(title) if not is_math]
    names = _is_sentence_case(" ".join(words))
    done: list[str] = []
    start = True
    for is_math, part in _parts(title):
        if is_math:
            done.append(f"{{{part}}}")
            start = False
            continue
        for word in _WORD.findall(part):
            if word.isspace():
                done.append(word)
                continue
            safe = _protected(word, names=names and not start, accents=accents)
            done.append(_without_braces(safe))
            start = word.endswith((":", ".", "?", "!"))
    return "".join(done)


def _is_sentence_case(title: str) -> bool:
    """Return whether most words of a title are in lower case, so that a capital marks a name."""
    words = [word for word in re.findall(r"[^\W\d_]+", title)[1:] if len(word) > 3]  # noqa: PLR2004 (not `of`, `the`)
    capitals = sum(word[0].isupper() for word in words)
    return bool(words) and capitals < _SENTENCE_CASE * len(words)


def _protected(word: str, *, names: bool, accents: bool) -> str:
    if not names and word[1:].islower() and word.isalpha():
        return _plain(word, accents=accents)
    match = _CORE.fullmatch(word)
    assert match
    before, core, after = match.groups()
    parts = _PART.split(core)
    need = [_needs_braces(part, names=names) for part in parts]
    if any(need) and all(
        yes or not any(character.isalpha() for character in part)
        for part, yes in zip(parts, need, strict=True)
    ):
        body = f"{{{_plain(core, accents=accents)}}}"
    else:
        body = "".join(
            f"{{{_plain(part, accents=accents)}}}" if yes else _plain(part, accents=accents)
            for part, yes in zip(parts, need, strict=True)
        )
    return _plain(before, accents=accents) + body + _plain(after, accents=accents)


def _needs_braces(part: str, *, names: bool) -> bool:
    capitals = [i for i, character in enumerate(part) if character.isupper()]
    if not capitals:
        return False
    lone = len(part) == 1 and part != "A"
    return names or lone or capitals[-1] > 0 or any(character.isdigit() for character in part)


def _parts(text: str) -> Iterator[tuple[bool, str]]:
    for is_math, part in split_formulas(text):
        # A formula that BibTeX could not handle is treated as text.
        yield is_math and _is_whole(part), part


def _is_whole(formula: str) -> bool:
    """Return whether a formula may be written to a field of BibTeX as it is.

    Its commands have to be safe, its braces balanced, and no line may begin with `@`.
    """
    return is_safe(formula[1:-1]) and _is_balanced(formula) and not _NEW_ENTRY.search(formula)


def _is_balanced(text: str) -> bool:
    r"""Return whether the braces in `text` match as BibTeX counts them, including `\{`."""
    depth = 0
    for character in _BRACE.findall(text):
        depth += 1 if character == "{" else -1
        if depth < 0:
            return False
    return depth == 0


def _without_braces(encoded: str) -> str:
    return encoded.replace(r"\{", r"\ensuremath{\lbrace}").replace(r"\}", r"\ensuremath{\rbrace}")


def _plain(text: str, *, accents: bool) -> str:
    if text.isascii() and text.isalnum():
        return text
    if accents and not text.isascii():
        # LaTeX has no command for a separate accent after a letter, so the two are composed into
        # one character. Other characters are not normalized, since that would replace some.
        text = _COMBINED.sub(lambda match: unicodedata.normalize("NFC", match[0]), text)
    text = _LIGATURE.sub(lambda match: f"{match[0]}\0", text.replace("\0", ""))
    encoded = _NOT_PLAIN.sub(lambda match: _character(match[0], accents=accents), text)
    return _NEW_ENTRY.sub("{@}", encoded).replace("\0", "{}")


@cache
def _character(character: str, *, accents: bool) -> str:
    # Styled letters (script, double-struck ...) are kept: their commands give ordinary letters.
    styled = "\U0001d400" <= character <= "\U0001d7ff"
    if character in _SPECIAL or character == "\0" or styled or not accents:
        return _SPECIAL.get(character, character)
    from pylatexenc.latex2text import LatexNodes2Text
    from pylatexenc.latexencode import unicode_to_latex

    command = str(
        unicode_to_latex(
            character,
            replacement_latex_protection="braces-all",
            unknown_char_policy="keep",
            unknown_char_warning=False,
        )
    )
    if command == character:
        command = _accented(character)
    # For some characters pylatexenc gives the command of a similar one; those are kept as they are.
    return command if LatexNodes2Text().latex_to_text(command) == character else character


def _accented(character: str) -> str:
    """Return the command for an accented letter that pylatexenc lacks, such as the ễ in `Nguyễn`.

    Return the letter itself if LaTeX has no command for its accent.
    """
    base, *marks = list(unicodedata.normalize("NFD", character))
    # LaTeX knows ê but not ẹ, so the dot below is the outer command.
    outer = _DOT_BELOW if _DOT_BELOW in marks else (marks or [""])[-1]
    if outer not in _ACCENTS:
        return character
    marks.remove(outer)
    letter = unicodedata.normalize("NFC", base + "".join(marks))
    return f"{{\\{_ACCENTS[outer]}{{{letter}}}}}"
