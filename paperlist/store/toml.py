"""TOML text -> values, with errors in words: for paperlist.toml, and the user's own settings."""

import re
from pathlib import Path
from typing import Any

from paperlist.errors import ConfigError
from paperlist.text.words import conflict_line

# A key of so many parts names a table so deep that tomllib takes seconds for it.
_DEEP_KEY = re.compile(
    r"""(?:^|[{,\[])(?:[ \t]*(?>[\w-]+|"[^"\n]*"|'[^'\n]*')[ \t]*\.){50}""", re.M | re.A
)
_DEEP = "it is nested too deeply"


def parse_toml(path: Path, text: str) -> dict[str, Any]:
    """Return what `text`, of the file at `path`, says.

    Raises:
        ConfigError: it does not parse; a merge conflict is called one.
    """
    import tomllib

    if _DEEP_KEY.search(text):
        raise ConfigError(path, _DEEP)
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise ConfigError(path, _DEEP) from error
    except ValueError as error:
        if line := conflict_line(text):
            raise ConfigError(path, "a git merge conflict; resolve it", line) from error
        raise ConfigError(path, str(error)) from error
