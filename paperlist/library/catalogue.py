"""Reads a library: its papers, searches, pages and settings.

Nothing here changes the library.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from paperlist.errors import LeadsOutError, ReadError
from paperlist.index import Broken, Index
from paperlist.index.conditions import Combination, Condition, Test
from paperlist.library import settings_file
from paperlist.library.location import find_root
from paperlist.model.entry import FIELDS
from paperlist.search.query import Query, names_search, parse
from paperlist.search.search import Results, search
from paperlist.store.recovery import recover

if TYPE_CHECKING:
    from paperlist.library.merging import Group
    from paperlist.library.overview import Overview
    from paperlist.library.publishing import Form
    from paperlist.library.settings import Settings
    from paperlist.library.statistics import Month
    from paperlist.library.vocabulary import Vocabulary
    from paperlist.model.entry import Entry
    from paperlist.model.paper import Paper
    from paperlist.readers.records import Progress
    from paperlist.search.duplicates import Duplicate
    from paperlist.search.search import Hit
    from paperlist.writers.sections import Layout, View
    from paperlist.writers.tables import Table
    from paperlist.writers.template import Template


class Catalogue:
    """Reads a library.

    Every method sees the files as they are when it is called, unless its docstring says otherwise.

    Attributes:
        root: the folder with paperlist.toml.
    """

    def __init__(
        self,
        root: Path,
        *,
        warn: Callable[[str], None] | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> None:
        self.root = root.resolve()
        self._warn = warn
        self._progress = progress

    @classmethod
    def find(
        cls,
        folder: Path | str | None = None,
        *,
        warn: Callable[[str], None] | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> Self:
        """Return the library at `folder`, or without `folder` the library that `find_root` finds.

        Raises:
            NoLibraryError: there is no library.
        """
        root = find_root(Path(folder) if folder is not None else None)
        return cls(root, warn=warn, progress=progress)

    @cached_property
    def settings(self) -> "Settings":
        """The settings in paperlist.toml.

        Raises:
            ConfigError: the file is not TOML, or has an unknown key or an invalid value.
        """
        return settings_file.read_settings(self.root)

    def forget_settings(self) -> None:
        """Read paperlist.toml again when the next setting is needed."""
        self.__dict__.pop("settings", None)

    def refresh_months(self, months: Iterable[str]) -> None:
        """Bring the index up to date with the notes of these months, if only they have changed."""
        self._index.refresh_months(months)

    @property
    def known(self) -> Index:
        """The index as it was after its last refresh."""
        return self._index

    def index(self) -> Index:
        """Return the index, up to date with the files. An interrupted change is finished first."""
        recover(self.root, self._warn)
        self._index.refresh()
        return self._index

    def close(self) -> None:
        """Close the file of the index. It is opened again when it is needed."""
        if index := self.__dict__.pop("_index", None):
            index.close()

    @cached_property
    def _index(self) -> Index:
        return Index.open(self.root, self._warn, self._progress)

    def papers(
        self, conditions: Sequence[Test] = (), sort: str = "month", limit: int | None = None
    ) -> "list[Entry]":
        """Return the papers that meet all conditions. By default, the newest month comes first."""
        return self.index().select(conditions, sort, limit)

    def search(
        self, query: str | Query, limit: int | None = None, sort: str | None = None
    ) -> Results:
        """Return the papers that match `query`. By default, the best come first."""
        parsed = self.parse(query) if isinstance(query, str) else query
        if aliases := settings_file.read_aliases(self.root):
            from paperlist.search.aliases import with_aliases

            parsed = with_aliases(parsed, aliases)
        index = self.index()
        results = search(index, parsed, limit, sort)
        if results.hits:
            return results
        from paperlist.search.keypoints import search_again

        return search_again(index, parsed, limit, sort) or results

    def remarks(self, query: Query, results: Results) -> list[str]:
        """Return sentences on why nothing was found, or which part of `query` has no effect."""
        if results.hits and not _may_be_idle(query):
            return []
        from paperlist.search.no_match import idle, reasons

        return idle(self._index, query) if results.hits else reasons(self._index, query)

    def parse(self, query: str) -> Query:
        """Parse the text of a query, which may use named searches and the user's own fields."""
        searches = settings_file.read_searches(self.root) if names_search(query) else None
        return parse(query, searches, self.fields)

    def related(self, reference: str, limit: int | None = None) -> "list[Hit]":
        """Return the papers most similar to a paper, best first. For `reference`, see `get`."""
        from paperlist.search.related import related

        return related(self._index, self.get(reference), limit)

    def get(self, reference: str) -> "Entry":
        """Return the paper for a reference: an id or its start, arXiv id, DOI or title words.

        Raises:
            NoSuchPaperError: no paper fits the reference.
            AmbiguousReferenceError: several papers fit the reference.
            UnreadableNoteError: the note cannot be read.
        """
        from paperlist.search.references import resolve

        return resolve(self.index(), reference)

    def broken(self) -> list[Broken]:
        """Return the files that could not be read as notes at the last refresh of the index."""
        return self._index.broken()

    def values(self, what: str) -> dict[str, int]:
        """Return the number of papers with each name: each `category`, `month` or `keypoint`."""
        return self.index().counts(what)

    def months(self, query: Query | None = None) -> "list[Month]":
        """Return the months with matching papers, and the fields that their notes lack."""
        from paperlist.library.statistics import months

        return months(self.selected(query or Query()))

    def duplicate_of(self, paper: "Paper") -> "Duplicate | None":
        """Return the paper of the library that is the same as `paper`, or None.

        The result also has the id that `paper` would get if it were added.
        """
        from paperlist.library.adding import Intake
        from paperlist.search.duplicates import Duplicate

        intake = Intake(self.root, self.index(), self.settings)
        match = intake.known.find(paper)
        return Duplicate(match.entry, match.why, intake.id_for(paper)) if match else None

    def vocabulary(self, edited: "Entry | None" = None) -> "Vocabulary":
        """Return the spellings of categories and keypoints, without names only in `edited`."""
        from paperlist.library.vocabulary import Vocabulary

        return Vocabulary(self.index(), self.settings.aliases, edited)

    def attachments(self, entry: "Entry") -> list[Path]:
        """Return a paper's files, sorted by name. If that fails, warn and return no files."""
        from paperlist.library.attachments import attachments

        try:
            return attachments(self.root, entry)
        except (LeadsOutError, ReadError) as error:
            self.say(str(error))
            return []

    def duplicates(self) -> "list[Group]":
        """Return groups of notes about the same paper, each group with its reasons."""
        from paperlist.library.merging import groups

        return groups(self.papers(sort="id"))

    def fields(self) -> list[str]:
        """Return the names of the standard fields and of the fields that users added to notes."""
        return [*FIELDS, *(name for name in self.index().fields() if name not in FIELDS)]

    def lacking(self, names: Iterable[str]) -> list[Condition]:
        """Return a condition for each field name, which papers without that field meet.

        Raises:
            UsageError: there is no such field.
        """
        from paperlist.search.fields import missing

        return [missing(name, self.fields) for name in names]

    def queue(self, limit: int | None = None) -> "list[Entry]":
        """Return the papers being read, then the papers to read. Papers added first come first."""
        from paperlist.library.overview import queue

        return queue(self.index())[:limit]

    def overview(self) -> "Overview":
        """Return the number of papers, the newest paper, the papers to read, and unsaved drafts."""
        from paperlist.library.overview import overview

        return overview(self)

    def selected(self, query: Query) -> "list[Entry]":
        """Return the papers that match `query`, newest month first, as on a page."""
        return [hit.entry for hit in self.search(query, sort="month").hits]

    def page(
        self,
        entries: "Sequence[Entry] | None" = None,
        view: "View | None" = None,
        template: "Template | None" = None,
    ) -> str:
        """Return a page as text. By default, it has all papers and paperlist's own form."""
        from paperlist.library.publishing import text_of

        chosen = self.papers() if entries is None else entries
        return text_of(chosen, self.form(view, template), alone=template is not None)

    def template(self, name: str) -> "Template":
        """Return the template in the file `name`, or else in the library's folder `templates`.

        Raises:
            ReadError: there is no such template.
        """
        from paperlist.writers.template import find

        return find(self.root, name)

    def form(self, view: "View | None", template: "Template | None") -> "Form":
        """Return how a page looks. By default, the library's own template for the style is used."""
        from paperlist.library.publishing import Form
        from paperlist.writers.template import of_style

        view = view or self.view()
        template = template or of_style(self.root, view.style)
        return Form(self._layout(), view, template, self.settings.aliases)

    def view(
        self, *, style: str | None = None, by: str | None = None, toc: bool | None = None,
        summary: bool | None = None,
    ) -> "View":  # fmt: skip
        """Return the kind of page to write. paperlist.toml decides where an argument is None.

        One exception: if `style` is None, a page by category or keypoint never shows whole notes.
        It shows each paper in one line.
        """
        from paperlist.writers.sections import View

        settings = self.settings
        usual = settings.style if by in {None, "month"} or settings.style != "notes" else "list"
        return View(
            style or usual,
            by or "month",
            settings.toc if toc is None else toc,
            settings.summary if summary is None else summary,
        )

    def newest_first(self, progress: "Progress | None") -> "Iterator[Entry]":
        """Yield all papers, newest month first. `progress` gets (papers so far, all papers)."""
        index = self.index()
        numbers = index.counts("month")
        done, total = 0, sum(numbers.values())
        for month in sorted(numbers, reverse=True):
            yield from index.select([Condition("month", month)])
            done += numbers[month]
            if progress:
                progress(done, total)

    def say(self, warning: str) -> None:
        """Pass a warning to the function `warn`, if there is one."""
        if self._warn:
            self._warn(warning)

    def exported(self, entries: "Sequence[Entry]", format_name: "str | Table") -> "Iterator[str]":
        """Yield the text of an export in a format such as `bibtex`, or of a table, in parts.

        Raises:
            UsageError: there is no such format.
        """
        from paperlist.library.vocabulary import respelled
        from paperlist.writers.formats import find_format, with_citekeys

        if not isinstance(format_name, str):
            return format_name.write(entries, self.settings.title)
        entries = [*respelled(entries, self.settings.aliases)]
        chosen = find_format(format_name)
        if chosen.cites:
            entries = with_citekeys(entries, self.papers())
        return chosen.write(entries, self._layout())

    def _layout(self) -> "Layout":
        from paperlist.writers.sections import Layout

        settings = self.settings
        return Layout(
            settings.title, settings.introduction, settings.categories, settings.month_format
        )

    def read_file(self, entry: "Entry") -> bytes:
        """Return the bytes of a note's file."""
        from paperlist.library.editing import read

        return read(self.root, entry)[1]


def _may_be_idle(query: Query) -> bool:
    """Return whether a query may have a part without effect, such as an excluded word.

    The `-zebra` in `memory -zebra` has no effect if no paper has the word `zebra`.
    """
    either = (isinstance(each, Combination) for each in query.conditions)
    return any(term.negated for term in query.terms) or any(either)
