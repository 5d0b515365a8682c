"""The form of a paper for reading: id, month and fields, not validated again."""

from collections.abc import Mapping
from typing import Any, NamedTuple

TEXT_FIELDS = ("objective", "method", "metric", "limitation")
FIELDS = (
    "title", "category", "keypoints", *TEXT_FIELDS, "sections", "notes", "links", "arxiv", "doi",
    "authors", "venue", "published", "status", "added",
)  # fmt: skip
# The keys that `as_json` and `show --json` print in addition to the fields.
BESIDE_FIELDS = ("id", "month", "attachments")
STATUSES = ("to-read", "reading", "read")


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
        return str(self.fields.get("category", ""))

    @property
    def keypoints(self) -> list[str]:
        """Return the keypoints in the order of the note."""
        return list(self.fields.get("keypoints", ()))

    @property
    def status(self) -> str:
        """Return `to-read`, `reading`, `read`, or an empty text."""
        return str(self.fields.get("status", ""))

    def as_json(self) -> dict[str, Any]:
        """Return id, month and every field, in that order, as `--json` prints them."""
        return {"id": self.id, "month": self.month} | {
            key: value for key, value in self.fields.items() if key not in {"id", "month"}
        }
