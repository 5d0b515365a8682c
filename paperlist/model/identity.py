"""When two papers are one: by what names them, and by their titles."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from paperlist.model import identifiers
from paperlist.model.titles import Title
from paperlist.text.words import fold, title_key

if TYPE_CHECKING:
    from paperlist.model.paper import Paper


# Titles under one identifier are those of one paper where they share this much (rapidfuzz, 0 to
# 100); measured, see docs/duplicates.md.
SAME_PAPER = 65


def identities(paper: "Paper") -> dict[str, str]:
    """What tells one paper from others, surest first: arXiv id without version, DOI, title."""
    fields = {"arxiv": paper.arxiv, "doi": paper.doi, "links": paper.links, "title": paper.title}
    return identities_of(fields)


def identities_of(fields: Mapping[str, Any]) -> dict[str, str]:
    """The same of an entry's fields."""
    found = identifiers.identities(fields)
    kinds = {kind: found.get(kind, "") for kind in ("arxiv", "doi")}
    kinds["title"] = title_key(fields["title"])
    return {kind: value for kind, value in kinds.items() if value}


WORDED = {"arxiv": "the same arXiv id", "doi": "the same DOI", "title": "the same title"}


def told_apart(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Whether two arXiv ids say that two papers are two, however near their titles are."""
    return "arxiv" in one and "arxiv" in other and one["arxiv"] != other["arxiv"]


def may_be_one(title: str, other: str, least: float = SAME_PAPER) -> bool:
    """Whether two titles under one identifier can be those of one paper.

    Titles change between versions, and are shortened by hand; what shares next to no word is an
    identifier copied by mistake. `least` is how much they have to share.
    """
    from rapidfuzz.fuzz import partial_ratio, token_set_ratio

    first, second = fold(title), fold(other)
    return max(token_set_ratio(first, second), partial_ratio(first, second)) >= least


def may_be(fields: Mapping[str, Any], others: Mapping[str, Any]) -> bool:
    """Whether two notes under one identifier can be of one paper.

    A note that was made of the identifier alone has no title that could say otherwise.
    """
    if identifiers.is_unnamed(fields) or identifiers.is_unnamed(others):
        return True
    one, other = Title(fields["title"]).serial, Title(others["title"]).serial
    if one and other and set(one).isdisjoint(other):
        return False  # `Part I` and `Part II`
    return may_be_one(fields["title"], others["title"])
