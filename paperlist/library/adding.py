"""Adds papers: chooses ids for new papers, and finds papers that the library already has."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from paperlist.errors import DuplicatePaperError, TwinPapersError
from paperlist.library.vocabulary import Vocabulary
from paperlist.model import identifiers
from paperlist.model.combine import OnDuplicate, corrected, filled, merged
from paperlist.model.entry import Entry
from paperlist.model.keypoints import canonical
from paperlist.model.months import PUBLISHED, this_month
from paperlist.model.paper import now
from paperlist.model.three_way_page import merge_page, newly_undecided
from paperlist.search.dates import one_month
from paperlist.search.duplicates import KnownPapers, Match
from paperlist.store import notes
from paperlist.store.changeset import Change
from paperlist.store.files import read_file
from paperlist.store.layout import path_of
from paperlist.text.words import is_id, make_id

if TYPE_CHECKING:
    from pathlib import Path

    from paperlist.index import Index
    from paperlist.library.catalogue import Catalogue
    from paperlist.library.session import Session
    from paperlist.library.settings import Settings
    from paperlist.model.paper import Paper
    from paperlist.readers.files import Incoming


class Outcome(NamedTuple):
    """What was done with a new paper.

    Attributes:
        action: `added` for a new paper. If the library had the paper already, `updated` or
            `skipped`. `merged` if the same paper was added twice at once, and the two were merged.
        entry: the paper as it is in the library now.
        why: how the known paper was recognised, such as `the same DOI`; empty if the paper was new.
        clash: the id of a different paper with the same arXiv id or DOI. One of the two papers has
            the wrong identifier. Empty if there is no such paper.
        files: the files that were attached to the paper.
        undecided: the fields that both the note and its edited page changed, so that both versions
            stand in the note.
    """

    action: Literal["added", "updated", "skipped", "merged"]
    entry: Entry
    why: str = ""
    clash: str = ""
    files: tuple["Path", ...] = ()
    undecided: tuple[str, ...] = ()


def _first_moment(index: "Index", many: int) -> datetime:
    """Return the time of adding for the first of `many` new papers.

    Each next paper gets one second more, so that the last paper gets the present time. But if the
    library has a paper with a later time than the first new paper, the new times start after that
    paper. So the new papers are always the newest. A time more than a day in the future is a
    mistake and is ignored.
    """
    first = now() - timedelta(seconds=max(many - 1, 0))
    tomorrow = now() + timedelta(days=1)
    newest = index.last_added(tomorrow.strftime("%Y-%m-%dT%H:%M:%SZ"))
    return max(first, datetime.fromisoformat(newest) + timedelta(seconds=1)) if newest else first


_MONTH = len("2024-04")


def month_for(paper: "Paper", month: str | None) -> str:
    """Return the month, as `YYYY-MM`, under which to file a paper.

    Args:
        paper: the paper.
        month: `2024-04`, words such as `last month`, or `published` for the month of publication.
            None means the present month. The present month is also used if the month of publication
            is unknown.

    Raises:
        UsageError: `month` is not a month.
    """
    if month == PUBLISHED:
        return paper.published[:_MONTH] if has_month(paper) else this_month()
    return one_month(month) if month else this_month()


def has_month(paper: "Paper") -> bool:
    """Return whether the date of publication has a month, as in `2024-04`, and not only a year."""
    return len(paper.published) >= _MONTH


class Intake:
    """Decides for each new paper whether to add, merge, update or skip it.

    The changes of files are collected, but not written. The caller has to hold the library's lock
    until the files are written.

    Args:
        root: the folder of the library.
        index: the index of the library.
        settings: the settings of the library.
        many: the approximate number of papers to come.

    Attributes:
        known: the papers of the library and the new papers so far.
        files: the collected changes, as a dict from path to change.
    """

    def __init__(self, root: "Path", index: "Index", settings: "Settings", many: int = 1) -> None:
        self._root = root
        self._index = index
        self._settings = settings
        self.known = KnownPapers(index)
        self._ids: set[str] = set()
        self._moment = _first_moment(index, many)
        self._new: dict[str, Paper] = {}
        self.files: dict[str, Change] = {}

    def take(  # noqa: PLR0913 (a paper comes with as many facts)
        self,
        paper: "Paper",
        month: str,
        on_duplicate: OnDuplicate | None,
        wanted: str = "",
        *,
        edited: bool = False,
        note: Entry | None = None,
        others: "Collection[Entry]" = (),
        before: "Incoming | None" = None,
    ) -> Outcome:
        """Decide what to do with a new paper, and collect the changes in `files`.

        Args:
            paper: the paper.
            month: the month to file the paper under.
            on_duplicate: what to do if the library has the paper already.
            wanted: the id to give the paper, with a number if the id is taken. If empty, the id is
                made from the title.
            edited: whether the paper comes from a page of paperlist that somebody edited. If so, an
                update takes the month and all fields from the page. If not, an update only fills
                empty fields.
            note: the note that the paper comes from, if that is known.
            others: the notes that other papers of the same page come from.
            before: the paper as the page had it before it was edited, if that is known. Then an
                update only takes what was edited since.

        Raises:
            DuplicatePaperError: the library has the paper already, and `on_duplicate` is None.
            TwinPapersError: the same paper was passed to `take` before, and `on_duplicate` is None.
        """
        paper = self._complete_paper(paper)
        match = None if on_duplicate is OnDuplicate.ADD else self.known.find(paper)
        if note:
            match = Match(note, "its place on the page")
        elif match and any(match.entry[:2] == other[:2] for other in others):
            match = None
        if wanted and match and match.entry.id in self._ids - {wanted}:
            # The file to import gives both papers an id, so they are two papers, however similar.
            match = None
        if match is None:
            clash = self.known.clash(paper)
            entry = self._add_new_note(paper, month, wanted)
            return Outcome("added", entry, clash=clash.entry.id if clash else "")
        if on_duplicate is None:
            if match.entry.id in self._ids:
                raise TwinPapersError(match.entry.title, paper.title, match.why)
            raise DuplicatePaperError(match.entry.id, match.why, self.id_for(paper, wanted))
        path = path_of(match.entry.month, match.entry.id)
        if path in self._new:
            return self._merge_into_new_note(path, paper, match)
        if on_duplicate is OnDuplicate.UPDATE:
            return self._update_known_note(match, paper, month if edited else None, before)
        return Outcome("skipped", match.entry, match.why)

    def id_for(self, paper: "Paper", wanted: str = "") -> str:
        """Return the id that `paper` would get if it were added now."""
        return self._free_id(paper.title, wanted)

    def _complete_paper(self, paper: "Paper") -> "Paper":
        """Return `paper` with a time of adding, and with aliases of keypoints replaced.

        If a link to the paper leads to its page at arXiv or doi.org, the id or DOI is filled in.
        """
        # Each paper gets a later time than the one before, which keeps their order.
        added, self._moment = self._moment, self._moment + timedelta(seconds=1)
        return self._as_noted(paper).model_copy(update={"added": paper.added or added})

    def _as_noted(self, paper: "Paper") -> "Paper":
        """Return `paper` with aliases of keypoints replaced, and with identifiers of its links."""
        keypoints = [canonical(keypoint, self._settings.aliases) for keypoint in paper.keypoints]
        named: dict[Any, str] = {"arxiv": paper.arxiv, "doi": paper.doi}
        in_links = identifiers.identities({**named, "links": paper.links})
        missing = {kind: in_links.get(kind, "") for kind, given in named.items() if not given}
        changes: dict[str, Any] = {kind: value for kind, value in missing.items() if value}
        if keypoints != paper.keypoints:
            changes["keypoints"] = keypoints
        return paper.changed(**changes) if changes else paper

    def _add_new_note(self, paper: "Paper", month: str, wanted: str) -> Entry:
        entry = Entry(self._free_id(paper.title, wanted), month, paper.fields())
        self._ids.add(entry.id)
        self.known.remember(entry, paper)
        path = path_of(month, entry.id)
        self._new[path] = paper
        self.files[path] = Change(None, notes.dump(paper, self._settings.note_schema))
        return entry

    def _merge_into_new_note(self, path: str, paper: "Paper", match: Match) -> Outcome:
        """Merge `paper` into another new note, at `path`, that is about the same paper."""
        both = self._new[path] = merged(self._new[path], paper)
        entry = match.entry._replace(fields=both.fields())
        self.known.remember(entry, both)
        self.files[path] = Change(None, notes.dump(both, self._settings.note_schema))
        return Outcome("merged", entry, match.why)

    def _free_id(self, title: str, wanted: str = "") -> str:
        wanted = wanted if is_id(wanted) else make_id(title)
        candidate, number = wanted, 1
        while candidate in self._ids or self._index.has_id(candidate):
            number += 1
            candidate = f"{wanted}-{number}"
        return candidate

    def _update_known_note(
        self, match: Match, paper: "Paper", month: str | None, published: "Incoming | None"
    ) -> Outcome:
        """Update the note of a known paper with the fields of `paper`.

        Args:
            match: the known paper.
            paper: the new fields.
            month: the new month, if `paper` comes from an edited page. Then the page replaces the
                fields of the note. If None, only empty fields are filled.
            published: the paper as the page had it before it was edited. If it is given, only what
                was edited since is taken from the page.
        """
        entry = match.entry
        path = path_of(entry.month, entry.id)
        change = self.files.get(path)
        if change and isinstance(change.after, bytes):
            before, now_there = change.before, change.after
        else:
            before = now_there = read_file(self._root / path, path)
        old = notes.load(now_there, path)
        if published:
            new = merge_page(old, paper, self._as_noted(published.paper))
            month = month if month != published.month else None
        else:
            new = corrected(old, paper) if month else filled(old, paper)
        undecided = newly_undecided(old, new)
        there = Entry(entry.id, month or entry.month, new.fields())
        if new.fields() == old.fields() and there.month == entry.month:
            return Outcome("skipped", entry, match.why)
        after = notes.edit(now_there, new, path)
        self.files[path] = Change(before, None if there.month != entry.month else after)
        if there.month != entry.month:
            self.files[path_of(there.month, there.id)] = Change(None, after)
        self.known.remember(there, new)
        return Outcome("updated", there, match.why, undecided=undecided)


def add_all(  # noqa: PLR0913, PLR0917 (papers and files come with as many decisions)
    catalogue: "Catalogue",
    session: "Session",
    papers: "Iterable[tuple[Paper, str | None]]",
    on_duplicate: "OnDuplicate | Mapping[int, OnDuplicate] | None",
    summary: str,
    files: "Mapping[int, Sequence[Path]]",
    *,
    link: bool,
) -> list[Outcome]:
    """Add papers, all or none, and return the outcome for each.

    Args:
        catalogue: reads the library.
        session: changes the library.
        papers: each paper with its month, in any form that `month_for` accepts.
        on_duplicate: what to do with papers that the library already has. Give one decision for all
            papers, or a dict from the position in `papers` to the decision for that paper. A
            duplicate without a decision is an error.
        summary: a description for the history. If empty, the description lists the ids of the
            papers.
        files: a dict from the position in `papers` to the files to attach to that paper.
        link: whether to make links to `files` instead of copies.

    Raises:
        DuplicatePaperError: the library has a paper already, and there is no decision for it.
        TwinPapersError: a paper is in `papers` twice, and there is no decision for it.
        UsageError: a month is not a month.
        ReadError: one of `files` is missing, or is not a regular file.
    """
    from paperlist.library.editing import few

    with session.changing() as apply:
        index, settings = catalogue.index(), catalogue.settings
        intake = Intake(catalogue.root, index, settings)
        words = Vocabulary(index, settings.aliases)
        outcomes: list[Outcome] = []
        attached: dict[str, Change] = {}
        for place, (paper, month) in enumerate(papers):
            answer = on_duplicate.get(place) if isinstance(on_duplicate, Mapping) else on_duplicate
            outcome = intake.take(words.spelled(paper), month_for(paper, month), answer)
            if outcome.action != "skipped" or answer is OnDuplicate.UPDATE:
                outcome = _attach_files(
                    catalogue.root, outcome, files.get(place, ()), attached, link=link
                )
            outcomes.append(outcome)
        new = [outcome.entry.id for outcome in outcomes if outcome.action != "skipped"]
        apply(summary or f"add {few(new)}", {**intake.files, **attached})
    return outcomes


def _attach_files(
    root: "Path",
    outcome: Outcome,
    files: "Sequence[Path]",
    changes: dict[str, Change],
    *,
    link: bool,
) -> Outcome:
    """Attach `files` to the paper of `outcome`. Return the new outcome, and extend `changes`."""
    from paperlist.library.attachments import attached
    from paperlist.store.containment import given

    if not files:
        return outcome
    own = [given(root, file.expanduser()) for file in files]
    new, places = attached(root, outcome.entry, own, link=link, also=changes)
    changes |= new
    action = "updated" if new and outcome.action == "skipped" else outcome.action
    return outcome._replace(action=action, files=tuple(places))
