"""Pages with paperlist's marks, some of them wrong, as they are read for an import."""

import pytest

from paperlist.errors import ConflictError, MarksError
from paperlist.readers.files import File, read_source
from paperlist.readers.formats import Format

PAGE = """# Papers

<!-- paperlist:begin by=month -->

## 202404

#### Reed

- `Objective:` see reeds

<!-- paperlist:hash=adecb27ec5abd25e -->

<!-- paperlist:end -->
"""


def read(text: str) -> str:
    source = read_source(File("page.md", text, Format.MARKDOWN), {})
    return str([source.words, *(each.paper.fields() for each in source.papers)])


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("paperlist:begin by=month", "paperlist:begn"),
        ("<!-- paperlist:begin by=month -->", "<!-- paperlst:begin -->"),
        ("paperlist:end", "paperlist:ennd"),
    ],
)
def test_a_page_with_a_misspelled_mark_is_refused(right: str, wrong: str) -> None:
    """As by an export; the error names the line."""
    text = PAGE.replace(right, wrong)
    line = text[: text.index(wrong)].count("\n") + 1
    with pytest.raises(MarksError, match=f"page.md:{line}: "):
        read(text)


def test_a_published_page_with_a_conflict_is_refused() -> None:
    """The markers of git are no words of a paper."""
    with pytest.raises(ConflictError, match=r"page\.md:9: "):
        read(PAGE.replace("- `O", "<<<<<<< HEAD\n- `O"))


@pytest.mark.parametrize("gone", ["<!-- paperlist:begin by=month -->", "<!-- paperlist:end -->"])
def test_no_mark_is_kept_as_words(gone: str) -> None:
    """Also where another one is gone."""
    assert "paperlist:" not in read(PAGE.replace(gone, ""))


def test_a_comment_on_a_page_by_hand_that_looks_like_a_mark_is_read() -> None:
    """Many pages have one for a program of their own."""
    text = "<!-- PAPER LIST BEGIN -->\n\n## 2024-04\n\n### Moss\n\n- Objective: see moss\n"
    assert "Moss" in read(text)
