"""paperlist.toml, and where the library is."""

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from paperlist import __version__
from paperlist.errors import ConfigError, NoLibraryError
from paperlist.text import conflict_line

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
# style = "notes"                    # or "list", "table"
# toc = false                        # a table of contents above the papers
# summary = false                    # the numbers of papers above them
# split = false                      # a page for each month beside the published one
# split_name = "PaperList_%Y%m.md"   # how these are called

# [sources]                          # mirrors to ask for papers; see docs/capture.md
# arxiv = "https://export.arxiv.org/api/query"

[labels]   # labels of your own pages: "Takeaways" = "objective"

[searches] # for `search @unread`: unread = "status:to-read"

[aliases]  # spellings of a keypoint: "LLMs" = "Large language models"
"""
ENVIRONMENT = "PAPERLIST_LIBRARY"
PRIVATE_HOSTS = "PAPERLIST_PRIVATE_HOSTS"


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
    try:
        here = (start or Path.cwd()).resolve()
    except OSError as error:
        raise NoLibraryError("the current folder, which is gone") from error
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
    from paperlist.settings import Settings

    path = root / FILE
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(path, f"cannot be read ({error})") from error
    try:
        return Settings.parse(_parsed(path, text), path, text)
    except RecursionError as error:
        raise ConfigError(path, "it is nested too deeply") from error


def _parsed(path: Path, text: str) -> dict[str, Any]:
    """What a file in TOML says.

    Raises:
        ConfigError: it does not parse; a merge conflict is called one.
    """
    import tomllib

    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise ConfigError(path, "it is nested too deeply") from error
    except ValueError as error:
        if line := conflict_line(text):
            raise ConfigError(path, "a git merge conflict; resolve it", line) from error
        raise ConfigError(path, str(error)) from error


def check(root: Path) -> None:
    """Read the settings of the library at `root`, unless they are known to be right.

    To validate them costs a command more than the rest of what it does, so the cache folder
    holds a copy of the paperlist.toml that was right.

    Raises:
        ConfigError: as `read_settings`.
    """
    from zlib import crc32

    from platformdirs import user_cache_path

    path = root / FILE
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ConfigError(path, f"cannot be read ({error})") from error
    place = os.fsencode(root.resolve())
    known = user_cache_path("paperlist", appauthor=False) / f"{crc32(place):08x}.settings"
    right = b"\n".join((__version__.encode(), place, content))
    with suppress(OSError):
        if known.read_bytes() == right:
            return
    read_settings(root)
    with suppress(OSError):
        known.parent.mkdir(parents=True, exist_ok=True)
        known.write_bytes(right)


def private_hosts() -> frozenset[str]:
    """The hosts of private networks that may be asked for papers; `*` is any.

    `$PAPERLIST_PRIVATE_HOSTS`, parted by commas or spaces, else `private_hosts` in `config.toml`
    of the user's own configuration folder (platformdirs). Never the library: whoever clones one
    must not be led into their own network by it.

    Raises:
        ConfigError: the user's file does not parse.
    """
    named = os.environ.get(PRIVATE_HOSTS)
    if named is not None:
        return frozenset(named.replace(",", " ").lower().split())
    from platformdirs import user_config_path

    path = user_config_path("paperlist", appauthor=False) / "config.toml"
    try:
        values = _parsed(path, path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return frozenset()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(path, str(error)) from error
    hosts = values.get("private_hosts", [])
    if not isinstance(hosts, list) or not all(isinstance(host, str) for host in hosts):
        raise ConfigError(path, "private_hosts has to be a list of names")
    return frozenset(host.lower() for host in hosts)


def read_searches(root: Path) -> dict[str, str]:
    """The named searches of the library at `root`, without the time that all settings take.

    Raises:
        ConfigError: the file does not parse, or one of them is no search.
    """
    from paperlist.query import wrong_search

    path = root / FILE
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(path, f"cannot be read ({error})") from error
    named = _parsed(path, text).get("searches", {})
    problem = wrong_search(named) if isinstance(named, dict) else "has to be a table"
    if problem:
        raise ConfigError(path, f"searches: {problem}")
    return dict(named)


def with_words(root: Path, settings: "Settings", title: str, introduction: str) -> str | None:
    """paperlist.toml with another introduction, and with `title` where it has none of its own.

    None where that changes nothing. Comments and the order of keys stay.
    """
    import tomlkit

    text = (root / FILE).read_bytes().decode("utf-8-sig")
    document = tomlkit.parse(text)
    before = tomlkit.dumps(document)
    if title and "title" not in document:
        document.add("title", tomlkit.item(title))
    if introduction != settings.introduction.strip():
        document["introduction"] = tomlkit.string(f"{introduction}\n", multiline=True)
    after = tomlkit.dumps(document)
    if "\r\n" in text:
        after = after.replace("\r\n", "\n").replace("\n", "\r\n")
    return after if after != before else None


def _from_environment() -> Path | None:
    value = os.environ.get(ENVIRONMENT)
    try:
        return Path(value).expanduser() if value else None
    except RuntimeError as error:
        # Nobody is called so, or has no home.
        raise NoLibraryError(f"{value}") from error
