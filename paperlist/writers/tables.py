"""Tables of papers, with a column for each field that the user names, in several formats.

Also: how to recognize a file that paperlist wrote.
"""

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import NamedTuple

from paperlist.errors import UsageError
from paperlist.model.columns import Column
from paperlist.model.entry import Entry
from paperlist.writers.data import csv_header, csv_table, json_table
from paperlist.writers.format_names import TABLE_NAMES
from paperlist.writers.formats import format_of
from paperlist.writers.html.comparison import html_table
from paperlist.writers.markdown.comparison import markdown_table

_OUR_PAGE = re.compile(r'(?s).{0,2000}<meta name="generator" content="paperlist table">')


class Table(NamedTuple):
    """A kind of table.

    Attributes:
        format_name: a member of `TABLE_NAMES`.
        columns: the columns of the table.
    """

    format_name: str
    columns: Sequence[Column]

    @property
    def is_page(self) -> bool:
        """Return whether the table is a part of a Markdown page, between the marks of the page."""
        return self.format_name == "markdown"

    def write(self, entries: Sequence[Entry], title: str) -> Iterator[str]:
        """Yield the text of the table, in parts.

        Args:
            entries: the papers: one row for each.
            title: the title of the library, which a web page shows.
        """
        match self.format_name:
            case "markdown":
                return markdown_table(entries, self.columns)
            case "html":
                return html_table(entries, self.columns, title)
            case "csv":
                return csv_table(entries, self.columns)
            case _:
                return json_table(entries, self.columns)

    def wrote(self, content: bytes) -> bool:
        """Return whether a file with this content may be overwritten without `force`.

        The file may be overwritten if it is empty, or if paperlist wrote it as a table in this
        format. A CSV or JSON file is only recognized if it has the same columns.
        """
        text = content.decode(errors="replace")
        if not text.strip():
            return True
        match self.format_name:
            case "html":
                return _OUR_PAGE.match(text) is not None
            case "csv":
                return text.startswith(csv_header(self.columns))
            case _:
                return _has_keys(text, [column.field for column in self.columns])


def _has_keys(text: str, keys: list[str]) -> bool:
    """Return whether `text` is a JSON list of objects that all have these keys, in this order."""
    try:
        rows = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(rows, list) and all(
        isinstance(row, dict) and list(row) == keys for row in rows
    )


def table_format_of(path: PurePath) -> str:
    """Return the name of the table format for the suffix of a file.

    Raises:
        UsageError: no table format has the suffix.
    """
    found = format_of(path)
    if found in TABLE_NAMES:
        return found
    names = f"{', '.join(TABLE_NAMES[:-1])} or {TABLE_NAMES[-1]}"
    suffix = f"the suffix {path.suffix}" if path.suffix else "no suffix"
    raise UsageError(f"{path} has {suffix}; name the format with -f: {names}.")
