"""`months`: which there are, how many papers each has, and what their notes lack."""

import json
from pathlib import Path

import pytest

from paperlist.library.statistics import WANTED, months
from paperlist.model.entry import Entry
from tests.console import Console

FULL = {
    "title": "A", "category": "LLM", "keypoints": ["x"], "objective": "o", "method": "m",
    "metric": "71%", "limitation": "l", "links": {"paper": "http://x.y"},
}  # fmt: skip


def test_months_are_newest_first() -> None:
    """Each with its papers; nothing is missing where all is there."""
    entries = [
        Entry("a", "2024-03", FULL),
        Entry("b", "2024-04", FULL),
        Entry("c", "2024-03", FULL),
    ]
    assert [tuple(month) for month in months(entries)] == [("2024-04", 1, {}), ("2024-03", 2, {})]


@pytest.mark.parametrize("field", WANTED)
def test_what_is_missing_is_named(field: str) -> None:
    """With the papers that lack it."""
    without = {name: value for name, value in FULL.items() if name != field}
    (month,) = months([Entry("a", "2024-04", without), Entry("b", "2024-04", FULL)])
    assert month.missing == {field: ["a"]}


@pytest.mark.parametrize("field", ["arxiv", "doi"])
def test_an_identifier_finds_a_paper_as_a_link_does(field: str) -> None:
    """So nothing is missing."""
    fields = {name: value for name, value in FULL.items() if name != "links"}
    (month,) = months([Entry("a", "2024-04", {**fields, field: "1"})])
    assert month.missing == {}


def test_the_command(tmp_path: Path) -> None:
    """Tabs on a pipe, JSON for programs, searches select."""
    console = Console(tmp_path)
    console.run("paperlist init; paperlist add --title One -c LLM --objective x -m 2024-04")
    console.run("paperlist add --title Two -m 2024-05")
    assert console.run("paperlist months") == (
        "2024-05\t1\tcategory 1, keypoints 1, objective 1, method 1, metric 1, limitation 1, "
        "links 1\n"
        "2024-04\t1\tkeypoints 1, method 1, metric 1, limitation 1, links 1\n"
    )
    found = json.loads(console.run("paperlist months -c LLM --json 2>/dev/null"))
    assert [(month["month"], month["papers"]) for month in found] == [("2024-04", 1)]
    assert found[0]["missing"]["method"] == ["one"]
    assert console.run("paperlist months two 2>/dev/null").startswith("2024-05\t1\t")
    assert console.run("paperlist months --since 2025-01") == (
        "2> no paper matches.\n"
        "2> no paper is filed under 2025-01 or later; the newest month is 2024-05. "
        "For the date of publication, search published:2025.\n[1]\n"
    )
