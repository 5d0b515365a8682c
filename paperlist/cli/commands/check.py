"""`check`: finds what is wrong with a library, and repairs what is safe to repair."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from paperlist.cli.arguments.options import NEAREST, AsJson, DryRun, InLibrary
from paperlist.cli.completion.values import complete_check
from paperlist.cli.terminal.console import (
    DIM,
    count,
    is_terminal,
    note,
    out,
    out_diff,
    out_json,
    styled,
    wrapped,
)
from paperlist.cli.terminal.pager import paged
from paperlist.cli.terminal.progress import bar
from paperlist.errors import UsageError
from paperlist.library.library import Library

if TYPE_CHECKING:
    from paperlist.library.checks.finding import Finding, Rule


def check(
    codes: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[CODE]...",
            show_default=False,
            autocompletion=complete_check,
            help="Run only these checks; without a code, all that paperlist.toml does not skip.",
        ),
    ] = None,
    fix: Annotated[
        bool, typer.Option("--fix", help="Repair what is safe to repair; undo takes it back.")
    ] = False,
    explain: Annotated[
        str | None,
        typer.Option(
            metavar="CODE",
            show_default=False,
            autocompletion=complete_check,
            help="Say what a check looks for, why, and what to do.",
        ),
    ] = None,
    links: Annotated[
        bool,
        typer.Option("--links", help="Ask the servers too whether links still lead to a page."),
    ] = False,
    list_codes: Annotated[
        bool, typer.Option("--codes", help="List the codes of all checks.")
    ] = False,
    dry_run: DryRun = False,
    as_json: AsJson = False,
    library: InLibrary = NEAREST,
) -> None:
    """Find what is wrong with the library, and repair it.

    The exit status is 1 if anything is found that is not repaired.

    Examples:
      paperlist check
      paperlist check --fix --dry-run                 # shows the repairs as a diff
      paperlist check --explain misspelled-field
    """
    from paperlist.library.checks.check import check as run
    from paperlist.library.checks.check import rule_named
    from paperlist.library.checks.rules import RULES

    if explain is not None:
        _explain(rule_named(explain))
        return
    if list_codes:
        for rule in RULES.values():
            out(f"{rule.code}: {rule.summary}")
        return
    if dry_run and not fix:
        raise UsageError("--dry-run shows what --fix would change; give both.")
    with bar("links asked") as progress:
        findings = run(library, codes or [], links=links, progress=progress)
    if fix:
        findings = _fix(library, findings, codes or [], dry_run=dry_run)
    with paged():
        if as_json:
            out_json([finding.as_json() for finding in findings])
        else:
            _print(findings)
    _summarise(findings, fixed=fix)
    if findings:
        raise typer.Exit(1)


def _explain(rule: "Rule") -> None:
    out(f"{rule.code}: {rule.summary}")
    out(rule.explanation)
    if rule.repairs:
        out(f"--fix {rule.repairs}.")


def _fix(
    library: Library, findings: "Sequence[Finding]", codes: Sequence[str], *, dry_run: bool
) -> "list[Finding]":
    """Carry out the repairs, and return what is still found."""
    from paperlist.library.checks.check import check as run
    from paperlist.library.checks.check import fix

    library.dry_run = dry_run
    before = len(library.done)
    changed = fix(library, findings)
    if dry_run:
        out_diff(library.done)
        return [finding for finding in findings if not finding.is_fixable]
    if steps := len(library.done) - before:
        undo = "undo" if steps == 1 else f"undo {steps}"
        what = [count(len(changed), "note")] if changed else []
        what += ["the published page"] if steps > bool(changed) else []
        note(f"Repaired {' and '.join(what)}; 'paperlist {undo}' takes it back.")
    # The servers are not asked a second time: no repair changes what they say.
    asked = [finding for finding in findings if finding.rule.asks_servers]
    others = [code for code in codes if code not in {each.rule.code for each in asked}]
    return [*(run(library, others) if others or not codes else []), *asked]


def _print(findings: "Sequence[Finding]") -> None:
    for finding in findings:
        found = finding.found
        where = f"{found.path}:{found.line}" if found.line else found.path
        line = f"{where}: {finding.rule.code}: {found.message}"
        out(wrapped(line) if is_terminal() else line)


def _summarise(findings: "Sequence[Finding]", *, fixed: bool) -> None:
    if not findings:
        note("Nothing found.")
        return
    fixable = sum(finding.is_fixable for finding in findings)
    hint = f"; 'paperlist check --fix' repairs {fixable} of them" if fixable and not fixed else ""
    note(f"Found {count(len(findings), 'problem')}{hint}.")
    if is_terminal():
        explain = findings[0].rule.code
        note(styled(f"'paperlist check --explain {explain}' says more.", DIM, stream=sys.stderr))
