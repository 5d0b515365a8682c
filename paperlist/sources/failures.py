"""The one place where any error of a source becomes the error of a single paper.

Answers of sources are untrusted: nobody can know which exceptions the parsers of feeds, pages,
dates, charsets or PDFs raise for them. So all are caught here, where a source is asked, and nowhere
else.
"""

from collections.abc import Callable
from typing import TypeVar

from paperlist.errors import PaperlistError, SourceError

_Value = TypeVar("_Value")


def outcome(ask: Callable[[], _Value], name: str) -> _Value | PaperlistError:
    """Return what `ask` returns, or the error that it raises; `name` identifies the paper."""
    try:
        return ask()
    except PaperlistError as error:
        return error
    except Exception as error:  # noqa: BLE001 (untrusted answers make libraries raise anything)
        kind = type(error).__name__
        return SourceError(f"what was found for {name} cannot be read ({kind}); nothing added.")
