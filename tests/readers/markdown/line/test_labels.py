"""Which label a line or a list item begins with."""

import pytest

from paperlist.readers.markdown.line.labels import (
    has_fields,
    is_own_label,
    label_of,
    label_of_item,
    plain_label,
    short_label,
)
from paperlist.readers.markdown.tree.blocks import parse_page

OWN_LABELS = {"gripe": "limitation"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("`Objective:` to see", ("Objective", "to see")),
        ("`Objective`: to see", ("Objective", "to see")),
        ("`Objective` to see", ("Objective", "to see")),
        ("**Method:** by light", ("Method", "by light")),
        ("*Metric*: lumen", ("Metric", "lumen")),
        ("Objective: to see", ("Objective", "to see")),
        ("🎯 Objective：to see", ("Objective", "to see")),
        ("`Colour:` green", ("Colour", "green")),
        ("gripe: it is slow", ("gripe", "it is slow")),
        ("Colour: green", None),
        ("**Performance** drops", None),
        ("**[Title](https://x.org):** words", None),
        ("arXiv:2404.01234", None),
        ("no label here", None),
    ],
)
def test_label_of(text: str, expected: tuple[str, str] | None) -> None:
    """The name of the label, and the text that follows it."""
    label = label_of(text, OWN_LABELS)
    assert (label and (label.name, text[label.width :].strip())) == expected


@pytest.mark.parametrize(
    ("markdown", "name"),
    [
        ("- Objective\n  - to see", "Objective"),
        ("- Objective: to see", "Objective"),
        ("- **Colour:** green", "Colour"),
        ("- Objective", None),
        ("- Colour\n  - green", None),
        ("- gripe\n  - it is slow", "gripe"),
    ],
)
def test_label_of_item(markdown: str, name: str | None) -> None:
    """A known word needs no colon where the item has its text below it."""
    page = parse_page(markdown)
    label = label_of_item(page, page.root.children[0].children[0], OWN_LABELS)
    assert (label and label.name) == name


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("- Objective: to see", True),
        ("- a remark\n- Method: by light", True),
        ("Objective: to see", True),
        ("#moss #reed\nObjective: to see", True),
        ("- a remark\n  - Objective: to see", False),
        ("- Colour: green", False),
        ("a remark", False),
        ("# Objective: to see", False),
    ],
)
def test_has_fields(markdown: str, expected: bool) -> None:  # noqa: FBT001
    """Whether a block holds a known label, the text of its items left aside."""
    page = parse_page(markdown)
    assert has_fields(page, page.root.children[0], OWN_LABELS) is expected


@pytest.mark.parametrize(
    ("line", "plain", "short"),
    [
        ("Colour: green", "Colour", "Colour"),
        ("🎯 Colour: green", "Colour", "Colour"),
        ("The colour of all moss: green", "The colour of all moss", None),
        ("Main three words: green", "Main three words", "Main three words"),
        ("https://x.org", "https", None),
        ("`Colour:` green", None, None),
        ("green", None, None),
    ],
)
def test_plain_and_short_labels(line: str, plain: str | None, short: str | None) -> None:
    """Any words before a colon are a plain label, and up to three of them a short one."""
    found = plain_label(line), short_label(line)
    assert [label and label.name for label in found] == [plain, short]


@pytest.mark.parametrize(
    ("line", "first", "expected"),
    [
        ("Colour: green", "Objective: to see", True),
        ("  Colour: green", "Objective: to see", True),
        ("Colour: green", "`Objective:` to see", False),
        ("green", "Objective: to see", False),
        ("https://x.org", "Objective: to see", False),
        ("The colour of all moss: green", "Objective: to see", False),
    ],
)
def test_is_own_label(line: str, first: str, expected: bool) -> None:  # noqa: FBT001
    """A line below one with a plain label has one itself, though nobody knows the word."""
    assert is_own_label(line, first) is expected
