"""The formats that can be imported, and how a file's name tells its own."""

from enum import StrEnum
from pathlib import PurePath


class Format(StrEnum):
    """What a file to be imported is."""

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


def format_of(path: PurePath) -> Format:
    """What a file's suffix says that it is; a page where it says nothing.

    `.json` may be CSL's: its content decides then.
    """
    return _SUFFIXES.get(path.suffix.lower(), Format.MARKDOWN)
