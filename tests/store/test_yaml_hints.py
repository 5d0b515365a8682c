"""What is said about a note that is not YAML."""

import pytest

from paperlist.store.yaml_hints import hint


@pytest.mark.parametrize(
    ("lines", "line", "expected"),
    [
        ("objective: We do: a thing", 3, "this text needs quotes: objective: 'We do: a thing'"),
        ("objective: @foo", 3, "this text needs quotes: objective: '@foo'"),
        ("objective: `foo` first", 3, "this text needs quotes: objective: '`foo` first'"),
        ("objective: [a, b", 3,
         "] is missing at the end; add it, or put quotes around the text"),
        ("objective: *foo", 3, "this text needs quotes: objective: '*foo'"),
        ("objective: 'it's good'", 3, "this text needs quotes: objective: 'it''s good'"),
        ('objective: "unclosed', 3,
         '" is missing at the end; add it, or put quotes around the text'),
        ('objective: "a" b', 3,
         'words follow "; put quotes around the whole text'),
        ("sections:\n  Q&A: a: b", 4, "this text needs quotes: Q&A: 'a: b'"),
        ('sections:\n  "Results": a: b', 4, "this text needs quotes: \"Results\": 'a: b'"),
        ("authors: [a,\nb]\nnotes: see: this", 5, "this text needs quotes: notes: 'see: this'"),
        ("category LLM", 3, "a colon is missing; write category: LLM"),
        ("category:LLM", 3, "a blank after the colon is missing; write category: LLM"),
        ("plain words", 3, "this line is no field; indent it if it belongs to the text above"),
        ("objective: a\n\tb", 4, "indented with a tab; use blanks instead"),
        ("objective: a\n  b: c", 4,
         "a text of several lines needs 'objective: |', and its lines below that"),
        ("method: |\n  a: b\nmore words", 5,
         "this line is no field; indent it if it belongs to the text above"),
        ("keypoints:\n- moss\n- a: b: c", 5, "this text needs quotes: - a: 'b: c'"),
        ("sections:\n  Results: a: b\n  Other: c", 4, "this text needs quotes: Results: 'a: b'"),
    ],
)  # fmt: skip
def test_hint(lines: str, line: int, expected: str) -> None:
    """The line that a person has to change is named, with what to write."""
    text = f"title: Moss Nets\nkeypoints: [moss]\n{lines}\nadded: 2024-04-01\n"
    assert hint(text) == (expected, line)


@pytest.mark.parametrize(
    "text", ["", "title: Moss Nets\nmethod: |\n  a: b\n", "a: b\na: c\n", "a: &x b\nc: *x\n"]
)
def test_no_hint(text: str) -> None:
    """Nothing is said if each field is YAML."""
    assert hint(text) is None


def test_a_long_note_is_left_to_the_parser() -> None:
    """Many thousand fields are not parsed one by one."""
    assert hint("a: b\n" * 20_000 + "x: y: z\n") is None
    assert hint(f"title: a: {' ' * 40_000}x\n") is not None
