"""The tokens of a query: words, phrases, brackets and operators."""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from paperlist.errors import UsageError
from paperlist.text.words import lazily

OPERATORS = ("AND", "OR", "NOT")
DEEPEST = 20
_START = r"(?P<minus>-+)?(?:(?P<field>[^\W\d][\w.-]*):(?!//|:))?"
_open = lazily(_START + r"\(")
_TOKEN = re.compile(_START + r'(?:"(?P<phrase>[^"]*)"|(?P<word>\S+))')
_bracket = lazily(r"[()]")
# Closing brackets at the end of a word: before a space, a comma, the end, or an opening bracket.
_ends = lazily(r"\)+(?:[\s.,;:!?]|$|-*\()")


class Token(NamedTuple):
    """A piece of a query.

    Attributes:
        kind: the kind of the token.
        text: the word, the phrase, or the operator, which is one of `OPERATORS`; else empty.
        field: the name before the colon, as `title` in `title:x`; empty if there is none.
        minus: whether there is a minus before the token.
    """

    kind: Literal["word", "phrase", "open", "close", "operator"]
    text: str = ""
    field: str = ""
    minus: bool = False


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of a query.

    A bracket is a token only at the beginning or the end of a word. In `f(x)`, the brackets are
    part of the word.

    Raises:
        UsageError: a bracket is not closed or not opened, or brackets are nested too deeply.
    """
    # For each open bracket: whether it is a token. Otherwise it is part of a word.
    opened: list[bool] = []
    has_brackets = "(" in text or ")" in text
    place = _after_space(text, 0)
    while place < len(text):
        if text[place] == ")" and opened and opened[-1]:
            opened.pop()
            yield Token("close")
            place += 1
        elif (
            has_brackets
            and (found := _open().match(text, place))
            and not _is_within_word(text, found.end())
        ):
            opened.append(True)
            if sum(opened) > DEEPEST:
                raise UsageError(f"brackets are nested more than {DEEPEST} deep.")
            yield Token("open", "", found["field"] or "", bool(found["minus"]))
            place = found.end()
        else:
            found = _TOKEN.match(text, place)
            if found is None:  # a quote that nothing closes
                break
            place = found.end()
            if found["phrase"] is not None:
                yield Token("phrase", found["phrase"], found["field"] or "", bool(found["minus"]))
            else:
                start = found.start("word")
                place = _end_of_word(text, start, place, opened) if has_brackets else place
                if word := text[start:place]:
                    yield _make_token(word, found["field"] or "", minus=bool(found["minus"]))
        place = _after_space(text, place)
    if any(opened):
        raise UsageError(
            f"a bracket is not closed in: {text.strip()[:200]}\n"
            "Close it, or put the words in quotes."
        )


def _after_space(text: str, start: int) -> int:
    while start < len(text) and text[start].isspace():
        start += 1
    return start


def _make_token(text: str, field: str, *, minus: bool) -> Token:
    if text in OPERATORS and not (field or minus):
        return Token("operator", text)
    return Token("word", text, field, minus)


def _is_within_word(text: str, start: int) -> bool:
    """Return whether the opening bracket before `start` is part of a word: `(Re)thinking`."""
    depth = 1
    for place in range(start, len(text)):
        if text[place].isspace():
            return False
        depth += (text[place] == "(") - (text[place] == ")")
        if not depth:
            return text[place + 1 : place + 2].isalnum()
    return False


def _end_of_word(text: str, start: int, end: int, opened: list[bool]) -> int:
    """Return where the word at `start` ends: at `end`, or before a bracket that closes a group.

    `opened` says for each open bracket whether the bracket is a token. A bracket within the word is
    added to `opened` where the bracket opens, and removed from `opened` where the bracket closes.

    Raises:
        UsageError: a closing bracket has no opening one.
    """
    for found in _bracket().finditer(text, start, end):
        place = found.start()
        if found[0] == "(":
            opened.append(False)
        elif opened and not opened[-1]:
            opened.pop()
        elif _ends().match(text, place):
            if opened:
                return place
            raise UsageError(
                f"a bracket is closed but not opened in: {text.strip()[:200]}\n"
                "Open it, or put the words in quotes."
            )
    return end
