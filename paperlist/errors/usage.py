"""Errors in calling paperlist or in its settings."""

from typing import TYPE_CHECKING

from paperlist.errors import PaperlistError

if TYPE_CHECKING:
    from pathlib import Path


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

    def __init__(self, path: "Path", reason: str, line: int | None = None) -> None:
        where = f"{path}:{line}" if line else f"{path}"
        super().__init__(f"{where}: {reason}")


class EditorError(PaperlistError):
    """The editor failed or could not be started. The text that the user typed is kept."""


class MissingExtraError(PaperlistError):
    """A command needs a package that is not installed, since it belongs to an extra of paperlist.

    Args:
        purpose: what the package is needed for.
        package: the name of the package.
        extra: the name of the extra.
    """

    def __init__(self, purpose: str, package: str, extra: str) -> None:
        super().__init__(
            f"{purpose} needs {package}, which is not installed.\n"
            f"Install it with: pip install 'paperlist[{extra}]', "
            f"or if you use pipx: pipx inject paperlist {package}"
        )
