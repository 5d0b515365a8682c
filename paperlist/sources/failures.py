"""Turns any error of a source into an error about one paper.

Answers of sources are untrusted: nobody can know which exceptions an answer causes in the parsers
of feeds, pages, dates, charsets or PDFs. So the function `outcome` makes every request to a source
and catches all exceptions. No other code catches all exceptions of a source.
"""

from collections.abc import Callable
from typing import TypeVar

from paperlist.errors import PaperlistError, SourceError

_Value = TypeVar("_Value")


def outcome(ask: Callable[[], _Value], name: str) -> _Value | PaperlistError:
    """Call `ask`, and return its result or the error that it raised.

    A PaperlistError is returned unchanged. Any other exception becomes a SourceError that names the
    paper.

    Args:
        ask: a function that fetches a paper.
        name: the name of the paper, for the error.
    """
    try:
        return ask()
    except PaperlistError as error:
        return error
    except Exception as error:  # noqa: BLE001 (untrusted answers make libraries raise anything)
        kind = type(error).__name__
        return SourceError(f"what was found for {name} cannot be read ({kind}); nothing added.")
