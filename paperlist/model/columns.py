"""Columns of a table of papers: one for each field that the user names."""

from typing import Any, NamedTuple

from paperlist.model.entry import BESIDE_FIELDS, FIELDS, PLACES, TEXT_FIELDS, Entry
from paperlist.model.identifiers import parse
from paperlist.model.labels import FIELD_LABELS
from paperlist.model.values import as_text
from paperlist.text.words import title_key

_IDENTIFIERS = ("arxiv", "doi")
_GROUPS = ("sections", "links")
_MARKDOWN = frozenset((*TEXT_FIELDS, "notes"))


class Column(NamedTuple):
    """A column of a table of papers.

    Attributes:
        field: the name of the field: `title`, `sections.Results`, `links.code`, `id` or `month`.
    """

    field: str

    @property
    def group(self) -> str:
        """Return `sections` for `sections.Results`, `links` for `links.code`; else empty text."""
        group, dot, _ = self.field.partition(".")
        return group if dot and group in _GROUPS else ""

    @property
    def name(self) -> str:
        """Return the short name: `Results` for `sections.Results`."""
        return self.field.partition(".")[2] if self.group else self.field

    @property
    def label(self) -> str:
        """Return the heading on a page: `Objective` for `objective`; an own field keeps its name.

        The heading of the id is `ID`.
        """
        if self.field == "id":
            return "ID"
        if self.field in FIELDS or self.field in BESIDE_FIELDS:
            return FIELD_LABELS.get(self.field, self.field.capitalize())
        return self.name

    @property
    def is_markdown(self) -> bool:
        """Return whether the values of the column are Markdown."""
        return self.field in _MARKDOWN or self.group == "sections"

    def value(self, entry: Entry) -> Any:
        """Return the value of a paper as a JSON value, or None if the paper lacks the field."""
        if self.field in PLACES:
            return getattr(entry, self.field)
        if not self.group:
            return entry.fields.get(self.field)
        values = entry.fields.get(self.group, {})
        if self.name in values:
            return values[self.name]
        # Notes by several people may have `Results` and `results`, which are one column.
        wanted = title_key(self.name)
        alike = (value for name, value in values.items() if wanted and title_key(name) == wanted)
        return next(alike, None)

    def text(self, entry: Entry) -> str:
        """Return the value of a paper as text, or an empty text if the paper lacks the field."""
        value = self.value(entry)
        return "" if value is None else as_text(value)

    def links(self, entry: Entry) -> dict[str, str]:
        """Return the links of a cell, as a dict from their words to addresses.

        An arXiv id or a DOI is a link to its page. The dict is empty if the cell has no links.
        """
        value = self.value(entry)
        if not value:
            return {}
        if self.field == "links":
            return dict(value)
        if self.group == "links":
            return {self.name: value}
        found = parse(value) if self.field in _IDENTIFIERS else None
        return {value: found.url} if found else {}
