"""Errors in calling paperlist or in its settings."""

from pathlib import Path

from paperlist.errors import PaperlistError


class UsageError(PaperlistError):
    """A value on the command line, or an argument of a function, is not valid."""

    exit_status = 2


class NoLibraryError(PaperlistError):
    """No folder with a `paperlist.toml` was found.

    Args:
        searched: the place that was searched, in words.
    """

    def __init__(self, searched: str) -> None:
        super().__init__(
            f"no library: there is no paperlist.toml in {searched}.\n"
            "Run 'paperlist init' to make one here, or name one with --library DIR."
        )


class ConfigError(PaperlistError):
    """A `paperlist.toml`, or the user's own `config.toml`, is not valid."""

    def __init__(self, path: Path, reason: str, line: int | None = None) -> None:
        where = f"{path}:{line}" if line else f"{path}"
        super().__init__(f"{where}: {reason}")


class EditorError(PaperlistError):
    """The editor failed or could not be started. The text that the user typed is kept."""
