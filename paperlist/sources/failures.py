"""The one place where any error of a source becomes the error of a single paper.

Answers of sources are untrusted: nobody can know which exceptions an answer causes in the parsers
of feeds, pages, dates, charsets or PDFs. So every request to a source is made by `outcome`, which
catches all exceptions. No other code does that.
"""

from collections.abc import Callable
from typing import TypeVar

from paperlist.errors import PaperlistError, SourceError

_Value = TypeVar("_Value")


def outcome(ask: Callable[[], _Value], name: str) -> _Value | PaperlistError:
    """Call `ask` and return its result; if `ask` raises a PaperlistError, return the error.

    If `ask` raises any other exception, return a SourceError that names the paper as `name`.
    """
    try:
        return ask()
    except PaperlistError as error:
        return error
    except Exception as error:  # noqa: BLE001 (untrusted answers make libraries raise anything)
        kind = type(error).__name__
        return SourceError(f"what was found for {name} cannot be read ({kind}); nothing added.")
