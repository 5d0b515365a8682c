"""An entry as it is read: id, month and fields, without the cost of validating it again."""

from collections.abc import Mapping
from typing import Any, NamedTuple

TEXT_FIELDS = ("objective", "method", "metric", "limitation")
FIELDS = (
    "title", "category", "keypoints", *TEXT_FIELDS, "sections", "notes", "links", "arxiv", "doi",
    "authors", "venue", "published", "status", "added",
)  # fmt: skip
# What `as_json` and `show --json` tell beside the fields.
BESIDE_FIELDS = ("id", "month", "attachments")
STATUSES = ("to-read", "reading", "read")


class Entry(NamedTuple):
    """One paper of a library.

    Attributes:
        id: the file's name without `.yaml`; unique in the library.
        month: the folder, `YYYY-MM`.
        fields: the file's content as JSON values, empty fields left out.
    """

    id: str
    month: str
    fields: Mapping[str, Any]

    @property
    def title(self) -> str:
        """The paper's title."""
        return str(self.fields["title"])

    @property
    def category(self) -> str:
        """The category's path, `Video / Controllable`; empty where there is none."""
        return str(self.fields.get("category", ""))

    @property
    def keypoints(self) -> list[str]:
        """The keypoints in the note's order."""
        return list(self.fields.get("keypoints", ()))

    @property
    def status(self) -> str:
        """`to-read`, `reading`, `read`, or empty."""
        return str(self.fields.get("status", ""))

    def as_json(self) -> dict[str, Any]:
        """Id, month and every field, in that order: what `--json` prints."""
        return {"id": self.id, "month": self.month} | {
            key: value for key, value in self.fields.items() if key not in {"id", "month"}
        }
