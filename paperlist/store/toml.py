"""A parser of TOML with errors in plain words, for paperlist.toml and the user's own settings."""

import re
from pathlib import Path
from typing import Any

from paperlist.errors import ConfigError
from paperlist.text.words import conflict_line, lazily

# A key with more than 50 parts, such as `a.b.c`, makes tables so deep that tomllib takes seconds.
_deep_key = lazily(
    r"""(?:^|[{,\[])(?:[ \t]*(?>[\w-]+|"[^"\n]*"|'[^'\n]*')[ \t]*\.){50}""", re.M | re.A
)
_DEEP = "it is nested too deeply"


def parse_toml(path: Path, text: str) -> dict[str, Any]:
    """Return the values in `text`, which is the content of the file at `path`.

    Raises:
        ConfigError: the text is not TOML, is nested too deeply, or has a git merge conflict.
    """
    import tomllib

    if _deep_key().search(text):
        raise ConfigError(path, _DEEP)
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise ConfigError(path, _DEEP) from error
    except ValueError as error:
        if line := conflict_line(text):
            raise ConfigError(
                path, "a git merge conflict; 'paperlist resolve' merges what it can", line
            ) from error
        raise ConfigError(path, str(error)) from error
