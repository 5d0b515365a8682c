"""Suggestions for a misspelled name."""

from collections.abc import Sequence

CUT_OFF = 0.7
"""How similar (0 to 1, by difflib) a name has to be for a suggestion."""


def nearest(name: str, names: Sequence[str]) -> str | None:
    """Return the one of `names` that `name` most likely means, ignoring case; or None."""
    import difflib

    by_lower_case = {each.lower(): each for each in reversed(names)}
    near = difflib.get_close_matches(name.lower(), by_lower_case, 1, CUT_OFF)
    return by_lower_case[near[0]] if near else None
