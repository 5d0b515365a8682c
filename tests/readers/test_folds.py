"""Folds (`<details>`) on pages by hand, whose summary is made of labels."""

from paperlist.readers.files import File, read_source
from paperlist.readers.formats import Format

PAGE = """## 2024-04

### Reed

- Objective: see reeds

<details>
<summary>Method / Metric / Limitation</summary>

- Method: look
- Metric: ten

</details>
"""


def test_a_summary_of_several_labels_is_no_paper() -> None:
    """It says no more than `Details` does, since the labels stand below it once more."""
    source = read_source(File("page.md", PAGE, Format.MARKDOWN), {})
    (paper,) = [each.paper.fields() for each in source.papers]
    assert paper == {
        "title": "Reed", "objective": "see reeds", "method": "look", "metric": "ten",
    }  # fmt: skip
    assert source.coverage
    assert not source.coverage.lost
