"""The names of the output formats, in a module without the writers, which take long to import."""

from paperlist.errors import UsageError

NAMES = ("markdown", "html", "bibtex", "biblatex", "csl-json", "ris", "json", "jsonl", "csv")
# Other names that people use for the formats.
ALIASES = {
    "md": "markdown", "htm": "html", "bib": "bibtex", "latex": "bibtex", "csl": "csl-json",
    "csljson": "csl-json", "ndjson": "jsonl",
}  # fmt: skip


def format_named(name: str) -> str:
    """Return the name of the format that `name` means, such as `markdown` for `MD`.

    Raises:
        UsageError: there is no such format.
    """
    wanted = name.lower().lstrip(".")
    wanted = ALIASES.get(wanted, wanted)
    if wanted not in NAMES:
        raise UsageError(f"there is no format '{name}'; there are {', '.join(NAMES)}.")
    return wanted


def is_format(name: str) -> bool:
    """Return whether `name` is one of `NAMES` or `ALIASES`, in any case."""
    return name.lower() in NAMES or name.lower() in ALIASES
