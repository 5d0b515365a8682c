"""Reads and writes paperlist.toml."""

import os
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from paperlist import __version__
from paperlist.errors import ConfigError, LeadsOutError, ReadError
from paperlist.store.containment import inside
from paperlist.store.files import read_file
from paperlist.store.toml import parse_toml
from paperlist.store.user_folders import cache_folder
from paperlist.text.files import decode

if TYPE_CHECKING:
    from tomlkit.items import Item

    from paperlist.library.settings import Settings

FILE = "paperlist.toml"
NOTE_SCHEMA = "note.schema.json"
SETTINGS_SCHEMA = "settings.schema.json"
# A table `[aliases]`, or a key such as `aliases.LLM`.
_ALIASES = re.compile(rb"^[\s[\"']*aliases", re.M)
# The first table, or comment above the tables, of the file that `init` writes.
_TABLE = re.compile(r"^(?:# What stands below a line in brackets|(?:# ?)?\[\w+\])", re.M)
LARGEST_BYTES = 1_000_000
# The paperlist.toml that `init` writes: each setting stands in it as a comment. The headers of the
# tables are comments too, since a setting added at the end would belong to the last table.
NEW_FILE = """\
# The settings of this library; each may be left out. Remove the '# ' in front of what you set.
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
# note_schema = "note.schema.json"   # from 'paperlist schema'; new notes tell editors to use it
# skip_checks = ["missing-field"]    # what 'paperlist check' does not look for

# What stands below a line in brackets belongs to that table, so keep the settings above here.

# [sources]                          # mirrors to ask for papers
# arxiv = "https://export.arxiv.org/api/query"

# [git]                              # see git_libraries in the documentation
# commit = true                      # commit each change

# [labels]                           # labels of your own pages, and the field each means
# "Takeaways" = "objective"

# [searches]                         # `search @unread` looks for this
# unread = "status:to-read"

# [aliases]                          # spellings of a keypoint, and the one to use instead
# "LLMs" = "Large language models"
"""


def with_schemas(text: str) -> str:
    """Return the text of a new paperlist.toml that names the files with the JSON Schemas."""
    line = next(line for line in text.splitlines() if line.startswith("# note_schema"))
    return f"#:schema ./{SETTINGS_SCHEMA}\n{text.replace(line, line.removeprefix('# '))}"


def content_of(root: Path) -> bytes:
    """Return the bytes of paperlist.toml.

    Raises:
        ConfigError: the file is missing, cannot be read, is too large, or is a link out of the
            library.
    """
    path = root / FILE
    try:
        return read_file(inside(root.resolve(), path), FILE, LARGEST_BYTES)
    except ReadError as error:
        raise ConfigError(path, f"cannot be read: {error.reason}") from error
    except LeadsOutError as error:
        raise ConfigError(path, error.reason) from error


def text_of(root: Path) -> str:
    """Return the text of paperlist.toml.

    Raises:
        ConfigError: the file cannot be read, or is not UTF-8 text.
    """
    try:
        return decode(content_of(root), FILE)
    except ReadError as error:
        raise ConfigError(root / FILE, error.reason, error.line) from error


def read_settings(root: Path) -> "Settings":
    """Return the settings of the library at `root`.

    Raises:
        ConfigError: the file is not TOML, or has an unknown key or an invalid value.
    """
    from paperlist.library.settings import Settings

    path, text = root / FILE, text_of(root)
    try:
        return Settings.parse(parse_toml(path, text), path, text)
    except RecursionError as error:
        raise ConfigError(path, "it is nested too deeply") from error


def check(root: Path, warn: Callable[[str], None] | None = None) -> None:
    """Check the settings in paperlist.toml, unless the same file was valid before.

    The check takes longer than the rest of most commands. So the cache folder keeps a copy of each
    valid paperlist.toml, and an equal file is not checked again.

    Args:
        root: the folder of the library.
        warn: called with a message for each setting that is in the wrong table. Such a file is not
            copied to the cache, so that every command gives the warning.

    Raises:
        ConfigError: the settings are not valid.
    """
    from zlib import crc32

    content = content_of(root)
    place = os.fsencode(root.resolve())
    known = cache_folder() / f"{crc32(place):08x}.settings"
    right = b"\n".join((__version__.encode(), place, content))
    with suppress(OSError):
        if known.read_bytes() == right:
            return
    misplaced = read_settings(root).misplaced(decode(content, FILE))
    for line, problem in misplaced:
        if warn:
            warn(f"{root / FILE}:{line}: {problem}")
    if misplaced:
        return
    with suppress(OSError):
        known.parent.mkdir(parents=True, exist_ok=True)
        known.write_bytes(right)


def read_searches(root: Path) -> dict[str, str]:
    """Return the named searches in paperlist.toml, as a dict from name to query.

    Other settings are not checked, because that would take longer.

    Raises:
        ConfigError: the file is not TOML, or a named search is invalid.
    """
    from paperlist.search.query import wrong_search

    path = root / FILE
    named = parse_toml(path, text_of(root)).get("searches", {})
    problem = wrong_search(named) if isinstance(named, dict) else "has to be a table"
    if problem:
        raise ConfigError(path, f"searches: {problem}")
    return dict(named)


def read_aliases(root: Path) -> dict[str, str]:
    """Return the aliases of keypoints in paperlist.toml: a dict from spelling to spelling.

    Other settings are not checked, because that would take longer.

    Raises:
        ConfigError: the file is not TOML, or an alias is not a text.
    """
    if not _ALIASES.search(content_of(root)):
        return {}
    path = root / FILE
    aliases = parse_toml(path, text_of(root)).get("aliases", {})
    if not isinstance(aliases, dict) or not all(isinstance(x, str) for x in aliases.values()):
        raise ConfigError(path, "aliases: has to be a table of texts")
    return dict(aliases)


def with_words(
    root: Path, settings: "Settings", title: str, introduction: str, month_format: str = ""
) -> str | None:
    """Return the text of paperlist.toml with what an imported page says about the whole library.

    Return None if nothing changes. Comments and the order of keys stay.

    Args:
        root: the folder of the library.
        settings: the present settings.
        title: the title to set if paperlist.toml has no title.
        introduction: the new introduction.
        month_format: how to write months, to be set if paperlist.toml does not say it; or empty.
    """
    import tomlkit

    new: dict[str, Item] = {}
    if title and "title" not in settings.model_fields_set:
        new["title"] = tomlkit.item(title)
    if introduction != settings.introduction.strip():
        new["introduction"] = tomlkit.string(f"{introduction}\n", multiline=True)
    if month_format and "month_format" not in settings.model_fields_set:
        new["month_format"] = tomlkit.item(month_format)
    if not new:
        return None
    text = text_of(root)
    after = _insert_settings(text, new)
    if "\r\n" in text:
        after = after.replace("\r\n", "\n").replace("\n", "\r\n")
    return after


def _insert_settings(text: str, new: Mapping[str, "Item"]) -> str:
    """Return the text of paperlist.toml with new settings, which are inserted above all tables.

    The tables in a new paperlist.toml are commented out. If a setting came after such a table, it
    would belong to the table as soon as somebody removes the `# `.
    """
    import tomlkit

    document = tomlkit.parse(text)
    known = {name: value for name, value in new.items() if name in document}
    added = {name: value for name, value in new.items() if name not in document}
    document.update(known)
    table = _TABLE.search(text) if added else None
    if known and table:
        text = tomlkit.dumps(document)
        table = _TABLE.search(text)
    try:
        above = tomlkit.parse(f"{text[: table.start()].rstrip()}\n") if table else document
    except tomlkit.exceptions.ParseError:  # the match is within a text of several lines
        above = document
    above.update(added)
    if table is None or above is document:
        return tomlkit.dumps(document)
    return f"{tomlkit.dumps(above).lstrip()}\n{text[table.start() :]}"
