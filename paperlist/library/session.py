"""Changing a library: under its lock, all or nothing, or only as a preview; undo and redo."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Literal

from paperlist.errors import PaperlistError
from paperlist.library.catalogue import Catalogue
from paperlist.store.changeset import Change, Changeset
from paperlist.store.layout import DATA
from paperlist.store.transaction import Writer, recover, writing

_FEW = 100

Apply = Callable[[str, Mapping[str, Change]], None]
"""Applies a change: a summary of it, and what becomes of each path."""


class Session:
    """The changes of one library: each under its lock, all or nothing, or only as a preview.

    Attributes:
        dry_run: whether every change is only worked out, and none written.
        done: the changesets carried out so far, or with `dry_run` those that would have been.
    """

    def __init__(
        self, catalogue: Catalogue, *, dry_run: bool = False, warn: Callable[[str], None] | None
    ) -> None:
        self._catalogue = catalogue
        self._root = catalogue.root
        self._warn = warn
        self.dry_run = dry_run
        self.done: list[Changeset] = []

    def undo(self, *, skip: bool = False) -> Changeset:
        """Undo the newest change; return the changeset that did so.

        With `skip`, a change that cannot be taken back any more is passed over, for good.

        Raises:
            NothingToUndoError: there is none.
            NotUndoneError: a file is no longer what the change left.
        """
        return self._again("undo", skip=skip)

    def redo(self) -> Changeset:
        """Redo the change that was undone last; raises as `undo` does."""
        return self._again("redo")

    def _again(self, kind: Literal["undo", "redo"], *, skip: bool = False) -> Changeset:
        if self.dry_run:
            recover(self._root, self._warn)
            changeset = Writer(self._root).preview(kind)
            self.done.append(changeset)
            return changeset
        with writing(self._root, warn=self._warn) as writer:
            return writer.undo(skip=skip) if kind == "undo" else writer.redo()

    @contextmanager
    def changing(self) -> Iterator[Apply]:
        """Hold the library's lock, and give the function that applies a change.

        What is read meanwhile is what the change is compared with. The settings are read anew:
        what was read before the lock may be old.
        """
        self._catalogue.forget_settings()
        if self.dry_run:
            yield self._record
            return
        with writing(self._root, warn=self._warn) as writer:

            def apply(summary: str, files: Mapping[str, Change]) -> None:
                if changeset := _changeset(summary, files):
                    writer.apply(changeset)
                    self._index(changeset)
                    self.done.append(changeset)

            yield apply

    def _record(self, summary: str, files: Mapping[str, Change]) -> None:
        if changeset := _changeset(summary, files):
            self.done.append(changeset)

    def _index(self, changeset: Changeset) -> None:
        notes = [path for path in changeset.files if path.startswith(f"{DATA}/")]
        if 0 < len(notes) <= _FEW:
            # What that takes is imported here, and not yet where the next search begins. The
            # change is done, whatever becomes of this: the next command tells what is wrong.
            with suppress(PaperlistError):
                self._catalogue.refresh()


def _changeset(summary: str, files: Mapping[str, Change]) -> Changeset | None:
    changes = {path: change for path, change in files.items() if change.differs}
    return Changeset(summary, changes) if changes else None
