"""What a misspelled word may have meant."""

from collections.abc import Sequence


def nearest(name: str, names: Sequence[str]) -> str | None:
    """The one of `names` that `name` is most likely a misspelling of, or None."""
    import difflib

    return next(iter(difflib.get_close_matches(name.lower(), names, 1, 0.7)), None)
