"""Which files of a folder belong to the library: `sync` commits and merges only these."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

from paperlist.library import git_attributes
from paperlist.library.settings_file import FILE, NOTE_SCHEMA, SETTINGS_SCHEMA
from paperlist.model.months import month_pattern
from paperlist.store.layout import DATA

if TYPE_CHECKING:
    from paperlist.library.library import Library

_ALWAYS = frozenset({FILE, git_attributes.FILE, ".gitignore", NOTE_SCHEMA, SETTINGS_SCHEMA})
_FOLDERS = (f"{DATA}/", "templates/")


class OwnFiles:
    """Knows the files of a library by their paths within its folder.

    Args:
        library: the library.
    """

    def __init__(self, library: "Library") -> None:
        settings = library.settings
        self.page = settings.export
        self._pages = [re.compile(re.escape(self.page))]
        if settings.split:
            folder = Path(self.page).parent.as_posix()
            before = "" if folder == "." else re.escape(f"{folder}/")
            self._pages.append(re.compile(before + month_pattern(settings.split_name).pattern))

    def is_page(self, path: str) -> bool:
        """Return whether paperlist publishes the file at `path`."""
        return any(pattern.fullmatch(path) for pattern in self._pages)

    def has(self, path: str) -> bool:
        """Return whether the file at `path` belongs to the library."""
        return path in _ALWAYS or path.startswith(_FOLDERS) or self.is_page(path)
