"""Suggestions for a misspelled name."""

from collections.abc import Sequence

CUT_OFF = 0.7
"""The lowest similarity of a suggested name, from 0 to 1, as difflib measures it."""


def nearest(name: str, names: Sequence[str]) -> str | None:
    """Return the most similar name in `names`, ignoring case; None if no name is alike enough."""
    import difflib

    by_lower_case = {each.lower(): each for each in reversed(names)}
    near = difflib.get_close_matches(name.lower(), by_lower_case, 1, CUT_OFF)
    return by_lower_case[near[0]] if near else None
