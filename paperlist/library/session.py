"""Makes changes of a library, each completely or not at all; also previews, undo and redo."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Literal

from paperlist.errors import PaperlistError
from paperlist.library import settings_file
from paperlist.library.catalogue import Catalogue
from paperlist.store.layout import month_of
from paperlist.store.recovery import recover

if TYPE_CHECKING:
    from paperlist.store.changeset import Change, Changeset
    from paperlist.store.past import Past

# After a change of at most so many notes, the index is refreshed at once.
_FEW = 100

Apply = Callable[[str, Mapping[str, "Change"]], None]
"""A function that makes a change, given a summary for the history and a dict of changes by path."""


class Session:
    """Carries out the changes of a library.

    The library is locked during each change. Each change is made completely or not at all.

    Attributes:
        dry_run: whether to write nothing, and only record changes in `done`.
        done: the changes so far. With `dry_run`, they were recorded but not made.
    """

    def __init__(
        self, catalogue: Catalogue, *, dry_run: bool = False, warn: Callable[[str], None] | None
    ) -> None:
        self._catalogue = catalogue
        self._root = catalogue.root
        self._warn = warn
        self.dry_run = dry_run
        self.done: list[Changeset] = []

    def undo(self, *, skip: bool = False) -> "Changeset":
        """Undo the newest change. Return the changeset that was carried out.

        With `skip`, a change that cannot be undone is skipped for good. The change before it is
        undone instead.

        Raises:
            NothingToUndoError: the history is empty.
            NotUndoneError: a file was edited after the change.
        """
        return self._undo_or_redo("undo", skip=skip)

    def redo(self, *, skip: bool = False) -> "Changeset":
        """Redo the change that was undone last. Return its changeset. Errors are as for `undo`."""
        return self._undo_or_redo("redo", skip=skip)

    def log(self, paper_id: str = "") -> "Iterator[tuple[Past, Mapping[str, Change]]]":
        """Yield the past changes, the newest first, each with the changed files by path.

        With `paper_id`, yield only the changes of this paper, with only the files of its note.
        """
        from paperlist.store.past import of_a_paper

        changes = self.past()
        if paper_id:
            return of_a_paper(changes, paper_id)
        return ((past, past.changeset.files) for past in changes)

    def past(self) -> "Iterator[Past]":
        """Yield the past changes, the newest first. They are read one after the other."""
        from paperlist.store.past import past_changes

        return past_changes(self._root)

    def _undo_or_redo(self, kind: Literal["undo", "redo"], *, skip: bool) -> "Changeset":
        """Undo or redo a change. With `dry_run`, only record it."""
        from paperlist.store.transaction import Writer, writing

        if self.dry_run:
            recover(self._root, self._warn)
            changeset = Writer(self._root).preview(kind)
            self.done.append(changeset)
            return changeset
        with writing(self._root, warn=self._warn) as writer:
            undone = writer.undo(skip=skip) if kind == "undo" else writer.redo(skip=skip)
            self._commit(undone, f"{kind}: {undone.summary}")
            return undone

    @contextmanager
    def changing(self) -> Iterator[Apply]:
        """Lock the library, and yield the function that makes a change.

        Read everything that the change depends on inside this context, while the library is locked.
        The settings are read again too, because another process may have changed them. With
        `dry_run`, nothing is locked, and the function only records the change.
        """
        from paperlist.store.transaction import writing

        self._catalogue.forget_settings()
        if self.dry_run:
            yield self._record
            return
        with writing(self._root, warn=self._warn) as writer:

            def apply(summary: str, files: Mapping[str, "Change"]) -> None:
                if changeset := _changeset(summary, files):
                    writer.apply(changeset)
                    self._refresh_index(changeset)
                    self._commit(changeset, changeset.summary)
                    self.done.append(changeset)

            yield apply

    def _commit(self, changeset: "Changeset", message: str) -> None:
        """Commit a change with git, if paperlist.toml asks for it. If that fails, only warn."""
        try:
            # The settings take long to read, and most libraries do not have this one.
            asks = b"commit" in settings_file.content_of(self._root)
            if asks and self._catalogue.settings.git.commit:
                from paperlist.library.committing import commit

                commit(self._root, changeset, message, self._catalogue.say)
        except PaperlistError as error:
            self._catalogue.say(f"the change is saved, but not committed: {error}")

    def _record(self, summary: str, files: Mapping[str, "Change"]) -> None:
        if changeset := _changeset(summary, files):
            self.done.append(changeset)

    def _refresh_index(self, changeset: "Changeset") -> None:
        """Refresh the index if only a few notes changed, so that the next search is faster."""
        notes = list(filter(None, map(month_of, changeset.files)))
        if 0 < len(notes) <= _FEW:
            # This process has already imported the modules that parse notes; the next search would
            # have to import them. The change is done, even if the refresh fails: the next command
            # reports the error.
            with suppress(PaperlistError):
                self._catalogue.refresh_months(set(notes))


def _changeset(summary: str, files: Mapping[str, "Change"]) -> "Changeset | None":
    """Return a changeset of only the files whose content changes, or None if there are none."""
    from paperlist.store.changeset import Changeset

    changes = {path: change for path, change in files.items() if change.differs}
    return Changeset(summary, changes) if changes else None
