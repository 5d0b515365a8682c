"""Papers as results: for people on a terminal, as tab-separated rows in a pipe, or as JSON."""

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
    """How results are printed; by default for people on a terminal, or as rows in a pipe.

    Attributes:
        as_json: whether to print JSON.
        ids: whether to print only the ids, one per line.
        template: the template of a line for each paper, such as `{id}: {title}`, or None.
        format_name: the name of a format of `export`, or None.
    """

    as_json: bool = False
    ids: bool = False
    template: str | None = None
    format_name: str | None = None


def print_entries(entries: Sequence[Entry], form: Form, library: Library) -> None:
    """Print entries in `form`: by default as a table on a terminal, or as tab-separated rows."""
    with paged():
        if form.as_json or form.format_name == "json":
            out_json([entry.as_json() for entry in entries])
        elif form.template is not None:
            from paperlist.cli.terminal.line_template import filled

            for entry in entries:
                out(filled(form.template, entry))
        elif not _print_otherwise(entries, form, library):
            from paperlist.cli.terminal.tables import CATEGORY, ID, KEYPOINTS, MONTH, TITLE, table

            table((ID, MONTH, CATEGORY, TITLE, KEYPOINTS), map(row, entries))


def print_hits(hits: Sequence[Hit], form: Form, library: Library) -> None:
    """Print the hits of a search in `form`: by default as cards on a terminal, or as rows."""
    with paged():
        if form.as_json or form.format_name == "json":
            out_json([as_object(hit) for hit in hits])
        elif form.template is not None:
            from paperlist.cli.terminal.line_template import filled

            for hit in hits:
                shown = snippet(hit.entry, hit.matched)
                more = {"score": hit.score, "snippet": shown.text if shown else ""}
                out(filled(form.template, hit.entry, more))
        elif not _print_otherwise([hit.entry for hit in hits], form, library):
            _print_cards(hits)


def _print_otherwise(entries: Sequence[Entry], form: Form, library: Library) -> bool:
    """Print entries as ids, in a format of `export`, or as rows; return whether this was done.

    On a terminal without `--ids` and `--format`, nothing is printed and the result is False: the
    caller then prints a table of papers or cards of hits.
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
    """Print a part of an export; on a terminal, leave out control characters."""
    sys.stdout.write(printable(text) if is_terminal() else text)


def print_ids(entries: Iterable[Entry]) -> None:
    """Print the id of each entry on a line."""
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
    """Return the cells of a row: id, month, category, title and keypoints."""
    return entry.id, entry.month, entry.category, entry.title, "; ".join(entry.keypoints)


def as_object(hit: Hit) -> dict[str, Any]:
    """Return a hit as `--json` prints it: the entry, its score, matched words and a snippet."""
    found: dict[str, Any] = {"score": hit.score, "matched": hit.matched}
    if hit.missing:
        found["missing"] = list(hit.missing)
    shown = snippet(hit.entry, hit.matched)
    found["snippet"] = shown.text if shown else ""
    return hit.entry.as_json() | found


def explained(results: Results) -> Iterator[str]:
    """Yield notes on search results: ignored words and corrected typos."""
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
    """Return in words how many papers are shown, such as `3 of 15 papers`.

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
    """Return the words as one quoted text, which the user can copy into a command."""
    return json.dumps(" ".join(words), ensure_ascii=False)
