"""A table has a row for each paper and a cell for each field, whatever the notes hold."""

import csv
import io
import json
import re
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import PurePath

import pytest
from cmarkgfm import cmark, github_flavored_markdown_to_html
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin

from paperlist import Paper
from paperlist.errors import UsageError
from paperlist.markdown.marks import cut, marked
from paperlist.model.columns import Column
from paperlist.model.entry import FIELDS, Entry
from paperlist.writers.format_names import TABLE_NAMES
from paperlist.writers.html.render import is_safe
from paperlist.writers.markdown.cells import markdown_cell
from paperlist.writers.tables import Table, table_format_of
from tests.nasty import entries
from tests.strategies import dense, texts

COLUMNS = [Column(name) for name in ("id", "month", *FIELDS, "sections.Results", "links.code")]
SOME = [Column(name) for name in ("title", "metric", "sections.Results", "links.code", "rating")]
SAMPLE = Entry(
    "dit",
    "2024-05",
    {
        "title": "Scalable | Diffusion",
        "metric": "- `FID` of **2.27**\n- $|x| < 1$",
        "sections": {"results": "Better."},
        "links": {"code": "https://x.y/a|b"},
        "rating": 5,
    },
)
KEPT = re.compile(r"</?(?:b|i|em|strong|u|s|del|ins|sub|sup|kbd|code|mark|small|br ?/?)>", re.I)


def written(name: str, notes: Sequence[Entry], columns: Sequence[Column] = COLUMNS) -> str:
    return "".join(Table(name, columns).write(notes, "My list"))


def cells_of(page: str) -> list[list[str]]:
    """The cells of the only table on a Markdown page, as markdown-it reads it with formulas."""
    markdown = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    markdown.use(dollarmath_plugin, allow_space=True, double_inline=False)
    tokens = markdown.parse(page)
    assert [token.type for token in tokens if token.level == 0] == ["table_open", "table_close"]
    rows: list[list[str]] = []
    for place, token in enumerate(tokens):
        if token.type == "tr_open":
            rows.append([])
        elif token.type in {"th_open", "td_open"}:
            inline = tokens[place + 1]
            rows[-1].append(inline.content)
            tags = [each.content for each in inline.children or () if each.type == "html_inline"]
            assert not [tag for tag in tags if not KEPT.fullmatch(tag)]
    return rows


class Cells(HTMLParser):
    """Counts the cells of each row, and the tags, as a browser would read them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.rows: list[int] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "tr":
            self.rows.append(0)
        elif tag in {"td", "th"}:
            self.rows[-1] += 1


def github(page: str) -> str:
    """The page as GitHub renders it, before it removes dangerous tags."""
    return str(github_flavored_markdown_to_html(page, cmark.Options.CMARK_OPT_UNSAFE))


@given(entries)
def test_a_markdown_table_has_a_row_for_each_paper(notes: list[Entry]) -> None:
    page = written("markdown", notes)
    assert [len(row) for row in cells_of(page)] == [len(COLUMNS)] * (len(notes) + 1)
    assert page.count("\n") == len(page.splitlines()) == len(notes) + 2
    assert Cells(github(page)).rows == [len(COLUMNS)] * (len(notes) + 1)


@given(st.one_of(texts, dense, st.lists(dense).map("\n".join)))
@example("a\\")
@example("a\\|b \\\\|c ``|`` `a\\|b")
@example("</td></tr></table><!-- <script>\n`<b>\n<td>`")
@example("~~~\n</td>\n~~~")
@example("$a<b c=d$ e>")
@example("$\n```\n$<!-->")
@example("http://g`<td>`")
@example("http://g\\<td>")
def test_no_text_breaks_out_of_its_cell(text: str) -> None:
    notes = Paper(title="A", notes=text).notes
    page = f"| a | b | c |\n| --- | --- | --- |\n| x | {markdown_cell(notes)} | y |\n"
    (_, row) = cells_of(page)
    assert (len(row), row[0], row[2]) == (3, "x", "y")
    html = github(page)
    assert Cells(html).rows == [3, 3]
    assert (html.count("</td>"), html.count("</table>")) == (3, 1)
    assert html.rstrip().endswith("<td>y</td>\n</tr>\n</tbody>\n</table>")
    assert cut(marked(page.encode()), "page.md") is not None


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("one\ntwo", "one<br>two"),
        ("- a\n\n- b", "- a<br>- b"),
        ("a | b", r"a \| b"),
        (r"a \| b", r"a \| b"),
        ("**bold** and `co|de`", r"**bold** and `co\|de`"),
        ("$|x|$ and $a<b$", r"$\vert x\vert $ and $a< b$"),
        ("$$\nx +\ny\n$$", "$x + y$"),
        ("H<sub>2</sub>O<br>and </td>", "H<sub>2</sub>O<br>and &lt;/td>"),
        ("`<td>` stays", "<code>&lt;td></code> stays"),
        (r"\<td>", "&lt;td>"),
        ("<https://x.y> and 1 < 2", "<https://x.y> and 1 < 2"),
        ("an open ` tick", r"an open \` tick"),
        ("costs $5 or\n$x$", r"costs \$5 or<br>$x$"),
        ("so:\n```python\nif a < b:\n    `x`\n```\nyes", "so:<br>`if a < b:`<br>`` `x` ``<br>yes"),
        ("<!-- paperlist:end -->", "&#x003C;!-- paperlist:end -->"),
    ],
)  # fmt: skip
def test_what_a_cell_shows(text: str, cell: str) -> None:
    assert markdown_cell(text) == cell


def test_a_markdown_table_of_a_paper() -> None:
    metric = r"- `FID` of **2.27**<br>- $\vert x\vert  < 1$"
    assert written("markdown", [SAMPLE], SOME).splitlines() == [
        "| Title | Metric | Results | code | rating |",
        "| --- | --- | --- | --- | --- |",
        rf"| Scalable \| Diffusion | {metric} | Better. | [code](https://x.y/a%7Cb) | 5 |",
    ]


def test_identifiers_and_links_are_links() -> None:
    fields = {
        "title": "A",
        "arxiv": "2404.11912",
        "doi": "no doi",
        "links": {"paper": "https://a.b"},
    }
    entry = Entry("a", "2024-04", fields)
    columns = [Column(name) for name in ("arxiv", "doi", "links", "links.code")]
    assert written("markdown", [entry], columns).splitlines()[2] == (
        "| [2404.11912](https://arxiv.org/abs/2404.11912) | no doi | [paper](https://a.b) |  |"
    )
    page = written("html", [entry], columns)
    assert '<a href="https://arxiv.org/abs/2404.11912" rel="noreferrer">2404.11912</a>' in page
    assert "<td></td></tr>" in page


@given(entries)
def test_a_web_page_has_a_row_for_each_paper_and_runs_nothing(notes: list[Entry]) -> None:
    page = Cells(written("html", notes))
    # A note may hold a table of its own, so only the headings of our table are counted.
    scopes = [attributes for tag, attributes in page.tags if tag == "th" and "scope" in attributes]
    assert len(scopes) == len(COLUMNS)
    assert not {tag for tag, _ in page.tags} & {"script", "iframe", "object", "form", "svg"}
    for tag, attributes in page.tags:
        assert not any(name.startswith("on") or name == "style" for name in attributes)
        if tag == "a" and attributes.get("href"):
            assert is_safe(attributes["href"] or "")


def test_hostile_text_stays_text_on_a_web_page() -> None:
    text = "</td></table><script>alert(1)</script>"
    fields = dict.fromkeys(("title", "metric", "venue", "rating"), text)
    more = {"keypoints": [text], "sections": {text: text}, "links": {text: "javascript:alert(1)"}}
    page = written("html", [Entry("a", "2024-04", fields | more)], [*COLUMNS, Column("rating")])
    assert Cells(page).rows == [len(COLUMNS) + 1] * 2
    assert "<script" not in page
    assert "javascript:" not in page


@given(entries)
def test_json_has_each_field_of_each_paper(notes: list[Entry]) -> None:
    rows = json.loads(written("json", notes))
    assert [list(row) for row in rows] == [[column.field for column in COLUMNS]] * len(notes)
    for row, entry in zip(rows, notes, strict=True):
        assert (row["id"], row["month"]) == (entry.id, entry.month)
        assert all(row[name] == entry.fields.get(name) for name in FIELDS)


@given(entries)
def test_csv_has_a_row_for_each_paper_and_no_formula(notes: list[Entry]) -> None:
    rows = list(csv.reader(io.StringIO(written("csv", notes), newline="")))
    assert rows[0] == [column.field for column in COLUMNS]
    assert [len(row) for row in rows] == [len(COLUMNS)] * (len(notes) + 1)
    assert not any(cell.startswith(tuple("=+-@\t\r\n＝＋－＠")) for row in rows for cell in row)


@pytest.mark.parametrize("name", ["html", "csv", "json"])
def test_only_a_table_of_ours_is_recognized(name: str) -> None:
    """A CSV or JSON file has no other mark than its columns."""
    content = written(name, [SAMPLE], SOME).encode()
    assert Table(name, SOME).wrote(content)
    assert Table(name, SOME).wrote(b" \n")
    assert not Table(name, SOME).wrote(b"Words of somebody else's.\n")
    assert Table(name, SOME[:2]).wrote(content) == (name == "html")
    assert not Table("json", SOME).wrote(b"[" * 100_000)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("a.md", "markdown"), ("A.HTML", "html"), ("a.csv", "csv"), ("a.json", "json")],
)
def test_a_suffix_implies_a_format(name: str, expected: str) -> None:
    assert table_format_of(PurePath(name)) == expected
    assert expected in TABLE_NAMES


@pytest.mark.parametrize("name", ["a.bib", "a.txt", "a.csl.json", "README"])
def test_other_suffixes_are_errors(name: str) -> None:
    with pytest.raises(UsageError, match="name the format with -f: markdown, html, csv or json"):
        table_format_of(PurePath(name))
