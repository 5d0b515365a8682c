"""Which sections a page has, and which papers in which order they hold, whatever its format."""

from collections.abc import Iterator

import pytest

from paperlist.model.entry import Entry
from paperlist.writers.sections import Layout, View, months_of, sections_of

LAYOUT = Layout(categories=["LLM", "Video"])


def entry(paper_id: str, month: str, category: str, *keypoints: str) -> Entry:
    """Make a paper that was added at a time that its id tells."""
    fields = {"title": paper_id.upper(), "keypoints": list(keypoints), "added": f"2024-{paper_id}"}
    return Entry(paper_id, month, fields | ({"category": category} if category else {}))


PAPERS = [
    entry("a", "2024-03", "Video", "Memory bank"),
    entry("d", "2024-04", "Video", "memory banks", "Diffusion"),
    entry("b", "2024-04", "Robotics"),
    entry("c", "2024-04", "Video", "Memory bank"),
    entry("e", "2024-04", "LLM"),
    entry("f", "2024-04", ""),
]


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        (View(), [("202404", [("", "f"), ("LLM", "e"), ("Video", "cd"), ("Robotics", "b")]),
                  ("202403", [("Video", "a")])]),
        (View("list", "category"), [("LLM", [("", "e")]), ("Video", [("", "cda")]),
                                    ("Robotics", [("", "b")]), ("No category", [("", "f")])]),
        (View("notes", "keypoint"), [("Diffusion", [("202404", "d")]),
                                     ("Memory bank", [("202404", "cd"), ("202403", "a")]),
                                     ("No keypoint", [("202404", "feb")])]),
    ],
)  # fmt: skip
def test_papers_stand_below_their_month_category_or_keypoint(
    view: View, expected: list[tuple[str, list[tuple[str, str]]]]
) -> None:
    """The listed categories come first, and in each the paper that was added first."""
    assert [
        (section.heading, [(heading, "".join(each.id for each in papers))
                           for heading, papers in section.parts])
        for section in sections_of(PAPERS, LAYOUT, view)
    ] == expected  # fmt: skip


def test_months_are_read_one_at_a_time() -> None:
    """Of papers that come newest month first, those of a further month are not asked for."""
    asked: list[str] = []

    def papers() -> Iterator[Entry]:
        for month in ("2024-05", "2024-04", "2024-03"):
            asked.append(month)
            yield entry("a", month, "LLM")

    assert next(months_of(papers(), LAYOUT))[0] == "2024-05"
    assert asked == ["2024-05", "2024-04"]


@pytest.mark.parametrize("view", [View(), View("list", "category")])
def test_spellings_of_a_category_are_one_section(view: View) -> None:
    """Its heading is the most frequent of them; the settings name it in any spelling."""
    papers = [
        entry("a", "2024-04", "Robots"), entry("b", "2024-04", "video / Editing"),
        entry("c", "2024-04", "video/editing"), entry("d", "2024-04", "Video / Editing"),
        entry("e", "2024-04", "video/editing"),
    ]  # fmt: skip
    layout = Layout(categories=["VIDEO/Editing"])
    found = [
        (section.heading if view.by == "category" else heading, "".join(each.id for each in papers))
        for section in sections_of(papers, layout, view)
        for heading, papers in section.parts
    ]
    assert found == [("video/editing", "bcde"), ("Robots", "a")]
