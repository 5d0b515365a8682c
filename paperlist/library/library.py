"""The class `Library`, with which commands and scripts read and change a library.

Its methods only call other modules, whose docstrings say more and list the errors. `catalogue.py`
reads the library, `session.py` carries out changes, and each kind of change has its own module.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from paperlist.index import Broken, Index
from paperlist.index.conditions import Condition, Test
from paperlist.library.catalogue import Catalogue
from paperlist.library.location import create, find_root
from paperlist.library.session import Session
from paperlist.search.query import Query
from paperlist.search.search import Hit, Results

if TYPE_CHECKING:
    from paperlist.library.adding import Outcome
    from paperlist.library.assignments import Assignment
    from paperlist.library.counting import Counts
    from paperlist.library.importing import Imported
    from paperlist.library.merging import Group
    from paperlist.library.overview import Overview
    from paperlist.library.settings import Settings
    from paperlist.library.statistics import Month
    from paperlist.library.vocabulary import Vocabulary
    from paperlist.model.combine import OnDuplicate
    from paperlist.model.entry import Entry
    from paperlist.model.paper import Paper
    from paperlist.readers.files import File
    from paperlist.readers.records import Progress
    from paperlist.search.duplicates import Duplicate
    from paperlist.store.changeset import Change, Changeset
    from paperlist.store.past import Past
    from paperlist.writers.sections import View
    from paperlist.writers.tables import Table
    from paperlist.writers.template import Template


class Library:
    """A folder of notes on papers.

    Every method sees the files as they are when it is called. Every change is made completely or
    not at all. Use `Library.find` or `Library.init` to get a library.

    Args:
        root: the folder with paperlist.toml.
        dry_run: whether to write nothing, and only record changes in `done`.
        warn: called with one line for each problem that does not stop a method.
        progress: called with (files read, files to read) if there are many files to read.
    """

    def __init__(
        self,
        root: Path,
        *,
        dry_run: bool = False,
        warn: Callable[[str], None] | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> None:
        self._catalogue = Catalogue(root, warn=warn, progress=progress)
        self._session = Session(self._catalogue, dry_run=dry_run, warn=warn)
        self._both = (self._catalogue, self._session)
        self.root = self._catalogue.root

    @classmethod
    def find(cls, folder: Path | str | None = None, **options: Any) -> Self:
        """Return the library at `folder`, or without `folder` the library that `find_root` finds.

        `options` are the keyword arguments of `Library`.

        Raises:
            NoLibraryError: there is no library.
        """
        return cls(find_root(Path(folder) if folder is not None else None), **options)

    @classmethod
    def init(cls, folder: Path | str, *, schema: bool = False) -> Self:
        """Make `folder` a library, with JSON Schemas for editors if `schema`. Files there stay.

        Raises:
            PaperlistError: the folder is a library already.
            WriteError: the folder cannot be written to.
        """
        return cls(create(Path(folder), schema=schema))

    @property
    def settings(self) -> "Settings":
        """The settings in paperlist.toml."""
        return self._catalogue.settings

    def close(self) -> None:
        """Close the file of the index. The library can still be used, which opens it again."""
        self._catalogue.close()

    def index(self) -> Index:
        """Return the index, up to date with the files."""
        return self._catalogue.index()

    def papers(
        self, conditions: Sequence[Test] = (), sort: str = "month", limit: int | None = None
    ) -> "list[Entry]":
        """Return the papers that meet all conditions. By default, the newest month comes first."""
        return self._catalogue.papers(conditions, sort, limit)

    def search(
        self, query: str | Query, limit: int | None = None, sort: str | None = None
    ) -> Results:
        """Return the papers that match `query`. By default, the best come first."""
        return self._catalogue.search(query, limit, sort)

    def remarks(self, query: Query, results: Results) -> list[str]:
        """Return sentences on why nothing was found, or which part of `query` has no effect."""
        return self._catalogue.remarks(query, results)

    def parse(self, query: str) -> Query:
        """Parse the text of a query, which may use named searches and the user's own fields."""
        return self._catalogue.parse(query)

    def related(self, reference: str, limit: int | None = None) -> "list[Hit]":
        """Return the papers most similar to a paper, best first. For `reference`, see `get`."""
        return self._catalogue.related(reference, limit)

    def get(self, reference: str) -> "Entry":
        """Return the paper for a reference: an id or its start, arXiv id, DOI or title words."""
        return self._catalogue.get(reference)

    def broken(self) -> list[Broken]:
        """Return the files that could not be read as notes at the last refresh of the index."""
        return self._catalogue.broken()

    def values(self, what: str) -> dict[str, int]:
        """Return the number of papers with each name: each `category`, `month` or `keypoint`."""
        return self._catalogue.values(what)

    def months(self, query: Query | None = None) -> "list[Month]":
        """Return the months with matching papers, and the fields that their notes lack."""
        return self._catalogue.months(query)

    def duplicate_of(self, paper: "Paper") -> "Duplicate | None":
        """Return the paper of the library that is the same as `paper`, or None."""
        return self._catalogue.duplicate_of(paper)

    def vocabulary(self, edited: "Entry | None" = None) -> "Vocabulary":
        """Return the spellings of categories and keypoints, without names only in `edited`."""
        return self._catalogue.vocabulary(edited)

    def attachments(self, entry: "Entry") -> list[Path]:
        """Return a paper's files, sorted by name. They lie in a folder beside its note."""
        return self._catalogue.attachments(entry)

    def duplicates(self) -> "list[Group]":
        """Return groups of notes about the same paper, each group with its reasons."""
        return self._catalogue.duplicates()

    def fields(self) -> list[str]:
        """Return the names of the standard fields and of the fields that users added to notes."""
        return self._catalogue.fields()

    def lacking(self, names: Iterable[str]) -> list[Condition]:
        """Return a condition for each field name, which papers without that field meet."""
        return self._catalogue.lacking(names)

    def queue(self, limit: int | None = None) -> "list[Entry]":
        """Return the papers being read, then the papers to read. Papers added first come first."""
        return self._catalogue.queue(limit)

    def overview(self) -> "Overview":
        """Return the number of papers, the newest paper, the papers to read, and unsaved drafts."""
        return self._catalogue.overview()

    def selected(self, query: Query) -> "list[Entry]":
        """Return the papers that match `query`, newest month first, as on a page."""
        return self._catalogue.selected(query)

    def page(
        self, entries: "Sequence[Entry] | None" = None, view: "View | None" = None,
        template: "Template | None" = None,
    ) -> str:  # fmt: skip
        """Return a page as text. By default, it has all papers and paperlist's own form."""
        return self._catalogue.page(entries, view, template)

    def template(self, name: str) -> "Template":
        """Return the template in the file `name`, or else in the library's folder `templates`."""
        return self._catalogue.template(name)

    def view(
        self, *, style: str | None = None, by: str | None = None, toc: bool | None = None,
        summary: bool | None = None,
    ) -> "View":  # fmt: skip
        """Return the kind of page to write. paperlist.toml decides where an argument is None."""
        return self._catalogue.view(style=style, by=by, toc=toc, summary=summary)

    def exported(self, entries: "Sequence[Entry]", format_name: "str | Table") -> "Iterator[str]":
        """Yield the text of an export in a format such as `bibtex`, or of a table, in parts."""
        return self._catalogue.exported(entries, format_name)

    def read_file(self, entry: "Entry") -> bytes:
        """Return the bytes of a note's file."""
        return self._catalogue.read_file(entry)

    @property
    def dry_run(self) -> bool:
        """Whether changes are only recorded in `done`, and not written."""
        return self._session.dry_run

    @dry_run.setter
    def dry_run(self, value: bool) -> None:
        self._session.dry_run = value

    @property
    def done(self) -> "list[Changeset]":
        """The changes so far. With `dry_run`, they were recorded but not made."""
        return self._session.done

    def undo(self, *, skip: bool = False) -> "Changeset":
        """Undo the newest change; see `Session.undo`."""
        return self._session.undo(skip=skip)

    def redo(self, *, skip: bool = False) -> "Changeset":
        """Redo the change that was undone last; see `Session.redo`."""
        return self._session.redo(skip=skip)

    def log(self, paper_id: str = "") -> "Iterator[tuple[Past, Mapping[str, Change]]]":
        """Yield the past changes, of all papers or of one; see `Session.log`."""
        return self._session.log(paper_id)

    def add(
        self, paper: "Paper", month: str | None = None, on_duplicate: "OnDuplicate | None" = None
    ) -> "Outcome":
        """Add one paper under `month`, by default this month. See `adding.month_for`."""
        return self.add_all([(paper, month)], on_duplicate)[0]

    def add_all(
        self,
        papers: "Iterable[tuple[Paper, str | None]]",
        on_duplicate: "OnDuplicate | Mapping[int, OnDuplicate] | None" = None,
        summary: str = "",
        files: "Mapping[int, Sequence[Path]] | None" = None,
        *,
        link: bool = False,
    ) -> "list[Outcome]":
        """Add papers, all or none, each under its month, and attach `files` to them."""
        from paperlist.library import adding

        return adding.add_all(*self._both, papers, on_duplicate, summary, files or {}, link=link)

    def edit(self, reference: str, change: "Callable[[Paper], Paper]") -> "Entry":
        """Change one paper. The function `change` gets the paper and returns the changed paper."""
        from paperlist.library import editing

        return editing.edit(*self._both, reference, change)

    def complete(
        self, changes: "Sequence[tuple[Entry, Callable[[Paper], Paper]]]", summary: str
    ) -> "list[Entry]":
        """Change several papers, all or none. Return the entries that changed."""
        from paperlist.library import editing

        return editing.complete(*self._both, changes, summary)

    def assign(
        self, papers: "Sequence[str | Entry]", assignments: "Sequence[Assignment]",
        attach: Sequence[Path] = (), *, link: bool = False, progress: "Progress | None" = None,
    ) -> "list[Entry]":  # fmt: skip
        """Edit papers by assignments such as `status=read`, all or none, and attach files."""
        from paperlist.library import editing

        return editing.assign(
            *self._both, papers, assignments, attach, link=link, progress=progress
        )

    def attach(
        self, reference: str, files: Sequence[Path | str], *, link: bool = False
    ) -> list[Path]:
        """Copy files into a paper's folder, or make links to them. Return the new paths."""
        from paperlist.library import editing

        return editing.attach(*self._both, reference, files, link=link)

    def merge(self, references: Sequence[str]) -> "tuple[Entry, list[Entry]]":
        """Merge several papers into one. Return the merged paper and the entries that are gone."""
        from paperlist.library import merging

        return merging.merge_papers(*self._both, references)

    def replace(self, entry: "Entry", before: bytes, after: bytes) -> "Entry":
        """Save the new text `after` of a note's file, which an editor opened as `before`."""
        from paperlist.library import editing

        return editing.replace(*self._both, entry, before, after)

    def remove(self, references: Sequence[str]) -> "list[Entry]":
        """Remove papers with their files, all or none. `undo` brings them back."""
        from paperlist.library import editing

        return editing.remove(*self._both, references)

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
        """Write a page, or replace paperlist's own part of an existing page. Return its path."""
        from paperlist.library import exporting

        return exporting.publish(
            *self._both, path, entries, view=view, template=template, split=split, force=force,
            progress=progress,
        )  # fmt: skip

    def export_to(
        self,
        path: Path,
        entries: "Sequence[Entry]",
        format_name: "str | Table",
        *,
        force: bool = False,
    ) -> Path:
        """Write papers to a file in a format such as `bibtex`, or as a table. Return the path."""
        from paperlist.library import exporting

        return exporting.export_to(*self._both, path, entries, format_name, force=force)

    def plot(self, counts: "Counts", path: Path, *, force: bool = False) -> Path:
        """Draw counts of papers into an .svg or .png file, and return the path."""
        from paperlist.library import plotting

        return plotting.plot(*self._both, counts, path, force=force)

    def import_files(
        self, files: "Sequence[Path | File]", month: str | None = None,
        on_duplicate: "OnDuplicate | None" = None, *, force: bool = False,
        progress: "Progress | None" = None,
    ) -> "list[Imported]":  # fmt: skip
        """Import the papers of pages and bibliographies, all or none."""
        from paperlist.library import importing

        return importing.import_files(
            *self._both, files, month, on_duplicate, force=force, progress=progress
        )
