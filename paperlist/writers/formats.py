"""The output formats, with their file suffixes and writers.

Also: how to recognize a file that paperlist wrote.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import PurePath
from typing import NamedTuple

from paperlist.model.entry import Entry
from paperlist.writers.bibliography.bibtex import HEAD, biblatex, bibtex
from paperlist.writers.bibliography.citekeys import citekeys
from paperlist.writers.bibliography.csl import csl_json
from paperlist.writers.bibliography.ris import ris
from paperlist.writers.data import json_lines, to_csv, to_json
from paperlist.writers.format_names import format_named
from paperlist.writers.html.page import html_page
from paperlist.writers.markdown.page import page
from paperlist.writers.sections import Layout

Writer = Callable[[Sequence[Entry], Layout], Iterator[str]]


class Format(NamedTuple):
    """An output format.

    Attributes:
        write: a function that takes entries and a layout, and yields the text of the file in parts.
        mark: a regular expression that matches the start of a file that paperlist wrote.
        suffixes: the file suffixes of this format, such as `.bib`.
        cites: whether the format identifies papers by citekeys.
    """

    write: Writer
    mark: str
    suffixes: tuple[str, ...] = ()
    cites: bool = False

    def wrote(self, content: bytes) -> bool:
        """Return whether a file with this content may be overwritten without `force`.

        The file may be overwritten if it is empty, or if paperlist wrote it in this format.
        """
        text = content.decode(errors="replace")
        return not text.strip() or re.match(self.mark, text) is not None


def _without_layout(write: Callable[[Sequence[Entry]], Iterator[str]]) -> Writer:
    return lambda entries, _: write(entries)


def _page(entries: Sequence[Entry], layout: Layout) -> Iterator[str]:
    yield page(entries, layout)


_OUR_BIB = re.escape(HEAD)
_NONE = r"\[\]\n\Z"

FORMATS = {
    "markdown": Format(_page, r"(?s).*<!--\s*paperlist:begin\b", (".md", ".markdown")),
    "html": Format(
        html_page, r'(?s).{0,2000}<meta name="generator" content="paperlist">', (".html", ".htm")
    ),
    "bibtex": Format(_without_layout(bibtex), _OUR_BIB, (".bib",), cites=True),
    "biblatex": Format(_without_layout(biblatex), _OUR_BIB, cites=True),
    "csl-json": Format(
        _without_layout(csl_json),
        rf'{_NONE}|\[\n  {{\n    "id": .*\n    "citation-key": ',
        (".csl.json", ".csljson"),
        cites=True,
    ),
    "ris": Format(_without_layout(ris), r"TY  - \w+\nID  - ", (".ris",), cites=True),
    "json": Format(
        _without_layout(to_json), rf'{_NONE}|\[\n  {{\n    "id": .*\n    "month": ', (".json",)
    ),
    "jsonl": Format(
        _without_layout(json_lines), r'{"id": "(?:[^"\\]|\\.)*", "month": ', (".jsonl", ".ndjson")
    ),
    "csv": Format(_without_layout(to_csv), "id,month,title,category,keypoints,", (".csv",)),
}


def find_format(name: str) -> Format:
    """Return the format with this name.

    Raises:
        UsageError: there is no such format.
    """
    return FORMATS[format_named(name)]


def format_of(path: PurePath) -> str | None:
    """Return the name of the format for a file suffix, or None: `refs.bib` gives `bibtex`."""
    name = path.name.lower()
    fitting = [
        (len(suffix), format_name)
        for format_name, each in FORMATS.items()
        for suffix in each.suffixes
        if name.endswith(suffix)
    ]
    return max(fitting)[1] if fitting else None


def with_citekeys(entries: Iterable[Entry], library: Iterable[Entry]) -> list[Entry]:
    """Return copies of `entries` with the field `citekey`.

    Args:
        entries: the papers to copy.
        library: all papers of the library, so that the keys are unique in the library.
    """
    keys = citekeys(library)
    return [entry._replace(fields={**entry.fields, "citekey": keys[entry.id]}) for entry in entries]
