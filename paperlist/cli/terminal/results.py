"""Prints papers: for people on a terminal, as rows with tabs in a pipe, or as JSON."""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from paperlist.cli.terminal.console import count, is_terminal, out, out_json, tabbed
from paperlist.cli.terminal.pager import paged
from paperlist.library.library import Library
from paperlist.model.entry import Entry
from paperlist.search.search import Hit, Results
from paperlist.search.snippets import snippet
from paperlist.text.words import printable


class Form(NamedTuple):
    """The form in which results are printed.

    By default, results on a terminal are printed for people. In a pipe, they are printed as rows.

    Attributes:
        as_json: whether to print JSON.
        ids: whether to print only the ids, one per line.
        template: a template for the line of each paper, such as `{id}: {title}`, or None.
        format_name: an export format, such as `bibtex`, or None.
    """

    as_json: bool = False
    ids: bool = False
    template: str | None = None
    format_name: str | None = None


def print_entries(entries: Sequence[Entry], form: Form, library: Library) -> None:
    """Print papers. By default, print a table on a terminal, or else rows."""
    with paged():
        if form.as_json or form.format_name == "json":
            out_json([entry.as_json() for entry in entries])
        elif form.template is not None:
            from paperlist.cli.terminal.line_template import filled

            for entry in entries:
                out(filled(form.template, entry))
        elif not _print_plain(entries, form, library):
            from paperlist.cli.terminal.tables import CATEGORY, ID, KEYPOINTS, MONTH, TITLE, table

            table((ID, MONTH, CATEGORY, TITLE, KEYPOINTS), map(row, entries))


def print_hits(hits: Sequence[Hit], form: Form, library: Library) -> None:
    """Print the results of a search. By default, print cards on a terminal, or else rows."""
    with paged():
        if form.as_json or form.format_name == "json":
            out_json([as_object(hit) for hit in hits])
        elif form.template is not None:
            from paperlist.cli.terminal.line_template import filled

            for hit in hits:
                shown = snippet(hit.entry, hit.matched)
                more = {"score": hit.score, "snippet": shown.text if shown else ""}
                out(filled(form.template, hit.entry, more))
        elif not _print_plain([hit.entry for hit in hits], form, library):
            _print_cards(hits)


def _print_plain(entries: Sequence[Entry], form: Form, library: Library) -> bool:
    """Print papers as ids, as an export or as rows. Return whether they were printed.

    On a terminal, without `--ids` and `--format`, nothing is printed. Then the caller prints a
    table or cards.
    """
    if form.ids:
        print_ids(entries)
    elif form.format_name:
        for piece in library.exported(entries, form.format_name):
            print_piece(piece)
    elif is_terminal():
        return False
    else:
        for entry in entries:
            tabbed(row(entry))
    return True


def print_piece(text: str) -> None:
    """Print a part of an export. On a terminal, control characters are left out."""
    sys.stdout.write(printable(text) if is_terminal() else text)


def print_ids(entries: Iterable[Entry]) -> None:
    """Print the ids of papers, one on each line."""
    for entry in entries:
        out(entry.id)


def _print_cards(hits: Iterable[Hit]) -> None:
    from paperlist.cli.terminal.cards import card

    for number, hit in enumerate(hits):
        if number:
            out()
        for line in card(hit.entry, hit):
            out(line)


def row(entry: Entry) -> Sequence[str]:
    """Return the cells of a paper's row: id, month, category, title and keypoints."""
    return entry.id, entry.month, entry.category, entry.title, "; ".join(entry.keypoints)


def as_object(hit: Hit) -> dict[str, Any]:
    """Return a result of a search for `--json`: entry, score, matched words and snippet."""
    found: dict[str, Any] = {"score": hit.score, "matched": hit.matched}
    if hit.missing:
        found["missing"] = list(hit.missing)
    shown = snippet(hit.entry, hit.matched)
    found["snippet"] = shown.text if shown else ""
    return hit.entry.as_json() | found


def explained(results: Results) -> Iterator[str]:
    """Yield notes for the user on a search: which words were ignored, and which typos corrected."""
    if results.having < results.terms:
        if results.missing:
            yield f"no paper has all words; left out: {', '.join(results.missing)}"
        else:
            yield (f"no paper has all {results.terms} words; these have {results.having} of them")
    by_word: dict[str, list[str]] = {}
    for typed, word in results.corrected:
        by_word.setdefault(typed, []).append(word)
    for typed, words in by_word.items():
        yield f"{typed} → {', '.join(words)}"


def share(library: Library, shown: int, matching: int) -> str:
    """Return a text such as `3 of 15 papers`.

    Args:
        library: the library.
        shown: the number of papers that are shown.
        matching: the number of papers that match the query or the filters.
    """
    total = sum(library.values("month").values())
    if shown == total:
        return count(total, "paper")
    if matching in {shown, total}:
        return f"{shown:,} of {count(total, 'paper')}"
    return f"{shown:,} of {count(matching, 'matching paper')}"


def quoted(words: Iterable[str]) -> str:
    """Return words as one quoted text that the user can copy into a command."""
    return json.dumps(" ".join(words), ensure_ascii=False)
