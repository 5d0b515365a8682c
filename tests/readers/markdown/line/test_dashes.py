"""Labels with a dash, an arrow or `=` in place of a colon."""

import pytest

from paperlist.readers.markdown.line.labels import label_of


@pytest.mark.parametrize(
    ("text", "name", "rest"),
    [
        ("**Goal** - Make it fast", "Goal", "Make it fast"),
        ("**Objective** — do things", "Objective", "do things"),
        ("**Metric**- tight", "Metric", "tight"),
        ("**Limitation**=equal", "Limitation", "equal"),
        ("**Keypoints** → c, d", "Keypoints", "c, d"),
        ("`Keypoints` - a; b", "Keypoints", "a; b"),
        ("Keypoints - a; b", "Keypoints", "a; b"),
        ("Goal -- make it", "Goal", "make it"),
        ("**Metric** -5 points", "Metric", "-5 points"),
        ("**Metric:** - 5 points", "Metric", " - 5 points"),
    ],
)
def test_a_known_label_needs_no_colon(text: str, name: str, rest: str) -> None:
    label = label_of(text, {})
    assert label
    assert (label.name, text[label.width :]) == (name, rest)


@pytest.mark.parametrize(
    "text",
    ["**SlowMo** - a model", "SlowMo - a model", "Goal-driven agents", "Attention - a review"],
)
def test_a_title_with_a_dash_is_no_label(text: str) -> None:
    assert label_of(text, {}) is None
