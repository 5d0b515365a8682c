"""The formats that a list is published in: name, suffixes that imply it, writer, and mark."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import PurePath
from typing import NamedTuple

from paperlist.errors import UsageError
from paperlist.model.entry import Entry
from paperlist.writers.bibliography.bibtex import HEAD, biblatex, bibtex
from paperlist.writers.bibliography.citekeys import citekeys
from paperlist.writers.bibliography.csl import csl_json
from paperlist.writers.bibliography.ris import ris
from paperlist.writers.data import json_lines, to_csv, to_json
from paperlist.writers.html.page import html_page
from paperlist.writers.markdown.page import Layout, page

Writer = Callable[[Sequence[Entry], Layout], Iterator[str]]


class Format(NamedTuple):
    """One format.

    Attributes:
        write: entries and the library's layout -> the file's text, in pieces.
        mark: how a file that we wrote begins, as a regular expression.
        suffixes: those of the files that are taken to be of this format.
        cites: each paper goes under its citekey.
    """

    write: Writer
    mark: str
    suffixes: tuple[str, ...] = ()
    cites: bool = False

    def wrote(self, content: bytes) -> bool:
        """Whether a file that holds `content` may be written over: it is empty, or ours."""
        text = content.decode(errors="replace")
        return not text.strip() or re.match(self.mark, text) is not None


def _plain(write: Callable[[Sequence[Entry]], Iterator[str]]) -> Writer:
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
    "bibtex": Format(_plain(bibtex), _OUR_BIB, (".bib",), cites=True),
    "biblatex": Format(_plain(biblatex), _OUR_BIB, cites=True),
    "csl-json": Format(
        _plain(csl_json),
        rf'{_NONE}|\[\n  {{\n    "id": .*\n    "citation-key": ',
        (".csl.json", ".csljson"),
        cites=True,
    ),
    "ris": Format(_plain(ris), r"TY  - \w+\nID  - ", (".ris",), cites=True),
    "json": Format(_plain(to_json), rf'{_NONE}|\[\n  {{\n    "id": .*\n    "month": ', (".json",)),
    "jsonl": Format(
        _plain(json_lines), r'{"id": "(?:[^"\\]|\\.)*", "month": ', (".jsonl", ".ndjson")
    ),
    "csv": Format(_plain(to_csv), "id,month,title,category,keypoints,", (".csv",)),
}


def find_format(name: str) -> Format:
    """The format of this name.

    Raises:
        UsageError: there is none.
    """
    if name not in FORMATS:
        raise UsageError(f"there is no format '{name}'; there are {', '.join(FORMATS)}.")
    return FORMATS[name]


def format_of(path: PurePath) -> str | None:
    """The format that a file's name implies; None where it implies none."""
    name = path.name.lower()
    fitting = [
        (len(suffix), format_name)
        for format_name, each in FORMATS.items()
        for suffix in each.suffixes
        if name.endswith(suffix)
    ]
    return max(fitting)[1] if fitting else None


def with_citekeys(entries: Iterable[Entry], library: Iterable[Entry]) -> list[Entry]:
    """`entries`, each with the citekey that it has among all papers of the library."""
    keys = citekeys(library)
    return [entry._replace(fields={**entry.fields, "citekey": keys[entry.id]}) for entry in entries]
