"""The formats that a list is published in: each one's name, the suffixes that imply it, its writer.

Source of the suffixes: what the programs that read these files go by.
"""

from collections.abc import Callable, Iterable, Sequence
from pathlib import PurePath
from typing import NamedTuple

from paperlist.entry import Entry
from paperlist.writers.bibtex import biblatex, bibtex
from paperlist.writers.citekeys import citekeys
from paperlist.writers.csl import csl_json
from paperlist.writers.data import json_lines, to_csv, to_json
from paperlist.writers.html import html_page
from paperlist.writers.markdown import Layout, page
from paperlist.writers.ris import ris

Writer = Callable[[Sequence[Entry], Layout], str]


class Format(NamedTuple):
    """One format.

    Attributes:
        write: entries and the library's layout -> the file's text.
        suffixes: those of the files that are taken to be of this format.
        cites: each paper goes under its citekey.
    """

    write: Writer
    suffixes: tuple[str, ...] = ()
    cites: bool = False


def _plain(write: Callable[[Sequence[Entry]], str]) -> Writer:
    return lambda entries, _: write(entries)


FORMATS = {
    "markdown": Format(page, (".md", ".markdown")),
    "html": Format(html_page, (".html", ".htm")),
    "bibtex": Format(_plain(bibtex), (".bib",), cites=True),
    "biblatex": Format(_plain(biblatex), cites=True),
    "csl-json": Format(_plain(csl_json), (".csl.json", ".csljson"), cites=True),
    "ris": Format(_plain(ris), (".ris",), cites=True),
    "json": Format(_plain(to_json), (".json",)),
    "jsonl": Format(_plain(json_lines), (".jsonl", ".ndjson")),
    "csv": Format(_plain(to_csv), (".csv",)),
}


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
