"""The marks of two versions in a text."""

from pathlib import Path

import pytest
from hypothesis import given

from paperlist import Library, Paper
from paperlist.markdown.disarm import disarm
from paperlist.model.versions import FIRST, LAST, NEXT, has_versions, join, marked, units
from tests.strategies import texts

BOTH = f"{FIRST}\na\n{NEXT}\nb\n{LAST}"


@given(texts.map(lambda text: "\n".join(line.rstrip(" \t") for line in text.split("\n")).strip()))
def test_a_text_is_its_units(text: str) -> None:
    """Cutting and joining loses nothing."""
    kept = [line for line in text.split("\n") if line.strip()]
    assert [line for line in join(units(text)).split("\n") if line.strip()] == kept


def test_versions_are_marked_and_sorted() -> None:
    """Each only once; one version needs no marks."""
    assert marked(["b", "a", "b"]) == BOTH
    assert marked(["a", "", "a"]) == "a"


def test_marks_are_indented_like_the_text() -> None:
    """So that they stay in their list item."""
    assert marked(["  - b", "  - a"]).split("\n")[0] == f"  {FIRST}"


@pytest.mark.parametrize(
    ("text", "has"),
    [
        (BOTH, True),
        (f"- x\n{BOTH}\n- y", True),
        (f"{FIRST}\na\n{LAST}", True),
        (f"```\n{BOTH}\n```", False),
        (f"{FIRST}\na", False),
        (f"a {FIRST} b", False),
        ("", False),
    ],
)
def test_it_is_known_whether_a_text_has_versions(text: str, has: bool) -> None:  # noqa: FBT001
    """Code that only shows the marks has none."""
    assert has_versions(text) == has


def test_marks_change_nothing_on_a_page(library: Library, tmp_path: Path) -> None:
    """They are no marks of a page, and a page that is read again has the same text."""
    assert disarm(f"- x\n{BOTH}") == f"- x\n{BOTH}"
    paper = library.add(Paper(title="T", method=f"- x\n{BOTH}\n- y", notes=BOTH)).entry
    page = tmp_path / "page.md"
    page.write_bytes(library.publish().read_bytes())
    other = Library.init(tmp_path / "other")
    other.import_files([page])
    (entry,) = other.papers()
    assert entry.fields["method"] == paper.fields["method"]
    assert entry.notes == BOTH


def test_a_fence_is_one_unit() -> None:
    """Also in a list item; a fence that nothing closes is a line."""
    assert len(units("- ```\n  a\n\n  b\n  ```\n- x")) == 2
    assert len(units("```\na\nb")) == 3
    assert len(units("$$\na\n$$")) == 1
    assert len(units("<!-- a\nb -->\nc")) == 2
