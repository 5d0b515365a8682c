"""The attachments that changes removed from a library, kept so that `undo` can put them back.

Each change has a folder, which is named after the change's entry in the history. A file in this
folder is named after its checksum.
"""

import contextlib
from collections.abc import Iterable
from pathlib import Path

from paperlist.store.content import FileDigest, link_file


class Trash:
    """The attachments that changes removed, kept in folders below `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def place(self, entry: str, content: FileDigest) -> Path:
        """Return the path at which the file with this checksum is kept for a history entry."""
        return self.of(entry) / content.sha256

    def of(self, entry: str) -> Path:
        """Return the folder in which files are kept for a history entry."""
        return self._folder / Path(entry).stem

    def keep(self, entry: str, content: FileDigest, file: Path) -> None:
        """Keep `file`, whose checksum is `content`, for a history entry."""
        place = self.place(entry, content)
        place.parent.mkdir(parents=True, exist_ok=True)
        link_file(file, place, content)

    def forget(self, entry: str, digests: Iterable[str]) -> None:
        """Remove the files with the checksums `digests` that are kept for a history entry."""
        folder = self.of(entry)
        for digest in digests:
            (folder / digest).unlink(missing_ok=True)
        for empty in (folder, self._folder):
            with contextlib.suppress(OSError):
                empty.rmdir()

    def keep_only(self, entries: Iterable[str]) -> None:
        """Remove all files except those that are kept for the history entries `entries`."""
        from shutil import rmtree

        stems = {Path(entry).stem for entry in entries}
        if self._folder.exists():
            for folder in self._folder.iterdir():
                if folder.name not in stems:
                    rmtree(folder, ignore_errors=True)
            with contextlib.suppress(OSError):
                self._folder.rmdir()
