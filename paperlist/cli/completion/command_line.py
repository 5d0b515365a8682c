"""Splits a command line into words as bash does, and escapes text for bash."""

import re
from typing import NamedTuple

_SPECIAL = re.compile(r"[^\w%+,./:=@\x80-\U0010ffff-]")


class Word(NamedTuple):
    """A word of a command line, without its quotes.

    Attributes:
        text: the word.
        quote: the quote that is still open at the end of the word, or an empty text.
    """

    text: str
    quote: str = ""


def split(line: str) -> list[Word]:
    """Return the words of a command line. After a blank at the end, there is an empty last word."""
    words: list[Word] = []
    text, quote, characters = "", "", iter(line)
    is_begun = False
    for character in characters:
        if not quote and character.isspace():
            if is_begun:
                words.append(Word(text))
            text, is_begun = "", False
            continue
        is_begun = True
        if character == "\\" and quote != "'":
            following = next(characters, "")
            is_kept = quote and following not in '$`"\\'
            text += f"\\{following}" if is_kept else following
        elif character == quote:
            quote = ""
        elif not quote and character in {'"', "'"}:
            quote = character
        else:
            text += character
    return [*words, Word(text, quote)]


def escaped(text: str, quote: str = "") -> str:
    """Return `text` with special characters escaped, so that bash reads exactly `text`.

    Args:
        text: the text.
        quote: the quote inside which the result will stand; empty outside of quotes.
    """
    if quote == "'":
        return text.replace("'", "'\\''")
    if quote == '"':
        # An exclamation mark recalls an earlier command even within quotes.
        return re.sub(r'[\\"$`]', r"\\\g<0>", text).replace("!", '"\\!"')
    return _SPECIAL.sub(r"\\\g<0>", text)
