"""Conversion of a value in a note to the words that the index stores."""

from collections.abc import Iterator
from typing import Any

from paperlist.text.words import GAP, joined_words, parts_of_names, words


def searchable(value: Any) -> str:
    """Return the folded words of a value in a note, separated by spaces.

    Words that may be written in one or in two are repeated at the end: `long-context` gives the
    words `long` and `context`, and at the end `longcontext`. `MovieChat` gives the word
    `moviechat`, and at the end `movie` and `chat`.
    """
    if not value:
        return ""
    text = value if isinstance(value, str) else " \n ".join(strings(value))
    if others := [*joined_words(text), *parts_of_names(text)]:
        # The gap prevents a phrase from matching the last word and the first repeated one.
        return " ".join([*words(text), GAP, *others])
    return " ".join(words(text))


def strings(value: Any) -> Iterator[str]:
    """Yield all texts in a value of a note; in a mapping, the keys as well as the values."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, item in value.items():
            yield str(name)
            yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)
    elif value is not None:
        yield str(value)
