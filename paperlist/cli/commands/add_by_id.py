"""`add ID...`: papers whose metadata is fetched by their identifiers."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import typer

from paperlist.cli.arguments.values import read_file, read_stdin
from paperlist.cli.terminal.console import can_ask, note, out, out_diff, warn
from paperlist.cli.terminal.duplicate_prompt import decided
from paperlist.cli.terminal.outcomes import INTERRUPTED, report, report_failures
from paperlist.cli.terminal.progress import bar
from paperlist.errors import DuplicatePaperError, PaperlistError, UsageError
from paperlist.library.library import Library
from paperlist.model.combine import OnDuplicate
from paperlist.model.months import to_month

if TYPE_CHECKING:
    from paperlist.library.adding import Outcome
    from paperlist.library.capturing import Captured

# What several papers can have in common; the rest is one paper's.
_SHARED = frozenset({"category", "keypoints", "status", "venue"})


class Wanted(NamedTuple):
    """What `add` was asked to capture, and how.

    Attributes:
        texts: what names the papers.
        fields: those that options give; they go before what is fetched.
        month: as `--month` has it, `published` included.
        on_duplicate: as `--on-duplicate` has it.
        edit: open the editor; None is where one paper is added at a terminal.
        offline: ask nobody.
    """

    texts: Sequence[str]
    fields: dict[str, Any]
    month: str | None
    on_duplicate: OnDuplicate | None
    edit: bool | None
    offline: bool


def named_in(
    identifiers: list[str], from_file: str | None, from_json: str | None, *, offline: bool
) -> list[str] | None:
    """The identifiers on the command line and in a file; None where there are to be none.

    In a file there is one a line, and `#` begins a comment; `-` is standard input.

    Raises:
        UsageError: an option makes no sense with them, or without.
    """
    if not identifiers and from_file is None:
        if offline:
            raise UsageError("--offline is for IDs; without any, nobody is asked.")
        return None
    if from_json is not None:
        raise UsageError("--from-json brings its own papers; leave the IDs out.")
    if from_file is None:
        return identifiers
    text = read_stdin() if from_file == "-" else read_file(Path(from_file))
    lines = (f" {line}".partition(" #")[0].strip() for line in text.splitlines())
    return [*identifiers, *filter(None, lines)]


def add_named(library: Library, wanted: Wanted) -> None:
    """Add the papers that are named; what fails is said and does not stop the others.

    Raises:
        PaperlistError: the one paper that was named cannot be added.
        Exit: status 1, where one of several cannot.
    """
    several = len(wanted.texts) > 1
    if several and (own := [name for name in wanted.fields if name not in _SHARED]):
        raise UsageError(
            f"{' and '.join(own)} cannot be the same of {len(wanted.texts)} papers; "
            "add them one by one."
        )
    if several and wanted.edit:
        raise UsageError("--edit opens one paper; add one at a time, or leave it out.")
    if wanted.month not in {None, "published"}:
        to_month(wanted.month or "")
    found, interrupted = _captured(library, wanted)
    failures = [(each.target.text, each.error) for each in found if each.error is not None]
    if wanted.on_duplicate is OnDuplicate.SKIP:
        here = [each for each in failures if isinstance(each[1], DuplicatePaperError)]
        failures = [each for each in failures if each not in here]
        for text, _ in here:
            note(f"{text} is here already.")
    if failures and not several:
        raise failures[0][1]
    papers = [each for each in found if each.paper is not None]
    outcomes = _added(library, papers, wanted)
    if wanted.on_duplicate is None and several and not can_ask():
        failures += [
            (each.target.text, DuplicatePaperError(outcome.entry.id, outcome.why))
            for each, outcome in zip(papers, outcomes, strict=True)
            if outcome.action == "skipped"
        ]
        outcomes = [outcome for outcome in outcomes if outcome.action != "skipped"]
    _say(library, papers, outcomes, failures)
    report_failures(failures)
    if interrupted or failures:
        raise typer.Exit(interrupted or 1)


def _captured(library: Library, wanted: Wanted) -> "tuple[list[Captured], int]":
    """What became of each, in the order of their naming, and the status if Ctrl-C cut it short."""
    from paperlist.library.capturing import capture

    found: list[Captured] = []
    status = 0
    with bar("papers fetched") as progress:
        try:
            # Who can be asked about a paper that is there has to see what the new one is.
            there = wanted.on_duplicate or (OnDuplicate.UPDATE if can_ask() else None)
            for each in capture(library, wanted.texts, there, offline=wanted.offline):
                found.append(_with_fields(each, wanted.fields))
                progress(len(found), len(wanted.texts))
        except KeyboardInterrupt:
            # What came in until then was paid for, and is kept.
            if not any(each.paper for each in found):
                raise
            status = INTERRUPTED
    order = {text: number for number, text in enumerate(wanted.texts)}
    return sorted(found, key=lambda each: order[each.target.text]), status


def _with_fields(each: "Captured", fields: dict[str, Any]) -> "Captured":
    """With what the options say; it goes before what was fetched."""
    if each.paper is None or not fields:
        return each
    values = dict(fields)
    for name in ("sections", "links"):
        if name in values:
            values[name] = {**getattr(each.paper, name), **values[name]}
    try:
        return each._replace(paper=each.paper.changed(**values))
    except PaperlistError as error:
        return each._replace(paper=None, error=error)


def _added(library: Library, papers: "Sequence[Captured]", wanted: Wanted) -> "Sequence[Outcome]":
    from paperlist.library.adding import PUBLISHED, has_month

    several = len(wanted.texts) > 1
    taken = [(each.paper, wanted.month) for each in papers if each.paper]
    for each in papers:
        if wanted.month == PUBLISHED and each.paper and not has_month(each.paper):
            warn(f"{each.target.text} has no month of its own; it is filed under this month.")
    if not taken:
        return []
    decisions = decided(library, [paper for paper, _ in taken], wanted.on_duplicate)
    answer = decisions.get(0) if isinstance(decisions, Mapping) else decisions
    answered = isinstance(decisions, Mapping) and answer not in {None, OnDuplicate.ADD}
    if not several and not answered and (can_ask() if wanted.edit is None else wanted.edit):
        return _in_editor(library, papers[0], wanted.month, answer)
    if several and not isinstance(decisions, OnDuplicate):
        decisions = dict.fromkeys(range(len(taken)), OnDuplicate.SKIP) | dict(decisions or {})
    return library.add_all(taken, decisions)


def _in_editor(
    library: Library, each: "Captured", month: str | None, on_duplicate: OnDuplicate | None
) -> "list[Outcome]":
    """Added as the editor leaves it; left as it was, it is added as it was."""
    from paperlist.cli.terminal.editor import edit as open_editor
    from paperlist.library.capturing import check_known
    from paperlist.store import notes

    assert each.paper is not None
    check_known(library, each.paper, on_duplicate)

    def save(text: str) -> "list[Outcome]":
        return [library.add(notes.load(text.encode(), "the form"), month, on_duplicate)]

    form = notes.form(each.paper.fields())
    return open_editor(form, "new-paper", save) or [library.add(each.paper, month, on_duplicate)]


def _say(
    library: Library,
    papers: "Sequence[Captured]",
    outcomes: "Sequence[Outcome]",
    failures: "Sequence[tuple[str, PaperlistError]]",
) -> None:
    if library.dry_run:
        out_diff(library.done)
        return
    for outcome in outcomes:
        out(outcome.entry.id)
    if outcomes:
        report(outcomes)
    elif not failures:
        note("Nothing added.")
    for reason in dict.fromkeys(each.unreachable for each in papers if each.unreachable):
        warn(f"{reason} Noted with what the identifier tells; 'paperlist update' fills the rest.")
