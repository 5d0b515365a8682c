"""Finds words of a new paper that a note on this paper does not have, so that none is lost."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from paperlist.model.entry import FIELDS
from paperlist.readers.draft import texts_of, words_in

# The fields whose words an import must not lose; other fields only identify the paper.
SAID = (
    "keypoints", "objective", "method", "metric", "limitation", "sections", "notes", "title",
)  # fmt: skip


def missing_words(
    have: Sequence[Mapping[str, Any]], said: Mapping[str, Any], names: Collection[str] = FIELDS
) -> list[str]:
    """Return each word of a new paper that is not in what is known of this paper.

    Args:
        have: the fields of the note, and what else is known.
        said: the fields of the new paper.
        names: the fields of the new paper that count.
    """
    known = {word for text in texts_of([*map(dict, have)]) for word in words_in(text)}
    texts = texts_of([said[name] for name in names if name in said])
    return list(dict.fromkeys(w for text in texts for w in words_in(text) if w not in known))
