"""Runs the checks on a library, and carries out their safe repairs."""

from collections.abc import Collection, Iterator, Sequence
from functools import reduce
from typing import TYPE_CHECKING

from paperlist.errors import UsageError
from paperlist.library.checks.finding import Change, Finding, Rule, Subject
from paperlist.library.checks.rules import RULES
from paperlist.text.suggest import nearest

if TYPE_CHECKING:
    from paperlist.library.library import Library
    from paperlist.model.entry import Entry
    from paperlist.model.paper import Paper
    from paperlist.readers.records import Progress


def rule_named(code: str) -> Rule:
    """Return the rule with this code.

    Raises:
        UsageError: there is no such rule. The error names the nearest one.
    """
    if code in RULES:
        return RULES[code]
    guess = nearest(code, [*RULES])
    hint = f"did you mean '{guess}'?" if guess else "'paperlist check --codes' lists them."
    raise UsageError(f"there is no check '{code}'; {hint}")


def check(
    library: "Library",
    codes: Collection[str] = (),
    *,
    links: bool = False,
    progress: "Progress | None" = None,
) -> list[Finding]:
    """Return what the checks find, in the order of the rules and then of the files.

    Args:
        library: the library.
        codes: the codes of the checks to run. If empty, all run that paperlist.toml does not
            silence.
        links: whether to run the checks that use the network too. They also run if `codes` names
            them.
        progress: called with (links asked, links to ask).

    Raises:
        UsageError: there is no check with one of the codes.
    """
    chosen = [rule_named(code) for code in codes]
    if not chosen:
        silenced = _silenced(library.settings.skip_checks)
        rules = (rule for code, rule in RULES.items() if code not in silenced)
        chosen = [rule for rule in rules if links or not rule.asks_servers]
    subject = Subject(library, progress)
    return [
        Finding(rule, found)
        for rule in chosen
        for found in sorted(rule.find(subject), key=lambda found: (found.path, found.line or 0))
    ]


def _silenced(codes: Collection[str]) -> set[str]:
    try:
        return {rule_named(code).code for code in codes}
    except UsageError as error:
        raise UsageError(f"skip_checks in paperlist.toml: {error}") from error


def fix(library: "Library", findings: Sequence[Finding]) -> "list[Entry]":
    """Carry out the safe repairs of the findings, and return the papers that changed.

    All notes change in one step, which one undo takes back; writing the page is a second step.
    """
    wanted: dict[tuple[str, str], tuple[Entry, list[Change]]] = {}
    for entry, change in _changes(findings):
        wanted.setdefault((entry.month, entry.id), (entry, []))[1].append(change)
    changed = library.complete(
        [(entry, _Each(changes)) for entry, changes in wanted.values()], "check --fix:"
    )
    repairs = (finding.rule.repair for finding in findings if finding.found.for_repair)
    for repair in dict.fromkeys(filter(None, repairs)):
        repair(library)
    return changed


def _changes(findings: Sequence[Finding]) -> "Iterator[tuple[Entry, Change]]":
    for finding in findings:
        yield from finding.found.changes


class _Each:
    """A change that makes several changes of a paper, one after the other."""

    def __init__(self, changes: Sequence[Change]) -> None:
        self._changes = changes

    def __call__(self, paper: "Paper") -> "Paper":
        return reduce(lambda changed, change: change(changed), self._changes, paper)
