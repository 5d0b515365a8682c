"""Splits a command line into words as bash does, and quotes words for bash."""

import re
from typing import NamedTuple

_SPECIAL = re.compile(r"[^\w%+,./:=@\x80-\U0010ffff-]")


class Word(NamedTuple):
    """A word without its quotes; `quote` is the quote that is still open at its end, or empty."""

    text: str
    quote: str = ""


def split(line: str) -> list[Word]:
    """Return the words of a command line; if the line ends with a blank, the last word is empty."""
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
    """Return `text` with its special characters escaped, so that bash reads exactly `text`.

    The result is for the place behind the opening quote `quote`, or for one outside of quotes if
    `quote` is empty.
    """
    if quote == "'":
        return text.replace("'", "'\\''")
    if quote == '"':
        # An exclamation mark recalls an earlier command even within quotes.
        return re.sub(r'[\\"$`]', r"\\\g<0>", text).replace("!", '"\\!"')
    return _SPECIAL.sub(r"\\\g<0>", text)
