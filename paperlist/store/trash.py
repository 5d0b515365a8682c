"""The files that changes took out of a library, kept until `undo` puts them back.

Each change has a folder of its own, of the name of its entry in the history; a file in it is named
by its checksum.
"""

import contextlib
from collections.abc import Iterable
from pathlib import Path

from paperlist.store.content import FileDigest, link_file


class Trash:
    """The removed files below `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def place(self, entry: str, content: FileDigest) -> Path:
        """Return where the change of a history entry keeps a file."""
        return self.of(entry) / content.sha256

    def of(self, entry: str) -> Path:
        """Return the folder of a history entry's files."""
        return self._folder / Path(entry).stem

    def keep(self, entry: str, content: FileDigest, file: Path) -> None:
        """Keep `file`, which is `content`, for a change."""
        place = self.place(entry, content)
        place.parent.mkdir(parents=True, exist_ok=True)
        link_file(file, place, content)

    def forget(self, entry: str, digests: Iterable[str]) -> None:
        """Remove some of a change's files."""
        folder = self.of(entry)
        for digest in digests:
            (folder / digest).unlink(missing_ok=True)
        for empty in (folder, self._folder):
            with contextlib.suppress(OSError):
                empty.rmdir()

    def keep_only(self, entries: Iterable[str]) -> None:
        """Remove the files of all changes but these."""
        from shutil import rmtree

        stems = {Path(entry).stem for entry in entries}
        if self._folder.exists():
            for folder in self._folder.iterdir():
                if folder.name not in stems:
                    rmtree(folder, ignore_errors=True)
            with contextlib.suppress(OSError):
                self._folder.rmdir()
