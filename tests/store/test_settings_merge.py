"""The three-way merge of paperlist.toml."""

import tomllib
from typing import Any

import pytest

from paperlist.library.settings_file import NEW_FILE
from paperlist.store.settings_merge import merge_settings


def merged(base: str | None, ours: str, theirs: str) -> dict[str, Any] | None:
    """The merged values, which are the same if the sides are swapped."""
    before = None if base is None else base.encode()
    contents = [
        merge_settings(before, *sides)
        for sides in ((ours.encode(), theirs.encode()), (theirs.encode(), ours.encode()))
    ]
    one, other = (each and tomllib.loads(each.decode()) for each in contents)
    assert one == other
    return one or None


def test_each_side_sets_a_key_of_the_new_file() -> None:
    """Lines next to each other, and all comments stay."""
    ours = NEW_FILE.replace('# title = "PaperList"', 'title = "Ours"')
    theirs = NEW_FILE.replace("# introduction = ", "introduction = ").replace(
        "# [labels]", "[labels]"
    )
    found = merge_settings(NEW_FILE.encode(), ours.encode(), theirs.encode())
    assert found is not None
    assert found.decode() == theirs.replace('# title = "PaperList"', 'title = "Ours"')


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "expected"),
    [
        # Lists of texts are sets in an order.
        (
            'categories = ["A", "B"]', 'categories = ["A", "C", "B"]', 'categories = ["B", "D"]',
            {"categories": ["C", "B", "D"]},
        ),
        (None, 'skip_checks = ["x"]', 'skip_checks = ["y"]', {"skip_checks": ["x", "y"]}),
        # One side changed a key, or removed it; both made the same change.
        ("toc = true", "toc = false", 'toc = true\ntitle = "T"', {"toc": False, "title": "T"}),
        ("toc = true\nsplit = true", "split = true", "toc = true\nsplit = false", {"split": False}),
        ("", 'title = "T"\ntoc = true', 'title = "T"\nsplit = true',
         {"title": "T", "toc": True, "split": True}),
        # Tables are merged key by key, and keep the order in which a side wrote them.
        (
            '[aliases]\na = "A"', '[aliases]\na = "A"\nb = "B"', '[aliases]\na = "AA"\nc = "C"',
            {"aliases": {"a": "AA", "b": "B", "c": "C"}},
        ),
        ("", 'aliases.a = "A"', '[aliases]\nb = "B"', {"aliases": {"a": "A", "b": "B"}}),
        (None, '[searches]\nx = "y"\n', '[labels]\nx = "y"\n',
         {"searches": {"x": "y"}, "labels": {"x": "y"}}),
        # Lines that git merges cleanly, and that together are no TOML.
        (
            "a = 1\n\n\n[t]\nx = 1\n", 'title = "T"\na = 1\n\n\n[t]\nx = 1\n',
            "a = 1\n\n\n[t]\nx = 1\n[u]\ny = 1\n",
            {"title": "T", "a": 1, "t": {"x": 1}, "u": {"y": 1}},
        ),
        ("", 'title = "T"\n\n\n[git]\n', "\n\n\n[git]\n\n\n", {"title": "T", "git": {}}),
    ],
)  # fmt: skip
def test_settings_are_merged_by_key(
    base: str | None, ours: str, theirs: str, expected: dict[str, Any]
) -> None:
    assert merged(base, ours, theirs) == expected


@pytest.mark.parametrize(
    ("base", "ours", "theirs"),
    [
        ('title = "A"', 'title = "B"', 'title = "C"'),
        (None, "toc = true", "toc = false"),
        ("toc = true", "", "toc = false"),
        ('[aliases]\na = "A"', '[aliases]\na = "B"', '[aliases]\na = "C"'),
        ("x = [1]", "x = [1, 2]", "x = [1, 3]"),
        ("x = 1", "x = true", "x = 1.0"),
        ("", "title = ", 'title = "B"'),
        ("", "a = 1\n<<<<<<< ours\n", "b = 1"),
    ],
)
def test_a_person_decides_between_two_values(base: str | None, ours: str, theirs: str) -> None:
    assert merged(base, ours, theirs) is None


def test_comments_stay_where_the_lines_of_both_sides_meet() -> None:
    base = '# Ours to order.\ncategories = ["A"]  # short\n'
    ours = base.replace('"A"', '"A", "B"')
    theirs = base.replace('"A"', '"A", "C"').replace("# Ours", "# All")
    found = merge_settings(base.encode(), ours.encode(), theirs.encode())
    assert found is not None
    assert "# short\n" in found.decode()
    assert tomllib.loads(found.decode()) == {"categories": ["A", "B", "C"]}


def test_line_ends_of_windows_are_kept() -> None:
    base, ours, theirs = "a = 1\r\n", "a = 1\r\nb = 2\r\n", "c = 3\r\na = 1\r\n"
    assert merge_settings(*(each.encode() for each in (base, ours, theirs))) == (
        b"c = 3\r\na = 1\r\nb = 2\r\n"
    )


def test_not_even_text() -> None:
    assert merge_settings(b"", b"\xff", b"a = 1") is None
    assert merge_settings(b"", b"a = " + b"[" * 100_000, b"a = 1") is None
