"""Categories: the levels of one, such as `Video / Editing`, and what makes two spellings the same.

Blanks around the `/` and the case of letters make no other category.
"""

from paperlist.text.words import fold

BETWEEN = " / "


def levels(category: str) -> list[str]:
    """Return the levels of a category, outermost first: `Video` and `Editing`."""
    parts = (" ".join(part.split()) for part in category.split("/"))
    return [part for part in parts if part]


def tidied(category: str) -> str:
    """Return a category as commands write it: one blank on each side of a `/`."""
    return BETWEEN.join(levels(category))


def category_key(category: str) -> str:
    """Return a key that all spellings of a category share."""
    return BETWEEN.join(map(fold, levels(category))) or fold(category)
