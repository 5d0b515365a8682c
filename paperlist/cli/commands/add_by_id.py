"""`add ID...`: fetches papers by their identifiers and adds them."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Any, NamedTuple

import typer

from paperlist.cli.arguments.values import read_file, read_stdin
from paperlist.cli.commands.add_by_hand import Filing, add_all, add_in_editor
from paperlist.cli.terminal.console import can_ask, note, out, out_diff, warn
from paperlist.cli.terminal.duplicate_prompt import ask_about_duplicates
from paperlist.cli.terminal.outcomes import INTERRUPTED, report, report_failures, report_files
from paperlist.cli.terminal.progress import bar
from paperlist.errors import DuplicatePaperError, PaperlistError, ReadError, UsageError
from paperlist.library.library import Library
from paperlist.model.combine import OnDuplicate
from paperlist.store.files import is_file, user_path

if TYPE_CHECKING:
    from paperlist.library.adding import Outcome
    from paperlist.library.capturing import Captured

# The fields whose options may be given for several papers at once.
_SHARED = frozenset({"category", "keypoints", "status", "venue"})


class Wanted(NamedTuple):
    """The papers that `add` has to fetch, and the options for them.

    Attributes:
        texts: the identifiers, as the user wrote them.
        fields: the fields given as options. They replace fetched fields.
        month: the value of `--month`.
        on_duplicate: the value of `--on-duplicate`.
        edit: whether to open the editor. None means: only for a single paper on a terminal.
        offline: whether to fetch nothing.
        pdf: a file to attach to the paper.
        link: whether to make links to files instead of copies.
    """

    texts: Sequence[str]
    fields: dict[str, Any]
    month: str | None
    on_duplicate: OnDuplicate | None
    edit: bool | None
    offline: bool
    pdf: Path | None = None
    link: bool = False


def named_in(
    identifiers: list[str], from_file: str | None, from_json: str | None, *, offline: bool
) -> list[str] | None:
    """Return the identifiers on the command line and in a file, or None if there is neither.

    The file has one identifier per line, and comments that begin with `#`.

    Args:
        identifiers: the identifiers on the command line.
        from_file: the value of `--from-file`. `-` means standard input.
        from_json: the value of `--from-json`.
        offline: whether `--offline` was given.

    Raises:
        UsageError: `--offline` was given without identifiers, or `--from-json` with identifiers.
    """
    if not identifiers and from_file is None:
        if offline:
            raise UsageError("--offline has no effect without IDs.")
        return None
    if from_json is not None:
        raise UsageError("--from-json and IDs cannot be used together.")
    if from_file is None:
        return identifiers
    text = read_stdin() if from_file == "-" else read_file(Path(from_file))
    lines = (f" {line}".partition(" #")[0].strip() for line in text.splitlines())
    return [*identifiers, *filter(None, lines)]


def add_named(library: Library, wanted: Wanted) -> None:
    """Fetch papers and add them.

    If one of several papers fails, its error is printed and the other papers are added.

    Raises:
        UsageError: an option works only for one paper, and several were wanted.
        PaperlistError: only one paper was wanted, and that paper cannot be added.
        Exit: one of several papers cannot be added (status 1), or Ctrl-C was pressed (130).
    """
    several = len(wanted.texts) > 1
    if several and (own := [name for name in wanted.fields if name not in _SHARED]):
        raise UsageError(
            f"{' and '.join(own)} cannot be the same for {len(wanted.texts)} papers; "
            "add them one by one."
        )
    if several and wanted.edit:
        raise UsageError("--edit works for one paper at a time; give one ID, or leave it out.")
    if several and wanted.pdf:
        raise UsageError("--pdf works for one paper at a time; give one ID.")
    found, interrupted = _fetch(library, wanted)
    failures = [(each.target.text, each.error) for each in found if each.error is not None]
    if wanted.on_duplicate is OnDuplicate.SKIP:
        here = [each for each in failures if isinstance(each[1], DuplicatePaperError)]
        failures = [each for each in failures if each not in here]
        for text, _ in here:
            note(f"{text} is already in the library.")
    if failures and not several:
        text, error = failures[0]
        if isinstance(error, ReadError) and wanted.fields.get("title") and is_file(text):
            _add_unread_pdf(library, wanted, error)
            return
        raise error
    papers = [each for each in found if each.paper is not None]
    outcomes = _add(library, papers, wanted)
    if wanted.on_duplicate is None and several and not can_ask():
        failures += [
            (each.target.text, DuplicatePaperError(outcome.entry.id, outcome.why))
            for each, outcome in zip(papers, outcomes, strict=True)
            if outcome.action == "skipped"
        ]
        outcomes = [outcome for outcome in outcomes if outcome.action != "skipped"]
    _report(library, papers, outcomes, failures)
    report_failures(failures)
    if interrupted or failures:
        raise typer.Exit(interrupted or 1)


def _add_unread_pdf(library: Library, wanted: Wanted, error: ReadError) -> None:
    """Add a paper whose title was given, with its PDF, although nothing can be read in the PDF."""
    from paperlist.model.paper import Paper

    warn(str(error))
    files = [user_path(wanted.texts[0]), *filter(None, [wanted.pdf])]
    filing = Filing(wanted.month, wanted.on_duplicate, files, wanted.link)
    if wanted.edit:
        outcomes = add_in_editor(library, wanted.fields, filing)
    else:
        outcomes = add_all(library, [Paper.parse(wanted.fields)], filing)
    _report(library, [], outcomes, [])


def _fetch(library: Library, wanted: Wanted) -> "tuple[list[Captured], int]":
    """Fetch the papers. Return them in order, with the exit status: 130 after Ctrl-C, else 0."""
    from paperlist.library.capturing import capture, with_fields

    found: list[Captured] = []
    status = 0
    with bar("papers fetched") as progress:
        try:
            # Fetch duplicates, too, if a question will show both papers to the user.
            there = wanted.on_duplicate or (OnDuplicate.UPDATE if can_ask() else None)
            for each in capture(library, wanted.texts, there, offline=wanted.offline):
                found.append(with_fields(each, wanted.fields))
                progress(len(found), len(wanted.texts))
        except KeyboardInterrupt:
            # Papers that have already been fetched are still added.
            if not any(each.paper for each in found):
                raise
            status = INTERRUPTED
    order = {text: number for number, text in enumerate(wanted.texts)}
    return sorted(found, key=lambda each: order[each.target.text]), status


def _add(library: Library, papers: "Sequence[Captured]", wanted: Wanted) -> "Sequence[Outcome]":
    """Add the fetched papers, after asking the user about duplicates.

    A single paper may be edited first.
    """
    from paperlist.library.adding import has_month
    from paperlist.library.capturing import check_known
    from paperlist.model.months import PUBLISHED

    several = len(wanted.texts) > 1
    taken = [(each.paper, wanted.month) for each in papers if each.paper]
    for each in papers:
        if wanted.month == PUBLISHED and each.paper and not has_month(each.paper):
            warn(f"{each.target.text} has no month of its own; it is filed under this month.")
    if not taken:
        return []
    decisions = ask_about_duplicates(library, [paper for paper, _ in taken], wanted.on_duplicate)
    answer = decisions.get(0) if isinstance(decisions, Mapping) else decisions
    answered = isinstance(decisions, Mapping) and answer not in {None, OnDuplicate.ADD}
    if not several and not answered and (can_ask() if wanted.edit is None else wanted.edit):
        # Find a duplicate now, and not after the user has written notes on the paper.
        check_known(library, taken[0][0], answer)
        if papers[0].unreachable:
            warn(papers[0].unreachable)
        hint = f"'paperlist add {quote(wanted.texts[0])} --no-edit' adds it as it is."
        filing = Filing(wanted.month, answer, _files(papers[0], wanted), wanted.link)
        return add_in_editor(library, taken[0][0].fields(), filing, hint)
    if several and not isinstance(decisions, OnDuplicate):
        decisions = dict.fromkeys(range(len(taken)), OnDuplicate.SKIP) | dict(decisions or {})
    files = {place: _files(each, wanted) for place, each in enumerate(papers)}
    return library.add_all(taken, decisions, files=files, link=wanted.link)


def _files(each: "Captured", wanted: Wanted) -> list[Path]:
    """Return the files to attach: a PDF given in place of an ID, and the file of `--pdf`."""
    own = [Path(each.target.text)] if each.target.pdf else []
    return [*own, wanted.pdf] if wanted.pdf else own


def _report(
    library: Library,
    papers: "Sequence[Captured]",
    outcomes: "Sequence[Outcome]",
    failures: "Sequence[tuple[str, PaperlistError]]",
) -> None:
    """Print the ids of the papers and a report. In a dry run, print a diff instead."""
    if library.dry_run:
        out_diff(library.done)
        return
    for outcome in outcomes:
        out(outcome.entry.id)
    if outcomes:
        report(outcomes)
        report_files(library, outcomes)
    elif not failures:
        note("Nothing added.")
    for reason in dict.fromkeys(each.unreachable for each in papers if each.unreachable):
        warn(f"{reason} Only the identifier is noted; 'paperlist update' fetches the rest.")
