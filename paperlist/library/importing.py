"""Imports files: changes the library, and reports what became of each file."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from paperlist.errors import LostWordsError
from paperlist.library import settings_file
from paperlist.library.adding import Intake, Outcome
from paperlist.library.missing_words import SAID, missing_words
from paperlist.library.own_page import Origin, origins_of
from paperlist.library.page_before import papers_before
from paperlist.markdown.marks import restamped
from paperlist.model.combine import OnDuplicate
from paperlist.model.months import month_pattern
from paperlist.readers.files import Source
from paperlist.store.changeset import Change, name_of
from paperlist.store.containment import given
from paperlist.store.files import read_file

if TYPE_CHECKING:
    from paperlist.index.index import Index
    from paperlist.library.catalogue import Catalogue
    from paperlist.library.session import Session
    from paperlist.library.settings import Settings
    from paperlist.model.entry import Entry
    from paperlist.readers.files import File, Incoming
    from paperlist.readers.records import Progress


class Imported(NamedTuple):
    """A file that was imported.

    Attributes:
        source: what was read from the file.
        outcomes: what was done with each paper of the file, in order.
        stays: whether the file is the library's own page. The text around its marks stays there,
            and does not become a part of the introduction.
        month_format: how the library will write months from now on, because the page writes them
            so; empty if the library has papers already, or says how months are written.
        not_on_it: for the library's own page, edited by somebody, the ids of the papers that are
            in the library and not on the page.
        before: for the library's own page, edited by somebody, what is known of its papers before
            the edit, by their positions.
    """

    source: Source
    outcomes: list[Outcome]
    stays: bool = False
    not_on_it: Sequence[str] = ()
    month_format: str = ""
    before: "Mapping[int, Incoming]" = MappingProxyType({})

    @property
    def words(self) -> str:
        """Return the text of the file that belongs to no paper, and goes into the introduction."""
        return (self.source.between or "") if self.stays else self.source.words

    @property
    def title(self) -> str:
        """Return the title of a page; empty for the library's own pages."""
        return "" if self.stays else self.source.title

    @property
    def unsaid(self) -> list[tuple[str, list[str]]]:
        """Words about known papers that are in the file, but not in the papers' notes.

        Known papers are papers that the library already had. Words that an edited page had before
        it was edited are no news. Each item is (id of the paper, words).
        """
        pairs = zip(self.source.papers, self.outcomes, strict=True)
        found = [
            (outcome.entry.id, self._missing_words(place, incoming, outcome.entry))
            for place, (incoming, outcome) in enumerate(pairs)
            if outcome.action in {"skipped", "updated"}
        ]
        return [(paper_id, words) for paper_id, words in found if words]

    def _missing_words(self, place: int, incoming: "Incoming", note: "Entry") -> list[str]:
        before = self.before.get(place)
        known = [note.fields, before.paper.fields() if before else {}]
        return missing_words(known, incoming.paper.fields(), SAID)

    def as_json(self) -> dict[str, Any]:
        """Return the report on the file as JSON values."""
        source = self.source
        report: dict[str, Any] = {
            "page": source.name,
            "papers": [
                {
                    "action": outcome.action,
                    "why": outcome.why,
                    "same_identifier_as": outcome.clash,
                    "undecided": [*outcome.undecided],
                    "line": paper.line,
                    "month_from": paper.month_from,
                    **outcome.entry.as_json(),
                }
                for paper, outcome in zip(source.papers, self.outcomes, strict=True)
            ],
            "introduction": self.words,
            "unknown_labels": [*source.unknown_labels],
            "no_papers": [
                {"line": line, "heading": heading, "why": why}
                for line, heading, why in source.no_papers
            ],
            "problems": [{"line": line, "why": why} for line, why in source.problems],
            "not_in_the_library": dict(self.unsaid),
            "not_on_the_page": [*self.not_on_it],
        }
        if source.coverage:
            kept, structure, lost = source.coverage
            report["words"] = {
                "kept": kept,
                "structure": structure,
                "lost": [{"line": line, "words": words} for line, words in lost],
            }
        return report


def taken_in(  # noqa: PLR0913 (files come with as many facts)
    intake: Intake,
    sources: Sequence[Source],
    on_duplicate: OnDuplicate,
    entries: "Callable[[], Sequence[Entry]]",
    progress: "Progress | None" = None,
    *,
    before: "Mapping[int, Sequence[Incoming]]" = MappingProxyType({}),
) -> list[Imported]:
    """Pass all papers of the files to `intake`. Return what was done with each paper of each file.

    Args:
        intake: collects the changes.
        sources: the files.
        on_duplicate: what to do with papers that the library already has.
        entries: returns the papers of the library.
        progress: called with (files to write so far, papers in all).
        before: the papers that an edited page had before it was edited, by the page's position.
    """
    total = sum(len(source.papers) for source in sources)
    imported: list[Imported] = []
    for number, source in enumerate(sources):
        outcomes: list[Outcome] = []
        known = source.published and on_duplicate is not OnDuplicate.ADD
        own = origins_of(source.papers, before.get(number, ()), entries()) if known else {}
        notes = [origin.note for origin in own.values() if origin.note]
        was = {place: origin.before for place, origin in own.items() if origin.before}
        imported.append(Imported(source, outcomes, before=was))
        for place, each in enumerate(source.papers):
            origin = own.get(place, Origin())
            edited = source.edited and each.month_from == "heading"
            outcomes.append(
                intake.take(
                    each.paper, each.month, on_duplicate, each.id,
                    edited=edited, note=origin.note, others=notes, before=origin.before,
                )
            )  # fmt: skip
            if progress:
                progress(len(intake.files), total)
    return imported


def own_words(root: Path, settings: "Settings", files: Sequence[Imported]) -> dict[str, Change]:
    """Return the change of paperlist.toml that saves what imported pages say of the whole library.

    The introduction is the text that belongs to no paper. The result is empty if nothing changes.
    """
    title = next((file.title for file in files if file.title), "")
    called = settings.title if "title" in settings.model_fields_set else title
    words = _introduction(settings.introduction, files, called)
    months = next((file.month_format for file in files if file.month_format), "")
    after = settings_file.with_words(root, settings, title, words, months)
    if after is None:
        return {}
    return {settings_file.FILE: Change(settings_file.content_of(root), after.encode())}


def taken_over(root: Path, sources: Iterable[Source]) -> dict[str, Change]:
    """Return the changes that mark edited pages as unedited, because the notes now have the edits.

    Only pages in the folder of the library are changed.
    """
    pages = [_without_dots(Path(source.name)) for source in sources if source.edited]
    held = {
        page: read_file(given(root, page), str(page)) for page in pages if page.is_relative_to(root)
    }
    return {
        name_of(root, page): Change(content, restamped(content, str(page)))
        for page, content in held.items()
    }


def _without_dots(path: Path) -> Path:
    """Return the absolute form of a path such as `../README.md`, with its links unresolved."""
    return Path(os.path.normpath(path.absolute()))


def _compare_own_page(root: Path, settings: "Settings", index: "Index", file: Imported) -> Imported:
    """Return `file` with `stays` and `not_on_it` set, if it is the library's own page.

    The own page is the page that `export` writes, or the page of a month beside that page.
    """
    page = Path(os.path.realpath(file.source.name))
    target = Path(os.path.realpath(root / settings.export))
    split = settings.split and month_pattern(settings.split_name).fullmatch(page.name)
    if file.source.between is None or page.parent != target.parent or not (page == target or split):
        return file
    on_it = {outcome.entry.id for outcome in file.outcomes}
    months = {outcome.entry.month for outcome in file.outcomes}
    gone = [
        entry.id
        for entry in (index.select() if file.source.edited else [])
        if entry.id not in on_it and (not split or entry.month in months)
    ]
    return file._replace(stays=True, not_on_it=gone)


def _with_months(settings: "Settings", index: "Index", files: list[Imported]) -> list[Imported]:
    """Return `files`, the first with its form of months if a new library is to write them so."""
    form = files[0].source.month_format
    said = "month_format" in settings.model_fields_set or form == settings.month_format
    if said or not form or index.ids():
        return files
    return [files[0]._replace(month_format=form), *files[1:]]


def _introduction(have: str, files: Sequence[Imported], title: str) -> str:
    """Return the introduction for paperlist.toml, extended by the introductions of imported pages.

    If the title of a page is not the title of the library, the page's title is kept above its
    words.

    Args:
        have: the present introduction.
        files: the imported pages.
        title: the title of the library.
    """
    parts = [have.strip()] if have.strip() else []
    for file in files:
        other = file.title if file.title != title and not file.source.edited else ""
        words = "\n\n".join(filter(None, (other, file.words.strip())))
        if words and not any(words in part for part in parts):
            parts.append(words)
    return "\n\n".join(parts)


def import_files(  # noqa: PLR0913 (an import has as many sides)
    catalogue: "Catalogue",
    session: "Session",
    files: "Sequence[Path | File]",
    month: str | None,
    on_duplicate: OnDuplicate | None,
    *,
    force: bool,
    progress: "Progress | None",
) -> list[Imported]:
    """Import the papers of pages and bibliographies, all or none.

    The text of a page that belongs to no paper goes into the introduction, in paperlist.toml. The
    text around the marks of the library's own page stays on that page instead.

    Args:
        catalogue: reads the library.
        session: changes the library.
        files: the files to import. The suffix of a path tells the format.
        month: the month for papers without a month in their file. By default, the present month.
        on_duplicate: what to do with papers that the library already has. By default, skip them.
        force: whether to import even if words of a page would be lost.
        progress: called with (papers done, all papers).

    Raises:
        ReadError: a file cannot be read, or is not UTF-8.
        NothingToImportError: a file has no papers.
        LostWordsError: words of a page would be lost, and neither `force` nor `session.dry_run` is
            set.
    """
    from paperlist.library.editing import few
    from paperlist.readers.files import opened, read_source

    root = catalogue.root
    texts = [opened(given(root, file)) if isinstance(file, Path) else file for file in files]
    labels = catalogue.settings.labels
    sources = [read_source(file, labels, month, progress) for file in texts]
    for source in sources:
        lost = source.coverage.lost if source.coverage else ()
        if lost and not (force or session.dry_run):
            raise LostWordsError(source.name, lost)
    with session.changing() as apply:
        settings = catalogue.settings
        many = sum(len(source.papers) for source in sources)
        intake = Intake(root, catalogue.index(), settings, many)
        index, choice = catalogue.known, on_duplicate or OnDuplicate.SKIP
        before = {
            number: papers_before(texts[number], labels, month, session.past())
            for number, source in enumerate(sources)
            if source.edited
        }
        taken = taken_in(intake, sources, choice, index.select, progress, before=before)
        imported = [_compare_own_page(root, settings, index, file) for file in taken]
        imported = _with_months(settings, index, imported)
        changes = dict(intake.files)
        if on_duplicate is OnDuplicate.UPDATE:
            changes |= taken_over(root, sources)
        changes |= own_words(root, settings, imported)
        apply(f"import {few([Path(source.name).name for source in sources])}", changes)
    return imported
