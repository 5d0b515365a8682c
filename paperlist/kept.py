"""The files that changes took out of a library, kept until `undo` puts them back.

Each change has a folder of its own, of the name of its page in the history; a file in it is named
by its checksum.
"""

import contextlib
from collections.abc import Iterable
from pathlib import Path

from paperlist.contents import Held, linked


class Kept:
    """The kept files below `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def place(self, page: str, content: Held) -> Path:
        """Where a change keeps a file."""
        return self._folder / Path(page).stem / content.digest

    def keep(self, page: str, content: Held, file: Path) -> None:
        """Keep `file`, which is `content`, for a change."""
        place = self.place(page, content)
        place.parent.mkdir(parents=True, exist_ok=True)
        linked(file, place, content)

    def let_go(self, page: str, digests: Iterable[str]) -> None:
        """Forget some of a change's files."""
        folder = self._folder / Path(page).stem
        for digest in digests:
            (folder / digest).unlink(missing_ok=True)
        for empty in (folder, self._folder):
            with contextlib.suppress(OSError):
                empty.rmdir()

    def only(self, pages: Iterable[str]) -> None:
        """Forget the files of all changes but these."""
        from shutil import rmtree

        stems = {Path(page).stem for page in pages}
        if self._folder.exists():
            for folder in self._folder.iterdir():
                if folder.name not in stems:
                    rmtree(folder, ignore_errors=True)
