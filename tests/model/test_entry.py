"""An entry gives each field with its type, and an empty one where the note has none."""

from typing import Any

import pytest

from paperlist.model.entry import FIELDS, TEXT_FIELDS, Entry
from paperlist.model.paper import Paper

FULL: dict[str, Any] = {
    "title": "Memory",
    "category": "Video / Understanding",
    "keypoints": ["memory bank", "video"],
    "objective": "Remember.",
    "method": "A bank.",
    "metric": "Recall.",
    "limitation": "It forgets.",
    "sections": {"Results": "Good.", "Abstract": "We remember."},
    "notes": "Read again.",
    "links": {"code": "https://example.org/code", "paper": "https://example.org"},
    "arxiv": "2404.05726",
    "doi": "10.1000/xyz",
    "authors": ["Ada Lovelace", "Alan Turing"],
    "venue": "CVPR 2024",
    "published": "2024-04-09",
    "status": "read",
    "added": "2024-04-09T10:00:00Z",
}


def value(entry: Entry, name: str) -> Any:
    return entry.text(name) if name in TEXT_FIELDS else getattr(entry, name)


@pytest.mark.parametrize("name", FIELDS)
def test_a_field_is_read_as_it_was_written(name: str) -> None:
    assert value(Entry("a", "2024-04", Paper.parse(FULL).fields()), name) == FULL[name]


@pytest.mark.parametrize("name", FIELDS[1:])
def test_a_field_that_the_note_has_not_is_empty(name: str) -> None:
    assert value(Entry("a", "2024-04", {"title": "Memory"}), name) == type(FULL[name])()


@pytest.mark.parametrize("name", ["keypoints", "authors", "sections", "links"])
def test_to_change_what_was_read_does_not_change_the_entry(name: str) -> None:
    entry = Entry("a", "2024-04", FULL)
    value(entry, name).clear()
    assert value(entry, name) == FULL[name] != type(FULL[name])()
