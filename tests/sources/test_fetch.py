"""What arXiv, Crossref, DataCite and pages say of a paper, and what goes wrong with it."""

import json
from collections.abc import Callable
from contextlib import suppress
from html import escape
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug import Request, Response

from paperlist import Paper
from paperlist.errors import PaperlistError, SourceError, UnreachableError
from paperlist.model.identifiers import parse
from paperlist.readers.csl import fields_of
from paperlist.sources.fetch import Fetcher
from paperlist.text.clean import abstract_of, name_of, title_of
from tests.services import (
    ABSTRACT,
    ARXIV,
    AUTHORS,
    CITATION,
    DOI,
    TITLE,
    Services,
    comment,
    crossref,
    datacite,
    entry,
    feed,
    page,
)
from tests.strategies import lines, texts

Fetch = Callable[[str], Paper]
ABSTRACT_LINE = " ".join(ABSTRACT.split())


@pytest.fixture
def fetch(services: Services) -> Fetch:
    """Fetches what a text names, from the local services, and does not wait."""

    def fetch(text: str) -> Paper:
        named = parse(text)
        assert named
        fetcher = Fetcher(services.settings(), ["localhost"], lambda _: None)
        return fetcher.paper(named)

    return fetch


# arXiv


def test_arxiv_says_it_all(services: Services, fetch: Fetch) -> None:
    """Title, authors, date, venue, links and abstract; the version asked for is in the link."""
    said = comment("Accepted at CVPR 2024. Code: https://github.com/moss/bank.")
    services.papers[ARXIV] = entry(extra=f"<arxiv:doi>{DOI.upper()}</arxiv:doi>{said}")
    paper = fetch(f"{ARXIV}v2")
    assert paper.fields() == {
        "title": TITLE,
        "sections": {"Abstract": ABSTRACT_LINE},
        "links": {
            "paper": f"https://arxiv.org/abs/{ARXIV}v2",
            "code": "https://github.com/moss/bank",
        },
        "arxiv": ARXIV,
        "doi": DOI,
        "authors": list(AUTHORS),
        "venue": "CVPR 2024",
        "published": "2024-04-08",
    }
    assert services.asked == [f"{ARXIV}v2"]
    assert fetch(ARXIV).links["paper"] == f"https://arxiv.org/abs/{ARXIV}"


@pytest.mark.parametrize(
    ("said", "venue"),
    [
        ("Accepted at CVPR 2024", "CVPR 2024"), ("12 pages, 3 figures", ""),
        ("Accepted as an oral paper at ICLR 2024; 20 pages", "ICLR 2024"),
        ("To appear in the Annals of Gardening, 5 figures", "Annals of Gardening"),
        ("NeurIPS 2023 (spotlight)", "NeurIPS 2023"), ("Published in JMLR", "JMLR"),
        ("Accepted by someone at last", ""), ("v2: accepted for publication", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_comment_names_the_venue(services: Services, fetch: Fetch, said: str, venue: str) -> None:
    """Where it says that the paper was accepted there."""
    services.papers[ARXIV] = entry(extra=comment(said))
    assert fetch(ARXIV).venue == venue


def test_a_journal_reference_goes_before_the_comment(services: Services, fetch: Fetch) -> None:
    """It is the field meant for that."""
    reference = "<arxiv:journal_ref>Phys. Rev. D 1 (2024) 2</arxiv:journal_ref>"
    services.papers[ARXIV] = entry(extra=reference + comment("Accepted at CVPR 2024"))
    assert fetch(ARXIV).venue == "Phys. Rev. D 1 (2024) 2"


@pytest.mark.parametrize("text", ["math.CA/0611800", "https://arxiv.org/abs/math/0611800v1"])
def test_an_old_id_is_asked_for_without_its_class(
    services: Services, fetch: Fetch, text: str
) -> None:
    """And found under it."""
    services.papers["math/0611800"] = entry("math/0611800", published="2006-11-26T10:00:00Z")
    paper = fetch(text)
    assert (paper.arxiv, paper.published) == ("math/0611800", "2006-11-26")


TITLES = [
    (r"Schr\"odinger's {\'E}tude by Erd\H{o}s", "Schrödinger's Étude by Erdős"),
    (r"$\beta$-VAE and $\alpha$-rank at 50% & more", "β-VAE and α-rank at 50% & more"),
    (r"Sorting in $O(n \log n)$ for $10 or $20", "Sorting in O(n log n) for $10 or $20"),
    ("Two\n  lines\t and\r\n more", "Two lines and more"),
    ("Gardens &amp; Patience &lt;3", "Gardens & Patience <3"),
    ("R&amp;amp;D", "R&D"), ("α-β of ΔΣ", "α-β of ΔΣ"), ("x < y > z", "x < y > z"),
    (r"\textit{Quercus} in \emph{situ}", "Quercus in situ"), ("a_b^c ~d #e", "a_b^c ~d #e"),
    ("H<sub>2</sub>O in <i>situ</i>", "H2O in situ"), ("图像 生成", "图像 生成"),
    (r"Keep \every word of \C:\here", r"Keep \every word of \C:\here"), ("$", "$"), ("{", "{"),
    (r"50\% of AT\&T", "50% of AT&T"), ("C++ and C#", "C++ and C#"), ("$x", "$x"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "read"), TITLES)
def test_titles_are_read_as_people_write_them(
    services: Services, fetch: Fetch, given: str, read: str
) -> None:
    """LaTeX, line breaks, entities, Greek; what is none of it stays to the letter."""
    services.papers[ARXIV] = entry(title=given)
    services.dois[DOI] = crossref(title=given)
    services.answer_doi()
    assert fetch(ARXIV).title == title_of(given) == read
    assert fetch(DOI).title == read


@given(lines)
def test_no_title_is_too_odd(text: str) -> None:
    """Nothing raises, and a title once read is read the same again in its plain letters."""
    read = title_of(text)
    assert "\n" not in read
    if text.replace(" ", "").isalnum():
        assert read == " ".join(text.split())


@given(texts)
def test_no_abstract_is_too_odd(text: str) -> None:
    """Nothing raises."""
    assert abstract_of(text).count("\n\n\n") == 0


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("Moss, Ada", "Ada Moss"), ("van der Fern, Ludwig", "Ludwig van der Fern"),
        ("Ada Moss", "Ada Moss"), ("Plato", "Plato"), ("", ""),
        ("King, Jr., Martin L.", "Martin L. King Jr."),
        ("King, Martin L., Jr.", "Martin L. King Jr."), (r"M\"uller, J.", "J. Müller"),
        ("The Garden Team", "The Garden Team"), ("O&#39;Hara, B.", "B. O'Hara"), (",", ""),
        ("Moss,", "Moss"), ("  ", ""), ("李, 明", "明 李"),
    ],
)  # fmt: skip
def test_names_are_said_given_name_first(given: str, read: str) -> None:
    """Particles stay with the family, one name stays one."""
    assert name_of(given) == read


def test_three_thousand_authors(services: Services, fetch: Fetch) -> None:
    """Each of them, in order."""
    authors = [f"Author{number} van de {number}" for number in range(3000)]
    services.papers[ARXIV] = entry(authors=authors)
    items = [{"given": "A.", "family": f"B{number}"} for number in range(3000)]
    services.dois[DOI] = crossref(author=items)
    services.answer_doi()
    assert fetch(ARXIV).authors == authors
    assert fetch(DOI).authors[-1] == "A. B2999"
    assert len(fetch(DOI).authors) == 3000


@pytest.mark.parametrize(
    "withdrawn",
    [
        {"extra": comment("This paper has been withdrawn by Ada Moss")},
        {"summary": "This paper has been withdrawn by the author due to an error in equation 1."},
        {"summary": "This submission was withdrawn."},
        {"extra": comment("Withdrawn; see the errata")},
        {"summary": "Withdrawn"},
    ],
)
def test_a_paper_that_was_withdrawn_is_not_noted(
    services: Services, fetch: Fetch, withdrawn: dict[str, str]
) -> None:
    """The line says so, and how to get at an earlier version."""
    services.papers[ARXIV] = entry(**withdrawn)  # type: ignore[arg-type]
    with pytest.raises(SourceError, match=f"was withdrawn: .*{ARXIV}v1"):
        fetch(ARXIV)
    with pytest.raises(SourceError, match="was withdrawn") as caught:
        fetch(f"{ARXIV}v1")
    assert "earlier" not in str(caught.value)


def test_a_paper_about_withdrawal_is_noted(services: Services, fetch: Fetch) -> None:
    """The word alone does not make it one."""
    services.papers[ARXIV] = entry(summary="We ask how support is withdrawn from gardens.")
    assert fetch(ARXIV).title == TITLE


BAD_FEEDS = {
    "broken XML": (feed(entry()).replace("</feed>", ""), "broken XML"),
    "a feed that breaks off": (feed(entry())[:900], "broken XML"),
    "an HTML error page": ("<!DOCTYPE html><html><body>Too fast.</body></html>", "no Atom"),
    "well-formed HTML": ("<html><head/><body>Sorry</body></html>", "no Atom feed"),
    "nothing": ("", "broken XML"),
    "an empty feed": (feed(), "has no paper"),
    "another paper": (feed(entry("2404.00001")), "has no paper"),
    "a paper without dates": (
        feed("<entry><id>http://arxiv.org/abs/2404.05726v1</id></entry>"), "has no paper"
    ),
    "a paper without a title": (feed(entry(title=" ")), "is not valid: title is missing"),
    "a date that is none": (feed(entry(published="yesterday")), "cannot be understood"),
    "arXiv's own error": (
        feed(
            "<entry><id>https://arxiv.org/api/errors#incorrect_id_format_for_x</id>"
            "<title>Error</title><summary>incorrect id format for x</summary>"
            "<updated>2024-01-01T00:00:00Z</updated><published>2024-01-01T00:00:00Z</published>"
            "</entry>"
        ),
        "arXiv answers: incorrect id format",
    ),
    "a bomb of entities": (
        '<!DOCTYPE f [<!ENTITY a "aaa">]><feed xmlns="http://www.w3.org/2005/Atom">&a;</feed>',
        "has no paper",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", BAD_FEEDS)
def test_an_answer_of_arxiv_that_makes_no_paper(
    services: Services, fetch: Fetch, kind: str
) -> None:
    """A clear line, and no half of a paper."""
    body, said = BAD_FEEDS[kind]
    services.server.clear()
    services.server.expect_request("/api/query").respond_with_data(body)
    with pytest.raises(SourceError, match=said) as caught:
        fetch(ARXIV)
    assert len(str(caught.value).splitlines()) == 1
    assert len(services.server.log) == 1


def test_many_are_asked_for_at_once(services: Services) -> None:
    """Fifty to a request, each in its place; what is not there is asked for once more, alone."""
    ids = [f"2404.{number:05}" for number in range(1, 121)]
    services.papers = {each: entry(each, f"Paper {each}") for each in ids if each != ids[7]}
    fetcher = Fetcher(services.settings(), ["localhost"], lambda _: None)
    found = list(fetcher.papers([named for each in ids if (named := parse(each))]))
    assert [named.value for named, _ in found] == ids
    assert [type(paper) for _, paper in found].count(SourceError) == 1
    assert isinstance(found[7][1], SourceError)
    assert [len(asked.split(",")) for asked in services.asked] == [50, 1, 50, 20]


def test_one_id_that_arxiv_stumbles_over_costs_the_others_nothing(services: Services) -> None:
    """It refuses the lot; each is then asked for alone."""
    services.server.clear()

    def answer(request: Request) -> Response:
        if "2404.00002" in request.args["id_list"]:
            return Response("", 400)
        return Response(feed(entry("2404.00001", "One")))

    services.server.expect_request("/api/query").respond_with_handler(answer)
    fetcher = Fetcher(services.settings(), ["localhost"], lambda _: None)
    named = [found for found in map(parse, ("2404.00001", "2404.00002")) if found]
    (_, one), (_, two) = fetcher.papers(named)
    assert isinstance(one, Paper)
    assert isinstance(two, SourceError)
    assert len(services.server.log) == 3


def test_a_server_that_is_gone_is_asked_once_for_all(services: Services) -> None:
    """That it is gone is said of each."""
    services.server.stop()
    try:
        fetcher = Fetcher(services.settings(), ["localhost"], lambda _: None)
        texts = ("2404.00001", "2404.00002", "10.1000/x", "10.1000/y")
        found = [paper for _, paper in fetcher.papers([p for p in map(parse, texts) if p])]
    finally:
        services.server.start()
    assert all(isinstance(each, UnreachableError) for each in found)


def test_arxiv_itself_is_asked_no_more_often_than_it_wants() -> None:
    """Whatever the settings say; a mirror of one's own may be asked faster."""
    from paperlist.sources.arxiv import Arxiv
    from paperlist.sources.http import Web
    from paperlist.sources.settings import Sources

    for settings, delay in (
        (Sources(delay=0), 3),
        (Sources(delay=7), 7),
        (Sources(delay=0, arxiv="https://mirror.example/api"), 0),
    ):
        client = Arxiv(Web(settings), settings)._client  # noqa: SLF001
        assert client.delay_seconds == delay
        assert client.query_url_format.startswith(settings.arxiv)


# DOIs


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (crossref(), {"venue": "Proceedings of the Garden Show", "published": "2024-06-17"}),
        (datacite(), {"sections": {"Abstract": "We keep what was seen in a bank."},
                      "published": "2024"}),
        ({"status": "ok", "message": crossref(title=[TITLE], **{"container-title": ["G"]})},
         {"venue": "G", "published": "2024-06-17"}),
    ],
    ids=["Crossref", "DataCite", "Crossref's own API"],
)  # fmt: skip
def test_a_registry_says_it_all(
    services: Services, fetch: Fetch, answer: dict[str, Any], expected: dict[str, Any]
) -> None:
    """Both registries, in their own shapes, give the same paper."""
    services.dois[DOI] = answer
    services.answer_doi()
    assert fetch(f"https://doi.org/{DOI}").fields() == {
        "title": TITLE,
        "links": {"paper": f"https://doi.org/{DOI}"},
        "doi": DOI,
        "authors": list(AUTHORS),
        **expected,
    }


@pytest.mark.parametrize(
    ("item", "fields"),
    [
        ({"issued": {"date-parts": [[2019]]}}, {"published": "2019"}),
        ({"issued": {"date-parts": [["2019", "7"]]}}, {"published": "2019-07"}),
        ({"issued": {"date-parts": [[2019, 13, 1]]}}, {"published": "2019"}),
        ({"issued": {"date-parts": [[None]]}}, {}), ({"issued": {"date-parts": []}}, {}),
        ({"issued": {"raw": "spring"}}, {}), ({"issued": None}, {}), ({"author": None}, {}),
        ({"issued": {"date-parts": [[None]]}, "published-online": {"date-parts": [[2020, 2]]}},
         {"published": "2020-02"}),
        ({"author": [{"literal": "The Garden Team"}, {"name": "CMS"}, {"family": "Plato"}, {}, 7]},
         {"authors": ["The Garden Team", "CMS", "Plato"]}),
        ({"author": [{"given": "Ludwig", "family": "Beethoven", "non-dropping-particle": "van"}]},
         {"authors": ["Ludwig van Beethoven"]}),
        ({"author": [{"given": "Sammy", "family": "Davis", "suffix": "Jr."}]},
         {"authors": ["Sammy Davis Jr."]}),
        ({"title": ["One", "Two"], "subtitle": ["Three"]}, {"title": "One: Three"}),
        ({"title": "One: three", "subtitle": "Three"}, {"title": "One: three"}),
        ({"title": []}, {}), ({"title": 7}, {}), ({"container-title": []}, {}),
        ({"DOI": "10.48550/ARXIV.2404.05726"}, {"arxiv": "2404.05726"}),
        ({"abstract": "<jats:title>Abstract</jats:title><jats:p>One.</jats:p><jats:p>Two "
                      "&amp; <jats:italic>three</jats:italic>.</jats:p>"},
         {"sections": {"Abstract": "One.\n\nTwo & three."}}),
    ],
)  # fmt: skip
def test_what_csl_says(item: dict[str, Any], fields: dict[str, Any]) -> None:
    """In the forms in which the registries leave it; what is not there is left out."""
    assert fields_of(item) == fields


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 3000) | lines,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(lines, inner, max_size=3),
    max_leaves=8,
)


@given(
    st.dictionaries(
        st.sampled_from(["title", "author", "issued", "DOI", "abstract", "container-title"]),
        json_values,
    )
)
def test_no_csl_is_too_odd(item: dict[str, Any]) -> None:
    """Whatever its values are, it makes a paper or none, and nothing raises."""
    Paper.parse({"title": "T", **fields_of(item)})


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (json.dumps(crossref())[:200], "something other than JSON"),
        ("", "something other than JSON"),
        ("<html><body>Sorry</body></html>", "something other than JSON"),
        ("[]", "describes no paper"),
        ("null", "describes no paper"), ("{}", "makes no paper: title is missing"),
        ('{"title": ""}', "title is missing"), ("[" * 100_000, "JSON"), ("\ufeff{", "JSON"),
        ('{"title": "\\ud800"}', "makes no paper: title has half of a surrogate pair"),
    ],
)  # fmt: skip
def test_an_answer_for_a_doi_that_makes_no_paper(
    services: Services, fetch: Fetch, body: str, said: str
) -> None:
    """A clear line, asked once."""
    services.server.expect_request(f"/doi/{DOI}").respond_with_data(body)
    with pytest.raises(SourceError, match=said) as caught:
        fetch(DOI)
    assert len(str(caught.value).splitlines()) == 1
    assert len(services.server.log) == 1


def test_a_doi_with_odd_signs_is_asked_for_to_the_letter(services: Services, fetch: Fetch) -> None:
    """Escaped in the address, and as it is in the note."""
    doi = "10.1002/(sici)1097(199)17:15/16<1661::aid-sim968>3.0.co;2-2"
    services.dois = {doi: crossref()}
    services.answer_doi()
    assert fetch(doi).doi == doi
    assert services.asked == [f"/doi/{doi}"]


# Pages


def test_a_page_says_it_by_its_citation_tags(services: Services, fetch: Fetch) -> None:
    """And nobody else is asked where it says all that is needed."""
    services.server.expect_request("/paper").respond_with_data(page(CITATION))
    url = services.server.url_for("/paper")
    assert fetch(url).fields() == {
        "title": TITLE,
        "sections": {"Abstract": ABSTRACT_LINE},
        "links": {"paper": url, "pdf": services.server.url_for("/paper.pdf")},
        "arxiv": ARXIV,
        "authors": list(AUTHORS),
        "venue": "Proceedings of the Garden Show",
        "published": "2024-04-08",
    }
    assert not services.asked


@pytest.mark.parametrize(
    ("tags", "fields"),
    [
        ([("og:title", TITLE)], {"title": TITLE}),
        ([("citation_title", "A"), ("og:title", "B")], {"title": "A"}),
        ([("DC.Title", "A"), ("DC.Creator", "Moss, Ada"), ("DC.Date", "2024-04-08")],
         {"title": "A", "authors": ["Ada Moss"], "published": "2024-04-08"}),
        ([("citation_title", "A"), ("citation_authors", "Moss, Ada; Fern, L.")],
         {"title": "A", "authors": ["Ada Moss", "L. Fern"]}),
        ([("citation_title", "A"), ("citation_year", "2024")], {"title": "A", "published": "2024"}),
        ([("citation_title", "A"), ("citation_date", "2024/4")],
         {"title": "A", "published": "2024-04"}),
        ([("citation_title", "A"), ("citation_date", "April 2024")],
         {"title": "A", "published": "2024-04"}),
        ([("citation_title", "A"), ("citation_date", "soon")], {"title": "A"}),
        ([("citation_title", "A"), ("citation_author", "B"), ("citation_doi", f"doi:{DOI}")],
         {"title": "A", "authors": ["B"], "doi": DOI}),
        ([("citation_title", "A > B"), ("citation_author", "'C' <D>")],
         {"title": "A > B", "authors": ["'C' <D>"]}),
        ([("citation_title", "  A\n <i>b</i> &amp; $\\gamma$ ")], {"title": "A b & γ"}),
    ],
)  # fmt: skip
def test_what_tags_say(
    services: Services, fetch: Fetch, tags: list[tuple[str, str]], fields: dict[str, Any]
) -> None:
    """Citation tags first, then Dublin Core, then Open Graph."""
    services.server.expect_request("/p").respond_with_data(page(tags))
    url = services.server.url_for("/p")
    assert fetch(url).fields() == {"links": {"paper": url}, **fields}


def test_tags_in_comments_do_not_count(services: Services, fetch: Fetch) -> None:
    """Nor does what is left open, and a tag is one in any case and order of its parts."""
    head = (
        "<!-- <meta name=citation_title content=Old> -->\n"
        "<META CONTENT='The <b>new</b> one' NAME=Citation_Title />\n<!-- open"
    )
    services.server.expect_request("/p").respond_with_data(page(head=head))
    assert fetch(services.server.url_for("/p")).title == "The new one"


@pytest.mark.parametrize("name", ["citation_arxiv_id", "citation_doi"])
def test_a_page_that_says_little_leads_to_who_says_more(
    services: Services, fetch: Fetch, name: str
) -> None:
    """Its arXiv id or DOI is asked for; where that fails, the page's own words do."""
    value = {"citation_arxiv_id": f"arXiv:{ARXIV}", "citation_doi": DOI}[name]
    services.server.expect_request("/p").respond_with_data(
        page([("og:title", "Short title"), (name, value)])
    )
    services.answer_doi()
    paper = fetch(services.server.url_for("/p"))
    assert (paper.title, paper.authors) == (TITLE, list(AUTHORS))
    services.papers.clear()
    services.server.clear()
    services.server.expect_request("/p").respond_with_data(
        page([("og:title", "Short title"), (name, value)])
    )
    paper = fetch(services.server.url_for("/p"))
    assert (paper.title, paper.arxiv or paper.doi) == ("Short title", value.removeprefix("arXiv:"))


@pytest.mark.parametrize(
    "body",
    [
        page(), "", "plain words", "<html><head><title>404</title></head></html>", "\x00\x01\x02",
        page([("citation_title", "  ")]), page(head="<meta name='citation_title'>"), "{}" * 50,
        "<meta" * 1000, "<!--" * 1000, "<![CDATA[" * 100, "<meta name=citation_title content=",
    ],
)  # fmt: skip
def test_a_page_that_says_of_no_paper(services: Services, fetch: Fetch, body: str) -> None:
    """The line says how to go on."""
    services.server.expect_request("/p").respond_with_data(body)
    with pytest.raises(SourceError, match=r"(?s)no citation tags.*paperlist add --title"):
        fetch(services.server.url_for("/p"))


@pytest.mark.parametrize(
    ("declared", "head", "encoding"),
    [
        ("text/html; charset=iso-8859-1", "", "latin-1"),
        ("text/html; charset=gb2312", "", "gb2312"),
        ("text/html", '<meta charset="utf-16le">', "utf-8"), ("text/html", "", "utf-8"),
        ("text/html; charset=nonsense", "", "utf-8"),
    ],
)  # fmt: skip
def test_a_page_is_read_in_its_own_encoding(
    services: Services, fetch: Fetch, declared: str, head: str, encoding: str
) -> None:
    """As its header says, or its head."""
    title = "Überblick" if encoding != "gb2312" else "图像生成"
    body = page([("citation_title", title)], head="" if "16" in head else head).encode(encoding)
    services.server.expect_request("/p").respond_with_data(body, content_type=declared)
    assert fetch(services.server.url_for("/p")).title == title


def test_a_listing_of_arxiv_is_no_paper(services: Services, fetch: Fetch) -> None:
    """It is not even asked for."""
    with pytest.raises(SourceError, match="names no paper of arXiv"):
        fetch("https://arxiv.org/list/cs.CV/recent")
    assert not services.server.log


@given(st.lists(st.tuples(st.sampled_from([n for n, _ in CITATION]), lines), max_size=5))
def test_no_tags_are_too_odd(tags: list[tuple[str, str]]) -> None:
    """They make a paper or a clear line, and nothing else raises."""
    from paperlist.sources.http import Answer
    from paperlist.sources.web import of_page

    named = parse("https://example.org/p")
    assert named

    def follow(_: object) -> Paper:
        raise SourceError("no")

    body = page([(name, escape(value)) for name, value in tags]).encode(errors="replace")
    with suppress(PaperlistError):
        assert of_page(Answer("https://example.org/p", "text/html", body), named, follow).title


@pytest.mark.parametrize(
    ("link", "kept"),
    [
        ("/paper.pdf", "/paper.pdf"), ("a b.pdf", "/a%20b.pdf"), ("?x=1", "/p?x=1"),
        ("javascript:alert(1)", None), ("JaVaScript:alert(1)", None), ("file:///etc/passwd", None),
        ("data:text/html,x", None), ("ssh://-oProxyCommand=x/", None), ("http://[", None),
        ("\x01javascript:alert(1)", None), ("java\tscript:alert(1)", None), ("vbscript:x", None),
        ("smb://host/share", None), ("x-apple.systempreferences:", None), ("//[", None),
        ("mailto:a@example.org", "mailto:a@example.org"), ("https://a.example/<b>", None),
    ],
)  # fmt: skip
def test_only_addresses_of_the_web_are_kept_of_a_page(
    services: Services, fetch: Fetch, link: str, kept: str | None
) -> None:
    """A page cannot make a note lead anywhere else."""
    tags = [("citation_title", "One"), ("citation_author", "A"), ("citation_pdf_url", link)]
    services.server.expect_request("/p").respond_with_data(page(tags), content_type="text/html")
    links = fetch(services.server.url_for("/p")).links
    whole = services.server.url_for(kept) if kept and kept[0] == "/" else kept
    assert links.get("pdf") == whole
