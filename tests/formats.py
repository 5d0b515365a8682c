"""A list in one of the formats, whole."""

from collections.abc import Sequence

from paperlist.model.entry import Entry
from paperlist.writers.formats import FORMATS
from paperlist.writers.sections import Layout


def written(name: str, entries: Sequence[Entry], layout: Layout | None = None) -> str:
    """`entries` in the format of this name."""
    return "".join(FORMATS[name].write(entries, layout or Layout()))
