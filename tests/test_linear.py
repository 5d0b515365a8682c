"""Whatever stands in a text, to read or to write twice as much takes at most twice as long."""

import gc
import json
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import paperlist
from paperlist.cli.terminal import wrapping
from paperlist.errors import PaperlistError
from paperlist.markdown import anchors, contents, disarm, escape, marks, parser
from paperlist.model import keypoints, titles
from paperlist.model.columns import Column
from paperlist.model.entry import Entry
from paperlist.readers.files import File, read_source
from paperlist.readers.formats import Format
from paperlist.search import dates, query, snippets
from paperlist.text import clean, names, words
from paperlist.writers.format_names import TABLE_NAMES
from paperlist.writers.formats import FORMATS
from paperlist.writers.html import formulas, render
from paperlist.writers.markdown.page import head, headings, page
from paperlist.writers.sections import Layout, View
from paperlist.writers.tables import Table

Work = Callable[[str], object]

TITLE = "A title of some words"
LINK = f"[{TITLE}](https://arxiv.org/abs/2404.05726)"
BELOW = "\n\n## 202404\n\n#### A paper\n\n- `Objective:` x\n"
OURS = page([Entry("a", "2024-04", {"title": TITLE})], Layout())
SIGNS = "<!- \n\t[](){}*_`~#|\\$&;:>\"'/=@%,.1a方"
LEAST, MOST = 2_000, 16_000
# Seconds; what takes less says nothing, since the clock and the machine have their moods.
WORTH_A_LOOK = 0.05
TIMES = 2.5


def read(form: Format, before: str, behind: str = "") -> Work:
    """What reads a file in which a text stands between two others."""
    return lambda given: read_source(File("a", f"{before}{given}{behind}", form), {}, "2024-04")


def fields(given: str) -> list[dict[str, Any]]:
    """A title and each other field with the text in it, each of an entry of its own."""
    return [
        {"title": f"{TITLE} {given}"},
        *(
            {"title": TITLE, name: value}
            for name, value in {
                "category": given, "keypoints": [given], "objective": given, "notes": given,
                "sections": {"Abstract": given}, "authors": [given], "venue": given,
                "links": {"paper": given}, "pages": given,
            }.items()
        ),
    ]  # fmt: skip


def write(form: str) -> Work:
    """What writes entries with a text in each of their fields."""

    def written(given: str) -> None:
        for each in fields(given):
            list(FORMATS[form].write([Entry("a", "2024-04", each)], Layout()))

    return written


def views(given: str) -> None:
    """Write the other pages, with contents and summary."""
    for style in ("list", "table"):
        for each in fields(given):
            entry = Entry("a", "2024-04", each)
            page([entry], Layout(title=given), View(style, "keypoint", toc=True, summary=True))


def tables(given: str) -> None:
    """Write tables with the text in each field."""
    for name in TABLE_NAMES:
        for each in fields(given):
            columns = [Column(field) for field in each]
            list(Table(name, columns).write([Entry("a", "2024-04", each)], given))


def csl(given: str) -> object:
    """Read an item of CSL-JSON with the text in its fields."""
    names = "id type title abstract keyword DOI URL note container-title number".split()
    item = dict.fromkeys(names, given) | {"author": [{"literal": given}], "issued": {"raw": given}}
    return read(Format.CSL_JSON, "")(json.dumps([item]))


def own(given: str) -> object:
    """Read an object of our own JSON with the text in its fields."""
    return read(Format.JSON, "")(json.dumps([{"id": "a"} | each for each in fields(given)]))


MARKDOWN = Format.MARKDOWN
READERS: dict[str, Work] = {
    "a page": read(MARKDOWN, "", BELOW),
    "an item": read(MARKDOWN, f"- {LINK} ", "\n"),
    "before a link": read(MARKDOWN, "- ", f" {LINK}\n"),
    "a heading": read(MARKDOWN, f"## 202404\n\n#### {TITLE} ", "\n\n- `Method:` x\n"),
    "a category": read(MARKDOWN, "## ", f"\n\n- {LINK}\n"),
    "labels": read(MARKDOWN, "## 202404\n\n#### A title\n\n- `Method:` x\n- `Keypoints:` "),
    "links": read(MARKDOWN, "## 202404\n\n#### A title\n\n- `Links:` ", "\n- `Venue:` x\n"),
    "notes": read(MARKDOWN, "## 202404\n\n#### A title\n\n"),
    "a paragraph": read(MARKDOWN, f"**{TITLE}** ", f"\n{LINK}{BELOW}"),
    "a row": read(MARKDOWN, f"| Title | Code |\n|---|---|\n| {LINK} ", " | x |\n"),
    "our page": read(MARKDOWN, OURS.replace("<!-- paperlist:end -->", "- `Method:` ")),
    "around our page": lambda given: read(MARKDOWN, f"{given}\n\n{OURS}")(given),
    "BibTeX": read(Format.BIBTEX, ""),
    "a field of BibTeX": read(Format.BIBTEX, "@article{a, title={A}, author={", "}}"),
    "RIS": read(Format.RIS, ""),
    "a line of RIS": read(Format.RIS, "TY  - JOUR\nTI  - A ", "\nER  - \n"),
    "CSL-JSON": csl,
    "JSON": own,
    "marks": lambda given: marks.cut(f"{given}\n\n{OURS}{given}".encode(), "a.md"),
    "a query": query.parse,
    "a date": dates.first_month,
    "a title": clean.title_of,
    "a name": lambda given: (clean.name_of(given), names.named([given]), names.split_name(given)),
    "an abstract": clean.abstract_of,
    "keypoints": lambda given: keypoints.join_keypoints(keypoints.split_keypoints(given)),
    "words": lambda given: (
        words.words(given),
        words.joined_words(given),
        words.parts_of_names(given),
        titles.Title(given).keys,
    ),
    "a snippet": lambda given: snippets.marks(given, {"a", "memory", "方"}),
}
WRITERS: dict[str, Work] = {
    **{form: write(form) for form in FORMATS},
    "views": views,
    "tables": tables,
    "an introduction": lambda given: headings(head(given, given)),
    "anchors": lambda given: (anchors.anchor(given), contents.is_contents(f"- [{given}")),
    "a line": lambda given: (escape.escape_line(given), escape.escape_address(given)),
    "a text": lambda given: (disarm.disarm_parsed(given), parser.without_code(given)),
    "HTML": lambda given: (render.parsed_html(given), render.line_html(given)),
    "a formula": formulas.mathml,
    "a wrapped line": lambda given: list(wrapping.folds(given, 78)),
}
WORKS = READERS | WRITERS


def seconds(work: Work, given: str) -> float:
    """How long it took on the processor, the shortest of two runs."""
    runs = []
    for _ in range(2):
        gc.collect()
        gc.disable()
        started = time.process_time()
        try:
            work(given)
        except PaperlistError:
            pass
        finally:
            gc.enable()
        runs.append(time.process_time() - started)
        if runs[0] < WORTH_A_LOOK / 2:
            break
    return min(runs)


def check(name: str, unit: str, most: int = MOST) -> None:
    """Fail where twice as many of `unit` take more than `TIMES` as long."""
    work, size = WORKS[name], LEAST
    before = seconds(work, unit * (size // len(unit)))
    while size < most:
        size *= 2
        now = seconds(work, unit * (size // len(unit)))
        for _ in range(3):
            if now <= max(WORTH_A_LOOK, TIMES * before):
                break
            # Once more: another program may have had the machine.
            before = max(before, seconds(work, unit * (size // 2 // len(unit))))
            now = min(now, seconds(work, unit * (size // len(unit))))
        assert now <= max(WORTH_A_LOOK, TIMES * before), f"{name}: {unit!r}, {size} signs"
        before = now
        if now > 4 * WORTH_A_LOOK:
            return


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("a heading", "<!--"), ("links", "["), ("RIS", "\n"), ("a line of RIS", "\n"),
        ("a name", " "), ("a name", "\n"), ("marks", "<!-- paperlist:"),
        ("marks", "<!-- paperlist:begin -->"), ("a snippet", "“a"), ("markdown", "<!--"),
        ("markdown", "```a\n"), ("bibtex", " "), ("csl-json", "\n"), ("ris", "\t"),
        ("tables", "\\"), ("tables", "$$\n"),
    ],
)  # fmt: skip
def test_what_was_slow_once_is_slow_no_more(name: str, unit: str) -> None:
    """Patterns that took a time that grew as the square of their length."""
    check(name, unit)


@settings(max_examples=12, deadline=None)
@given(st.sampled_from(sorted(WORKS)), st.text(SIGNS, min_size=1, max_size=3))
def test_no_sign_repeated_makes_anything_slow(name: str, unit: str) -> None:
    """Any one, two or three signs over and over, in anything that reads or writes text."""
    check(name, unit, MOST // 4)


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("an item", "<a href=" + "href=" * 4_000),
        ("marks", "<!-- paperlist:" + "a" * 16_000),
        ("marks", "<" + "\n" * 16_000),
        ("words", "a" * 16_000 + "-"),
        ("a name", "Moss" + " " * 16_000 + "x"),
    ],
    ids=lambda value: value[:12],
)
def test_no_text_takes_a_second(name: str, given: str) -> None:
    """Texts that are no pattern repeated, which expressions tried in too many ways."""
    assert seconds(WORKS[name], given) < 1


def test_no_group_is_repeated_possessively() -> None:
    """Python 3.11 before 3.11.5 gets `(...)*+` wrong; `(?>(...)*)` says the same and works."""
    sources = Path(paperlist.__file__).parent.rglob("*.py")
    wrong = [str(path) for path in sources if re.search(r"\)[*+?]\+", path.read_text("utf-8"))]
    assert not wrong
