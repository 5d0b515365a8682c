"""Whatever goes wrong with a source is that paper's error, and no other paper's.

A source's answer is a stranger's: what a parser of feeds, pages, dates, charsets or PDFs raises on
it cannot be known beforehand. So it is caught here, where a source is asked, and nowhere else.
"""

from collections.abc import Callable
from typing import TypeVar

from paperlist.errors import PaperlistError, SourceError

_Value = TypeVar("_Value")


def outcome(ask: Callable[[], _Value], name: str) -> _Value | PaperlistError:
    """What `ask` returns, or why it failed; `name` is what the paper was asked for by."""
    try:
        return ask()
    except PaperlistError as error:
        return error
    except Exception as error:  # noqa: BLE001 (a stranger's answer makes libraries raise anything)
        kind = type(error).__name__
        return SourceError(f"what was found for {name} cannot be read ({kind}); nothing added.")
