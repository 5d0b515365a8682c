"""Suggestions for a misspelled name."""

from collections.abc import Sequence


def nearest(name: str, names: Sequence[str]) -> str | None:
    """Return the one of `names` that `name` most likely means, ignoring case; or None."""
    import difflib

    return next(iter(difflib.get_close_matches(name.lower(), names, 1, 0.7)), None)
