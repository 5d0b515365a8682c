"""The HTML page: what it says, what it never lets through, and what a browser makes of it."""

import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pytest_httpserver import HTTPServer
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from paperlist import Paper
from paperlist.model.entry import Entry
from paperlist.text.words import printable
from paperlist.writers.html.formulas import mathml
from paperlist.writers.html.render import is_safe, parsed_html, text_html
from paperlist.writers.sections import Layout
from tests.browser import appear, browser, complaints, requests
from tests.formats import written
from tests.nasty import entries
from tests.strategies import texts

HOSTILE = (
    "<script>document.title='taken'</script>",
    '"><img src=x onerror="document.title=\'taken\'">',
    "</title></script><svg/onload=alert(1)>",
)
OURS = frozenset(
    """
    html head meta link title style body header h1 h2 h3 h4 h5 h6 div input kbd output nav main
    section article p span ul ol li button details summary dl dt dd a script
    br hr em strong s code pre blockquote table thead tbody tr th td img
    math mrow mi mn mo ms mtext mspace msub msup msubsup munder mover munderover mfrac msqrt mroot
    mtable mtr mtd mstyle mpadded mphantom menclose
    """.split()
)
OUR_ATTRIBUTES = frozenset(
    """
    lang charset http-equiv content name rel href class role type placeholder aria-label
    autocomplete spellcheck aria-hidden aria-live hidden id src alt title start
    """.split()
)


class Tags(HTMLParser):
    """Collects tags with their attributes, and the text between them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def assert_harmless(page: str) -> None:
    """Only our own tags and attributes; one script; no address that runs or loads anything."""
    found = Tags(page).tags
    assert [tag for tag, _ in found].count("script") == 1
    for tag, attributes in found:
        assert tag in OURS
        in_formula = tag.startswith("m") and tag not in {"meta", "main"}
        for name, value in attributes.items():
            assert not name.startswith("on")
            assert name != "style"
            assert name in OUR_ATTRIBUTES or in_formula
            if name == "href" and (tag, value) != ("link", "data:,"):
                assert is_safe(value or "")
            if name == "src":
                assert (value or "").startswith("data:image/")


@given(entries)
@example([Entry("a", "2024-03", {"title": "T", "notes": "[]() and [words]() and ![]() ![b]()"})])
def test_nothing_of_a_note_becomes_a_tag(notes: list[Entry]) -> None:
    page = written("html", notes, Layout())
    assert_harmless(page)
    ids = [attributes["id"] for _, attributes in Tags(page).tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {entry.id for entry in notes} <= set(ids)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text_in_every_field(text: str) -> None:
    names = ("title", "category", "objective", "method", "notes", "venue", "arxiv", "doi")
    fields = dict.fromkeys(names, text) | {
        "keypoints": [text], "authors": [text], "sections": {text: text},
        "links": {text: "https://x.y", "b": f"https://x.y/{text}", "c": "javascript:alert(1)"},
    }  # fmt: skip
    page = written("html", [Entry("a", "2024-04", fields)], Layout(title=text, introduction=text))
    assert_harmless(page)
    assert "".join(Tags(page).texts).count(text) >= 10


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://x.y", True),
        ("HTTP://x.y", True),
        ("mailto:a@b.c", True),
        ("figures/a.png", True),
        ("#top", True),
        ("data:image/png;base64,iVBORw0KGgo=", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        (" javascript:alert(1)", False),
        ("java\tscript:alert(1)", False),
        ("\x01javascript:alert(1)", False),
        ("javascript&colon;alert(1)", False),
        ("&#106;avascript:alert(1)", False),
        ("vbscript:x", False),
        ("file:///etc/passwd", False),
        ("data:text/html,<script>alert(1)</script>", False),
        ("data:image/svg+xml;base64,PHN2Zz4=", False),
        ("", False),
    ],
)
def test_links_lead_to_places_and_run_nothing(url: str, *, safe: bool) -> None:
    assert is_safe(url) == safe


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("plain & simple", "<p>plain &amp; simple</p>\n"),
        ("*a* **b** `c<d>`", "<p><em>a</em> <strong>b</strong> <code>c&lt;d&gt;</code></p>\n"),
        ("<b>x</b>", "<p>&lt;b&gt;x&lt;/b&gt;</p>\n"),
        ("# one", "<h5>one</h5>\n"),
        ("[a](javascript:b)", "<p>[a](javascript:b)</p>\n"),
        ("[a](https://b)", '<p><a href="https://b" rel="noreferrer">a</a></p>\n'),
        (
            "![fig](https://x.y/z.png)",
            '<p><a class="figure" href="https://x.y/z.png" rel="noreferrer">fig</a></p>\n',
        ),
        ("![a](data:image/gif;base64,R0)", '<p><img src="data:image/gif;base64,R0" alt="a"></p>\n'),
        ("`$x$`", "<p><code>$x$</code></p>\n"),
        ("$\\nosuchcommand$", "<p><code>\\nosuchcommand</code></p>\n"),
        ("one\n\ntwo", "<p>one</p>\n<p>two</p>\n"),
    ],
)
def test_a_notes_markdown_is_rendered(markdown: str, html: str) -> None:
    assert text_html(markdown) == html


_lines = st.sampled_from(
    "|- a|- b c|-|- - a|word|two words.|  in|1. x|1) x|12|=|--|---|- 1. x|+ x|# x|a  |x: y|(z)|"
    "a > b|-- a|\t|é|a\tb|'q\"q'".split("|")
)


@given(st.one_of(texts, st.lists(_lines, max_size=6).map("\n".join)))
def test_simple_notes_are_what_the_parser_makes_of_them(text: str) -> None:
    """Notes of plain words and lists go past the parser; no page may show it."""
    text = printable(Paper(title="A", notes=text).notes)
    if text:
        assert unescape(text_html(text)).split() == unescape(parsed_html(text)).split()


def test_tables_are_aligned_by_class() -> None:
    """The page's policy refuses style attributes."""
    html = text_html("| a | b |\n|---|--:|\n| 1 | 2 |")
    assert '<td class="right">2</td>' in html
    assert "style" not in html


@pytest.mark.parametrize(
    ("tex", "within"),
    [
        (r"\frac{1}{2}", "<mfrac><mrow><mn>1</mn></mrow><mrow><mn>2</mn></mrow></mfrac>"),
        (r"x_i^2", "<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>"),
        (r"\text{<script>}", "<mtext>&lt;script&gt;</mtext>"),
        (r"\log x", '<mi>log</mi><mspace width="0.17em"></mspace>'),
        (r"\begin{aligned} a &= b \\ c &= d \end{aligned}", "<mtable"),
    ],
)
def test_formulas_become_mathml(tex: str, within: str) -> None:
    assert within in (mathml(tex) or "")


@pytest.mark.parametrize(
    "tex",
    [
        r"\frac{1}", r"x^", r"\left( x", r"\nosuchcommand{x}", "a & b", "{" * 5000 + "}" * 5000,
        r"\def\a{\a\a}\a", r"\newcommand{\a}{\a\a}\a", "", " ", r"\begin{matrix} a",
    ],
)  # fmt: skip
def test_what_is_no_formula_is_refused(tex: str) -> None:
    """It is shown as code then."""
    assert mathml(tex) is None


def test_the_page_is_laid_out_as_the_markdown_one() -> None:
    """Months newest first; categories in their order; ids to link to."""
    notes = [
        Entry("a", "2024-03", {"title": "A", "category": "X"}),
        Entry("b", "2024-04", {"title": "B", "category": "Y", "added": "2024-04-02T00:00:00Z"}),
        Entry("c", "2024-04", {"title": "C", "category": "X", "added": "2024-04-03T00:00:00Z"}),
    ]
    page = written(
        "html", notes, Layout(title="My list", categories=["X", "Y"], month_format="%B %Y")
    )
    assert re.findall(r"<h[2-4]>(?:<a [^>]*>)?(.*?)<", page) == [
        "April 2024", "X", "C", "Y", "B", "March 2024", "X", "A",
    ]  # fmt: skip
    assert re.findall(r'<article id="(\w+)">', page) == ["c", "b", "a"]
    assert '<a href="#month:2024-03">March 2024 <span>1</span></a>' in page
    assert "<title>My list</title>" in page
    assert ">3 papers<" in page


def test_an_empty_list_is_a_page_too() -> None:
    assert ">0 papers<" in written("html", [], Layout())


NOTES = [
    Entry(
        "dit",
        "2024-05",
        {
            "title": "Scalable Diffusion Models with Transformers",
            "category": "Diffusion",
            "keypoints": ["Latent diffusion", "Gödel number"],
            "objective": "A loss $\\frac{a}{b}$ and ![a figure](https://example.org/a.png).",
            "method": "A very unusual word: zebra. <img src=https://example.org/b.png>",
            "links": {"paper": "https://arxiv.org/abs/2212.09748"},
        },
    ),
    Entry("memory", "2024-04", {"title": "Memory banks", "keypoints": ["Video"]}),
    Entry("script", "2024-04", {"title": HOSTILE[0], "category": HOSTILE[1]}),
    Entry("image", "2024-03", {"title": HOSTILE[1]}),
]


@pytest.fixture(scope="module")
def chrome(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    with browser(tmp_path_factory.mktemp("profile")) as chrome:
        yield chrome


@pytest.fixture
def page(chrome: Chrome, tmp_path: Path) -> Chrome:
    """The browser with the page open, as a file on disk."""
    path = tmp_path / "page.html"
    path.write_text(written("html", NOTES, Layout(month_format="%B %Y")), encoding="utf-8")
    requests(chrome)
    complaints(chrome)
    appear(chrome)
    chrome.get(path.as_uri())
    return chrome


def shown(chrome: Chrome) -> list[str]:
    """The ids of the papers that are not hidden."""
    articles = chrome.find_elements(By.TAG_NAME, "article")
    return [article.get_attribute("id") or "" for article in articles if article.is_displayed()]


def type_in(chrome: Chrome, words: str, count: str) -> None:
    box = chrome.find_element(By.CSS_SELECTOR, "input[type=search]")
    box.send_keys(Keys.CONTROL, "a")
    box.send_keys(words or Keys.DELETE)
    output = chrome.find_element(By.TAG_NAME, "output")
    WebDriverWait(chrome, 10).until(lambda _: output.text == count)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("memory", ["memory"]),
        ("MEMO ban", ["memory"]),
        ("video", ["memory"]),
        ("zebra", ["dit"]),
        ("godel", ["dit"]),
        ("diffusion scalable", ["dit"]),
        ("may 2024", ["dit"]),
        ("onerror", ["script", "image"]),
        ("nothing of this kind", []),
    ],
)
def test_the_search_box_filters(page: Chrome, words: str, expected: list[str]) -> None:
    """Titles, keypoints, notes, months; all words; any case, accents or none."""
    type_in(page, words, f"{len(expected)} of 4 papers")
    assert shown(page) == expected
    months = page.find_elements(By.CSS_SELECTOR, "section.month")
    assert sum(month.is_displayed() for month in months) == len(
        {entry.month for entry in NOTES if entry.id in expected}
    )
    assert page.find_element(By.CLASS_NAME, "none").is_displayed() == (not expected)
    type_in(page, "", "4 papers")
    assert len(shown(page)) == 4
    assert not complaints(page)


def test_what_is_found_in_folded_notes_is_opened_and_closed_again(page: Chrome) -> None:
    details = page.find_element(By.TAG_NAME, "details")
    type_in(page, "zebra", "1 of 4 papers")
    assert details.get_property("open")
    type_in(page, "scalable", "1 of 4 papers")
    WebDriverWait(page, 10).until(lambda _: not details.get_property("open"))


def test_keys_and_keypoints_lead_into_the_box(page: Chrome) -> None:
    """`/` goes to the box, Escape empties it, a click on a keypoint looks for it."""
    box = page.find_element(By.CSS_SELECTOR, "input[type=search]")
    page.find_element(By.TAG_NAME, "body").send_keys("/")
    assert page.switch_to.active_element == box
    assert box.get_property("value") == ""
    page.find_element(By.CSS_SELECTOR, "#memory button").click()
    assert box.get_property("value") == "Video"
    assert shown(page) == ["memory"]
    box.send_keys(Keys.ESCAPE)
    assert len(shown(page)) == 4


def test_a_heading_can_be_linked(page: Chrome) -> None:
    page.get(f"{page.current_url.partition('#')[0]}#image")
    assert page.find_element(By.CSS_SELECTOR, "article:target").get_attribute("id") == "image"


def test_a_link_to_a_paper_shows_it_whatever_is_typed(page: Chrome) -> None:
    type_in(page, "video", "1 of 4 papers")
    page.execute_script("location.hash = '#image'")
    output = page.find_element(By.TAG_NAME, "output")
    WebDriverWait(page, 10).until(lambda _: output.text == "4 papers")
    assert page.find_element(By.ID, "image").is_displayed()


def test_a_formula_shows(page: Chrome) -> None:
    """As a fraction with a height, not as its source."""
    formula = page.find_element(By.CSS_SELECTOR, "math mfrac")
    assert formula.size["height"] > 10
    assert "frac" not in page.find_element(By.ID, "dit").text


def test_hostile_titles_are_words_on_the_page(page: Chrome) -> None:
    assert page.find_element(By.CSS_SELECTOR, "#script h4").text == HOSTILE[0]
    assert page.find_element(By.CSS_SELECTOR, "#image h4").text == HOSTILE[1]
    assert page.title == "PaperList"
    assert not complaints(page)
    assert len(page.find_elements(By.TAG_NAME, "script")) == 1
    assert not page.find_elements(By.CSS_SELECTOR, "img")


def test_no_request_leaves_the_page(page: Chrome) -> None:
    """Nothing but the page itself is asked for, with figures and links in the notes."""
    type_in(page, "diffusion", "1 of 4 papers")
    asked = [url for url in requests(page) if not url.startswith("data:")]
    assert asked == [page.current_url]


def test_served_the_page_asks_for_nothing_more(chrome: Chrome, httpserver: HTTPServer) -> None:
    """Not even for an icon."""
    httpserver.expect_request("/list").respond_with_data(
        written("html", NOTES, Layout()), content_type="text/html; charset=utf-8"
    )
    chrome.get(httpserver.url_for("/list"))
    type_in(chrome, "memory", "1 of 4 papers")
    assert [request.path for request, _ in httpserver.log] == ["/list"]
    assert not complaints(chrome)


@pytest.mark.parametrize("dark", [False, True])
def test_words_can_be_read_in_light_and_dark(page: Chrome, *, dark: bool) -> None:
    """Contrast of 4.5 and more, as WCAG 2 asks, for text, soft text and links on both grounds."""
    appear(page, dark=dark)
    colours = [
        [channel / 255 for channel in map(int, re.findall(r"\d+", colour)[:3])]
        for colour in page.execute_script(
            """
            const shown = (selector, what) =>
              getComputedStyle(document.querySelector(selector))[what];
            return [shown("body", "backgroundColor"), shown("article", "backgroundColor"),
                    shown("h4 a", "color"), shown("h3", "color"), shown(".links a", "color")];
            """
        )
    ]
    grounds, inks = colours[:2], colours[2:]
    assert (luminance(grounds[0]) < 0.2) == dark
    for ground in grounds:
        for ink in inks:
            low, high = sorted((luminance(ground), luminance(ink)))
            assert (high + 0.05) / (low + 0.05) >= 4.5


def luminance(colour: list[float]) -> float:
    """Relative luminance, as WCAG 2 defines it."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_nothing_sticks_out_on_a_phone(page: Chrome) -> None:
    appear(page, width=360, height=740)
    width = page.execute_script("return document.documentElement.scrollWidth")
    assert width <= 360
