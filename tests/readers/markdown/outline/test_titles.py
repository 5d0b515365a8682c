"""Which plain paragraphs are titles of papers, by the notes below them."""

import pytest

from paperlist.readers.markdown.outline.titles import titles_above_notes
from paperlist.readers.markdown.tree.blocks import parse_page

LINK = "([arxiv](https://arxiv.org/abs/2404.01234))"
NOTED = "- Keypoints: moss\n- Method: by light"
PARTS = f"On reeds\n\n{NOTED}\n\nOn ferns\n\n{NOTED}"
TWO = f"Moss Nets\n\n{NOTED}\n\nReed Nets\n\n{NOTED}"


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("", []),
        (f"# Plants\n\nMoss Nets\n\n{NOTED}\n\nReed Nets\n\n{NOTED}", ["Moss Nets", "Reed Nets"]),
        (f"# Plants\n\n**Moss Nets**\n\n{NOTED}\n\n**Reed Nets** {LINK}\n\n{NOTED}",
         ["**Moss Nets**", f"**Reed Nets** {LINK}"]),
        ("# Plants\n\nMoss Nets\nKeypoints: moss\n\nReed Nets\nKeypoints: reed\nMethod: by wind",
         ["Moss Nets", "Reed Nets"]),
        (f"# Plants\n\nAbout plants.\n\nMoss Nets\n\n{NOTED}\n\nReed Nets\n\n{NOTED}",
         ["Moss Nets", "Reed Nets"]),
        # Remarks on the paper of the heading.
        (f"# Moss Nets\n\nby the lake\n\n{NOTED}", []),
        (f"# Moss Nets\n\nBy the lake\n\n{NOTED}\n\nRead again\n\n- Metric: height", []),
        (f"# Moss Nets\n\n{NOTED}\n\nRead again\n\n{NOTED}\n\nAnd again\n\n{NOTED}", []),
        (f"# Moss Nets\n\nAda Moss, Ben Reed\n\n{NOTED}\n\nIt works.\n\n{NOTED}", []),
        (f"# Moss Nets\n\nThe first part:\n\n{NOTED}\n\nThe second part:\n\n{NOTED}", []),
        (f"# Moss Nets\n\nCVPR 2024\n\n{NOTED}\n\n2024-04\n\n{NOTED}", []),
        # One title below a heading of a page that has such titles elsewhere.
        (f"# A\n\n{TWO}\n\n# B\n\nFern Nets Grow in the Shade\n\n{NOTED}",
         ["Moss Nets", "Reed Nets", "Fern Nets Grow in the Shade"]),
        (f"# A\n\n{TWO}\n\n# Fern Nets Grow in the Shade\n\nagain\n\n{NOTED}",
         ["Moss Nets", "Reed Nets"]),
        (f"# A\n\n{TWO}\n\n# A\n\nFern Nets\n\n{NOTED}",
         ["Moss Nets", "Reed Nets", "Fern Nets"]),
        # Notes without labels.
        (f"# A\n\n**Moss Nets**\n\n- it is green\n\n**Reed Nets** {LINK}\n\n- it is tall",
         ["**Moss Nets**", f"**Reed Nets** {LINK}"]),
        ("# A\n\n**Moss**\n\n- it is green\n\n**Reed**\n\n- it is tall", []),
        # Notes of the paper in the heading.
        (f"# Moss Nets Grow in the Shade\n\n**Part one** {LINK}\n\n- a\n\n**Part two**\n\n- b", []),
        ("# A\n\n**Seen on [reeds](https://arxiv.org/abs/2404.1)**\n\n- a\n\n**Open**\n\n- b", []),
        (f"# [Moss](https://arxiv.org/abs/2404.01234)\n\n{PARTS}", []),
        (f"# Moss\n\n[paper](https://arxiv.org/abs/2404.1)\n\n{PARTS}", []),
        # Authors below a title.
        (f"# A\n\nMoss Nets\n\n{NOTED}\n\nReed Nets\nAda Moss, Ben Reed\n\n{NOTED}",
         ["Moss Nets", "Reed Nets"]),
        (f"# A\n\n**Moss** {LINK}\n\n- **Moss Nets** {LINK}\n\n**Reed**\n\n- **Reed Nets** {LINK}",
         []),
    ],
)  # fmt: skip
def test_titles_above_notes(markdown: str, expected: list[str]) -> None:
    """Two paragraphs with the same labels below them are titles; a single one may be a remark."""
    page = parse_page(markdown)
    assert [page.lines[line] for line in sorted(titles_above_notes(page, {}))] == expected


def test_labels_of_ones_own() -> None:
    """The `labels` setting says which words below a title are labels."""
    page = parse_page("# A\n\nMoss Nets\n\n- Gripe: slow\n\nReed Nets\n\n- Gripe: tall")
    found = [len(titles_above_notes(page, taught)) for taught in ({}, {"gripe": "limitation"})]
    assert found == [0, 2]
