"""paperlist.toml, and where the library is."""

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from paperlist import __version__
from paperlist.errors import ConfigError, NoLibraryError

if TYPE_CHECKING:
    from paperlist.settings import Settings

FILE = "paperlist.toml"
# What `init` writes: every setting there is, none of them set.
NEW_FILE = """\
# The settings of this library; each may be left out.
# title = "PaperList"
# introduction = "Words between the heading and the first month of the page."
# categories = ["LLM", "Diffusion"]  # their order on the page
# export = "README.md"               # the published page
# month_format = "%Y%m"              # %Y 2024, %m 04, %B April, %b Apr

[labels]   # labels of your own pages: "Takeaways" = "objective"

[aliases]  # spellings of a keypoint: "LLMs" = "Large language models"
"""
ENVIRONMENT = "PAPERLIST_LIBRARY"


def find_root(given: Path | None = None, start: Path | None = None) -> Path:
    """The library's folder: `given`, else `$PAPERLIST_LIBRARY`, else the nearest one upward.

    Last comes the user's default library, `papers` in the user's data folder (platformdirs).

    Raises:
        NoLibraryError: none of these holds a paperlist.toml.
    """
    named = given or _from_environment()
    if named is not None:
        if (named / FILE).is_file():
            return named.resolve()
        raise NoLibraryError(str(named))
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / FILE).is_file():
            return folder
    default = default_root()
    if (default / FILE).is_file():
        return default.resolve()
    raise NoLibraryError(f"{here} or a folder above it")


def default_root() -> Path:
    """Where the user's default library is, if there is one."""
    from platformdirs import user_data_path

    return user_data_path("paperlist", appauthor=False) / "papers"


def read_settings(root: Path) -> "Settings":
    """The settings of the library at `root`.

    Raises:
        ConfigError: the file does not parse, or has a key or value that it cannot have.
    """
    import tomllib

    from paperlist.settings import Settings

    path = root / FILE
    try:
        text = path.read_text(encoding="utf-8-sig")
        values = tomllib.loads(text)
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(path, f"cannot be read ({error})") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(path, str(error)) from error
    return Settings.parse(values, path, text)


def check(root: Path) -> None:
    """Read the settings of the library at `root`, unless they are known to be right.

    To validate them costs a command more than the rest of what it does, so a file in the cache
    folder says which bytes of paperlist.toml were right.

    Raises:
        ConfigError: as `read_settings`.
    """
    from hashlib import blake2b

    from platformdirs import user_cache_path

    try:
        content = (root / FILE).read_bytes()
    except OSError:
        content = b""
    name = blake2b(str(root.resolve()).encode(), digest_size=10).hexdigest()
    known = user_cache_path("paperlist", appauthor=False) / f"{name}.settings"
    right = f"{__version__} {blake2b(content, digest_size=16).hexdigest()}"
    with suppress(OSError, UnicodeDecodeError):
        if content and known.read_text("utf-8") == right:
            return
    read_settings(root)
    with suppress(OSError):
        known.parent.mkdir(parents=True, exist_ok=True)
        known.write_text(right, "utf-8")


def with_words(root: Path, settings: "Settings", title: str, introduction: str) -> str | None:
    """paperlist.toml with another introduction, and with `title` where it has none of its own.

    None where that changes nothing. Comments and the order of keys stay.
    """
    import tomlkit

    document = tomlkit.parse((root / FILE).read_text(encoding="utf-8-sig"))
    before = tomlkit.dumps(document)
    if title and "title" not in document:
        document.add("title", tomlkit.item(title))
    if introduction != settings.introduction.strip():
        document["introduction"] = tomlkit.string(f"{introduction}\n", multiline=True)
    after = tomlkit.dumps(document)
    return after if after != before else None


def _from_environment() -> Path | None:
    value = os.environ.get(ENVIRONMENT)
    return Path(value).expanduser() if value else None
