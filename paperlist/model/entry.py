"""A paper as it is read from a library: id, month and fields, which are not validated again."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from paperlist.text.suggest import nearest

TEXT_FIELDS = ("objective", "method", "metric", "limitation")
FIELDS = (
    "title", "category", "keypoints", *TEXT_FIELDS, "sections", "notes", "links", "arxiv", "doi",
    "authors", "venue", "published", "status", "added",
)  # fmt: skip
# What the path of the file says of a paper.
PLACES = ("id", "month")
# The keys that `as_json` and `show --json` print in addition to the fields.
BESIDE_FIELDS = (*PLACES, "attachments")
ALSO_CALLED = {
    "keypoint": "keypoints", "keyword": "keypoints", "keywords": "keypoints", "tag": "keypoints",
    "tags": "keypoints", "author": "authors", "section": "sections", "link": "links",
    "url": "links", "note": "notes", "journal": "venue", "booktitle": "venue",
    "conference": "venue",
}  # fmt: skip
"""A dict from names that people use for standard fields to the names of the fields."""


class Entry(NamedTuple):
    """One paper of a library.

    Attributes:
        id: the file name without `.yaml`; unique in the library.
        month: the name of the folder, `YYYY-MM`.
        fields: the content of the file as JSON values, without empty fields.
    """

    id: str
    month: str
    fields: Mapping[str, Any]

    @property
    def title(self) -> str:
        """Return the title."""
        return str(self.fields["title"])

    @property
    def category(self) -> str:
        """Return the path of the category, such as `Video / Controllable`, or an empty text."""
        return self.text("category")

    @property
    def keypoints(self) -> list[str]:
        """Return the keypoints in the order of the note."""
        return list(self.fields.get("keypoints", ()))

    @property
    def objective(self) -> str:
        """Return the objective, or an empty text."""
        return self.text("objective")

    @property
    def sections(self) -> dict[str, str]:
        """Return the sections in the order of the note, as a dict from name to text."""
        return dict(self.fields.get("sections", ()))

    @property
    def notes(self) -> str:
        """Return the text of the field `notes`, or an empty text."""
        return self.text("notes")

    @property
    def links(self) -> dict[str, str]:
        """Return the links in the order of the note, as a dict from name to address."""
        return dict(self.fields.get("links", ()))

    @property
    def arxiv(self) -> str:
        """Return the arXiv id, or an empty text."""
        return self.text("arxiv")

    @property
    def doi(self) -> str:
        """Return the DOI, or an empty text."""
        return self.text("doi")

    @property
    def authors(self) -> list[str]:
        """Return the names of the authors in the order of the paper."""
        return list(self.fields.get("authors", ()))

    @property
    def venue(self) -> str:
        """Return the conference or journal, such as `CVPR 2024`, or an empty text."""
        return self.text("venue")

    @property
    def published(self) -> str:
        """Return the date of publication: `2024`, `2024-04`, `2024-04-09`, or an empty text."""
        return self.text("published")

    @property
    def status(self) -> str:
        """Return `to-read`, `reading`, `read`, or an empty text."""
        return self.text("status")

    @property
    def added(self) -> str:
        """Return when the note was added, such as `2024-04-09T10:00:00Z`, or an empty text."""
        return self.text("added")

    def text(self, name: str) -> str:
        """Return the text of the field `name`, or an empty text if the paper lacks the field."""
        return str(self.fields.get(name, ""))

    def as_json(self) -> dict[str, Any]:
        """Return a mapping of id, month and all fields, in this order, as `--json` prints it."""
        return {"id": self.id, "month": self.month} | {
            key: value for key, value in self.fields.items() if key not in {"id", "month"}
        }


def meant_field(name: str) -> str:
    """Return the standard field that a custom field probably means: `Keywords` means `keypoints`.

    Return an empty text if the name looks like no standard field.
    """
    folded = name.lower()
    if folded in FIELDS:
        return folded
    status = "status" if folded in {"read", "done", "finished", "unread"} else ""
    return ALSO_CALLED.get(folded) or status or nearest(folded, (*FIELDS, "month")) or ""
