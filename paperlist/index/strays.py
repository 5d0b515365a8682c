"""Strays: files below data/ that look like notes, but are not read because of their place or name.

Every refresh looks for strays, and this must not make a search slower. So only names that belong to
no note and are no month are looked at, and only a limited number of these names.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice

from paperlist.index.broken import Broken
from paperlist.store.layout import DATA, SUFFIX

MOST_NAMES = 50
"""At most this number of names in a folder is looked at."""
MOST_FOLDERS = 12
"""At most this number of subfolders is looked at in a folder: enough for the months of a year."""
_SUFFIXES = (SUFFIX, ".yml")


def strays(data: str, odd: Mapping[str, Sequence[str]]) -> list[Broken]:
    """Return stray files, and folders with stray files. The reason of each says what to do.

    Args:
        data: the path of data/.
        odd: the names to look at, as in `Look.odd` of `files.py`.
    """
    return [
        stray
        for folder, names in sorted(odd.items())
        for stray in (_in_month(data, folder, names) if folder else _in_data(data, names))
    ]


def _in_data(data: str, names: Sequence[str]) -> Iterator[Broken]:
    for name in _first(names):
        if _is_yaml(name):
            why = "notes lie in the folder of a month; move it to data/2024-04 or the like"
            yield Broken(f"{DATA}/{name}", why, None, is_note=False)
        elif _has_notes(f"{data}{os.sep}{name}", 1):
            from paperlist.model.months import parse_month

            month = parse_month(name) or "2024-04 or the like"
            why = f"no month, so the notes in it are not read; rename it to {month}"
            yield Broken(f"{DATA}/{name}", why, None, is_note=False)


def _in_month(data: str, month: str, names: Sequence[str]) -> Iterator[Broken]:
    place = f"{DATA}/{month}"
    misnamed = [name for name in _first(names) if _is_yaml(name)]
    if misnamed:
        first = f"{misnamed[0].rpartition('.')[0]}{SUFFIX}"
        more = f", and {len(misnamed) - 1} more like it" if len(misnamed) > 1 else ""
        why = f"the names of notes end in {SUFFIX}; rename it to {first}{more}"
        yield Broken(f"{place}/{misnamed[0]}", why, None, is_note=False)
    for name in _first(names):
        if not _is_yaml(name) and _has_notes(f"{data}{os.sep}{month}{os.sep}{name}", 0):
            why = f"the notes in it are not read; move them to {place}"
            yield Broken(f"{place}/{name}", why, None, is_note=False)


def _first(names: Sequence[str]) -> list[str]:
    return sorted(names)[:MOST_NAMES]


def _is_yaml(name: str) -> bool:
    return name.lower().endswith(_SUFFIXES)


def _has_notes(path: str, depth: int) -> bool:
    """Return whether a folder, or a folder at most `depth` levels below it, has a YAML file."""
    folders = []
    # If `path` is no folder, or cannot be read, no file in it could be read either.
    with suppress(OSError):
        if os.path.islink(path):
            return False
        with os.scandir(path) as entries:
            for entry in islice(entries, MOST_NAMES):
                if entry.name.startswith("."):
                    continue
                if _is_yaml(entry.name):
                    return True
                if depth and entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
    return any(_has_notes(folder, depth - 1) for folder in folders[:MOST_FOLDERS])
