"""The published page: what it says, and that reading it gives the same entries."""

import re

import cmarkgfm
import pytest
from cmarkgfm.cmark import Options
from hypothesis import example, given

from paperlist import Paper
from paperlist.markdown.marks import cut
from paperlist.model.entry import Entry
from paperlist.readers.markdown.audit import coverage
from paperlist.readers.markdown.page import read
from paperlist.writers.markdown.page import page
from paperlist.writers.sections import Layout
from tests.strategies import papers


def entry(paper: Paper, month: str = "2024-04", paper_id: str = "one") -> Entry:
    return Entry(paper_id, month, paper.fields())


def published(paper: Paper) -> dict[str, object]:
    """The fields that the page shows."""
    return {
        name: value for name, value in paper.fields().items() if name not in {"status", "added"}
    }


@given(papers)
@example(Paper(title="T", objective="<details> </details>", method="<summary>x</summary>"))
@example(Paper(title="T", notes="<details>\n  </details>", sections={"R": "<details>x</details>"}))
def test_reading_the_page_gives_the_same_entry(paper: Paper) -> None:
    """Every field of any paper comes back, and nothing else does."""
    reading = read(page([entry(paper)], Layout()))
    (draft,) = reading.drafts
    assert draft.month == "2024-04"
    assert published(Paper.parse(draft.fields)) == published(paper)
    assert not coverage(reading).lost


@given(papers, papers)
@example(Paper(title="T"), Paper(title="U", sections={"a $0 ** 1$": "b"}))
def test_neighbours_do_not_leak_into_each_other(first: Paper, second: Paper) -> None:
    """Two papers are two, whatever the first one's Markdown leaves open."""
    text = page([entry(first, paper_id="a"), entry(second, "2024-03", "b")], Layout())
    drafts = read(text).drafts
    assert [draft.month for draft in drafts] == ["2024-04", "2024-03"]
    assert [published(Paper.parse(draft.fields)) for draft in drafts] == [
        published(first), published(second),
    ]  # fmt: skip


@given(papers)
@example(Paper(title="T", objective="a\n\t ---", method="a\n\t# b\n\n\t[c]: d"))
@example(Paper(title="T", objective="$$\n## 202404\n$$"))
def test_github_sees_one_heading_a_paper_and_closed_details(paper: Paper) -> None:
    """cmark-gfm, GitHub's own parser, agrees on the page's structure."""
    text = page([entry(paper), entry(Paper(title="The end"), "2024-01", "end")], Layout())
    html = cmarkgfm.github_flavored_markdown_to_html(text, Options.CMARK_OPT_UNSAFE)
    assert len(re.findall(r"^<h4>", html, re.M)) == 2
    assert len(re.findall(r"^<h2>", html, re.M)) == 2
    assert re.search(r"^<h4>The end</h4>$", html, re.M)


@given(papers)
def test_the_page_is_the_same_twice(paper: Paper) -> None:
    """The same entries give the same bytes."""
    assert page([entry(paper)], Layout()) == page([entry(paper)], Layout())


def test_the_order_is_months_then_categories_then_age() -> None:
    """Newest month first; categories as listed, then by first mention; `added` within."""
    entries = [
        Entry("a", "2024-03", {"title": "A", "category": "X"}),
        Entry("b", "2024-04", {"title": "B", "category": "Y", "added": "2024-04-02T00:00:00Z"}),
        Entry("c", "2024-04", {"title": "C", "category": "X", "added": "2024-04-03T00:00:00Z"}),
        Entry("d", "2024-04", {"title": "D", "category": "X", "added": "2024-04-01T00:00:00Z"}),
        Entry("e", "2024-04", {"title": "E"}),
        Entry("f", "2024-04", {"title": "F", "category": "Z"}),
    ]
    lines = page(entries, Layout(categories=["X"])).splitlines()
    headings = [line.lstrip("# ") for line in lines if line.startswith("##")]
    assert headings == ["202404", "E", "X", "D", "C", "Z", "F", "Y", "B", "202403", "X", "A"]


@pytest.mark.parametrize(
    ("pattern", "shown"), [("%Y%m", "202404"), ("%B %Y", "April 2024"), ("%b %%", "Apr %")]
)
def test_months_are_headed_as_the_library_says(pattern: str, shown: str) -> None:
    """`month_format`, in English everywhere."""
    text = page([entry(Paper(title="A"))], Layout(month_format=pattern))
    assert f"## {shown}\n" in text


def test_a_note_may_name_our_marks() -> None:
    """Published, they are words of the note and mark nothing."""
    paper = Paper(title="A", objective="see <!-- paperlist:end --> here")
    text = page([entry(paper)], Layout())
    found = cut(text.encode(), "README.md")
    assert found
    assert (found.above, found.below) == (b"# PaperList\n\n", b"\n")
    assert read(text).drafts[0].fields["objective"] == paper.objective


def test_a_note_keeps_its_markdown_on_the_page() -> None:
    """A list, a formula and a table of a note are still these on the page."""
    paper = Paper(
        title="A", method="- one\n  - two\n\n$$\nx\n$$", metric="| a | b |\n|---|---|\n| 1 | 2 |"
    )
    html = cmarkgfm.github_flavored_markdown_to_html(page([entry(paper)], Layout()))
    assert html.count("<table>") == 1
    assert html.count("<li>two</li>") == 1


def test_identifiers_lead_to_their_pages() -> None:
    """As on the web page; read again, by the page's marks or without them, they are no links."""
    paper = Paper(title="T", arxiv="2404.05726v2", doi="10.1002/(sici)1<1::aid>3.0.co;2-o")
    text = page([entry(paper)], Layout())
    assert "- `arXiv:` [2404.05726v2](https://arxiv.org/abs/2404.05726v2)\n" in text
    assert "](https://doi.org/10.1002/" in text
    for each in (text, re.sub("<!--.*-->", "", text)):
        (draft,) = read(each).drafts
        assert published(Paper.parse(draft.fields)) == published(paper)
