"""Rules that decide whether two notes are about one paper, by identifiers and titles."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from paperlist.model import identifiers
from paperlist.model.titles import Title
from paperlist.text.words import fold, title_key

if TYPE_CHECKING:
    from paperlist.model.paper import Paper


# Two notes with the same identifier are about one paper if their titles are at least this similar
# (rapidfuzz, 0 to 100). The measurements are in docs/duplicates.md.
SAME_PAPER = 65


def identities(paper: "Paper") -> dict[str, str]:
    """Return what identifies a paper, as a dict with the keys `arxiv`, `doi` and `title`.

    The arXiv id has no version. The title is in the form that `title_key` returns. A key is left
    out if the paper has no value for it.
    """
    fields = {"arxiv": paper.arxiv, "doi": paper.doi, "links": paper.links, "title": paper.title}
    return identities_of(fields)


def identities_of(fields: Mapping[str, Any]) -> dict[str, str]:
    """Return the same as `identities`, but for the fields of an entry."""
    found = identifiers.identities(fields)
    kinds = {kind: found.get(kind, "") for kind in ("arxiv", "doi")}
    kinds["title"] = title_key(fields["title"])
    return {kind: value for kind, value in kinds.items() if value}


# The keys of `identities`, as reasons why two notes are about one paper.
WORDED = {"arxiv": "the same arXiv id", "doi": "the same DOI", "title": "the same title"}


def told_apart(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Return whether two papers have different arXiv ids.

    If so, the papers are not the same paper, however similar the titles are. If a paper has no
    arXiv id, the result is false. Each argument is what `identities` returns for a paper.
    """
    return "arxiv" in one and "arxiv" in other and one["arxiv"] != other["arxiv"]


def may_be_one(title: str, other: str, least: float = SAME_PAPER) -> bool:
    """Return whether two titles can belong to one paper, if the identifier is the same.

    Titles change between versions, and people shorten titles. But if two titles share almost no
    word, the identifier was copied by mistake. `least` is the similarity required (0 to 100).
    """
    from rapidfuzz.fuzz import partial_ratio, token_set_ratio

    first, second = fold(title), fold(other)
    return max(token_set_ratio(first, second), partial_ratio(first, second)) >= least


def may_be(fields: Mapping[str, Any], others: Mapping[str, Any]) -> bool:
    """Return whether two notes with the same identifier can be about the same paper.

    They cannot if their titles share almost no word, or if the titles are `Part I` and `Part II` of
    a series. They always can if one of the titles is only an identifier. `fields` and `others` are
    the fields of the two notes.
    """
    if identifiers.is_unnamed(fields) or identifiers.is_unnamed(others):
        return True
    one, other = Title(fields["title"]).serial, Title(others["title"]).serial
    if one and other and set(one).isdisjoint(other):
        return False  # `Part I` and `Part II`
    return may_be_one(fields["title"], others["title"])
