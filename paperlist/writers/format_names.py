"""The names of the output formats.

The names are apart from the writers, because importing the writers takes long.
"""

from paperlist.errors import UsageError

NAMES = ("markdown", "html", "bibtex", "biblatex", "csl-json", "ris", "json", "jsonl", "csv")
# The formats that a table of chosen fields can have.
TABLE_NAMES = ("markdown", "html", "csv", "json")
# Other names that people use for the formats.
ALIASES = {
    "md": "markdown", "htm": "html", "bib": "bibtex", "latex": "bibtex", "csl": "csl-json",
    "csljson": "csl-json", "ndjson": "jsonl",
}  # fmt: skip


def format_named(name: str) -> str:
    """Return the official name of a format: `MD` gives `markdown`, `.bib` gives `bibtex`.

    Raises:
        UsageError: there is no such format.
    """
    wanted = name.lower().lstrip(".")
    wanted = ALIASES.get(wanted, wanted)
    if wanted not in NAMES:
        raise UsageError(f"there is no format '{name}'; there are {', '.join(NAMES)}.")
    return wanted


def is_format(name: str) -> bool:
    """Return whether `name` names a format, as do `markdown`, `MD` and `bib`."""
    return name.lower() in NAMES or name.lower() in ALIASES
