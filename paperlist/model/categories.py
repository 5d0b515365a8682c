"""Categories such as `Video / Editing`: their levels, and when two spellings are one category.

Two spellings that differ only in blanks around the `/` or in the case of letters are one category.
"""

from functools import lru_cache

from paperlist.text.words import fold

BETWEEN = " / "


def levels(category: str) -> list[str]:
    """Return the levels of a category: `Video/Editing` gives `Video` and `Editing`."""
    parts = (" ".join(part.split()) for part in category.split("/"))
    return [part for part in parts if part]


@lru_cache(maxsize=1024)
def tidied(category: str) -> str:
    """Return a category as commands write it: one blank on each side of a `/`."""
    return BETWEEN.join(levels(category))


@lru_cache(maxsize=1024)  # thousands of papers have the same few categories
def category_key(category: str) -> str:
    """Return a key that is the same for all spellings of a category.

    `Video/editing` and `video / Editing` give the same key.
    """
    return BETWEEN.join(map(fold, levels(category))) or fold(category)
