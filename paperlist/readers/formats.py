"""The formats that can be imported, and the format that each suffix of a file stands for."""

from enum import StrEnum
from pathlib import PurePath


class Format(StrEnum):
    """The format of a file to import."""

    MARKDOWN = "markdown"
    BIBTEX = "bibtex"
    RIS = "ris"
    CSL_JSON = "csl-json"
    JSON = "json"


_SUFFIXES = {
    ".bib": Format.BIBTEX,
    ".bibtex": Format.BIBTEX,
    ".ris": Format.RIS,
    ".csljson": Format.CSL_JSON,
    ".json": Format.JSON,
    ".jsonl": Format.JSON,
    ".ndjson": Format.JSON,
}
LOOKED_FOR = {
    Format.MARKDOWN: "Looked for headings with labelled bullets below them "
    "('- `Objective:` ...'), list items and tables with titles and links.",
    Format.BIBTEX: "Looked for references like '@article{key, title = {...}}'.",
    Format.RIS: "Looked for references that begin with 'TY  - '.",
    Format.CSL_JSON: "Looked for an array of items with a title.",
    Format.JSON: "Looked for an array of objects with a title, as --json prints it.",
}
"""What the reader of each format looks for; the error says so if a file has no papers."""


def format_of(path: PurePath) -> Format:
    """Return the format for a file's suffix; `Format.MARKDOWN` if the suffix is unknown.

    A `.json` file may also be CSL-JSON; `readers/files.py` decides that by the items in the file.
    """
    return _SUFFIXES.get(path.suffix.lower(), Format.MARKDOWN)
