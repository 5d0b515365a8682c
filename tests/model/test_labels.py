"""Labels: which field each stands for."""

import pytest

from paperlist.model.labels import field_of, section_of


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("Keypoints", "keypoints"), ("keypoint", "keypoints"), ("KEY POINTS", "keypoints"),
        ("Objetive", "objective"), ("Key Takeaways", "objective"), ("Methods", "method"),
        ("Metric：", "metric"), ("Limitations", "limitation"), ("关键词", "keypoints"),
        ("目标", "objective"), ("方法", "method"), ("指标", "metric"), ("局限", "limitation"),
        ("Results", None), ("Summay", None), ("Whatever", None), ("Data", None),
    ],
)  # fmt: skip
def test_labels(label: str, field: str | None) -> None:
    """In any case and number, misspelled by a letter, in English and Chinese."""
    assert field_of(label) == field


def test_taught_labels_come_first() -> None:
    """`labels` in paperlist.toml."""
    taught = {"Take-home": "objective", "Ablations": "Results"}
    assert field_of("take home", taught) == "objective"
    assert section_of("ablation", taught) == "Results"
    assert section_of("Summay") == "Summary"
