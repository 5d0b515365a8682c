"""A library of papers: what the commands, and anyone's scripts, use."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Self

from paperlist.errors import LostWordsError, OverwriteError, PaperlistError, WriteError
from paperlist.library import config
from paperlist.library.session import Changing
from paperlist.store import content as contents
from paperlist.store import notes
from paperlist.store.changeset import Change
from paperlist.store.containment import given
from paperlist.store.content import is_stream, write_stream
from paperlist.store.layout import DATA, path_of
from paperlist.store.transaction import forget_history

if TYPE_CHECKING:
    from paperlist.library.adding import Outcome
    from paperlist.library.assignments import Assignment
    from paperlist.library.importing import Imported
    from paperlist.model.combine import OnDuplicate
    from paperlist.model.entry import Entry
    from paperlist.model.paper import Paper
    from paperlist.readers.files import File
    from paperlist.readers.records import Progress
    from paperlist.store.transaction import Writer
    from paperlist.writers.markdown.page import View
    from paperlist.writers.template import Template

LARGEST_PAGE = 200_000_000


class Library(Changing):
    """A folder of notes on papers.

    Every method sees the files as they are at that moment, and every change is whole or not at
    all. Use `Library.find` or `Library.init` to get one.

    Attributes:
        root: the folder that holds paperlist.toml.
        dry_run: work every change out, and write none.
        done: the changesets carried out so far, or with `dry_run` those that would have been.
    """

    @classmethod
    def init(cls, folder: Path | str) -> Self:
        """Make `folder` a library; what is in it stays.

        Raises:
            PaperlistError: it is one already.
            WriteError: the folder cannot be written to.
        """
        root = Path(folder)
        if (root / config.FILE).exists():
            raise PaperlistError(f"{root.resolve()} is a library already.")
        try:
            root.mkdir(parents=True, exist_ok=True)
            # "x": nothing that is there, not even a link to nothing, is written to.
            with (root / config.FILE).open("x", encoding="utf-8") as file:
                file.write(config.NEW_FILE)
            (root / DATA).mkdir(exist_ok=True)
            forget_history(root.resolve())
        except OSError as error:
            raise WriteError(str(root), error) from error
        return cls(root)

    def add(
        self,
        paper: "Paper",
        month: str | None = None,
        on_duplicate: "OnDuplicate | None" = None,
    ) -> "Outcome":
        """Add one paper, to this month unless told otherwise; `published` is the paper's own.

        Raises:
            DuplicatePaperError: it is there already and `on_duplicate` does not say what to do.
        """
        return self.add_all([(paper, month)], on_duplicate)[0]

    def add_all(
        self,
        papers: "Iterable[tuple[Paper, str | None]]",
        on_duplicate: "OnDuplicate | Mapping[int, OnDuplicate] | None" = None,
        summary: str = "",
    ) -> "list[Outcome]":
        """Add papers, each to its month, all of them or none; raises as `add` does.

        `on_duplicate` may be one answer for all, or one for each of some, by its place.
        """
        from paperlist.library.adding import Intake, month_for

        with self._changing() as writer:
            self._forget_settings()
            intake = Intake(self.root, self.index(), self.settings.aliases)
            outcomes = [
                intake.take(
                    paper,
                    month_for(paper, month),
                    on_duplicate.get(place) if isinstance(on_duplicate, Mapping) else on_duplicate,
                )
                for place, (paper, month) in enumerate(papers)
            ]
            new = [outcome.entry.id for outcome in outcomes if outcome.action != "skipped"]
            self._apply(writer, summary or f"add {_few(new)}", intake.files)
        return outcomes

    def edit(self, reference: str, change: "Callable[[Paper], Paper]") -> "Entry":
        """Change one paper's fields; `change` gets the paper and returns the new one."""
        with self._changing() as writer:
            entry = self.get(reference)
            path, before = self._file(entry)
            paper = change(notes.load(before, path))
            edited = entry._replace(fields=paper.fields())
            self._put(writer, entry, edited, Change(before, notes.edit(before, paper, path)))
        return edited

    def complete(
        self, changes: "Sequence[tuple[Entry, Callable[[Paper], Paper]]]", summary: str
    ) -> "list[Entry]":
        """Change papers, all of them or none; returns those that are not as they were."""
        with self._changing() as writer:
            files, changed = {}, []
            for entry, change in changes:
                path, before = self._file(entry)
                paper = change(notes.load(before, path))
                files[path] = Change(before, notes.edit(before, paper, path))
                if files[path][0] != files[path][1]:
                    changed.append(entry._replace(fields=paper.fields()))
            self._apply(writer, f"{summary} {_few([entry.id for entry in changed])}", files)
        return changed

    def assign(
        self,
        reference: str,
        assignments: "Sequence[Assignment]",
        attach: Sequence[Path] = (),
        *,
        link: bool = False,
    ) -> "Entry":
        """Change one paper by assignments, its month and its id among them, and attach files.

        Raises:
            UsageError: an assignment makes no sense; nothing is changed.
            PaperlistError: the new id is taken.
        """
        from paperlist.library.assignments import apply, place
        from paperlist.library.attachments import attached

        with self._changing() as writer:
            self._forget_settings()
            entry = self.get(reference)
            path, before = self._file(entry)
            paper = apply(notes.load(before, path), assignments, self.settings.aliases)
            month, paper_id = place(assignments, entry.month, entry.id)
            edited = entry._replace(id=paper_id, month=month, fields=paper.fields())
            own = [given(self.root, file.expanduser()) for file in attach]
            files, _ = attached(self.root, edited, own, link=link)
            self._put(writer, entry, edited, Change(before, notes.edit(before, paper, path)), files)
        return edited

    def attach(
        self, reference: str, files: Sequence[Path | str], *, link: bool = False
    ) -> list[Path]:
        """Copy files, or with `link` lead links to them, into a paper's folder.

        A file that is there already stays; another one of its name gets a number. Returns where
        each of `files` then is.

        Raises:
            ReadError: one of them is missing, or is no file; nothing is attached.
        """
        from paperlist.library.attachments import attached

        with self._changing() as writer:
            entry = self.get(reference)
            own = [given(self.root, Path(file).expanduser()) for file in files]
            changes, places = attached(self.root, entry, own, link=link)
            self._apply(writer, f"attach {_few([path.name for path in places])}", changes)
        return places

    def merge(self, references: Sequence[str]) -> "tuple[Entry, list[Entry]]":
        """Make one paper of several, with every word and every file of each.

        The one that was added first keeps its id, its month and what it says; what the others
        say differently stands behind that. Returns it, and those that are gone.

        Raises:
            UsageError: the references name one paper only.
        """
        from paperlist.library.merging import merge
        from paperlist.search.references import resolve

        with self._changing() as writer:
            index = self.index()
            found = {entry[:2]: entry for entry in (resolve(index, each) for each in references)}
            kept, gone, files = merge(self.root, list(found.values()))
            self._apply(writer, f"merge {_few([each.id for each in gone])} into {kept.id}", files)
        return kept, gone

    def replace(self, entry: "Entry", before: bytes, after: bytes) -> "Entry":
        """Put `after` in the place of the file that held `before`, as an editor left it.

        Raises:
            UnreadableNoteError: `after` is no note.
            ChangedUnderneathError: the file no longer holds `before`.
        """
        paper = notes.load(after, path_of(entry.month, entry.id))
        edited = entry._replace(fields=paper.fields())
        with self._changing() as writer:
            self._put(writer, entry, edited, Change(before, after))
        return edited

    def _put(
        self,
        writer: "Writer | None",
        old: "Entry",
        new: "Entry",
        note: Change,
        also: Mapping[str, Change] = MappingProxyType({}),
    ) -> None:
        from paperlist.library.editing import placed

        files = placed(self.root, self._index, old, new, note, also)
        self._apply(writer, f"edit {old.id}", files)

    def remove(self, references: Sequence[str]) -> "list[Entry]":
        """Remove papers with their files, all of them or none; `undo` brings them back.

        A note that cannot be read is removed by its id.
        """
        from paperlist.library.editing import even_unreadable, removed

        with self._changing() as writer:
            index = self.index()
            found = (even_unreadable(index, each) for each in references)
            entries = {(entry.month, entry.id): entry for entry in found}
            files = removed(self.root, entries.values())
            self._apply(writer, f"remove {_few([name for _, name in entries])}", files)
        return list(entries.values())

    def publish(  # noqa: PLR0913 (a page has as many sides)
        self,
        path: Path | None = None,
        entries: "Sequence[Entry] | None" = None,
        *,
        view: "View | None" = None,
        template: "Template | None" = None,
        split: bool | None = None,
        force: bool = False,
        progress: "Progress | None" = None,
    ) -> Path:
        """Write the page, or the marked part of one that has words of its own; returns its path.

        Args:
            path: the page; the library's own unless given.
            entries: the papers; all unless given.
            view: how they are shown; as paperlist.toml says unless given.
            template: what makes the page; a file that is no Markdown page is all its.
            split: a page for each month, and one that leads to them; as paperlist.toml says for
                the library's own page unless given.
            force: overwrite what is not ours.
            progress: called with how many of all papers are on the page, and how many there are.

        Raises:
            UnmarkedPageError: a page without marks is there, and `force` is not set.
            EditedPageError: someone edited between a page's marks, and `force` is not set.
            MarksError: a page's marks are not one begin and one end.
            OverwriteError: a file that is no page is there, and `force` is not set.
            TemplateError: the template cannot be rendered.
        """
        from paperlist.library import publishing

        target = given(self.root, path) if path else self.root / self.settings.export
        form = self._form(view, template)
        if path and is_stream(target):
            self._stream(target, [self.page(entries, view, template).encode()])
            return path
        given(self.root, target)
        if split is None:
            split = self.settings.split and path is None and form.view.by == "month"
        with self._changing() as writer:
            papers = self._newest_first(progress) if entries is None else entries
            pages = [publishing.whole(target, papers, form)]
            gone: dict[Path, bytes] = {}
            if split:
                name = self.settings.split_name
                pages = [*publishing.split(target, [*papers], form, name)]
                gone, kept = publishing.stale(self.root, target, name, self.values("month"))
                for left in kept:
                    self._say(f"{left} has words of its own and stays, though its month is empty")
            files = {}
            for page in pages:
                name, before = self._name(page.path), self._bytes(page.path)
                after = publishing.written(page, before, name, force=force)
                files[name] = Change(before, after)
            files |= {self._name(each): Change(content, None) for each, content in gone.items()}
            self._apply(writer, f"export {self._name(target)}", files)
        return path or target

    def _stream(self, target: Path, pieces: Iterable[bytes]) -> None:
        """Write to a pipe or a device, which is neither replaced nor part of the history."""
        if not self.dry_run:
            write_stream(target, pieces)

    def _bytes(self, path: Path) -> bytes | None:
        """Return what a file that may be written over holds; None where there is none."""
        given(self.root, path)
        if not path.exists():
            return None
        return contents.read(path, str(path), LARGEST_PAGE)

    def export_to(
        self, path: Path, entries: "Sequence[Entry]", format_name: str, *, force: bool = False
    ) -> Path:
        """Write `entries` to a file; returns its path.

        Raises:
            OverwriteError: a file is there that is no such export, and `force` is not set.
            UsageError: there is no such format.
        """
        from paperlist.writers.formats import find_format

        wrote = find_format(format_name).wrote
        target = given(self.root, path)
        if is_stream(target):
            self._stream(target, (piece.encode() for piece in self.exported(entries, format_name)))
            return path
        with self._changing() as writer:
            before = self._bytes(target)
            if before is not None and not force and not wrote(before):
                raise OverwriteError(str(path))
            after = b"".join(piece.encode() for piece in self.exported(entries, format_name))
            name = self._name(target)
            self._apply(writer, f"export {name}", {name: Change(before, after)})
        return path

    def import_files(
        self,
        files: "Sequence[Path | File]",
        month: str | None = None,
        on_duplicate: "OnDuplicate | None" = None,
        *,
        force: bool = False,
        progress: "Progress | None" = None,
    ) -> "list[Imported]":
        """Take in the papers of pages and bibliographies, all of them or none.

        What on a page belongs to no paper goes into the introduction, in paperlist.toml.

        Args:
            files: the files; `importing.opened` reads one whose suffix does not tell its format.
            month: for papers that neither their page nor they themselves date; this month
                unless given.
            on_duplicate: what to do with papers that are there already; by default they stay as
                they are.
            force: import even where words of a page would be lost.
            progress: called with how many papers are done, and how many there are.

        Raises:
            ReadError: a file cannot be read, or is not UTF-8.
            NothingToImportError: a file holds no paper.
            LostWordsError: words of a page would be lost, and neither `force` nor `dry_run` is
                set.
        """
        from paperlist.library.adding import Intake
        from paperlist.library.importing import own_words, taken_in, taken_over
        from paperlist.model.combine import OnDuplicate
        from paperlist.readers.files import opened, read_source

        texts = [
            opened(given(self.root, file)) if isinstance(file, Path) else file for file in files
        ]
        sources = [read_source(file, self.settings.labels, month, progress) for file in texts]
        for source in sources:
            lost = source.coverage.lost if source.coverage else ()
            if lost and not (force or self.dry_run):
                raise LostWordsError(source.name, lost)
        with self._changing() as writer:
            self._forget_settings()
            settings = self.settings
            many = sum(len(source.papers) for source in sources)
            intake = Intake(self.root, self.index(), settings.aliases, many)
            imported = taken_in(intake, sources, on_duplicate or OnDuplicate.SKIP, progress)
            changes = dict(intake.files)
            if on_duplicate is OnDuplicate.UPDATE:
                changes |= taken_over(self.root, sources)
            changes |= own_words(self.root, settings, sources)
            names = [Path(source.name).name for source in sources]
            self._apply(writer, f"import {_few(names)}", changes)
        return imported


def _few(names: Sequence[str], shown: int = 3) -> str:
    more = f" and {len(names) - shown} more" if len(names) > shown else ""
    return ", ".join(names[:shown]) + more
