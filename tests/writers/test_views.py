"""Every view of the page: what it shows, and that GitHub's parser and ours see the same in it."""

import re
from typing import Any

import cmarkgfm
import pytest
from cmarkgfm.cmark import Options
from hypothesis import example, given, settings

from paperlist import Paper
from paperlist.markdown.marks import cut
from paperlist.markdown.parser import parser
from paperlist.model.entry import Entry
from paperlist.readers.markdown.page import read
from paperlist.writers.markdown.page import page
from paperlist.writers.sections import Layout, View
from tests.nasty import entries as libraries
from tests.strategies import papers

LAYOUT = Layout(categories=["LLM", "Diffusion"])
A = Entry(
    "a", "2024-04",
    {"title": "A: x", "category": "LLM", "keypoints": ["Memory bank", "CFG"], "venue": "CVPR 2024",
     "published": "2024-04-09", "objective": "See.", "added": "2024-04-01T00:00:00Z",
     "links": {"paper": "https://x.y/a", "code": "https://github.com/a"}},
)  # fmt: skip
B = Entry(
    "b", "2024-03",
    {"title": "B", "category": "LLM", "keypoints": ["memory banks"], "arxiv": "2403.00001"},
)  # fmt: skip
C = Entry("c", "2024-03", {"title": "C | c", "doi": "10.1/x"})
VIEWS = [
    View(style, by, toc=toc, summary=summary)
    for style in ("notes", "list", "table")
    for by in ("month", "category", "keypoint")
    for toc, summary in ((False, False), (True, True))
]


def generated(entries: list[Entry], view: View) -> str:
    text = page(entries, LAYOUT, view)
    found = cut(text.encode(), "p")
    assert found
    assert not found.is_edited()
    return found.generated.decode().strip("\n")


def test_a_list_has_a_line_a_paper() -> None:
    """Date, title, venue, keypoints and links; the paper's own address where no link says it."""
    assert generated([A, B, C], View("list")) == (
        "## 202404\n\n### LLM\n\n"
        "- (2024-04-09) **A: x**, *CVPR 2024*. `Memory bank` `CFG` "
        "[[paper](https://x.y/a)] [[code](https://github.com/a)]\n\n"
        "## 202403\n\n"
        "- (2024-03) **C \\| c** [[paper](https://doi.org/10.1/x)]\n\n"
        "### LLM\n\n"
        "- (2024-03) **B** `memory banks` [[paper](https://arxiv.org/abs/2403.00001)]"
    )


def test_the_address_of_a_line_is_a_valid_one() -> None:
    """A DOI may have any character; a link is the paper's in whatever case it is named."""
    sharp = Entry("c", "2024-03", {"title": "C", "doi": "10.1/a#b"})
    named = Entry("d", "2024-03", {"title": "D", "doi": "10.1/d", "links": {"Paper": "https://d"}})
    text = generated([sharp, named], View("list"))
    assert "[[paper](https://doi.org/10.1/a%23b)]" in text
    assert text.endswith("**D** [[Paper](https://d)]")


def test_a_table_has_a_row_a_paper() -> None:
    """Bars do not end a cell."""
    assert generated([C], View("table")) == (
        "## 202403\n\n| Date | Title | Venue | Keypoints | Links |\n"
        "| --- | --- | --- | --- | --- |\n"
        "| 2024-03 | C \\| c |  |  | [paper](https://doi.org/10.1/x) |"
    )


def test_categories_go_across_months() -> None:
    """In the order of paperlist.toml, newest first, each paper with its month."""
    text = generated([A, B, C], View("list", "category"))
    assert re.findall(r"^#.*", text, re.M) == ["## LLM", "## No category"]
    assert re.findall(r"^- \((.*?)\) \*\*(.)", text, re.M) == [
        ("2024-04", "A"), ("2024-03", "B"), ("2024-03", "C"),
    ]  # fmt: skip
    text = generated([A, B, C], View("notes", "category"))
    assert re.findall(r"^#.*", text, re.M) == [
        "## LLM", "### 202404", "#### A: x", "### 202403", "#### B", "## No category",
        "### 202403", r"#### C \| c",
    ]  # fmt: skip


def test_keypoints_go_across_spellings() -> None:
    """One section for all spellings of a keypoint, under the one used most."""
    other = B._replace(id="d", fields={"title": "D", "keypoints": ["Memory bank"]})
    text = generated([A, B, C, other], View("list", "keypoint"))
    assert re.findall(r"^## .*", text, re.M) == ["## CFG", "## Memory bank", "## No keypoint"]
    assert re.findall(r"- \S+ \*\*(.)", text) == ["A", "A", "D", "B", "C"]


def test_contents_lead_to_the_headings() -> None:
    """With GitHub's anchors; headings of papers and of the page above count."""
    text = page([A, B], Layout("202404"), View(toc=True, summary=True))
    assert "- [202404](#202404-1) (1)\n  - [LLM](#llm) (1)\n- [202403](#202403) (1)\n" in text
    assert "  - [LLM](#llm-1) (1)\n" in text
    assert "2 papers in 2 months. Most frequent keypoints: Memory bank (2).\n" in text
    text = page([A, B], Layout(), View(summary=True))
    assert "| Month | Papers |\n| --- | ---: |\n| [202404](#202404) | 1 |\n" in text


@pytest.mark.parametrize("by", ["month", "category"])
@given(entries=libraries)
@settings(max_examples=30)
def test_pages_with_all_notes_give_the_same_entries(by: str, entries: list[Entry]) -> None:
    """Also below contents and summary, which are nobody's words."""
    known = [
        entry._replace(fields={**entry.fields, "category": entry.category or "LLM"})
        for entry in entries
    ]
    reading = read(page(known, LAYOUT, View("notes", by, toc=True, summary=True)))
    assert sorted((draft.fields["title"], draft.month) for draft in reading.drafts) == sorted(
        (entry.title, entry.month) for entry in known
    )
    assert {_shown(draft.fields) for draft in reading.drafts} == {
        _shown(entry.fields) for entry in known
    }
    assert not reading.words


def _shown(fields: Any) -> str:
    paper = Paper.parse({**fields, "status": "", "added": None})
    return repr(sorted(paper.fields().items()))


def github(text: str) -> str:
    return str(cmarkgfm.github_flavored_markdown_to_html(text, Options.CMARK_OPT_UNSAFE))


def ours(text: str) -> str:
    from markdown_it import MarkdownIt

    return str(MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(text))


MEAN = [
    "# heading", "</details>", "```\nopen", "<!-- open", "a\n---", "a\n===", "---", "[x]: /leak",
    "[^1]: note", "[x\ny]: z", "- [x]: /leak", "<h2>x</h2>", "<div>", "<details>", "$$\nopen",
    "~~~", "> # q", "1. # x", "<b>\n\n</b>", "<pre>\n\n# x\n", "<script>", "a | b\n--- | ---",
    "<!-- paperlist:end -->", "    code", "\t# x", "<summary>", "</ul>", "</li>", "<table>",
    "* * *", "***\n# x", "![a](b", "[a](<b", "`` ` ", "\\", "&#x0023;", "<?php", "<![CDATA[",
    "<!DOCTYPE x>",
]  # fmt: skip


@pytest.mark.parametrize("mean", MEAN)
def test_nothing_leaks_out_of_a_paper(mean: str) -> None:
    """One heading, line or row a paper, and what is behind it is what it would be without it."""
    title = " ".join(mean.split())
    fields = {
        "title": title, "category": "LLM", "keypoints": [title, "Memory bank"], "venue": title,
        "objective": mean, "method": mean, "metric": f"a\n{mean}", "limitation": f"- {mean}",
        "sections": {"Results": mean}, "notes": mean, "authors": [title],
        "links": {"paper": "http://x.y/(|)"},
    }  # fmt: skip
    evil = Entry("evil", "2024-04", Paper.parse(fields).fields())
    plain = {"category": "LLM", "keypoints": ["Memory bank"], "objective": "see [x], [^1]"}
    after = Entry("z", "2024-04", {"title": "After [x] [^1]", **plain})
    for view in VIEWS:
        text = page([evil, after], LAYOUT, view)
        for html in (github(text), ours(text)):
            _holds_two(html, view)


def _holds_two(html: str, view: View) -> None:
    body = html[html.index("paperlist:begin") :]
    assert "paperlist:end" in body[-60:]
    # By keypoint, the first paper stands under each of its two.
    papers = 3 if view.by == "keypoint" else 2
    if view.style == "notes":
        assert len(re.findall(r"<h4\b", body)) == papers
        assert body.count("<details>") == body.count("</details>")
    elif view.style == "list":
        assert len(re.findall(r"<li>\s*(?:<p>)?\(2024-04\)", body)) == papers
    else:
        rows = re.findall(r"<tr>\s*<td>2024-04</td>.*?</tr>", body, re.S)
        assert len(rows) == papers
        assert {row.count("<td>") for row in rows} == {5}
    assert len(re.findall(r"<h2\b", body)) == papers - 1
    assert body.count("After [x] [^1]") == 1
    assert 'href="/leak"' not in body
    assert "footnote" not in body


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: "-".join(map(str, view)))
@given(entries=libraries)
@settings(max_examples=15)
@example(
    entries=[Entry("a", "2024-04", {"title": "$a|b$ `|` \\", "venue": "|", "keypoints": ["|"]})]
)
def test_both_parsers_agree_on_the_structure(view: View, entries: list[Entry]) -> None:
    """GitHub's and ours: the same headings, lists and tables, all folds closed."""
    text = page(entries, LAYOUT, view)
    first, second = github(text), ours(text)
    for html in (first, second):
        assert html.count("<details>") == html.count("</details>")
    heads = [re.findall(r"<(h[1-6])>", html) for html in (first, second)]
    assert heads[0] == heads[1]
    if view.by != "keypoint":
        if view.style == "notes":
            assert heads[0].count("h4") == len(entries)
        elif view.style == "list":
            assert text.count("\n- (") == len(entries)
        else:
            for html in (first, second):
                rows = re.findall(r"<tr>\s*<td>20\d\d.*?</tr>", html, re.S)
                assert len(rows) == len(entries)
                assert all(row.count("<td>") == 5 for row in rows)


@given(papers)
@settings(max_examples=30)
def test_a_list_is_read_again_as_lists_are(paper: Paper) -> None:
    """By hand-written pages' rules: without an error, whatever the paper."""
    entry = Entry("a", "2024-04", paper.fields())
    for style in ("list", "table"):
        read(page([entry], LAYOUT, View(style)))


def test_a_plain_list_gives_its_papers_back() -> None:
    """Title, category, keypoints, venue and links."""
    for style in ("list", "table"):
        paper = A._replace(fields={**A.fields, "title": "MA-LMM: Memory"})
        drafts = read(page([paper], LAYOUT, View(style))).drafts
        assert [draft.fields for draft in drafts] == [
            {
                "title": "MA-LMM: Memory", "category": "LLM", "keypoints": ["Memory bank", "CFG"],
                "venue": "CVPR 2024", "published": "2024-04-09",
                "links": {"paper": "https://x.y/a", "code": "https://github.com/a"},
            }
        ]  # fmt: skip


def test_the_parsers_differ_where_they_should() -> None:
    """The comparison can fail: an unclosed fold is seen."""
    assert github("<details>\n\nx").count("<details>") != github("<details>\n\nx").count(
        "</details>"
    )
    assert parser().parse("# a")[0].tag == "h1"
