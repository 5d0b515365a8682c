"""How a library changes: under its lock, whole or not at all, or only worked out; undo and redo."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Literal

from paperlist.errors import PaperlistError
from paperlist.library.catalogue import Catalogue
from paperlist.store.changeset import Change, Changeset, name_of
from paperlist.store.layout import DATA
from paperlist.store.transaction import Writer, recover, writing

_FEW = 100


class Changing(Catalogue):
    """What every change of a library goes through; what there is to change, `Library` says.

    Attributes:
        dry_run: work every change out, and write none.
        done: the changesets carried out so far, or with `dry_run` those that would have been.
    """

    def __init__(
        self,
        root: Path,
        *,
        dry_run: bool = False,
        warn: Callable[[str], None] | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> None:
        super().__init__(root, warn=warn, progress=progress)
        self.dry_run = dry_run
        self.done: list[Changeset] = []

    def undo(self, *, skip: bool = False) -> Changeset:
        """Take back the newest change; returns what was done to do so.

        With `skip`, every change that cannot be taken back any more is passed over, for good.

        Raises:
            NothingToUndoError: there is none.
            NotUndoneError: a file is no longer what the change left.
        """
        return self._again("undo", skip=skip)

    def redo(self) -> Changeset:
        """Do again what `undo` took back last; raises as `undo` does."""
        return self._again("redo")

    def _again(self, kind: Literal["undo", "redo"], *, skip: bool = False) -> Changeset:
        if self.dry_run:
            recover(self.root, self._warn)
            changeset = Writer(self.root).preview(kind)
            self.done.append(changeset)
            return changeset
        with writing(self.root, warn=self._warn) as writer:
            return writer.undo(skip=skip) if kind == "undo" else writer.redo()

    def _forget_settings(self) -> None:
        """Read paperlist.toml again: what was read before the lock may be old."""
        self.__dict__.pop("settings", None)

    @contextmanager
    def _changing(self) -> "Iterator[Writer | None]":
        if self.dry_run:
            yield None
            return
        with writing(self.root, warn=self._warn) as writer:
            yield writer

    def _apply(self, writer: "Writer | None", summary: str, files: dict[str, Change]) -> None:
        changes = {path: change for path, change in files.items() if change[0] != change[1]}
        if not changes:
            return
        changeset = Changeset(summary, changes)
        if writer:
            writer.apply(changeset)
            notes = [path for path in changes if path.startswith(f"{DATA}/")]
            if 0 < len(notes) <= _FEW:
                # What that takes is imported here, and not yet where the next search begins. The
                # change is done, whatever becomes of this: the next command tells what is wrong.
                with suppress(PaperlistError):
                    self._index.refresh()
        self.done.append(changeset)

    def _name(self, path: Path) -> str:
        return name_of(self.root, path)
